using Herdbook.Catalog.Planning;
using Npgsql;

namespace Herdbook.Catalog.Live;

/// <summary>
/// PostgreSQL does not read a list of bounded texts back as it wrote it: <c>state in ('a', 'b')</c> is printed in one way when it was typed,
/// and in another when what was printed was typed. The live objects are made of what is printed, so those of the shadow are too.
/// </summary>
internal static class Settling
{
    /// <summary>Materialized, or PostgreSQL would print every rule of the database before it asks whose it is.</summary>
    private const string Unsettled = """
        with printed (place, forget, make) as materialized (
          select 1, format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname),
                 format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
            from pg_constraint k
            join pg_class c on c.oid = k.conrelid
            join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = any ($1)
             and k.contype = 'c'
          union all
          select 2, format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
            from pg_index i
            join pg_class c on c.oid = i.indrelid
            join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = any ($1)
             and (i.indpred is not null or i.indexprs is not null)
          union all
          select 3, null, format('create or replace view %s with (%s) as %s', c.oid::regclass, array_to_string(c.reloptions, ', '), pg_get_viewdef(c.oid))
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = any ($1)
             and c.relkind = 'v'
        )
        select p.forget, p.make
          from printed p
         where p.make ~ 'ARRAY\[.*::character varying'
         order by p.place
        """;

    public static async Task RunAsync(NpgsqlConnection connection, string[] schemas, CancellationToken ct)
    {
        var statements = new List<string>();
        await using (var command = new NpgsqlCommand(Unsettled, connection))
        {
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = schemas });
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                if (!reader.IsDBNull(0))
                {
                    statements.Add(reader.GetString(0));
                }

                statements.Add(reader.GetString(1));
            }
        }

        if (statements.Count > 0)
        {
            await Run.AllAsync(connection, statements, (_, refused) => new CatalogException($"PostgreSQL does not read back what it wrote: {refused.MessageText}.", refused), ct);
        }
    }
}
