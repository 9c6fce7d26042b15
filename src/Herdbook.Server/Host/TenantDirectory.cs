using System.Collections.Concurrent;
using Herdbook.Core;
using Npgsql;

namespace Herdbook.Server.Host;

/// <summary>Which tenants the book has. A found one is remembered; a missing one is asked for anew.</summary>
public sealed class TenantDirectory(HerdbookDatabase database, TimeProvider time)
{
    private const string Find = "select exists (select from catalog.tenant where tenant_id = $1)";

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);

    public async Task<Tenant?> FindAsync(string slug, CancellationToken ct)
    {
        if (!Tenant.IsSlug(slug))
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (slug == Tenant.Default.Slug || (_known.TryGetValue(slug, out var seen) && now - seen < Remembered))
        {
            return new Tenant(slug);
        }

        await using var command = database.App.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slug });
        if (await command.ExecuteScalarAsync(ct) is not true)
        {
            _known.TryRemove(slug, out _);
            return null;
        }

        _known[slug] = now;
        return new Tenant(slug);
    }
}
