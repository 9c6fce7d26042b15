using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>A place where checkpoints are published, and how far it has come.</summary>
/// <param name="Size">Of the last checkpoint that arrived; 0 before the first.</param>
/// <param name="Failure">Why the last attempt failed; null where it did not.</param>
public sealed record Publication(string Place, long Size, DateTime? PublishedAt, int Attempts, string? Failure, DateTime? RetryAt);

/// <summary>Who seals.</summary>
public sealed record SealHolder(string Holder, long Fence, DateTime Until);

/// <summary>How the sealing of a tenant's log stands.</summary>
/// <param name="Head">The last head; null before the first.</param>
/// <param name="Unsealed">Entries that are not in the tree yet.</param>
/// <param name="Lag">Since when the oldest of them waits; zero where none does.</param>
/// <param name="VerifierKey">With which others check the head's signature.</param>
/// <param name="Fault">Why sealing stands still; null where it does not. Known only in the program that seals.</param>
public sealed record SealStatus(
    SignedHead? Head, long Unsealed, TimeSpan Lag, SealHolder? Holder, IReadOnlyList<Publication> Publications, string VerifierKey, string? Fault);

/// <summary>Tells how the sealing of the logs stands.</summary>
public sealed class SealState(Book book, CheckpointKey key, TimeProvider time)
{
    private const string Unsealed = """
        select count(*), min(a.booked_at)
          from governance.audit_logs a
         where a.booked_xid >= coalesce((select e.booked_xid
                                           from governance.audit_leaf l
                                           join governance.audit_logs e on e.id = l.entry_id
                                          order by l.leaf_index desc limit 1), '0'::xid8)
           and not exists (select from governance.audit_leaf l where l.entry_id = a.id)
        """;

    private const string Holder = "select s.holder, s.fence, s.expires_at from governance.audit_sealer s where s.task = 'seal'";

    private const string Places = """
        select p.place, p.tree_size, p.published_at, p.attempts, p.failure, p.retry_at
          from governance.audit_publication p
         order by p.place
        """;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);

    public Task<SealStatus> ReadAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            var head = await AuditTree.ReadHeadAsync(connection, null, token);
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(Unsealed), new NpgsqlBatchCommand(Holder), new NpgsqlBatchCommand(Places) } };
            await using var reader = await batch.ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            var waiting = reader.GetInt64(0);
            var lag = reader.IsDBNull(1) ? TimeSpan.Zero : time.GetUtcNow().UtcDateTime - reader.GetDateTime(1);
            await reader.NextResultAsync(token);
            var holder = await reader.ReadAsync(token) ? new SealHolder(reader.GetString(0), reader.GetInt64(1), reader.GetDateTime(2)) : null;
            await reader.NextResultAsync(token);
            var places = new List<Publication>();
            while (await reader.ReadAsync(token))
            {
                places.Add(new Publication(
                    reader.GetString(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetDateTime(2), reader.GetInt32(3),
                    reader.IsDBNull(4) ? null : reader.GetString(4), reader.IsDBNull(5) ? null : reader.GetDateTime(5)));
            }

            return new SealStatus(
                head, waiting, lag < TimeSpan.Zero ? TimeSpan.Zero : lag, holder, places, key.VerifierKey(tenant), _faults.GetValueOrDefault(tenant.Slug));
        },
        ct);

    /// <summary>Why the tenant's log is not sealed; null once it is again.</summary>
    public void Tell(Tenant tenant, string? fault)
    {
        if (fault is null)
        {
            _faults.TryRemove(tenant.Slug, out _);
        }
        else
        {
            _faults[tenant.Slug] = fault;
        }
    }
}
