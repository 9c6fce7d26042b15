using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core;

public sealed partial class Book
{
    private const string Entered = "select coalesce(current_setting('herdbook.tenant', true), ''), coalesce(current_setting('herdbook.entry', true), '')";

    /// <summary>
    /// Inside a write of one tenant: does <paramref name="work"/> as another, and enters it there. Both commit together or not at all.
    /// </summary>
    /// <param name="connection">In the transaction of the outer write.</param>
    public async Task<T> WithinAsync<T>(
        NpgsqlConnection connection, Tenant other, Actor actor, AuditEvent what, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        string tenant, outer;
        await using (var asked = new NpgsqlCommand(Entered, connection))
        await using (var reader = await asked.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (tenant, outer) = (reader.GetString(0), reader.GetString(1));
        }

        var entry = Guid.CreateVersion7();
        await SetAsync(connection, other.Slug, actor, entry.ToString(), ct);
        var result = await work(connection, ct);
        await EnterAsync(connection, other, actor, entry, what, ct);
        await SetAsync(connection, tenant, actor, outer, ct);
        return result;
    }

    private static async Task SetAsync(NpgsqlConnection connection, string tenant, Actor actor, string entry, CancellationToken ct)
    {
        await using var entering = new NpgsqlCommand(Enter, connection);
        entering.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        entering.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor.Name });
        entering.Parameters.Add(new NpgsqlParameter<string> { TypedValue = entry });
        await entering.ExecuteNonQueryAsync(ct);
    }
}
