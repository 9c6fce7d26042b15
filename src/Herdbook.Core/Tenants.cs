using Npgsql;

namespace Herdbook.Core;

/// <summary>The tenants of a book that were not erased.</summary>
public static class Tenants
{
    private const string All = "select tenant_id from catalog.tenant where erased_at is null order by tenant_id";

    private const string Working = "select tenant_id from catalog.tenant where suspended_at is null and erased_at is null order by tenant_id";

    private const string AtWork = "select not exists (select from catalog.tenant where tenant_id = $1 and suspended_at is not null)";

    /// <summary>Their slugs. The default tenant is always one of them.</summary>
    public static Task<IReadOnlyList<string>> ListAsync(HerdbookDatabase database, CancellationToken ct) => SlugsAsync(database, All, ct);

    /// <summary>The slugs of those that are not suspended.</summary>
    public static Task<IReadOnlyList<string>> WorkingAsync(HerdbookDatabase database, CancellationToken ct) => SlugsAsync(database, Working, ct);

    /// <summary>Asked before anything is taken in: the intake of a suspended tenant waits.</summary>
    /// <exception cref="RefusedException">`tenant_suspended`.</exception>
    public static async Task RequireAtWorkAsync(Book book, Tenant tenant, CancellationToken ct)
    {
        var works = await book.ReadAsync(
            tenant,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(AtWork, connection) { Parameters = { new() { Value = tenant.Slug } } };
                return await command.ExecuteScalarAsync(token) is true;
            },
            ct);
        if (!works)
        {
            throw new RefusedException("tenant_suspended", $"The tenant '{tenant}' is suspended, so nothing is taken in. An administrator of the book resumes it: `herdbook tenants resume {tenant}`.");
        }
    }

    private static async Task<IReadOnlyList<string>> SlugsAsync(HerdbookDatabase database, string sql, CancellationToken ct)
    {
        var slugs = new List<string> { Tenant.Default.Slug };
        await using var command = database.App.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetString(0) is var slug && slug != Tenant.Default.Slug)
            {
                slugs.Add(slug);
            }
        }

        return slugs;
    }
}
