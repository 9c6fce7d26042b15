namespace Herdbook.Catalog.Yaml;

/// <summary>Reads one column: <c>name: {type: text, required: true}</c>.</summary>
internal sealed class ColumnReader(TableKind kind, bool isolated, List<CatalogError> errors)
{
    internal static readonly string[] Keywords =
        [
        "type", "about", "example", "required", "identity", "default", "oneOf", "refers", "unit", "min", "max", "pattern", "shape",
        "generated", "secret", "classification", "format", "was", "convert", "deprecated",
    ];

    internal static readonly string[] Formats = ["markdown", "code", "url", "email", "money", "percent", "duration", "bytes"];
    internal static readonly string[] OnDeletes = ["restrict", "cascade", "set null"];

    internal static readonly string[] ReferenceKeywords = ["table", "column", "enforced", "onDelete", "register"];

    public ColumnDeclaration? Read(ScalarNode name, Node node)
    {
        Identifiers.Check(name, "column", errors);
        if (ImplicitColumns.Reserves(name.Text, kind, isolated))
        {
            Error(name.At, $"'{name.Text}' is added by the engine.", "Leave it out of the file.");
        }

        if (node is not MapNode map)
        {
            Error(node.At, $"Column '{Shown.Of(name.Text)}' is not a map.", "Write it as {type: text, about: ...}.");
            return null;
        }

        var reader = new MapReader(map, Keywords, errors);
        if (reader.RequiredText("type", "Write the column as {type: text}.") is not { } word)
        {
            return null;
        }

        if (ColumnType.Parse(word) is not { } type)
        {
            Error(reader.Place("type"), $"'{Shown.Of(word)}' is no type.", ColumnType.Suggest(word));
            return null;
        }

        var oneOf = OneOf(reader, type);
        var column = new ColumnDeclaration
        {
            Name = name.Text,
            Type = type.Sql,
            About = reader.Text("about"),
            Example = reader.Text("example"),
            Required = reader.Flag("required"),
            Identity = reader.Flag("identity"),
            Default = Default(reader, type, oneOf),
            OneOf = oneOf,
            Refers = Reference(reader),
            Unit = reader.Text("unit"),
            Min = reader.Number("min"),
            Max = reader.Number("max"),
            Pattern = reader.Text("pattern"),
            Shape = Shape(reader),
            Generated = reader.Text("generated"),
            Secret = reader.Flag("secret"),
            Classification = reader.Classification(),
            Format = Word(reader, "format", Formats),
            Was = reader.Text("was"),
            Convert = reader.Text("convert"),
            Deprecated = reader.Text("deprecated"),
            At = name.At,
        };
        Check(column, type, reader);
        return column;
    }

    private void Check(ColumnDeclaration column, ColumnType type, MapReader reader)
    {
        if (column.Identity && type.Family != TypeFamily.Integer)
        {
            Error(reader.Place("identity"), "Only whole numbers can be numbered by the database.", "Use type bigint.");
        }

        if (column.Identity && column.Default is not null)
        {
            Error(reader.Place("default"), "An identity column has its own default.", "Remove 'default'.");
        }

        if ((column.Min ?? column.Max) is not null && type.Family is not (TypeFamily.Integer or TypeFamily.Number))
        {
            Error(reader.Place(column.Min is null ? "max" : "min"), $"'min' and 'max' do not fit type {type.Sql}.", "Use them on numbers.");
        }

        if (column.Pattern is not null && type.Family != TypeFamily.Text)
        {
            Error(reader.Place("pattern"), $"'pattern' does not fit type {type.Sql}.", "Use it on text.");
        }

        if (column.Shape is not null && type.Family != TypeFamily.Json)
        {
            Error(reader.Place("shape"), $"'shape' does not fit type {type.Sql}.", "Use it on jsonb.");
        }

        if (column.Generated is not null && (column.Default is not null || column.Identity))
        {
            Error(reader.Place("generated"), "A generated column has neither a default nor numbers of its own.", "Remove 'default' and 'identity'.");
        }

        if (column is { Min: { } min, Max: { } max } && min > max)
        {
            Error(reader.Place("min"), "'min' is greater than 'max'.", "Exchange the two.");
        }
    }

    /// <summary>Either <c>module.table</c>, or a map with it.</summary>
    private ReferenceDeclaration? Reference(MapReader reader)
    {
        if (reader.Node("refers") is not MapNode map)
        {
            return reader.Text("refers") is { } table ? new ReferenceDeclaration(table, null, kind != TableKind.Ledger, "restrict", Register: false) : null;
        }

        var options = new MapReader(map, ReferenceKeywords, errors);
        if (options.RequiredText("table", "Write {table: module.table}.") is not { } named)
        {
            return null;
        }

        var enforced = options.Has("enforced") ? options.Flag("enforced") : kind != TableKind.Ledger;
        return new ReferenceDeclaration(named, options.Text("column"), enforced, Word(options, "onDelete", OnDeletes) ?? "restrict", options.Flag("register"));
    }

    private string? Shape(MapReader reader)
    {
        if (reader.Map("shape") is not { } shape)
        {
            return null;
        }

        ShapeRules.Check(shape, errors);
        return JsonOf.Node(shape).ToJsonString();
    }

    private string? Word(MapReader reader, string keyword, string[] allowed)
    {
        if (reader.Text(keyword) is { } word && !allowed.Contains(word))
        {
            Error(reader.Place(keyword), $"'{Shown.Of(word)}' is no value of '{keyword}'.", Nearest.Remedy(word, allowed, "value"));
            return null;
        }

        return reader.Text(keyword);
    }

    private List<string>? OneOf(MapReader reader, ColumnType type)
    {
        if (!reader.Has("oneOf"))
        {
            return null;
        }

        var words = reader.Words("oneOf");
        foreach (var word in words)
        {
            if (type.Refuses(word.Text) is { } why)
            {
                Error(word.At, $"'{Shown.Of(word.Text)}' is {why}.", $"Each value of 'oneOf' has the column's type, {type.Sql}.");
            }
        }

        if (type.Family is not (TypeFamily.Text or TypeFamily.Integer or TypeFamily.Number))
        {
            Error(reader.Place("oneOf"), $"'oneOf' does not fit type {type.Sql}.", "Use it on text and numbers.");
        }

        return [.. words.Select(word => word.Text)];
    }

    private DefaultValue? Default(MapReader reader, ColumnType type, List<string>? oneOf)
    {
        switch (reader.Node("default"))
        {
            case null:
                return null;
            case MapNode map:
                var sql = new MapReader(map, ["sql"], errors).RequiredText("sql", "Write it as default: {sql: now()}.");
                return sql is null ? null : new DefaultValue(sql, IsSql: true);
            case ScalarNode { Quoted: false, Text: "now()" } when type.Family == TypeFamily.Time:
                return new DefaultValue("now()", IsSql: true);
            case ScalarNode scalar:
                return Literal(scalar, type, oneOf);
            case { } other:
                Error(other.At, "'default' is a list.", "Write a value, or {sql: expression}.");
                return null;
        }
    }

    private DefaultValue? Literal(ScalarNode scalar, ColumnType type, List<string>? oneOf)
    {
        if (!scalar.Quoted && scalar.Text is "" or "~" or "null" || scalar.Text.Contains('\0', StringComparison.Ordinal))
        {
            Error(scalar.At, "'default' has no value.", "Leave it out for NULL, or write '' for the empty text.");
            return null;
        }

        if (type.Refuses(scalar.Text) is { } why)
        {
            Error(scalar.At, $"The default '{Shown.Of(scalar.Text)}' is {why}.", "Write a value of the column's type, or {sql: expression}.");
            return null;
        }

        if (oneOf is not null && !oneOf.Contains(scalar.Text))
        {
            Error(scalar.At, $"The default '{Shown.Of(scalar.Text)}' is not in 'oneOf'.", Nearest.Remedy(scalar.Text, oneOf, "value"));
        }

        return new DefaultValue(scalar.Text, IsSql: false);
    }

    private void Error(SourceMark at, string message, string remedy) => errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));
}
