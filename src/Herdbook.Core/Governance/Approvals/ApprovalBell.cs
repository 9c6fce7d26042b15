using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>
/// Hears from PostgreSQL that something happened to a request, and wakes whoever watches in this program. A bell is only a hint: whoever is
/// woken reads, and whoever is not woken reads now and then all the same, so nothing depends on its ringing.
/// </summary>
public sealed class ApprovalBell(HerdbookDatabase database, TimeProvider time)
{
    /// <summary>How long a watcher waits for the bell before it looks by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Listen = "listen herdbook_approvals";
    private const string Unlisten = "unlisten *";

    private readonly ConcurrentDictionary<Guid, Watch> _watches = new();
    private readonly Channel<string> _rung = Channel.CreateBounded<string>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>The tenants in which something happened, as it happens. One reader takes each.</summary>
    public ChannelReader<string> Rung => _rung.Reader;

    /// <summary>Watches one tenant; disposed, it ends.</summary>
    public Watch Open(Tenant tenant)
    {
        var watch = new Watch(this, tenant);
        _watches[watch.Id] = watch;
        return watch;
    }

    /// <summary>Listens until it is ended; a broken connection is made anew, and then everybody looks.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(ct);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidOperationException && !ct.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        connection.Notification += (_, told) => Ring(told.Payload);
        await using (var listening = new NpgsqlCommand(Listen, connection))
        {
            await listening.ExecuteNonQueryAsync(ct);
        }

        RingAll();
        try
        {
            while (true)
            {
                await connection.WaitAsync(ct);
            }
        }
        finally
        {
            await LeaveAsync(connection);
        }
    }

    /// <summary>The connection goes back to the pool, where nobody would read what it hears.</summary>
    private static async Task LeaveAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var leaving = new NpgsqlCommand(Unlisten, connection);
            await leaving.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // It is gone, and its listening with it.
        }
    }

    private void Ring(string message)
    {
        if (message.Split(' ') is [var tenant, var text] && Guid.TryParse(text, out var request))
        {
            _rung.Writer.TryWrite(tenant);
            foreach (var watch in _watches.Values.Where(watch => watch.Tenant.Slug == tenant))
            {
                watch.Hear(request);
            }
        }
    }

    private void RingAll()
    {
        foreach (var watch in _watches.Values)
        {
            watch.Hear(Guid.Empty);
        }
    }

    /// <summary>One who watches a tenant's requests.</summary>
    public sealed class Watch : IDisposable
    {
        private readonly ApprovalBell _bell;
        // A slow watcher loses old hints, and reads at the next all the same.
        private readonly Channel<Guid> _heard = Channel.CreateBounded<Guid>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

        internal Watch(ApprovalBell bell, Tenant tenant) => (_bell, Tenant) = (bell, tenant);

        internal Guid Id { get; } = Guid.NewGuid();

        public Tenant Tenant { get; }

        /// <summary>The request that something happened to; empty where it may be any; null when nothing was heard for <paramref name="patience"/>.</summary>
        public async Task<Guid?> NextAsync(TimeSpan patience, CancellationToken ct)
        {
            using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
            using var until = _bell.Time.CreateTimer(_ => Cancel(bounded), null, patience, Timeout.InfiniteTimeSpan);
            try
            {
                return await _heard.Reader.ReadAsync(bounded.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return null;
            }
        }

        public void Dispose() => _bell._watches.TryRemove(Id, out _);

        internal void Hear(Guid request) => _heard.Writer.TryWrite(request);

        private static void Cancel(CancellationTokenSource source)
        {
            try
            {
                source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It heard something just before.
            }
        }
    }

    internal TimeProvider Time => time;
}

/// <summary>Waits for an outcome: woken by the bell, and looking by itself where that is silent.</summary>
public sealed class ApprovalWaiting(ApprovalReading reading, ApprovalBell bell, TimeProvider time)
{
    /// <summary>The request as soon as it is no longer pending, else as it is when the time is over; null where there is none such.</summary>
    public async Task<Approval?> WaitAsync(Tenant tenant, Guid id, TimeSpan limit, CancellationToken ct)
    {
        using var watch = bell.Open(tenant);
        var began = time.GetTimestamp();
        while (true)
        {
            var request = await reading.FindAsync(tenant, id, ct);
            var left = limit - time.GetElapsedTime(began);
            if (request is not { IsPending: true } || left <= TimeSpan.Zero)
            {
                return request;
            }

            var until = left < ApprovalBell.Patience ? left : ApprovalBell.Patience;
            var waits = time.GetTimestamp();
            while (until > TimeSpan.Zero && await watch.NextAsync(until, ct) is { } heard && heard != id && heard != Guid.Empty)
            {
                until -= time.GetElapsedTime(waits);
                waits = time.GetTimestamp();
            }
        }
    }
}
