using System.Collections.Concurrent;
using Herdbook.Core;
using Npgsql;

namespace Herdbook.Server.Host;

/// <summary>Which tenants the book has. A found one is remembered; a missing one is asked for anew.</summary>
public sealed class TenantDirectory(HerdbookDatabase database, TimeProvider time)
{
    private const string Find = "select suspended_at is not null from catalog.tenant where tenant_id = $1 and erased_at is null";

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Seen, bool Suspended)> _known = new(StringComparer.Ordinal);

    /// <summary>The tenant of that slug; null where the book has none, or has erased it.</summary>
    public async Task<Tenant?> FindAsync(string slug, CancellationToken ct) =>
        Tenant.IsSlug(slug) && (slug == Tenant.Default.Slug || await StateAsync(slug, ct) is not null) ? new Tenant(slug) : null;

    /// <summary>Whether it answers nobody but the book's administrators. What another program does is seen within five seconds.</summary>
    public async Task<bool> IsSuspendedAsync(Tenant tenant, CancellationToken ct) => tenant != Tenant.Default && await StateAsync(tenant.Slug, ct) is true;

    /// <summary>Something was done with the tenant: ask anew.</summary>
    public void Forget(string slug) => _known.TryRemove(slug, out _);

    private async Task<bool?> StateAsync(string slug, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(slug, out var known) && now - known.Seen < Remembered)
        {
            return known.Suspended;
        }

        await using var command = database.App.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slug });
        if (await command.ExecuteScalarAsync(ct) is not bool suspended)
        {
            _known.TryRemove(slug, out _);
            return null;
        }

        _known[slug] = (now, suspended);
        return suspended;
    }
}
