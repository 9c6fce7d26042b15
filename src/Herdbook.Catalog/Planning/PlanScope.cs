namespace Herdbook.Catalog;

/// <summary>What a plan looks at. Every other table is left alone: neither compared nor locked.</summary>
/// <param name="Tables">By full name; null for every table of the catalog, and for those of its modules that are declared no longer.</param>
/// <param name="Removed">Users' tables that are to go.</param>
public sealed record PlanScope(IReadOnlySet<string>? Tables, IReadOnlySet<string> Removed)
{
    /// <summary>Everything; users' tables that are not declared stay.</summary>
    public static readonly PlanScope All = new(null, new HashSet<string>());

    /// <summary>Whether the plan may change the table.</summary>
    internal bool Covers(string table) => Tables is null || Tables.Contains(table) || Removed.Contains(table);

    /// <summary>Whether the plan drops a table that is declared no longer. A user's table goes only by name.</summary>
    internal bool Drops(string table) =>
        Removed.Contains(table) || (Tables is null && !table.StartsWith(DesiredSchema.CustomModule + ".", StringComparison.Ordinal));
}
