namespace Herdbook.Catalog;

/// <summary>Which of a table's links PostgreSQL keeps.</summary>
internal static class References
{
    /// <summary>Those that are foreign keys.</summary>
    public static IEnumerable<ColumnDeclaration> Enforced(TableDeclaration table) => table.Kind is TableKind.Ledger or TableKind.View
        ? []
        : table.Columns.Where(column => column.Refers is { Enforced: true });

    /// <summary>Those whose missing rows are made.</summary>
    public static IEnumerable<ColumnDeclaration> Registering(TableDeclaration table) => table.Kind == TableKind.View
        ? []
        : table.Columns.Where(column => column.Refers is { Register: true });
}
