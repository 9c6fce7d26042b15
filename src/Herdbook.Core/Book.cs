using System.Data;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core;

/// <summary>
/// The one door for writes. It knows tenant and actor, opens the transaction, appends the signed audit entry, and commits; what does not
/// pass it does not exist. Row-level security compares every row with the tenant set here: another tenant's rows are neither seen nor written.
/// </summary>
/// <param name="keys">They sign the audit entries.</param>
public sealed partial class Book(HerdbookDatabase database, AuditKeys keys, TimeProvider time)
{
    private const string Enter = "select set_config('herdbook.tenant', $1, true), set_config('herdbook.actor', $2, true), set_config('herdbook.entry', $3, true)";
    private const string EnterToRead = $"{Enter}, set_config('transaction_read_only', 'on', true)";

    private static readonly Task<NpgsqlBatchCommand?> NothingToEnter = Task.FromResult<NpgsqlBatchCommand?>(null);

    private readonly AuditWriting _audit = new(keys, time);
    private readonly GroupWriter<Tenant, AuditEntry> _entries = new(
        (tenant, entries, ct) => AppendAsync(database, new AuditWriting(keys, time).Append(tenant, entries), ct), _ => 0);

    /// <summary>Runs <paramref name="work"/> in one transaction, enters <paramref name="what"/> and commits; an exception leaves nothing behind.</summary>
    public async Task<T> WriteAsync<T>(
        Tenant tenant, Actor actor, AuditEvent what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        var entry = Guid.CreateVersion7();
        await using var entered = await OpenAsync(Enter, IsolationLevel.ReadCommitted, tenant, actor.Name, entry, ct);
        return await entered.RunAsync(
            work,
            async (connection, token) => Entering(tenant, actor, entry, what, await RowSeals.ReadAsync(connection, entry, token)),
            ct);
    }

    /// <summary>
    /// Enters what happened, where nothing else is written: a read of what is classified, a refusal. What many enter at once shares a commit;
    /// it is committed when this returns.
    /// </summary>
    public Task AppendAsync(Tenant tenant, Actor actor, AuditEvent what, CancellationToken ct) =>
        _entries.WriteAsync(tenant, [.. Entries(tenant, actor, Guid.CreateVersion7(), what, RowSeals.None)], ct);

    private static async Task AppendAsync(HerdbookDatabase database, NpgsqlBatchCommand entries, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { entries } };
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException) when (connection.FullState is ConnectionState.Broken or ConnectionState.Closed)
        {
            // It may have been committed before the connection broke, so it is not sent again; the others in the pool are as dead.
            NpgsqlConnection.ClearPool(connection);
            throw;
        }
    }

    /// <summary>The same, with a bound on the time that each statement may take; then it fails with SQLSTATE 57014.</summary>
    public Task<T> WriteAsync<T>(
        Tenant tenant, Actor actor, AuditEvent what, TimeSpan limit, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct) =>
        WriteAsync(
            tenant,
            actor,
            what,
            async (connection, token) =>
            {
                await using var bound = new NpgsqlBatch(connection) { BatchCommands = { BookWriting.Bounding(limit) } };
                await bound.ExecuteNonQueryAsync(token);
                return await work(connection, token);
            },
            ct);

    /// <summary>Runs one statement in one transaction and two round trips, and commits it; an exception leaves nothing behind.</summary>
    /// <param name="limit">How long it may take; then it fails with SQLSTATE 57014.</param>
    /// <param name="returns">Whether the statement gives rows back, if only none.</param>
    /// <param name="read">Takes the statement's results, to their end.</param>
    public async Task<T> WriteAsync<T>(
        Tenant tenant, Actor actor, AuditEvent what, TimeSpan limit, NpgsqlBatchCommand statement, bool returns, Func<NpgsqlDataReader, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        var entry = Guid.CreateVersion7();
        await using var connection = await database.App.OpenConnectionAsync(ct);
        try
        {
            return await BookWriting.RunAsync(
                connection, BookWriting.Entering(tenant, actor, entry, limit), statement, returns, RowSeals.Command(entry), limit, read, seals => Entering(tenant, actor, entry, what, seals), ct);
        }
        catch (NpgsqlException) when (connection.FullState is ConnectionState.Broken or ConnectionState.Closed)
        {
            // It may have been committed before the connection broke, so it is not sent again; the others in the pool are as dead.
            NpgsqlConnection.ClearPool(connection);
            throw;
        }
        catch (PostgresException)
        {
            PreparedStatements.Forget(connection);
            throw;
        }
    }

    /// <summary>Runs <paramref name="work"/> on one snapshot; it cannot write.</summary>
    public async Task<T> ReadAsync<T>(Tenant tenant, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var entered = await OpenAsync(EnterToRead, IsolationLevel.RepeatableRead, tenant, "", null, ct);
        return await entered.RunAsync(work, (_, _) => NothingToEnter, ct);
    }

    /// <summary>
    /// Sends the statements as the tenant, to read, in one round trip and one transaction; several of them see one snapshot.
    /// </summary>
    /// <param name="limit">How long each of them may take; then it fails with SQLSTATE 57014.</param>
    /// <returns>The results, the first statement's first. Whoever takes it disposes it.</returns>
    public async Task<BookReading> ReadAsync(Tenant tenant, IReadOnlyList<NpgsqlBatchCommand> statements, TimeSpan limit, CancellationToken ct)
    {
        for (var fresh = false; ; fresh = true)
        {
            var connection = await database.App.OpenConnectionAsync(ct);
            var batch = new NpgsqlBatch(connection);
            try
            {
                return await BookReading.StartAsync(connection, batch, tenant, statements, limit, ct);
            }
            catch (NpgsqlException) when (!fresh && connection.FullState is ConnectionState.Broken or ConnectionState.Closed)
            {
                NpgsqlConnection.ClearPool(connection);
                batch.BatchCommands.Clear();
                await batch.DisposeAsync();
                await connection.DisposeAsync();
            }
            catch (Exception e)
            {
                await batch.DisposeAsync();
                if (e is PostgresException)
                {
                    PreparedStatements.Forget(connection);
                }

                await connection.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>
    /// A connection in a transaction of the tenant. One from the pool may be dead, because the database was restarted since:
    /// nothing has been done on it yet, so another is taken.
    /// </summary>
    private async Task<Opened> OpenAsync(string enter, IsolationLevel isolation, Tenant tenant, string actor, Guid? entry, CancellationToken ct)
    {
        for (var fresh = false; ; fresh = true)
        {
            var connection = await database.App.OpenConnectionAsync(ct);
            try
            {
                var transaction = await connection.BeginTransactionAsync(isolation, ct);
                await using var entering = new NpgsqlCommand(enter, connection);
                entering.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Slug });
                entering.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor });
                entering.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry?.ToString() ?? "" });
                await entering.ExecuteNonQueryAsync(ct);
                return new Opened(connection, transaction);
            }
            catch (NpgsqlException) when (!fresh && connection.FullState is ConnectionState.Broken or ConnectionState.Closed)
            {
                NpgsqlConnection.ClearPool(connection);
                await connection.DisposeAsync();
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }

    private async Task EnterAsync(NpgsqlConnection connection, Tenant tenant, Actor actor, Guid entry, AuditEvent what, CancellationToken ct)
    {
        var seals = await RowSeals.ReadAsync(connection, entry, ct);
        if (Entering(tenant, actor, entry, what, seals) is { } entering)
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { entering } };
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Nothing is entered for work that found nothing to do, unless rows were booked all the same.</summary>
    private NpgsqlBatchCommand? Entering(Tenant tenant, Actor actor, Guid entry, AuditEvent what, RowSeals seals) =>
        what.IsNothing && seals.Count == 0 ? null : _audit.Append(tenant, Entries(tenant, actor, entry, what, seals));

    private AuditEntry[] Entries(Tenant tenant, Actor actor, Guid entry, AuditEvent what, RowSeals seals) =>
        [_audit.Entry(tenant, actor, entry, what, seals), .. what.Others.Select(other => _audit.Entry(tenant, actor, Guid.CreateVersion7(), other, RowSeals.None))];

    /// <summary>A transaction of one tenant. Disposing it without a commit takes everything back.</summary>
    private sealed record Opened(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        private bool _done;

        /// <param name="entries">Makes the statement that appends the entries: it goes with the commit, in one round trip. Null where nothing is entered.</param>
        public async Task<T> RunAsync<T>(
            Func<NpgsqlConnection, CancellationToken, Task<T>> work, Func<NpgsqlConnection, CancellationToken, Task<NpgsqlBatchCommand?>> entries, CancellationToken ct)
        {
            var result = await work(Connection, ct);
            if (await entries(Connection, ct) is { } appending)
            {
                await BookWriting.EndAsync(Connection, appending, ct);
            }
            else
            {
                await Transaction.CommitAsync(ct);
            }

            _done = true;
            return result;
        }

        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            if (!_done)
            {
                PreparedStatements.Forget(Connection);
            }

            await Connection.DisposeAsync();
        }
    }
}
