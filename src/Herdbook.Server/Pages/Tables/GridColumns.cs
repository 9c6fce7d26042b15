using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>Which columns of a table a grid shows, and in what order they sort at first.</summary>
public static class GridColumns
{
    private const int Most = 8;

    /// <summary>Every column that a reader may see: neither secret nor the tenant, which is the page's own.</summary>
    public static IEnumerable<ColumnDeclaration> Shown(TableDeclaration table) =>
        table.AllColumns.Where(column => !column.Secret && !(column.Implicit && column.Name == "tenant_id"));

    /// <summary>The column of that name that a reader may see, or null.</summary>
    public static ColumnDeclaration? Named(TableDeclaration table, string name) => Shown(table).FirstOrDefault(column => column.Name == name);

    /// <summary>What its declaration displays; else the key and the first short columns.</summary>
    public static IReadOnlyList<ColumnDeclaration> Usual(TableDeclaration table)
    {
        if (table.Display is { Columns.Count: > 0 } display)
        {
            return [.. display.Columns.Select(name => Named(table, name)).OfType<ColumnDeclaration>()];
        }

        var keys = table.Key.Select(name => Named(table, name)).OfType<ColumnDeclaration>().ToList();
        var others = Shown(table).Where(column => !table.Key.Contains(column.Name) && column.Name is not ("deleted_at" or "booked_xid") && IsShort(column)).ToList();
        var title = others.Where(column => column.Name == table.Display?.Title);
        return [.. keys, .. title.Concat(others).Distinct().Take(Math.Max(2, Most - keys.Count))];
    }

    /// <summary>Whether its rows can be deleted softly, so that deleted ones can be asked for.</summary>
    public static bool CanDelete(TableDeclaration table) => table.Column("deleted_at") is not null;

    /// <summary>Whether its rows can be shown as they were: by their history, or by when they were booked.</summary>
    public static bool HasPast(TableDeclaration table) => table switch
    {
        { Kind: TableKind.Entity or TableKind.Junction } => table.History,
        { Kind: TableKind.Version } => table.Column("created_at") is not null,
        _ => table.Kind == TableKind.Ledger,
    };

    /// <summary>
    /// The order of a first click. Where nothing can be empty, or an index serves the column, PostgreSQL's own places of nulls are kept:
    /// an index gives no other. Elsewhere what is empty comes last.
    /// </summary>
    public static GridOrder First(TableDeclaration table, ColumnDeclaration column) => Directed(table, column, column.IsFigure() || column.Identity || ValueForms.Of(column) is ValueForm.Time or ValueForm.Day);

    public static GridOrder Directed(TableDeclaration table, ColumnDeclaration column, bool descending) =>
        new(column.Name, descending, descending && !column.Required && !table.Key.Contains(column.Name) && !IsIndexed(table, column.Name) ? "last" : null);

    /// <summary>Whether an index begins with the column.</summary>
    public static bool IsIndexed(TableDeclaration table, string column) =>
        table.Key[0] == column || table.Indexes.Concat(table.Unique).Any(index => index is { Where: null, Using: "btree" } && index.Columns is [var first, ..] && first == column);

    private static bool IsShort(ColumnDeclaration column) =>
        ValueForms.Of(column) is not (ValueForm.Json or ValueForm.Vector or ValueForm.Markdown or ValueForm.Code or ValueForm.Other) && column.Deprecated is null;
}
