using System.Diagnostics;
using Herdbook.Catalog.Extracts;
using Herdbook.DuckDb;
using Npgsql;

namespace Herdbook.Warehouse.Extract;

/// <summary>
/// Brings to bronze what a tenant booked since the last time: every booking once, none twice, all tables as of one snapshot. In the file it
/// is one transaction, its watermark in it: cut off at any point, nothing of it is there, and the next extract brings the same again.
/// </summary>
public static class Extractor
{
    /// <exception cref="PostgresException">PostgreSQL refused or ended it; nothing was changed.</exception>
    /// <exception cref="NpgsqlException">The connection broke; nothing was changed.</exception>
    /// <exception cref="DuckDbException">The file could not be written; nothing was changed.</exception>
    public static Task<ExtractSummary> ExtractAsync(ExtractRequest request, CancellationToken ct) =>
        request.Book.ReadAsync(
            request.Tenant,
            async (connection, token) =>
            {
                await RunAsync(connection, ExtractSql.Patience, token);
                var mark = await MarkAsync(connection, token);

                // Reading and appending wait for each other and for nothing else: they hold a thread of their own until the end.
                return await Task.Factory.StartNew(() => Extract(connection, request, mark, token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            },
            ct);

    private static ExtractSummary Extract(NpgsqlConnection connection, ExtractRequest request, ExtractWatermark mark, CancellationToken ct)
    {
        var target = request.Target;
        var isOrdered = target.Scalar("select current_setting('preserve_insertion_order')", ct) is true;
        // Rows that several threads append at once leave row groups that are not full, and the next checkpoint writes all of them again.
        target.Execute("set preserve_insertion_order = true; begin", ct);
        try
        {
            var summary = new ExtractRun(connection, request, mark, ct).Go();
            target.Execute("commit", CancellationToken.None);
            return summary;
        }
        catch (Exception ended) when (ct.IsCancellationRequested && ended is not OperationCanceledException)
        {
            TakeBack(target);
            throw new OperationCanceledException("The extract was stopped; nothing was changed.", ended, ct);
        }
        catch
        {
            TakeBack(target);
            throw;
        }
        finally
        {
            if (!isOrdered)
            {
                target.Execute("set preserve_insertion_order = false", CancellationToken.None);
            }
        }
    }

    /// <summary>A failed statement may have ended the transaction already.</summary>
    private static void TakeBack(DuckDbConnection target)
    {
        try
        {
            target.Execute("rollback", CancellationToken.None);
        }
        catch (DuckDbException over)
        {
            Debug.WriteLine(over.Message);
        }
    }

    private static async Task<ExtractWatermark> MarkAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ExtractSql.Watermark, connection);
        var (source, below, next, at) = ("", 0UL, 0UL, DateTimeOffset.UnixEpoch);
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            source = reader.GetString(0);
            below = (ulong)reader.GetInt64(1);
            next = (ulong)reader.GetInt64(2);
            at = reader.GetFieldValue<DateTimeOffset>(3);
        }

        return new ExtractWatermark(source, below, next, at, below < next ? await HeldBackByAsync(connection, ct) : []);
    }

    private static async Task<List<OpenTransaction>> HeldBackByAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ExtractSql.HeldBackBy, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var open = new List<OpenTransaction>();
        while (await reader.ReadAsync(ct))
        {
            open.Add(new OpenTransaction(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return open;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
