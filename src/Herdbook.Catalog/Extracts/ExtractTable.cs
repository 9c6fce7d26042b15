namespace Herdbook.Catalog.Extracts;

/// <summary>A column that the warehouse takes.</summary>
/// <param name="Was">The name that it bears in versions from before it was renamed, or null.</param>
public sealed record ExtractColumn(string Name, ExtractType Type, string? Was, string? About);

/// <summary>A table as the warehouse takes it. Neither tenant nor secrets are among its columns.</summary>
public sealed record ExtractTable
{
    private ExtractTable(TableDeclaration table)
    {
        Declaration = table;
        IsVersioned = table.Kind is TableKind.Entity or TableKind.Junction;
        Columns =
            [
            .. table.AllColumns.Where(column => !column.Secret && !(column.Implicit && column.Name is ImplicitColumns.Tenant or ImplicitColumns.BookedXid))
                .Select(column => new ExtractColumn(column.Name, ExtractType.Of(column.Type), column.Was, column.About)),
            ];
    }

    public TableDeclaration Declaration { get; }

    public string FullName => Declaration.FullName;

    /// <summary>True: every version of every row, out of the history. False: rows that never change, as they were booked.</summary>
    public bool IsVersioned { get; }

    public IReadOnlyList<ExtractColumn> Columns { get; }

    /// <summary>Every table that the warehouse takes: ledgers, versions, and the entities and junctions that keep a history.</summary>
    public static IReadOnlyList<ExtractTable> All(CatalogSet catalog) => [.. catalog.Tables.Where(IsTaken).Select(table => new ExtractTable(table))];

    /// <summary>
    /// What Herdbook keeps for itself (imports, plans, builds) is no source. Neither is the audit log: a build is entered there, so each would
    /// be news for the next; and it is read where it can be proved.
    /// </summary>
    private static bool IsTaken(TableDeclaration table) => table is { Isolated: true, Sealed: true, Module: not (DesiredSchema.CatalogModule or "intake" or "warehouse") } && table.Kind switch
    {
        TableKind.Ledger or TableKind.Version => true,
        TableKind.Entity or TableKind.Junction => table.History,
        _ => false,
    };
}
