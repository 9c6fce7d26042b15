using Npgsql;

namespace Herdbook.Core;

/// <summary>The tenants of a book.</summary>
public static class Tenants
{
    private const string All = "select tenant_id from catalog.tenant order by tenant_id";

    /// <summary>Their slugs. The default tenant is always one of them.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(HerdbookDatabase database, CancellationToken ct)
    {
        var slugs = new List<string> { Tenant.Default.Slug };
        await using var command = database.App.CreateCommand(All);
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
