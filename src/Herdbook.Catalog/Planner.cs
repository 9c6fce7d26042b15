using Herdbook.Catalog.Live;
using Herdbook.Catalog.Planning;
using Npgsql;

namespace Herdbook.Catalog;

/// <summary>Says what would change. It leaves nothing behind: what it builds to compare with is rolled back.</summary>
public static class Planner
{
    private const string ManifestExists = "select to_regclass('catalog.manifest') is not null";
    private const string ManifestModules = "select distinct module from catalog.manifest where module <> 'custom'";

    private const string Leaning = """
        with recursive leaning (oid, given) as (
          select c.oid, true
            from unnest($1::text[], $2::text[]) as named (nspname, relname)
            join pg_namespace n on n.nspname = named.nspname
            join pg_class c on c.relnamespace = n.oid and c.relname = named.relname
          union
          select found.oid, false
            from leaning l
           cross join lateral (
                 select k.conrelid as oid from pg_constraint k where k.confrelid = l.oid and k.contype = 'f' and l.given
                  union all
                 select w.ev_class
                   from pg_depend d
                   join pg_rewrite w on w.oid = d.objid
                  where d.refclassid = 'pg_class'::regclass and d.refobjid = l.oid and d.classid = 'pg_rewrite'::regclass and w.ev_class <> l.oid) found
        )
        select distinct n.nspname || '.' || c.relname
          from leaning
          join pg_class c on c.oid = leaning.oid
          join pg_namespace n on n.oid = c.relnamespace
         where not leaning.given
        """;

    /// <summary>The steps from the live database to the catalog, in order; empty when they are equal. Drift made by hand is a step too.</summary>
    /// <param name="owner">A data source whose connections take the role herdbook_owner.</param>
    /// <param name="scope">What to look at.</param>
    /// <exception cref="CatalogException">PostgreSQL refuses a declaration; the error names its file and line.</exception>
    public static async Task<CatalogPlan> PlanAsync(NpgsqlDataSource owner, CatalogSet catalog, PlanScope scope, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var plan = await PlanAsync(connection, catalog, scope, ct);
        await transaction.RollbackAsync(ct);
        return plan;
    }

    /// <summary>The steps for the whole catalog.</summary>
    public static Task<CatalogPlan> PlanAsync(NpgsqlDataSource owner, CatalogSet catalog, CancellationToken ct) => PlanAsync(owner, catalog, PlanScope.All, ct);

    /// <summary>As the other, in a transaction that the caller rolls back.</summary>
    public static async Task<CatalogPlan> PlanAsync(NpgsqlConnection connection, CatalogSet catalog, PlanScope scope, CancellationToken ct)
    {
        try
        {
            await Run.SqlAsync(connection, Applier.LimitWaiting, ct);
            var comparison = await new Comparison(connection, catalog, scope).NextAsync(ct);
            return new CatalogPlan([.. comparison.Taken.Concat(comparison.Steps).Select(step => step.Step)], catalog.Digest);
        }
        catch (PostgresException waited) when (waited.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new CatalogException("Another session holds a table that is to be renamed, so it cannot be compared. End it, or plan again when it has ended.", waited);
        }
    }

    /// <summary>The tables that refer to one of these by a foreign key, and the views that read one of them, directly or not.</summary>
    internal static async Task<List<string>> LeaningAsync(NpgsqlConnection connection, IEnumerable<string> tables, CancellationToken ct)
    {
        var split = tables.Select(table => table.Split('.', 2)).ToList();
        await using var command = new NpgsqlCommand(Leaning, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. split.Select(name => name[0])] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. split.Select(name => name[1])] });
        return await TextsAsync(command, ct);
    }

    /// <summary>A module that is declared no longer still has its tables.</summary>
    internal static async Task<List<string>> FormerModulesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand(ManifestExists, connection);
        if (!(bool)(await exists.ExecuteScalarAsync(ct))!)
        {
            return [];
        }

        await using var command = new NpgsqlCommand(ManifestModules, connection);
        return await TextsAsync(command, ct);
    }

    private static async Task<List<string>> TextsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
