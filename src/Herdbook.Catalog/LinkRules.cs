namespace Herdbook.Catalog;

/// <summary>What a link asks of both tables beyond that they are there.</summary>
internal static class LinkRules
{
    /// <summary>Why the link cannot do what it says, with the remedy; null when it can.</summary>
    public static (string Message, string Remedy)? Fault(TableDeclaration table, ColumnDeclaration column, TableDeclaration target)
    {
        var refers = column.Refers!;
        if (refers.OnDelete != "restrict" && !refers.Enforced)
        {
            return ($"'{column.Name}' says what becomes of it when {target.FullName} loses the row, but no foreign key keeps the link.", "Write 'enforced: true', or leave 'onDelete' out.");
        }

        if (refers.OnDelete == "set null" && (column.Required || table.Key.Contains(column.Name)))
        {
            return ($"'{column.Name}' is to become empty when {target.FullName} loses the row, and may not be empty.", "Leave 'required' out, or choose another 'onDelete'.");
        }

        if (!refers.Register)
        {
            return null;
        }

        if (target.Key is not [var key] || (refers.Column is { } other && other != key))
        {
            return ($"'{column.Name}' registers a row of {target.FullName} by what is not its key.", "Refer to the key.");
        }

        if (target.Kind is not (TableKind.Entity or TableKind.Version or TableKind.Cache) || target.Writer == TableWriter.Database)
        {
            return ($"'{column.Name}' registers a row of {target.FullName}, where none can be made by its key alone.", "Leave 'register' out.");
        }

        return target.Columns.FirstOrDefault(needed => needed is { Required: true, Default: null, Identity: false, Generated: null } && needed.Name != key) is { } missing
            ? ($"'{column.Name}' registers a row of {target.FullName} by its key alone, and '{missing.Name}' there is required.", $"Give {missing.Name} a default, or leave 'register' out.")
            : null;
    }

    /// <summary>A view that reads itself, through others or at once; null when there is none.</summary>
    public static TableDeclaration? Circle(IReadOnlyList<TableDeclaration> tables)
    {
        var views = tables.Where(table => table is { Kind: TableKind.View, Select: not null }).DistinctBy(view => view.FullName).ToDictionary(view => view.FullName, StringComparer.Ordinal);
        var text = new SqlText(tables, SchemaNames.Live, ServerFeatures.Plain);
        return Dependencies.Circle(views.Keys.Order(StringComparer.Ordinal), name => text.Mentions(views[name].Select!).Where(views.ContainsKey)) is { } turning ? views[turning] : null;
    }
}
