using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;

namespace Herdbook.Server.Api;

/// <summary>What a table's rows take and show over the API: what the rows themselves permit, in the words of HTTP.</summary>
internal sealed record TableVerbs(bool Insert, bool Update, bool Delete)
{
    private static readonly string[] KeptTimes = ["modified_at", "updated_at"];

    /// <summary>Reading is always allowed.</summary>
    public static TableVerbs Of(TableDeclaration table) =>
        new(RowPermission.Allows(table, RowVerb.Insert), RowPermission.Allows(table, RowVerb.Update), RowPermission.Allows(table, RowVerb.Delete));

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

    /// <summary>The columns that a request may name: all but the tenant, which follows from the address. Secrets are among them, to be written.</summary>
    public static IEnumerable<ColumnDeclaration> Columns(TableDeclaration table)
    {
        var readable = RowColumns.Of(table);
        return table.AllColumns.Where(column => column.Secret || readable.Find(column.Name) is not null);
    }

    /// <summary>Whether the database gives the column its value, whatever a request says.</summary>
    public static bool IsKept(TableDeclaration table, ColumnDeclaration column) =>
        !RowInputs.Of(table).Writable.Contains(column) || (table.Kind == TableKind.Entity && KeptTimes.Contains(column.Name));

    /// <summary>Whether a new row must bring the column.</summary>
    public static bool MustBeGiven(TableDeclaration table, ColumnDeclaration column) =>
        (column.Required || table.Key.Contains(column.Name)) && column is { Default: null, Identity: false } && !IsKept(table, column)
        && (table.ContentAddress is null || table.Key[0] != column.Name);
}
