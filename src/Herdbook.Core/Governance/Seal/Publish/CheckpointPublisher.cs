using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// Brings the last head of a log to each place. How far each has come stands in governance.audit_publication, so that a restart loses nothing;
/// what fails is tried again after a second, then two, four and so on up to five minutes. A later head takes the place of one that waits: it
/// covers all that the other did.
/// </summary>
/// <param name="every">The least time between two arrivals at a place.</param>
public sealed class CheckpointPublisher(Book book, IReadOnlyList<CheckpointPlace> places, TimeProvider time, TimeSpan every)
{
    private const string Read = "select p.tree_size, p.published_at, p.attempts, p.retry_at from governance.audit_publication p where p.place = $1";

    private const string Arrived = """
        insert into governance.audit_publication (place, tree_size, published_at, attempts, failure, retry_at)
        values ($1, $2, $3, 0, null, null)
            on conflict (tenant_id, place) do update
           set tree_size = excluded.tree_size, published_at = excluded.published_at, attempts = 0, failure = null, retry_at = null
        """;

    private const string Failed = """
        insert into governance.audit_publication (place, attempts, failure, retry_at)
        values ($1, 1, $2, $3)
            on conflict (tenant_id, place) do update
           set attempts = audit_publication.attempts + 1, failure = excluded.failure, retry_at = excluded.retry_at
        """;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(string Tenant, string Place), State> _known = [];

    /// <summary>Publishes what is due. Not safe for use by several threads at once.</summary>
    /// <returns>How many arrived, and how many failed.</returns>
    public async Task<(int Arrived, int Failed)> PublishAsync(Tenant tenant, SignedHead head, CancellationToken ct)
    {
        var (arrived, failed) = (0, 0);
        foreach (var place in places)
        {
            var now = time.GetUtcNow().UtcDateTime;
            var state = _known.GetValueOrDefault((tenant.Slug, place.Name)) ?? await ReadAsync(tenant, place, ct);
            _known[(tenant.Slug, place.Name)] = state;
            if (state.Size == head.Checkpoint.Size || now < state.RetryAt || (state.Attempts == 0 && now - state.PublishedAt < every))
            {
                continue;
            }

            try
            {
                await place.PublishAsync(tenant, head, ct);
                state = new State(head.Checkpoint.Size, now, 0, null);
                await WriteAsync(tenant, Arrived, [place.Name, head.Checkpoint.Size, now], ct);
                arrived++;
            }
            catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException or RefusedException or UnauthorizedAccessException or UriFormatException)
            {
                var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(state.Attempts, 10)));
                state = state with { Attempts = state.Attempts + 1, RetryAt = now + (wait < Longest ? wait : Longest) };
                await WriteAsync(tenant, Failed, [place.Name, e.Message, state.RetryAt!], ct);
                failed++;
            }

            _known[(tenant.Slug, place.Name)] = state;
        }

        return (arrived, failed);
    }

    private Task<State> ReadAsync(Tenant tenant, CheckpointPlace place, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Read, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = place.Name } } };
            await using var reader = await command.ExecuteReaderAsync(token);
            return await reader.ReadAsync(token)
                ? new State(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetDateTime(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetDateTime(3))
                : new State(0, null, 0, null);
        },
        ct);

    private Task<int> WriteAsync(Tenant tenant, string sql, object[] values, CancellationToken ct) => book.WriteAsync(
        tenant,
        Sealer.Actor,
        Audit.AuditEvent.Progress(),
        Limit,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
            {
                command.Parameters.Add(value is DateTime moment
                    ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = moment }
                    : new NpgsqlParameter { Value = value });
            }

            return await command.ExecuteNonQueryAsync(token);
        },
        ct);

    private sealed record State(long Size, DateTime? PublishedAt, int Attempts, DateTime? RetryAt);
}
