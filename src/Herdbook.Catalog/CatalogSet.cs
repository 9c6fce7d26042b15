using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Catalog;

/// <summary>Every declared table. Immutable, and valid: it comes only from <see cref="CatalogLoader"/>.</summary>
public sealed class CatalogSet
{
    private readonly FrozenDictionary<string, TableDeclaration> _byName;

    internal CatalogSet(IEnumerable<TableDeclaration> tables)
    {
        Tables = [.. tables.OrderBy(table => table.FullName, StringComparer.Ordinal)];
        _byName = Tables.ToFrozenDictionary(table => table.FullName, StringComparer.Ordinal);
        Modules = [.. Tables.Select(table => table.Module).Distinct(StringComparer.Ordinal)];
        Digest = Digests();
    }

    /// <summary>In the order of their full names.</summary>
    public IReadOnlyList<TableDeclaration> Tables { get; }

    /// <summary>The modules, each a PostgreSQL schema, in order.</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>SHA-256, in hexadecimal, over the files and over the SQL that this version makes of them.</summary>
    public string Digest { get; }

    /// <exception cref="KeyNotFoundException">The table is not declared.</exception>
    public TableDeclaration this[string fullName] =>
        Find(fullName) ?? throw new KeyNotFoundException($"No table '{fullName}' is declared.");

    public TableDeclaration? Find(string fullName) => _byName.GetValueOrDefault(fullName);

    private string Digests()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in Tables)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{table.FullName}\n{table.Digest}\n"));
        }

        foreach (var statement in DesiredSchema.Statements(this, SchemaNames.Live))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(statement.Sql));
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
