using System.Globalization;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core;

/// <summary>What stands around a write's statement: tenant, actor, the entry's id and the time that each statement may take; then the entry.</summary>
internal static class BookWriting
{
    private const string Enter = """
        select set_config('herdbook.tenant', $1, true), set_config('herdbook.actor', $2, true), set_config('herdbook.entry', $3, true),
               set_config('statement_timeout', $4, true)
        """;

    private const string Bound = "select set_config('statement_timeout', $1, true)";
    private const string Begin = "begin isolation level read committed";
    private const string Commit = "commit";
    private const string Rollback = "rollback";

    public static NpgsqlBatchCommand Entering(Tenant tenant, Actor actor, Guid entry, TimeSpan limit) => new(Enter)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = tenant.Slug },
            new NpgsqlParameter<string> { TypedValue = actor.Name },
            new NpgsqlParameter<string> { TypedValue = entry.ToString() },
            new NpgsqlParameter<string> { TypedValue = Milliseconds(limit) },
        },
    };

    public static NpgsqlBatchCommand Bounding(TimeSpan limit) => new(Bound) { Parameters = { new NpgsqlParameter<string> { TypedValue = Milliseconds(limit) } } };

    /// <summary>
    /// Runs the statement, reads what it and its triggers booked, appends the entries and commits, in two round trips. It is committed when
    /// the results have been read to their end without a fault, and not before.
    /// </summary>
    /// <param name="seals">Asks for the seals of what the transaction booked.</param>
    /// <param name="returns">Whether the statement gives rows back, if only none.</param>
    /// <param name="entries">Makes the statement that appends the entries; null where nothing is to be entered.</param>
    public static async Task<T> RunAsync<T>(
        NpgsqlConnection connection, NpgsqlBatchCommand entering, NpgsqlBatchCommand statement, bool returns, NpgsqlBatchCommand seals, TimeSpan limit,
        Func<NpgsqlDataReader, CancellationToken, Task<T>> read, Func<RowSeals, NpgsqlBatchCommand?> entries, CancellationToken ct)
    {
        try
        {
            T result;
            RowSeals booked;
            await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(Begin), entering, statement, seals } })
            {
                // PostgreSQL keeps the time; the client only waits a little longer for a server that is gone.
                batch.Timeout = (int)limit.TotalSeconds + 10;
                await using var reader = await batch.ExecuteReaderAsync(ct);
                await reader.NextResultAsync(ct);
                if (returns)
                {
                    result = await read(reader, ct);
                    await reader.NextResultAsync(ct);
                    booked = await SealsAsync(reader, ct);
                }
                else
                {
                    // The reader passes over what has no rows: the seals come first, and the number of rows written is known at the end.
                    booked = await SealsAsync(reader, ct);
                    result = await read(reader, ct);
                }
            }

            await EndAsync(connection, entries(booked), ct);
            return result;
        }
        catch
        {
            await TakeBackAsync(connection);
            throw;
        }
    }

    /// <summary>Appends the entries and commits, in one round trip; where an entry cannot be appended, nothing is committed.</summary>
    public static async Task EndAsync(NpgsqlConnection connection, NpgsqlBatchCommand? entries, CancellationToken ct)
    {
        await using var ending = new NpgsqlBatch(connection);
        if (entries is not null)
        {
            ending.BatchCommands.Add(entries);
        }

        ending.BatchCommands.Add(new NpgsqlBatchCommand(Commit));
        await ending.ExecuteNonQueryAsync(ct);
    }

    private static async Task<RowSeals> SealsAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        await reader.ReadAsync(ct);
        return RowSeals.Of(reader);
    }

    /// <summary>The connection goes back to the pool, and the pool knows nothing of a transaction that was begun in words.</summary>
    private static async Task TakeBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var back = new NpgsqlCommand(Rollback, connection);
            await back.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and the transaction with it.
        }
    }

    private static string Milliseconds(TimeSpan limit) => ((long)limit.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
