using System.Text;
using Herdbook.Catalog;
using Npgsql;

namespace Herdbook.Core.Users;

/// <summary>A user's table as the book keeps it.</summary>
/// <param name="Table">Null when this program cannot read the declaration; <paramref name="Errors"/> say why.</param>
public sealed record UserTable(string Name, UserTableSource Source, string Digest, TableDeclaration? Table, IReadOnlyList<CatalogError> Errors);

/// <summary>The program's tables and the users' at one moment. Immutable; the next one takes over what did not change.</summary>
internal sealed class UserCatalog
{
    private UserCatalog(CatalogSet program, CatalogSet all, IReadOnlyDictionary<string, UserTable> tables)
    {
        Program = program;
        All = all;
        Tables = tables;
    }

    public CatalogSet Program { get; }

    /// <summary>The program's tables and every user's table that is well.</summary>
    public CatalogSet All { get; }

    /// <summary>Every user's table, also one that is not well.</summary>
    public IReadOnlyDictionary<string, UserTable> Tables { get; }

    private bool IsSound => Tables.Values.All(table => table.Errors.Count == 0);

    public static UserCatalog Of(CatalogSet program) => new(program, program, new Dictionary<string, UserTable>());

    /// <summary>Reads what is new since <paramref name="previous"/>; the very same when nothing is.</summary>
    public static async Task<UserCatalog> ReadAsync(NpgsqlConnection connection, CatalogSet program, UserCatalog? previous, CancellationToken ct)
    {
        previous = previous?.Program == program ? previous : Of(program);
        var rows = await UserTableRows.ListAsync(connection, ct);
        var known = previous.Tables.Where(table => rows.TryGetValue(table.Key, out var row) && (row.Source, row.Digest) == (table.Value.Source, table.Value.Digest)).ToDictionary(StringComparer.Ordinal);
        var changed = rows.Where(row => !known.ContainsKey(row.Key)).ToList();
        var removed = previous.Tables.Keys.Where(name => !known.ContainsKey(name)).ToList();
        if (changed.Count == 0 && removed.Count == 0)
        {
            return previous;
        }

        var texts = changed.Count == 0 ? [] : await UserTableRows.TextsAsync(connection, changed.Select(row => row.Key), ct);
        var read = changed.Where(row => texts.ContainsKey(row.Key)).Select(row => Read(row.Key, row.Value.Source, row.Value.Digest, texts[row.Key])).ToList();
        return previous.Next(known, read, removed);
    }

    private UserCatalog Next(Dictionary<string, UserTable> known, List<UserTable> read, List<string> removed)
    {
        foreach (var table in read)
        {
            known[table.Name] = table;
        }

        if (IsSound && read.All(table => table.Errors.Count == 0))
        {
            try
            {
                return new UserCatalog(Program, All.With(read.Select(table => table.Table!), removed), known);
            }
            catch (CatalogException)
            {
                // One refers to what is not there: found out below.
            }
        }

        return Sound(Program, known);
    }

    /// <summary>Leaves out what is not well, and what refers to it.</summary>
    private static UserCatalog Sound(CatalogSet program, Dictionary<string, UserTable> tables)
    {
        foreach (var (name, table) in tables.Where(table => table.Value.Table is not null).ToList())
        {
            tables[name] = table with { Errors = [] };
        }

        while (true)
        {
            try
            {
                var well = tables.Values.Where(table => table is { Table: not null, Errors.Count: 0 }).Select(table => table.Table!);
                return new UserCatalog(program, program.With(well, []), tables);
            }
            catch (CatalogException unsound) when (unsound.Errors.Any(error => tables.GetValueOrDefault(error.File) is { Errors.Count: 0 }))
            {
                foreach (var errors in unsound.Errors.GroupBy(error => error.File).Where(errors => tables.ContainsKey(errors.Key)))
                {
                    tables[errors.Key] = tables[errors.Key] with { Errors = [.. errors] };
                }
            }
        }
    }

    private static UserTable Read(string name, UserTableSource source, string digest, string yaml)
    {
        try
        {
            var table = UserDeclaration.Read(name, Encoding.UTF8.GetBytes(yaml), outside: source == UserTableSource.Api, name.Split('.')[^1]);
            return new UserTable(name, source, digest, table, []);
        }
        catch (CatalogException refused)
        {
            return new UserTable(name, source, digest, null, refused.Errors);
        }
    }
}
