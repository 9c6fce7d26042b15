using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Catalog;

/// <summary>Every declared table. Immutable, and valid: it comes only from <see cref="CatalogLoader"/> and <see cref="With"/>.</summary>
public sealed class CatalogSet
{
    private readonly FrozenDictionary<string, TableDeclaration> _byName;
    private readonly Lazy<string> _digest;

    /// <param name="digest">Of a catalog with the same tables of the program; null to reckon it when it is asked for.</param>
    internal CatalogSet(IEnumerable<TableDeclaration> tables, Lazy<string>? digest = null)
    {
        Tables = [.. tables.OrderBy(table => table.FullName, StringComparer.Ordinal)];
        _byName = Tables.ToFrozenDictionary(table => table.FullName, StringComparer.Ordinal);
        Modules = [.. Tables.Select(table => table.Module).Distinct(StringComparer.Ordinal)];
        _digest = digest ?? new Lazy<string>(Digests);
    }

    /// <summary>In the order of their full names.</summary>
    public IReadOnlyList<TableDeclaration> Tables { get; }

    /// <summary>The modules, each a PostgreSQL schema, in order.</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>SHA-256, in hexadecimal, over the files of the program's own tables and over the SQL that this version makes of them.</summary>
    public string Digest => _digest.Value;

    /// <exception cref="KeyNotFoundException">The table is not declared.</exception>
    public TableDeclaration this[string fullName] =>
        Find(fullName) ?? throw new KeyNotFoundException($"No table '{fullName}' is declared.");

    public TableDeclaration? Find(string fullName) => _byName.GetValueOrDefault(fullName);

    /// <summary>The table that bears the name, or that bore it before it was renamed.</summary>
    public TableDeclaration? FindEver(string name) => Find(name) ?? Tables.FirstOrDefault(table => table.FormerNames.Contains(name));

    /// <summary>The tables that meet the condition, as if there were no others: what a reader of some modules is shown. This one itself where all do.</summary>
    public CatalogSet Only(Func<TableDeclaration, bool> shown)
    {
        var tables = Tables.Where(shown).ToList();
        return tables.Count == Tables.Count ? this : new CatalogSet(tables, _digest);
    }

    /// <summary>This catalog with some tables put in, or in the place of those of the same name, and others taken out. Nothing is read again.</summary>
    /// <exception cref="CatalogException">A table refers to one that is not there, or not in the way it says.</exception>
    public CatalogSet With(IEnumerable<TableDeclaration> tables, IEnumerable<string> without)
    {
        var byName = Tables.ToDictionary(table => table.FullName, StringComparer.Ordinal);
        var (changed, removed) = (tables.ToList(), without.ToList());
        foreach (var name in removed)
        {
            byName.Remove(name);
        }

        foreach (var table in changed)
        {
            byName[table.FullName] = table;
        }

        var errors = new List<CatalogError>();
        new CatalogRules([.. byName.Values], errors).CheckLinks();
        var users = changed.Select(table => table.FullName).Concat(removed).All(name => name.StartsWith(DesiredSchema.CustomModule + ".", StringComparison.Ordinal));
        return errors.Count == 0 ? new CatalogSet(byName.Values, users ? _digest : null) : throw new CatalogException(errors);
    }

    private string Digests()
    {
        var tables = Tables.Where(table => table.Module != DesiredSchema.CustomModule).ToList();
        if (tables.Count < Tables.Count)
        {
            return new CatalogSet(tables).Digest;
        }

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
