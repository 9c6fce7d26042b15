namespace Herdbook.Catalog.Yaml;

/// <summary>The rules within one table: every column that is named exists, and what a kind demands is there.</summary>
internal sealed class TableRules(TableDeclaration table, MapReader reader, List<CatalogError> errors)
{
    public void Check()
    {
        Named("key", table.Key, reader.Place("key"));
        Named("search", table.Search, reader.Place("search"));
        foreach (var (keyword, index) in table.Unique.Select(index => ("unique", index)).Concat(table.Indexes.Select(index => ("indexes", index))))
        {
            Named(keyword, index.Columns, index.At);
        }

        if (table.Subject is { } subject)
        {
            Named("subject", [subject.TypeColumn, subject.IdColumn], reader.Place("subject"));
            IsText("subject", subject.TypeColumn);
        }

        if (table.Display is { } display)
        {
            Named("display", [.. display.Columns, .. display.Title is { } title ? new[] { title } : []], reader.Place("display"));
        }

        CheckKind();
        CheckContentAddress();
        CheckTimes();
        CheckFormerNames();
        new ObjectRules(table, reader, errors).Check();
    }

    /// <summary>A name that a column had before is nobody's now, and only one column's former name.</summary>
    private void CheckFormerNames()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in table.Columns.Where(column => column.Was is not null))
        {
            var (message, remedy) = (column.Was!, table.Column(column.Was!) is not null, taken.Add(column.Was!)) switch
            {
                (var was, _, _) when !Identifiers.IsValid(was) => ($"'{Shown.Of(was)}', which '{column.Name}' was, is no name of a column.", "Write the name that the column had."),
                (var was, true, _) => ($"'{column.Name}' was '{was}', and '{was}' is still declared.", "Remove one of the two, or 'was'."),
                (var was, _, false) => ($"Two columns were '{was}'.", "Leave 'was' to the one that has its values."),
                _ => (null, ""),
            };
            if (message is not null)
            {
                errors.Add(new CatalogError(column.At.File, column.At.Line, column.At.Column, message, remedy));
            }
        }
    }

    private void CheckKind()
    {
        if (table.Kind == TableKind.Junction && table.Key.Count < 2)
        {
            Error("key", "A junction's key has at least two columns.", "Name the columns that it joins: key: [a, b].");
        }

        if (table.Kind == TableKind.Cache && table.RebuildFrom is null)
        {
            Error("rebuildFrom", "A cache says from what it is rebuilt.", "Add 'rebuildFrom: ...'.");
        }

        if (table.Kind != TableKind.Cache && table.RebuildFrom is not null)
        {
            Error("rebuildFrom", "Only a cache is rebuilt.", "Remove 'rebuildFrom', or set 'kind: cache'.");
        }

        if (table.Kind is TableKind.Ledger or TableKind.Version && table.Columns.FirstOrDefault(column => column.Name is "modified_at" or "updated_at" or "deleted_at") is { } changing)
        {
            errors.Add(new CatalogError(changing.At.File, changing.At.Line, changing.At.Column, $"'{changing.Name}' cannot stand in a {table.Kind.ToString().ToLowerInvariant()}, whose rows never change.", "Remove it, or set 'kind: entity'."));
        }
    }

    private void CheckContentAddress()
    {
        if (table.ContentAddress is not { } content)
        {
            return;
        }

        Named("contentAddress", [content], reader.Place("contentAddress"));
        IsText("contentAddress", content);
        if (table.Kind != TableKind.Version || table.Key.Count != 1)
        {
            Error("contentAddress", "Only a version with a key of one column is addressed by its content.", "Set 'kind: version' and 'key: column'.");
        }
        else
        {
            IsText("key", table.Key[0]);
        }
    }

    private void CheckTimes()
    {
        foreach (var column in table.Columns.Where(column => column.Name is "modified_at" or "updated_at" or "created_at" or "deleted_at" && column.Type != "timestamp with time zone"))
        {
            errors.Add(new CatalogError(column.At.File, column.At.Line, column.At.Column, $"'{column.Name}' is not a time.", "Use type timestamptz, or another name."));
        }
    }

    private void Named(string keyword, IReadOnlyList<string> names, SourceMark at)
    {
        foreach (var name in names.Where(name => table.Column(name) is null))
        {
            errors.Add(new CatalogError(at.File, at.Line, at.Column, $"'{keyword}' names the column '{Shown.Of(name)}', which the table lacks.",
                Nearest.Remedy(name, [.. table.Columns.Select(column => column.Name)], "column")));
        }
    }

    private void IsText(string keyword, string name)
    {
        if (table.Column(name) is { } column && column.Type != "text")
        {
            Error(keyword, $"'{name}' is {column.Type}, and '{keyword}' needs text.", "Set its type to text.");
        }
    }

    private void Error(string keyword, string message, string remedy)
    {
        var at = reader.Place(keyword);
        errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));
    }
}
