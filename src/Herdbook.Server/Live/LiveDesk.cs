using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.Core.Herd.Live;

namespace Herdbook.Server.Live;

/// <summary>Reads a tenant's running agents once for all who watch: however many they are, the database is asked every two seconds at most.</summary>
internal sealed class LiveDesk(LiveFleet fleet, TimeProvider time)
{
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Shelf> _shelves = new(StringComparer.Ordinal);

    private sealed class Shelf
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public long ReadAt { get; set; }

        public IReadOnlyList<LiveAgent>? Agents { get; set; }
    }

    /// <summary>As they were two seconds ago, or later.</summary>
    public async Task<IReadOnlyList<LiveAgent>> ReadAsync(Tenant tenant, CancellationToken ct)
    {
        var shelf = _shelves.GetOrAdd(tenant.Slug, _ => new Shelf());
        await shelf.Gate.WaitAsync(ct);
        try
        {
            if (shelf.Agents is not { } agents || time.GetElapsedTime(shelf.ReadAt) >= Tick)
            {
                agents = await fleet.ReadAsync(tenant, ct);
                (shelf.Agents, shelf.ReadAt) = (agents, time.GetTimestamp());
            }

            return agents;
        }
        finally
        {
            shelf.Gate.Release();
        }
    }
}
