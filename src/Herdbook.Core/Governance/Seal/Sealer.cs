using System.Collections.Concurrent;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>What one turn at a tenant's log did.</summary>
/// <param name="Held">Whether this sealer had the lease; where it had not, somebody else seals.</param>
/// <param name="Sealed">Entries that came into the tree.</param>
/// <param name="More">Whether further entries wait.</param>
public readonly record struct SealTurn(bool Held, int Sealed, bool More);

/// <summary>
/// Puts entries into the order in which they are proved, appends them to the tenant's Merkle tree, and signs its head. One at a time seals a
/// tenant, by lease; whoever lost it is refused inside the transaction, so a tree has one history. An entry comes in as soon as no transaction
/// that began before its own is still open anywhere in the cluster: from then on no entry can come that belongs before it.
/// </summary>
/// <param name="holder">Who takes the lease: different for each program.</param>
public sealed class Sealer(Book book, CheckpointKey key, TimeProvider time, string holder)
{
    /// <summary>Entries of one turn, if nothing else is said.</summary>
    public const int Batch = 4_000;

    internal static readonly Actor Actor = new("sealer");

    private const string Waiting = $"""
        select {EntryRows.Columns}, a.booked_xid::text
          from governance.audit_logs a
         where a.booked_xid > $1::xid8
           and a.booked_xid < pg_snapshot_xmin(pg_current_snapshot())
           and not exists (select from governance.audit_leaf l where l.entry_id = a.id)
         order by a.booked_xid, a.created_at, a.id
         limit $2
        """;

    // Each is looked up by its key, whatever the planner thinks of the others.
    private const string Listed = $"""
        select {EntryRows.Columns}, a.booked_xid::text
          from unnest($1::uuid[]) with ordinality w (id, place)
         cross join lateral (select * from governance.audit_logs e where e.id = w.id offset 0) a
         order by w.place
        """;

    private const string AllWaiting = $"""
        select {EntryRows.Columns}, a.booked_xid::text
          from governance.audit_logs a
         where (a.booked_xid < pg_snapshot_xmin(pg_current_snapshot()) or a.booked_xid >= pg_snapshot_xmax(pg_current_snapshot()))
           and not exists (select from governance.audit_leaf l where l.entry_id = a.id)
         order by a.booked_xid, a.created_at, a.id
         limit $1
        """;

    private const string AnyWaiting = """
        select exists (select from governance.audit_logs a where a.booked_xid > $1::xid8 and a.booked_xid < pg_snapshot_xmin(pg_current_snapshot()))
        """;

    private const string AnyAtAll = "select exists (select from governance.audit_logs a where not exists (select from governance.audit_leaf l where l.entry_id = a.id))";

    private const string AddLeaves = """
        insert into governance.audit_leaf (leaf_index, entry_id, leaf_hash)
        select n.leaf_index, n.entry_id, n.leaf_hash from unnest($1::bigint[], $2::uuid[], $3::bytea[]) n (leaf_index, entry_id, leaf_hash)
        """;

    private const string AddNodes = """
        insert into governance.audit_node (node_level, node_index, node_hash)
        select n.node_level, n.node_index, n.node_hash from unnest($1::smallint[], $2::bigint[], $3::bytea[]) n (node_level, node_index, node_hash)
            on conflict (tenant_id, node_level, node_index) do update set node_hash = excluded.node_hash
        """;

    private const string AddCheckpoint = """
        insert into governance.audit_checkpoint (tree_size, root_hash, note, key_name, fence, sealed_at)
        values ($1, $2, $3, $4, $5, $6)
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Entries of one turn.</summary>
    internal int Most { get; init; } = Batch;

    /// <summary>Compares what the tables say with what is kept elsewhere, before anything is sealed after a start or a change of the holder.</summary>
    public Func<NpgsqlConnection, Tenant, Checkpoint?, CancellationToken, Task>? Compare { get; init; }

    /// <summary>Seals what waits in the tenant's log, a batch at most. Not safe for use by several threads on one tenant at once.</summary>
    /// <exception cref="RefusedException">`lease_lost`, `log_damaged`.</exception>
    public async Task<SealTurn> TurnAsync(Tenant tenant, CancellationToken ct)
    {
        var turn = _turns.GetValueOrDefault(tenant.Slug);
        if (turn?.Head is { } head && !await WaitsAsync(tenant, head, ct))
        {
            return new SealTurn(true, 0, false);
        }

        var now = time.GetUtcNow();
        if (turn is null || turn.Lease.Ages(now))
        {
            if (await SealLease.TakeAsync(book, tenant, holder, now, ct) is not { } lease)
            {
                return new SealTurn(false, 0, false);
            }

            turn = new Turn(lease, turn?.Lease.Fence == lease.Fence ? turn.Head : null);
        }

        return await SealAsync(turn, ct);
    }

    /// <summary>Seals under a lease that was taken before.</summary>
    private async Task<SealTurn> SealAsync(Turn turn, CancellationToken ct)
    {
        var tenant = turn.Lease.Tenant;
        var within = turn.Head is { Rest.IsEmpty: false };
        // What is in memory is only true if the transaction commits.
        _turns.TryRemove(tenant.Slug, out _);
        var (head, added) = await book.WriteAsync(
            tenant, Actor, Audit.AuditEvent.Progress(), Limit, (connection, token) => SealAsync(connection, turn, token), ct);
        _turns[tenant.Slug] = turn with { Head = head };
        return new SealTurn(true, added, added == Most || within || !head.Rest.IsEmpty);
    }

    private async Task<(SealHead Head, int Added)> SealAsync(NpgsqlConnection connection, Turn turn, CancellationToken ct)
    {
        await turn.Lease.RequireAsync(connection, ct);
        var tenant = turn.Lease.Tenant;
        if (turn.Head is not { } head || await SealHead.LeavesAsync(connection, ct) != head.Range.Size)
        {
            (head, var signed) = await SealHead.LoadAsync(connection, key, tenant, ct);
            if (Compare is not null)
            {
                await Compare(connection, tenant, signed, ct);
            }
        }

        var (entries, leaves, nodes) = (new List<Guid>(), new List<byte[]>(), new List<(MerkleNode Node, byte[] Hash)>());
        var (range, rest, first) = (head.Range, head.Rest, head.Range.Size);
        SealPlace? place = null;
        await using (var command = WaitingCommand(connection, head))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (entry, signature) = EntryRows.Read(reader, tenant);
                var leaf = AuditLeaf.Hash(entry, signature);
                entries.Add(entry.Id);
                leaves.Add(leaf);
                range.Append(leaf, (node, hash) =>
                {
                    if (node.Level % TreeRows.Stride == 0)
                    {
                        nodes.Add((node, hash));
                    }
                });
                place = new SealPlace(reader.GetString(12), entry.CreatedAt, entry.Id);
            }
        }

        // A full batch may have ended within a transaction.
        rest = !rest.IsEmpty ? rest[Math.Min(Most, rest.Length)..]
            : place is not null && entries.Count == Most ? await SealHead.RestAsync(connection, place, ct)
            : default;
        if (entries.Count > 0)
        {
            await AppendAsync(connection, turn.Lease, range, first, entries, leaves, nodes, ct);
        }

        // Where all was looked through, the place is only known again by looking it up.
        return (head.Xid is null && entries.Count > 0 ? (await SealHead.LoadAsync(connection, key, tenant, ct)).Head : new SealHead(range, place?.Xid ?? head.Xid, rest), entries.Count);
    }

    private async Task AppendAsync(
        NpgsqlConnection connection, SealLease lease, CompactRange range, long first, List<Guid> entries, List<byte[]> leaves, List<(MerkleNode Node, byte[] Hash)> nodes, CancellationToken ct)
    {
        var checkpoint = new Checkpoint(key.Origin(lease.Tenant), range.Size, range.Root());
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(AddLeaves)
        {
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = [.. Enumerable.Range(0, entries.Count).Select(i => first + i)] },
                new NpgsqlParameter<Guid[]> { TypedValue = [.. entries] },
                new NpgsqlParameter<byte[][]> { TypedValue = [.. leaves] },
            },
        });
        if (nodes.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(AddNodes)
            {
                Parameters =
                {
                    new NpgsqlParameter<short[]> { TypedValue = [.. nodes.Select(node => (short)node.Node.Level)] },
                    new NpgsqlParameter<long[]> { TypedValue = [.. nodes.Select(node => node.Node.Index)] },
                    new NpgsqlParameter<byte[][]> { TypedValue = [.. nodes.Select(node => node.Hash)] },
                },
            });
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(AddCheckpoint)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = checkpoint.Size },
                new NpgsqlParameter<byte[]> { TypedValue = checkpoint.Root },
                new NpgsqlParameter<string> { TypedValue = key.Sign(checkpoint).ToString() },
                new NpgsqlParameter<string> { TypedValue = checkpoint.Origin },
                new NpgsqlParameter<long> { TypedValue = lease.Fence },
                new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime },
            },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task<bool> WaitsAsync(Tenant tenant, SealHead head, CancellationToken ct)
    {
        if (!head.Rest.IsEmpty)
        {
            return true;
        }

        var command = new NpgsqlBatchCommand(head.Xid is null ? AnyAtAll : AnyWaiting);
        if (head.Xid is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = head.Xid });
        }

        await using var reading = await book.ReadAsync(tenant, [command], Limit, ct);
        return await reading.Results.ReadAsync(ct) && reading.Results.GetBoolean(0);
    }

    private NpgsqlCommand WaitingCommand(NpgsqlConnection connection, SealHead head)
    {
        if (!head.Rest.IsEmpty)
        {
            return new NpgsqlCommand(Listed, connection)
            {
                Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = head.Rest[..Math.Min(Most, head.Rest.Length)].ToArray() } },
            };
        }

        var command = new NpgsqlCommand(head.Xid is null ? AllWaiting : Waiting, connection);
        if (head.Xid is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = head.Xid });
        }

        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Most });
        return command;
    }

    private sealed record Turn(SealLease Lease, SealHead? Head);
}
