using System.Security.Cryptography;

namespace Herdbook.Catalog.Yaml;

/// <summary>
/// Reads one file into one declaration, with faults or without: what follows it finds the other faults.
/// What concerns other tables is checked by <see cref="CatalogRules"/>.
/// </summary>
internal sealed class TableReader(string file, string module, string name, List<CatalogError> errors)
{
    internal static readonly string[] Keywords =
    [
        "table", "kind", "about", "key", "columns", "unique", "indexes", "checks", "subject", "search", "display",
        "rebuildFrom", "isolation", "contentAddress", "select", "writer", "history", "sealed", "classification", "was", "deprecated", "functions", "triggers",
    ];

    internal static readonly string[] Methods = ["btree", "gin", "gist", "brin", "hash", "ivfflat", "hnsw"];

    internal static readonly Dictionary<string, TableKind> Kinds = Enum.GetValues<TableKind>()
        .ToDictionary(kind => kind.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    internal static readonly string[] FunctionKeywords = ["about", "arguments", "returns", "language", "volatility", "body"];
    internal static readonly string[] TriggerKeywords = ["about", "on", "of", "each", "when", "body"];
    internal static readonly string[] UniqueKeywords = ["columns", "expressions", "where"];
    internal static readonly string[] IndexKeywords = ["columns", "expressions", "using", "where", "ops", "with"];
    internal static readonly string[] DisplayKeywords = ["title", "group", "columns"];
    internal static readonly string[] Writers = ["anyone", "system", "database"];

    public TableDeclaration? Read(byte[] bytes)
    {
        var root = YamlGuard.Read(file, bytes, errors);
        if (root is null)
        {
            return null;
        }

        if (root is not MapNode map)
        {
            Error(root.At, "The file is not a map.", "Begin it with 'table: module.name'.");
            return null;
        }

        var reader = new MapReader(map, Keywords, errors);
        CheckName(reader);
        var kind = Kind(reader);
        var about = reader.RequiredText("about", "Say in one sentence what a row is.");
        var isolated = Isolated(reader);
        var columns = Columns(reader, kind ?? TableKind.Entity, isolated);
        var table = new TableDeclaration
        {
            Module = module,
            Name = name,
            Kind = kind ?? TableKind.Entity,
            About = about ?? "",
            Key = Key(reader, kind),
            Columns = columns,
            Unique = Indexes(reader, "unique"),
            Indexes = Indexes(reader, "indexes"),
            Checks = Checks(reader),
            Subject = Subject(reader),
            Search = Names(reader, "search"),
            Display = Display(reader),
            RebuildFrom = reader.Text("rebuildFrom"),
            ContentAddress = reader.Text("contentAddress"),
            Select = reader.Text("select"),
            Writer = Writer(reader),
            History = isolated && kind is TableKind.Entity or TableKind.Junction && (!reader.Has("history") || reader.Flag("history")),
            Sealed = !reader.Has("sealed") || reader.Flag("sealed"),
            Classification = reader.Classification(),
            FormerNames = FormerNames(reader),
            Deprecated = reader.Text("deprecated"),
            Functions = Functions(reader),
            Triggers = Triggers(reader),
            Isolated = isolated,
            Digest = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            At = map.At,
        };
        if (kind is not null && columns.Count > 0)
        {
            new TableRules(table, reader, errors).Check();
        }

        return table;
    }

    private void CheckName(MapReader reader)
    {
        if (reader.RequiredText("table", $"Begin the file with 'table: {module}.{name}'.") is { } declared && declared != $"{module}.{name}")
        {
            Error(reader.Place("table"), $"'{Shown.Of(declared)}' does not match the file, which stands for {module}.{name}.",
                $"Write 'table: {module}.{name}', or move the file to {Shown.Of(declared.Replace('.', '/'))}.yaml.");
        }
    }

    private TableKind? Kind(MapReader reader)
    {
        if (reader.RequiredText("kind", $"Add one of: {string.Join(", ", Kinds.Keys)}.") is not { } word)
        {
            return null;
        }

        if (Kinds.TryGetValue(word, out var kind))
        {
            return kind;
        }

        Error(reader.Place("kind"), $"'{Shown.Of(word)}' is no kind.", Nearest.Remedy(word, Kinds.Keys, "kind"));
        return null;
    }

    private TableWriter Writer(MapReader reader)
    {
        switch (reader.Text("writer"))
        {
            case null or "anyone":
                return TableWriter.Anyone;
            case "system":
                return TableWriter.System;
            case "database":
                return TableWriter.Database;
            case { } word:
                Error(reader.Place("writer"), $"'{Shown.Of(word)}' is no writer.", Nearest.Remedy(word, Writers, "writer"));
                return TableWriter.Anyone;
        }
    }

    private List<FunctionDeclaration> Functions(MapReader reader)
    {
        var functions = new List<FunctionDeclaration>();
        foreach (var (key, value) in reader.Map("functions")?.Entries ?? [])
        {
            Identifiers.Check(key, "function", errors);
            if (value is not MapNode map)
            {
                Error(value.At, $"The function '{Shown.Of(key.Text)}' is not a map.", "Write {arguments: ..., returns: ..., body: ...}.");
                continue;
            }

            var options = new MapReader(map, FunctionKeywords, errors);
            functions.Add(new FunctionDeclaration(
                key.Text, options.Text("about") ?? "", options.Text("arguments") ?? "", options.RequiredText("returns", "Name the type that it returns.") ?? "",
                options.Text("language") ?? "sql", options.Text("volatility") ?? "stable", options.RequiredText("body", "Write its SQL.") ?? "")
            { At = key.At });
        }

        return functions;
    }

    private List<TriggerDeclaration> Triggers(MapReader reader)
    {
        var triggers = new List<TriggerDeclaration>();
        foreach (var (key, value) in reader.Map("triggers")?.Entries ?? [])
        {
            Identifiers.Check(key, "trigger", errors);
            if (value is not MapNode map)
            {
                Error(value.At, $"The trigger '{Shown.Of(key.Text)}' is not a map.", "Write {on: before insert, body: ...}.");
                continue;
            }

            var options = new MapReader(map, TriggerKeywords, errors);
            triggers.Add(new TriggerDeclaration(
                key.Text, options.Text("about") ?? "", options.RequiredText("on", "Say when: before insert, after update.") ?? "",
                options.Has("of") ? Names(options, "of") : [], options.Text("each") ?? "row", options.Text("when"),
                options.RequiredText("body", "Write its PL/pgSQL, from begin to end.") ?? "")
            { At = key.At });
        }

        return triggers;
    }

    /// <summary>One name, or the list of all, the latest first.</summary>
    private static List<string> FormerNames(MapReader reader) => reader.Node("was") switch
    {
        null => [],
        SequenceNode => Names(reader, "was"),
        _ => reader.Text("was") is { } only ? [only] : [],
    };

    private bool Isolated(MapReader reader)
    {
        if (!reader.Has("isolation"))
        {
            return true;
        }

        if (reader.Text("isolation") is { } word && word != "none")
        {
            Error(reader.Place("isolation"), $"'{Shown.Of(word)}' is no isolation.", "Leave it out: rows belong to a tenant.");
        }
        else if (module != DesiredSchema.CatalogModule)
        {
            Error(reader.Place("isolation"), "Only the catalog's own tables belong to no tenant.", "Remove 'isolation'.");
        }

        return false;
    }

    private List<string> Key(MapReader reader, TableKind? kind)
    {
        if (!reader.Has("key"))
        {
            if (kind is not (null or TableKind.Ledger))
            {
                Error(reader.At, "'key' is missing.", "Name the column, or the columns as [a, b], that identify a row.");
            }

            return [ImplicitColumns.BookingId];
        }

        return reader.Node("key") is ScalarNode
            ? reader.Text("key") is { } only ? [only] : []
            : Names(reader, "key");
    }

    private List<ColumnDeclaration> Columns(MapReader reader, TableKind kind, bool isolated)
    {
        if (reader.Map("columns") is not { Entries.Count: > 0 } map)
        {
            Error(reader.Place("columns"), "The table has no columns.", "Add 'columns:' with at least one.");
            return [];
        }

        var columns = new ColumnReader(kind, isolated, errors);
        return [.. map.Entries.Select(entry => columns.Read(entry.Key, entry.Value)).OfType<ColumnDeclaration>()];
    }

    private List<IndexDeclaration> Indexes(MapReader reader, string keyword)
    {
        var indexes = new List<IndexDeclaration>();
        foreach (var item in reader.Items(keyword))
        {
            if (item is MapNode map)
            {
                var options = new MapReader(map, keyword == "unique" ? UniqueKeywords : IndexKeywords, errors);
                if (!options.Has("columns") && !options.Has("expressions"))
                {
                    Error(map.At, "'columns' is missing.", "Write {columns: [a], where: \"...\"}.");
                }

                var method = options.Text("using") ?? "btree";
                if (!Methods.Contains(method))
                {
                    Error(options.Place("using"), $"'{Shown.Of(method)}' is no index method.", $"Use {string.Join(", ", Methods[..^1])} or {Methods[^1]}.");
                }

                indexes.Add(new IndexDeclaration(options.Has("columns") ? Names(options, "columns") : [], method, options.Text("where"))
                {
                    Expressions = options.Has("expressions") ? Names(options, "expressions") : [],
                    Ops = options.Text("ops"),
                    With = [.. (options.Map("with")?.Entries ?? []).Select(entry => KeyValuePair.Create(entry.Key.Text, entry.Value is ScalarNode scalar ? scalar.Text : ""))],
                    At = map.At,
                });
            }
            else
            {
                indexes.Add(new IndexDeclaration([.. MapReader.Words(item, keyword, errors).Select(word => word.Text)], "btree", null) { At = item.At });
            }
        }

        return indexes;
    }

    private List<CheckDeclaration> Checks(MapReader reader)
    {
        var checks = new List<CheckDeclaration>();
        foreach (var (key, value) in reader.Map("checks")?.Entries ?? [])
        {
            Identifiers.Check(key, "check", errors);
            if (value is ScalarNode { Text.Length: > 0 } sql)
            {
                checks.Add(new CheckDeclaration(key.Text, sql.Text) { At = sql.At });
            }
            else
            {
                Error(value.At, $"The check '{Shown.Of(key.Text)}' has no SQL.", "Write name: \"expression\".");
            }
        }

        return checks;
    }

    private SubjectDeclaration? Subject(MapReader reader)
    {
        if (!reader.Has("subject"))
        {
            return null;
        }

        if (Names(reader, "subject") is [var type, var id])
        {
            return new SubjectDeclaration(type, id);
        }

        Error(reader.Place("subject"), "'subject' names two columns.", "Write it as [subject_type, subject_id].");
        return null;
    }

    private DisplayDeclaration? Display(MapReader reader)
    {
        if (reader.Map("display") is not { } map)
        {
            return null;
        }

        var display = new MapReader(map, DisplayKeywords, errors);
        return new DisplayDeclaration(display.Text("title"), display.Text("group"), Names(display, "columns"));
    }

    private static List<string> Names(MapReader reader, string keyword) => [.. reader.Words(keyword).Select(word => word.Text)];

    private void Error(SourceMark at, string message, string remedy) => errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));
}
