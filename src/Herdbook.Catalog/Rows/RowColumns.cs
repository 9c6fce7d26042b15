using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Herdbook.Catalog.Rows;

/// <summary>A table's columns as interfaces know them: without secrets, and without the tenant, which is never the request's to say.</summary>
public sealed class RowColumns
{
    private static readonly ConditionalWeakTable<TableDeclaration, RowColumns> Known = [];

    private readonly FrozenDictionary<string, ColumnDeclaration> _byName;

    private RowColumns(TableDeclaration table)
    {
        Readable = [.. table.AllColumns.Where(column => !column.Secret && !IsTenant(table, column))];
        _byName = Readable.ToFrozenDictionary(column => column.Name, StringComparer.Ordinal);
        Key = [.. table.Key.Select(name => table.Column(name)!)];
        DeletedAt = table.Kind is TableKind.Entity or TableKind.Junction ? table.Column("deleted_at") : null;
    }

    /// <summary>Those that a request may select, filter and order by, in their order.</summary>
    public IReadOnlyList<ColumnDeclaration> Readable { get; }

    /// <summary>The key's columns, without the tenant.</summary>
    public IReadOnlyList<ColumnDeclaration> Key { get; }

    /// <summary>The column that a soft delete sets; null where rows are not deleted so.</summary>
    public ColumnDeclaration? DeletedAt { get; }

    public static RowColumns Of(TableDeclaration table) => Known.GetValue(table, table => new RowColumns(table));

    public ColumnDeclaration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="RowRefusalException">`column_unknown`, with the nearest name.</exception>
    public static ColumnDeclaration Get(TableDeclaration table, string name) => Of(table).Find(name) ?? throw Unknown(table, name);

    /// <summary>A secret column is as unknown as one that is not there.</summary>
    internal static RowRefusalException Unknown(TableDeclaration table, string name) =>
        new("column_unknown", $"{table.FullName} has no column '{Yaml.Shown.Of(name)}'.")
        {
            Column = Yaml.Shown.Of(name),
            Remedy = Nearest.Remedy(name, [.. Of(table).Readable.Select(column => column.Name)], "column"),
        };

    private static bool IsTenant(TableDeclaration table, ColumnDeclaration column) => table.Isolated && column.Name == ImplicitColumns.Tenant;
}
