using System.Collections.Concurrent;
using Herdbook.Core;

namespace Herdbook.Server.Host;

/// <summary>Wakes a service for tenants that have something for it to do: each once, however often it is told meanwhile.</summary>
internal sealed class TenantBell : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _due = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _rung = new(0);

    public void Ring(Tenant tenant)
    {
        if (_due.TryAdd(tenant.Slug, true))
        {
            _rung.Release();
        }
    }

    /// <summary>Waits until somebody rings, then so long as what belongs together takes to come.</summary>
    /// <returns>The tenants; none where the call before took them with it. Whoever rings from now on is in the next answer.</returns>
    public async Task<IReadOnlyList<Tenant>> NextAsync(TimeSpan gathering, TimeProvider time, CancellationToken ct)
    {
        await _rung.WaitAsync(ct);
        await Task.Delay(gathering, time, ct);
        return [.. _due.Keys.Where(slug => _due.TryRemove(slug, out _)).Select(slug => new Tenant(slug))];
    }

    public void Dispose() => _rung.Dispose();
}
