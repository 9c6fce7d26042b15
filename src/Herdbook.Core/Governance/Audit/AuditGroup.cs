using Npgsql;

namespace Herdbook.Core.Governance.Audit;

/// <summary>
/// Appends entries that stand alone, many callers' in one statement and one commit: what arrives while others are written waits for them and
/// goes next. A caller goes on when its entries are committed, as if it had written them itself.
/// </summary>
internal sealed class AuditGroup(HerdbookDatabase database, AuditWriting audit)
{
    /// <summary>Statements under way at once: while one waits for its commit, the next is filled and sent.</summary>
    private const int Writers = 2;

    /// <summary>Entries in one statement; more wait for the next.</summary>
    private const int Most = 500;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _writing;

    private sealed record Waiting(Tenant Tenant, IReadOnlyList<AuditEntry> Entries, TaskCompletionSource<bool> Done);

    /// <summary>Commits the entries, all or none.</summary>
    /// <exception cref="OperationCanceledException">The caller waits no longer; the entries may be committed all the same.</exception>
    public async Task AppendAsync(Tenant tenant, IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var mine = new Waiting(tenant, entries, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        bool leads;
        lock (_lock)
        {
            _waiting.Enqueue(mine);
            leads = _writing < Writers;
            if (leads)
            {
                _writing++;
            }
        }

        if (leads)
        {
            // Whoever leads writes for others as well; its own caller's patience must not end theirs.
            _ = WriteWaitingAsync();
        }

        await mine.Done.Task.WaitAsync(ct);
    }

    private async Task WriteWaitingAsync()
    {
        while (Take() is { } group)
        {
            await WriteAsync(group);
        }
    }

    /// <summary>Who waits the longest, and whoever follows for the same tenant; null, and one writer less, when nobody waits.</summary>
    private List<Waiting>? Take()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out var first))
            {
                _writing--;
                return null;
            }

            List<Waiting> group = [first];
            var count = first.Entries.Count;
            while (_waiting.TryPeek(out var next) && next.Tenant == first.Tenant && count + next.Entries.Count <= Most)
            {
                group.Add(_waiting.Dequeue());
                count += next.Entries.Count;
            }

            return group;
        }
    }

    private async Task WriteAsync(List<Waiting> group)
    {
        try
        {
            await WriteAsync(group[0].Tenant, [.. group.SelectMany(waiting => waiting.Entries)]);
            group.ForEach(waiting => waiting.Done.SetResult(true));
        }
        catch (PostgresException) when (group.Count > 1)
        {
            // One of them cannot be stored. Nothing of the statement was, so each goes by itself.
            foreach (var waiting in group)
            {
                await WriteAsync([waiting]);
            }
        }
        catch (Exception fault)
        {
            group.ForEach(waiting => waiting.Done.SetException(fault));
        }
    }

    private async Task WriteAsync(Tenant tenant, IReadOnlyList<AuditEntry> entries)
    {
        await using var connection = await database.App.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { audit.Append(tenant, entries) } };
        try
        {
            await batch.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException) when (connection.FullState is System.Data.ConnectionState.Broken or System.Data.ConnectionState.Closed)
        {
            // It may have been committed before the connection broke, so it is not sent again; the others in the pool are as dead.
            NpgsqlConnection.ClearPool(connection);
            throw;
        }
    }
}
