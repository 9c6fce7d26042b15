using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Intake.Booking;

/// <summary>The register of source files, and the log of import runs. Every call waits for a database that restarts.</summary>
internal sealed class SourceBook(Book book, Tenant tenant, string source, TimeProvider time)
{
    private const string StartRun = """
        insert into intake.import_run (source_kind, started_at, status, files_found, bytes_found)
        values ($1, $2, 'running', $3, $4)
        returning import_run_id
        """;

    private const string UpdateRun = """
        update intake.import_run set
          status = $2, ended_at = $3, files_read = $4, bytes_read = $5, lines = $6, events = $7, bookings = $8, rejects = $9, detail = $10
         where import_run_id = $1
        """;

    // A run that is alive tells so every second.
    private const string CloseDeadRuns = """
        update intake.import_run set status = 'interrupted', ended_at = modified_at
         where status = 'running' and modified_at < now() - interval '30 seconds'
        """;

    /// <summary>The files by their stored path; paths that are new are registered.</summary>
    public Task<Dictionary<string, KnownFile>> RegisterAsync(string[] paths, CancellationToken ct) =>
        WriteAsync(
            async (connection, token) =>
            {
                async Task<List<KnownFile>> Known()
                {
                    await using var command = new NpgsqlCommand(SourceSql.Known, connection) { Parameters = { new() { Value = paths } } };
                    await using var reader = await command.ExecuteReaderAsync(token);
                    return [.. reader.Parse<KnownFile>()];
                }

                var known = await Known();
                if (known.Count < paths.Length)
                {
                    await ExecuteAsync(connection, SourceSql.Register, token, source, paths);
                    known = await Known();
                }

                return known.ToDictionary(f => f.Path, StringComparer.Ordinal);
            },
            ct);

    public Task<SourceFile> MarkAsync(long id, CancellationToken ct) =>
        WriteAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(SourceSql.Mark, connection) { Parameters = { new() { Value = id } } };
                await using var reader = await command.ExecuteReaderAsync(token);
                await reader.ReadAsync(token);
                return new SourceFile(
                    reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2),
                    await reader.IsDBNullAsync(3, token) ? null : reader.GetFieldValue<byte[]>(3),
                    await reader.IsDBNullAsync(4, token) ? null : reader.GetString(4));
            },
            ct);

    /// <summary>The file was replaced or cut: it is read from its start, and what is known of it adds nothing.</summary>
    public Task RewindAsync(long id, CancellationToken ct) =>
        WriteAsync(
            async (connection, token) =>
            {
                await ExecuteAsync(connection, EventSql.ForgetRejects, token, id, 0L);
                return await ExecuteAsync(connection, SourceSql.Rewind, token, id);
            },
            ct);

    public Task FailAsync(long id, string error, CancellationToken ct) => WriteAsync(SourceSql.Fail, ct, id, error);

    /// <summary>A run that was killed cannot say so itself.</summary>
    public Task CloseDeadRunsAsync(CancellationToken ct) => WriteAsync(CloseDeadRuns, ct);

    public Task<long> StartRunAsync(DateTimeOffset at, int files, long bytes, CancellationToken ct) =>
        WriteAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(StartRun, connection)
                {
                    Parameters = { new() { Value = source }, new() { Value = at }, new() { Value = files }, new() { Value = bytes } },
                };
                return (long)(await command.ExecuteScalarAsync(token))!;
            },
            ct);

    public Task UpdateRunAsync(long id, ImportProgress progress, string status, DateTimeOffset? endedAt, string? detail, CancellationToken ct) =>
        WriteAsync(
            UpdateRun, ct, id, status, (object?)endedAt ?? DBNull.Value, progress.FilesRead, progress.BytesRead, (int)progress.Lines,
            (int)progress.Events, (int)progress.Bookings, (int)progress.Rejects, (object?)detail ?? DBNull.Value);

    private Task<int> WriteAsync(string sql, CancellationToken ct, params object[] values) =>
        WriteAsync((connection, token) => ExecuteAsync(connection, sql, token, values), ct);

    private Task<T> WriteAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct) =>
        Patience.WithAsync(() => book.WriteAsync(tenant, Actor.Intake, AuditEvent.Progress(), work, ct), time, ct);

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(ct);
    }
}
