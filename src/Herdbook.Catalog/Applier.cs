using Npgsql;

namespace Herdbook.Catalog;

/// <summary>Makes the live database equal the catalog.</summary>
public static class Applier
{
    /// <summary>Any number will do, if it stays: appliers of every version wait for one another on it.</summary>
    private const long LockKey = 0x4845524442_4F4F4B;

    private const string TakeLock = "select pg_advisory_xact_lock($1)";

    private const string LatestDigest = "select catalog_digest from catalog.applied_plan order by applied_plan_id desc limit 1";

    /// <summary>
    /// Applies what is missing in one transaction under an advisory lock: all of it or nothing. Of two appliers one waits, and then finds
    /// nothing to do.
    /// </summary>
    /// <param name="owner">A data source whose connections take the role herdbook_owner.</param>
    /// <returns>The plan that was applied; empty when the database equalled the catalog.</returns>
    public static async Task<CatalogPlan> ApplyAsync(NpgsqlDataSource owner, CatalogSet catalog, ApplyOptions options, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var take = new NpgsqlCommand(TakeLock, connection))
        {
            take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
            await take.ExecuteNonQueryAsync(ct);
        }

        if (await IsCurrentAsync(owner, catalog, ct))
        {
            return new CatalogPlan([], catalog.Digest);
        }

        var steps = DesiredSchema.Statements(catalog, SchemaNames.Live).Select(statement => new PlanStep(statement.Sql, statement.Table, statement.What, Destructive: false)).ToList();
        await using (var batch = new NpgsqlBatch(connection))
        {
            foreach (var step in steps)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(step.Sql));
            }

            await batch.ExecuteNonQueryAsync(ct);
        }

        var plan = new CatalogPlan(steps, catalog.Digest);
        await AppliedPlans.RecordAsync(connection, catalog, plan, ct);
        await transaction.CommitAsync(ct);
        return plan;
    }

    /// <summary>Whether the last applied catalog is this one. One short query; it does not look for drift.</summary>
    public static async Task<bool> IsCurrentAsync(NpgsqlDataSource owner, CatalogSet catalog, CancellationToken ct)
    {
        await using var command = owner.CreateCommand(LatestDigest);
        try
        {
            return await command.ExecuteScalarAsync(ct) is string digest && digest == catalog.Digest;
        }
        catch (PostgresException none) when (none.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return false;
        }
    }
}
