using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Where the order of the leaves has come to: the transaction, time and id of the last entry that stands in the tree.</summary>
internal sealed record SealPlace(string Xid, DateTime CreatedAt, Guid Id);

/// <summary>All that a sealer needs to go on: the tree's range and how far the order has come.</summary>
/// <param name="Xid">
/// The last transaction with an entry in the tree; all of its entries stand there, but for the rest. Null before the first, and where the
/// order cannot be gone on with: then all entries are looked through.
/// </param>
/// <param name="Rest">
/// The entries of this transaction that still wait, in their order, 16 bytes each: they are put in order once, however many batches they take.
/// </param>
internal sealed record SealHead(CompactRange Range, string? Xid, ReadOnlyMemory<Guid> Rest)
{
    private const string After = """
        select a.id
          from governance.audit_logs a
         where a.booked_xid = $1::xid8 and (a.created_at, a.id) > ($2, $3)
           and not exists (select from governance.audit_leaf l where l.entry_id = a.id)
         order by a.created_at, a.id
        """;

    private const string Last = "select c.tree_size, c.note from governance.audit_checkpoint c order by c.tree_size desc limit 1";

    private const string Leaves = "select coalesce(max(l.leaf_index) + 1, 0) from governance.audit_leaf l";

    // A database that was restored elsewhere has transactions of a cluster whose numbers were higher; then the place says nothing.
    private const string LastPlace = """
        select a.booked_xid::text, a.created_at, a.id
          from governance.audit_leaf l
          join governance.audit_logs a on a.id = l.entry_id
         where a.booked_xid < pg_snapshot_xmin(pg_current_snapshot())
         order by l.leaf_index desc
         limit 1
        """;

    /// <summary>Of the tables, once they are found to be what the last checkpoint says.</summary>
    /// <exception cref="RefusedException">`log_damaged`: the tree is not the one that was signed.</exception>
    public static async Task<(SealHead Head, Checkpoint? Signed)> LoadAsync(NpgsqlConnection connection, CheckpointKey key, Tenant tenant, CancellationToken ct)
    {
        Checkpoint? signed = null;
        (long Size, string Note)? last = null;
        await using (var command = new NpgsqlCommand(Last, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            if (await reader.ReadAsync(ct))
            {
                last = (reader.GetInt64(0), reader.GetString(1));
            }
        }

        if (last is { } head)
        {
            signed = key.Open(tenant, head.Note) ?? await ArrivedHead.OpenAsync(connection, tenant, key, head.Note, ct)
                ?? throw Damaged(tenant, $"the checkpoint of {head.Size} entries is not signed by this book's key");
        }

        var leaves = await LeavesAsync(connection, ct);
        var size = signed?.Size ?? 0;
        if (leaves != size)
        {
            throw Damaged(tenant, $"the tree has {leaves} leaves, and its last checkpoint {size}");
        }

        var range = await RangeAsync(connection, size, ct);
        if (signed is not null && !signed.Root.AsSpan().SequenceEqual(range.Root()))
        {
            throw Damaged(tenant, $"the root over its {size} leaves is not the one that was signed");
        }

        return await PlaceAsync(connection, ct) is { } place
            ? (new SealHead(range, place.Xid, await RestAsync(connection, place, ct)), signed)
            : (new SealHead(range, null, default), signed);
    }

    /// <summary>What the place's transaction entered after it. No more can come: it has ended.</summary>
    public static async Task<ReadOnlyMemory<Guid>> RestAsync(NpgsqlConnection connection, SealPlace place, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(After, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = place.Xid },
                new NpgsqlParameter<DateTime> { TypedValue = place.CreatedAt },
                new NpgsqlParameter<Guid> { TypedValue = place.Id },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rest = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            rest.Add(reader.GetGuid(0));
        }

        return rest.ToArray();
    }

    /// <summary>Behind the last leaf.</summary>
    public static async Task<long> LeavesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Leaves, connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>The range over the first leaves of the tree.</summary>
    public static async Task<CompactRange> RangeAsync(NpgsqlConnection connection, long size, CancellationToken ct)
    {
        var nodes = CompactRange.Nodes(size).ToArray();
        var roots = await TreeRows.ReadAsync(connection, nodes, ct);
        return new CompactRange(size, [.. nodes.Select(node => roots[node])]);
    }

    public static RefusedException Damaged(Tenant tenant, string how) =>
        new("log_damaged", $"The audit log of {tenant} is not sealed any further: {how}. Entries are still written. Run: herdbook verify --tenant {tenant}");

    private static async Task<SealPlace?> PlaceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LastPlace, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new SealPlace(reader.GetString(0), reader.GetDateTime(1), reader.GetGuid(2)) : null;
    }
}
