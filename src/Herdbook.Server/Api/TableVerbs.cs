using Herdbook.Catalog;

namespace Herdbook.Server.Api;

/// <summary>What interfaces may do to a table's rows: it follows from kind and writer, as the database enforces it.</summary>
internal sealed record TableVerbs(bool Insert, bool Update, bool Delete)
{
    private static readonly string[] KeptTimes = ["modified_at", "updated_at", "deleted_at"];

    /// <summary>Of no table can rows be changed without one of these; reading is always allowed.</summary>
    public static TableVerbs Of(TableDeclaration table) => table switch
    {
        { Writer: not TableWriter.Anyone } or { Kind: TableKind.Cache or TableKind.View } or { Isolated: false } => new(false, false, false),
        { Kind: TableKind.Entity } => new(true, true, true),
        { Kind: TableKind.Junction } => new(true, false, true),
        _ => new(true, false, false),
    };

    /// <summary>One row can be put under its key: what is missing is made, what is there is changed.</summary>
    public bool Put => Insert && Update;

    /// <summary>The methods, in the order in which people think of them.</summary>
    public IEnumerable<string> Methods()
    {
        yield return "GET";
        if (Insert)
        {
            yield return "POST";
        }

        if (Update)
        {
            yield return "PATCH";
            yield return "PUT";
        }

        if (Delete)
        {
            yield return "DELETE";
        }
    }

    /// <summary>Whether the database alone gives the column its value.</summary>
    public static bool IsKept(TableDeclaration table, ColumnDeclaration column) =>
        column.Identity || column.Generated is not null || column.Name == "tenant_id" || (table.Kind == TableKind.Ledger && column.Implicit)
        || (table.Kind is TableKind.Entity or TableKind.Junction && (KeptTimes.Contains(column.Name) || (column.Implicit && column.Name == "created_at")))
        || (table.ContentAddress is not null && table.Key[0] == column.Name);

    /// <summary>Whether a new row must bring the column.</summary>
    public static bool MustBeGiven(TableDeclaration table, ColumnDeclaration column) =>
        (column.Required || table.Key.Contains(column.Name)) && column.Default is null && !IsKept(table, column);
}
