using Herdbook.Catalog.Live;
using Herdbook.Catalog.Planning;
using Npgsql;

namespace Herdbook.Catalog;

/// <summary>Makes the live database equal the catalog.</summary>
public static class Applier
{
    /// <summary>Any number will do, if it stays: appliers of every version wait for one another on it.</summary>
    private const long LockKey = 0x48455244424F4F4B;

    /// <summary>The first round brings about what the second finds in place; a third would mean that the comparison itself errs.</summary>
    private const int Rounds = 3;

    private const string TakeLock = "select pg_advisory_xact_lock($1)";

    /// <summary>Readers and writers hold a table for a moment; a step that waits longer gives up, and the whole apply with it.</summary>
    internal const string LimitWaiting = "set local lock_timeout = '30s'";

    private const string LatestDigest = "select catalog_digest from catalog.applied_plan where part = 'program' order by applied_plan_id desc limit 1";

    /// <summary>
    /// Applies what is missing in one transaction under an advisory lock, and finds the database equal to the catalog before it commits:
    /// all of it or nothing. Of two appliers one waits, and then finds nothing to do.
    /// </summary>
    /// <param name="owner">A data source whose connections take the role herdbook_owner.</param>
    /// <returns>The plan that was applied; empty when the database equalled the catalog.</returns>
    /// <exception cref="PlanRefusedException">A destructive step is not allowed, or rows stand in the way; nothing has changed.</exception>
    /// <exception cref="CatalogException">PostgreSQL refused a declaration or a step; nothing has changed.</exception>
    public static Task<CatalogPlan> ApplyAsync(NpgsqlDataSource owner, CatalogSet catalog, ApplyOptions options, CancellationToken ct) =>
        InLockAsync(owner, (connection, token) => ApplyAsync(connection, catalog, options, token), ct);

    /// <summary>
    /// Runs <paramref name="work"/> in one transaction under the lock of appliers, so that what it reads of the catalog is what it changes,
    /// and commits it; an exception leaves nothing behind.
    /// </summary>
    public static async Task<T> InLockAsync<T>(NpgsqlDataSource owner, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var take = new NpgsqlCommand(TakeLock, connection) { CommandTimeout = 0 })
        {
            take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = LockKey });
            await take.ExecuteNonQueryAsync(ct);
        }

        var result = await work(connection, ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>Applies within the transaction that <see cref="InLockAsync"/> opened.</summary>
    public static async Task<CatalogPlan> ApplyAsync(NpgsqlConnection connection, CatalogSet catalog, ApplyOptions options, CancellationToken ct)
    {
        var plan = new CatalogPlan(await RoundsAsync(connection, catalog, options, ct), catalog.Digest);
        if (!plan.IsEmpty || options.Scope.Tables is not null || await LatestAsync(new NpgsqlCommand(LatestDigest, connection), ct) != catalog.Digest)
        {
            await AppliedPlans.RecordAsync(connection, catalog, plan, options.Scope, ct);
        }

        return plan;
    }

    /// <summary>Whether the last applied catalog is this one. One short query that the application's role may ask too; it does not look for drift.</summary>
    public static async Task<bool> IsCurrentAsync(NpgsqlDataSource owner, CatalogSet catalog, CancellationToken ct)
    {
        try
        {
            return await LatestAsync(owner.CreateCommand(LatestDigest), ct) == catalog.Digest;
        }
        catch (PostgresException none) when (none.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn)
        {
            return false;
        }
    }

    private static async Task<List<PlanStep>> RoundsAsync(NpgsqlConnection connection, CatalogSet catalog, ApplyOptions options, CancellationToken ct)
    {
        await Run.SqlAsync(connection, LimitWaiting, ct);
        if (options.Scope.Tables is null && options.Scope.Removed.Count == 0 && await Fresh.IsAsync(connection, catalog, ct))
        {
            return [.. await Fresh.MakeAsync(connection, catalog, options.Review, ct)];
        }

        var applied = new List<PlanStep>();
        var comparison = new Comparison(connection, catalog, options.Scope);
        for (var round = 1; ; round++)
        {
            try
            {
                var found = await comparison.NextAsync(ct);
                if (round == 1)
                {
                    options.Review?.Invoke(new CatalogPlan([.. found.Taken.Concat(found.Steps).Select(step => step.Step)], catalog.Digest));
                }

                if (found.IsEmpty)
                {
                    return applied;
                }

                var steps = found.Steps;
                if (round > Rounds)
                {
                    throw new CatalogException($"The database still differs after {Rounds} rounds, so nothing was changed: {steps[0].Step.Table}, {steps[0].Step.What}.");
                }

                Refusals.OfDestruction(steps, options);
                await Refusals.OfRowsAsync(connection, steps, ct);
                await Run.AllAsync(connection, [.. steps.Select(step => step.Step.Sql)], (index, failed) => steps[index].Failure(failed), ct);
                applied.AddRange(found.Taken.Concat(steps).Select(step => step.Step));
            }
            catch (PostgresException waited) when (waited.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                throw new CatalogException("Another session holds a table that is to change, so nothing was changed. End it, or apply again when it has ended.", waited);
            }
        }
    }

    private static async Task<string?> LatestAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            return await command.ExecuteScalarAsync(ct) as string;
        }
    }
}
