using Npgsql;

namespace Herdbook.Catalog.Planning;

/// <summary>
/// Runs statements in the open transaction. Each is exactly one to PostgreSQL: text from a file cannot end it and begin another.
/// Each may take as long as it needs.
/// </summary>
internal static class Run
{
    private const string Mark = "savepoint herdbook_batch";
    private const string Undo = "rollback to savepoint herdbook_batch";

    /// <summary>Runs all in one round trip. When one fails, they are run singly to learn which.</summary>
    /// <param name="failure">What to throw for the statement at an index; the transaction is then of no more use.</param>
    public static async Task AllAsync(NpgsqlConnection connection, IReadOnlyList<string> statements, Func<int, PostgresException, Exception> failure, CancellationToken ct)
    {
        await SqlAsync(connection, Mark, ct);
        try
        {
            await BatchAsync(connection, statements, ct);
            return;
        }
        catch (PostgresException failed) when (failed.SqlState != PostgresErrorCodes.LockNotAvailable)
        {
            await SqlAsync(connection, Undo, ct);
        }

        for (var i = 0; i < statements.Count; i++)
        {
            try
            {
                await BatchAsync(connection, [statements[i]], ct);
            }
            catch (PostgresException failed)
            {
                throw failure(i, failed);
            }
        }
    }

    public static async Task SqlAsync(NpgsqlConnection connection, string sql, CancellationToken ct) => await BatchAsync(connection, [sql], ct);

    private static async Task BatchAsync(NpgsqlConnection connection, IReadOnlyList<string> statements, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        }

        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.OutOfMemory && full.Hint?.Contains("max_locks_per_transaction", StringComparison.Ordinal) == true)
        {
            throw new CatalogException(
                "The server has no room for more locks, so nothing was changed. Set max_locks_per_transaction = 1024 in its postgresql.conf, restart it, and do this again.", full);
        }
    }
}
