using Herdbook.Catalog.Live;
using Npgsql;

namespace Herdbook.Catalog.Planning;

/// <summary>A table of the live database before its names change.</summary>
/// <param name="Columns">Each with the sequence that numbers it, or null.</param>
internal sealed record NamedTable(string Module, string Name, Dictionary<string, string?> Columns);

/// <summary>What a table and its columns were called until this plan: the new names with the old ones.</summary>
internal sealed record Renamed(string FormerTable, IReadOnlyDictionary<string, string> Columns);

/// <summary>
/// The steps that `was` asks for. They are taken before the live database is read and compared, so that PostgreSQL itself says what became of
/// keys, rules and indexes; a plan rolls them back.
/// </summary>
internal sealed class Renames(IReadOnlyDictionary<string, NamedTable> live)
{
    private const string Names = """
        select n.nspname, c.relname, a.attname,
               (select s.relname
                  from pg_depend d
                  join pg_class s on s.oid = d.objid and s.relkind = 'S'
                 where d.classid = 'pg_class'::regclass
                   and d.refclassid = 'pg_class'::regclass
                   and d.refobjid = c.oid
                   and d.refobjsubid = a.attnum
                   and d.deptype = 'i'
                 limit 1)
          from unnest($1::text[], $2::text[]) as named (nspname, relname)
          join pg_namespace n on n.nspname = named.nspname
          join pg_class c on c.relnamespace = n.oid and c.relname = named.relname and c.relkind in ('r', 'p', 'v')
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        """;

    private readonly List<CatalogError> _errors = [];
    private readonly List<PlannedStep> _steps = [];
    private readonly Dictionary<string, Renamed> _renamed = new(StringComparer.Ordinal);

    /// <summary>Takes the steps in the open transaction.</summary>
    /// <returns>The steps, and what each renamed table was, by its new name.</returns>
    /// <exception cref="CatalogException">A table or column is live under both names.</exception>
    public static async Task<(IReadOnlyList<PlannedStep> Steps, IReadOnlyDictionary<string, Renamed> Renamed)> TakeAsync(
        NpgsqlConnection connection, CatalogSet catalog, PlanScope scope, CancellationToken ct)
    {
        var tables = catalog.Tables.Where(table => scope.Covers(table.FullName) && (table.FormerNames.Count > 0 || table.Columns.Any(column => column.Was is not null))).ToList();
        if (tables.Count == 0)
        {
            return ([], new Dictionary<string, Renamed>());
        }

        var renames = new Renames(await ReadAsync(connection, [.. tables.SelectMany(table => table.Names).Distinct()], ct));
        foreach (var table in tables)
        {
            renames.Find(table);
        }

        if (renames._errors.Count > 0)
        {
            throw new CatalogException(renames._errors);
        }

        await Run.AllAsync(connection, [.. renames._steps.Select(step => step.Step.Sql)], (index, failed) => renames._steps[index].Failure(failed), ct);
        return (renames._steps, renames._renamed);
    }

    private void Find(TableDeclaration table)
    {
        var former = table.FormerNames.Where(live.ContainsKey).ToList();
        if (former.Count + (live.ContainsKey(table.FullName) ? 1 : 0) > 1)
        {
            Error(table.At, $"{table.FullName} and {former[^1]}, which it was, are both tables of the database.", "Move the rows into one and drop the other, or remove 'was'.");
            return;
        }

        var existing = live.GetValueOrDefault(former.Count > 0 ? former[0] : table.FullName);
        if (existing is null)
        {
            return;
        }

        if (former.Count > 0)
        {
            Move(table, existing);
        }

        var columns = Columns(table, existing);
        if (former.Count > 0 || columns.Count > 0)
        {
            _renamed[table.FullName] = new Renamed(existing.Name, columns);
            Sequences(table, existing, columns);
        }
    }

    private void Move(TableDeclaration table, NamedTable existing)
    {
        var what = $"rename table {existing.Module}.{existing.Name} to {table.FullName}";
        var kind = table.Kind == TableKind.View ? "view" : "table";
        if (existing.Module != table.Module)
        {
            Add(table.At, $"create schema if not exists {Quote.Name(table.Module)}", table, what);
            Add(table.At, $"alter {kind} {Quote.Name(existing.Module)}.{Quote.Name(existing.Name)} set schema {Quote.Name(table.Module)}", table, what);
        }

        if (existing.Name != table.Name)
        {
            Add(table.At, $"alter {kind} {Quote.Name(table.Module)}.{Quote.Name(existing.Name)} rename to {Quote.Name(table.Name)}", table, what);
        }
    }

    /// <summary>The new names with the old ones.</summary>
    private Dictionary<string, string> Columns(TableDeclaration table, NamedTable existing)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in table.Columns.Where(column => column.Was is { } was && existing.Columns.ContainsKey(was)))
        {
            if (existing.Columns.ContainsKey(column.Name))
            {
                Error(column.At, $"{column.Name} and {column.Was}, which it was, are both columns of {table.FullName} in the database.", "Move the values into one and drop the other, or remove 'was'.");
                continue;
            }

            renamed[column.Name] = column.Was!;
            Add(column.At, $"alter table {Quote.Name(table.Module)}.{Quote.Name(table.Name)} rename column {Quote.Name(column.Was!)} to {Quote.Name(column.Name)}", table, $"rename column {column.Was} to {column.Name}");
        }

        return renamed;
    }

    /// <summary>The engine grants on sequences by the names that it gives them.</summary>
    private void Sequences(TableDeclaration table, NamedTable existing, Dictionary<string, string> columns)
    {
        var now = columns.ToDictionary(column => column.Value, column => column.Key, StringComparer.Ordinal);
        foreach (var (column, sequence) in existing.Columns.Where(column => column.Value is not null))
        {
            var name = Herdbook.Catalog.Sequences.NameOf(table.Name, now.GetValueOrDefault(column, column));
            if (sequence != name)
            {
                Add(table.At, $"alter sequence {Quote.Name(table.Module)}.{Quote.Name(sequence!)} rename to {Quote.Name(name)}", table, $"rename sequence {sequence} to {name}");
            }
        }
    }

    private void Add(SourceMark at, string sql, TableDeclaration table, string what) =>
        _steps.Add(new PlannedStep(Phase.Renames, new PlanStep(sql, table.FullName, what, Destructive: false), null, at));

    private void Error(SourceMark at, string message, string remedy) => _errors.Add(new CatalogError(at.File, at.Line, at.Column, message, remedy));

    private static async Task<Dictionary<string, NamedTable>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> tables, CancellationToken ct)
    {
        var split = tables.Select(table => table.Split('.', 2)).ToList();
        await using var command = new NpgsqlCommand(Names, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. split.Select(name => name[0])] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. split.Select(name => name[1])] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, NamedTable>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            var (module, name) = (reader.GetString(0), reader.GetString(1));
            if (!found.TryGetValue($"{module}.{name}", out var table))
            {
                found[$"{module}.{name}"] = table = new NamedTable(module, name, new(StringComparer.Ordinal));
            }

            table.Columns[reader.GetString(2)] = reader.IsDBNull(3) ? null : reader.GetString(3);
        }

        return found;
    }
}
