using System.Globalization;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// Computes the tree over the leaves in their places, and compares it with every head that was signed, here or in the folder of kept ones, and
/// with the subtrees that proofs are made of.
/// </summary>
internal sealed class TreePass(Snapshot snapshot, Tenant tenant, CheckpointKey key, Findings findings, IReadOnlyList<KeptCheckpoint> kept, VerificationOptions options, Action<long> progress)
{
    private const int Step = 4_096;

    private const string Leaves = """
        copy (select l.leaf_index, l.leaf_hash
                from governance.audit_leaf l
               where l.tenant_id = current_setting('herdbook.tenant') and l.leaf_index >= current_setting('herdbook.verify_leaf')::bigint
               order by l.leaf_index)
          to stdout (format binary)
        """;

    private const string From = "select set_config('herdbook.verify_leaf', $1, true)";

    private const string Heads = """
        select c.tree_size, c.root_hash, c.note
          from governance.audit_checkpoint c
         where c.tenant_id = current_setting('herdbook.tenant') and c.tree_size > $1
         order by c.tree_size
        """;

    private const string Before = """
        select c.tree_size
          from governance.audit_checkpoint c
         where c.tenant_id = current_setting('herdbook.tenant') and c.sealed_at < $1
         order by c.tree_size desc
         limit 1
        """;

    private const string Nodes = """
        select n.node_level, n.node_index, n.node_hash
          from governance.audit_node n
         where n.tenant_id = current_setting('herdbook.tenant')
        """;

    private readonly List<(long Size, byte[] Root, string Where)> _heads = [];
    private readonly Dictionary<MerkleNode, byte[]> _nodes = [];

    /// <summary>Leaves from the beginning on that have come.</summary>
    public long Size { get; private set; }

    /// <summary>Where the pass began: 0, or the size of the last head before the time since when is verified.</summary>
    public long First { get; private set; }

    public Checkpoint? Head { get; private set; }

    public long Computed { get; private set; }

    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await snapshot.OpenAsync(ct);
        var range = await BeginAsync(connection, ct);
        First = range.Size;
        await ReadHeadsAsync(connection, ct);
        await ReadNodesAsync(connection, ct);
        var unbroken = await ReadLeavesAsync(connection, range, ct);
        Size = unbroken.Size;
        foreach (var (size, _, where) in _heads.Where(head => head.Size > unbroken.End))
        {
            findings.Add(new Finding(
                Verdict.Completeness, FindingKind.CutOff, $"The log was cut off: {where} says that it had {size} entries, and it has {unbroken.End}. The leaves {unbroken.End} to {size - 1} are gone.",
                "governance.audit_leaf", null, null, unbroken.End));
        }

        if (Head is null ? unbroken.End > 0 : unbroken.End > Head.Size)
        {
            findings.Add(new Finding(
                Verdict.Completeness, FindingKind.CheckpointMissing, $"The head over the leaves {Head?.Size ?? 0} to {unbroken.End - 1} is gone: leaves and their head are written together.",
                "governance.audit_checkpoint", unbroken.End.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task<CompactRange> BeginAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (options.Since is not { } since)
        {
            return new CompactRange();
        }

        await using var command = new NpgsqlCommand(Before, connection) { Parameters = { new NpgsqlParameter<DateTime> { TypedValue = since } } };
        try
        {
            return await command.ExecuteScalarAsync(ct) is long size ? await SealHead.RangeAsync(connection, size, ct) : new CompactRange();
        }
        catch (RefusedException e) when (e.Code == "log_damaged")
        {
            return new CompactRange();
        }
    }

    private async Task ReadHeadsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var arrived = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(Heads, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = First - 1 } } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (size, root, note) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2));
                var signed = key.Open(tenant, note);
                if (signed is null && ArrivedHead.Of(tenant, key, note, size, root) is { } other)
                {
                    arrived[other] = arrived.GetValueOrDefault(other) + 1;
                    continue;
                }

                if (signed is null || signed.Size != size || !signed.Root.AsSpan().SequenceEqual(root))
                {
                    findings.Add(new Finding(
                        Verdict.Integrity, FindingKind.CheckpointForged, $"The head of {size} entries is not what this book's key signed.",
                        "governance.audit_checkpoint", size.ToString(CultureInfo.InvariantCulture)));
                    continue;
                }

                _heads.Add((size, root, $"the head of {size} entries"));
                Head = signed;
            }
        }

        await ArrivedHead.TellAsync(connection, tenant, arrived, findings, ct);
        _heads.AddRange(kept.Where(one => one.Checkpoint.Size >= First).Select(one => (one.Checkpoint.Size, one.Checkpoint.Root, $"the checkpoint kept in {one.Path}")));
        _heads.Sort((a, b) => a.Size.CompareTo(b.Size));
    }

    private async Task ReadNodesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Nodes, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var node = new MerkleNode(reader.GetInt16(0), reader.GetInt64(1));
            if (node.Level is > 0 and < 62 && node.End > First)
            {
                _nodes[node] = reader.GetFieldValue<byte[]>(2);
            }
        }
    }

    /// <returns>How many leaves there are without a gap, and where the last one ends.</returns>
    private async Task<(long Size, long End)> ReadLeavesAsync(NpgsqlConnection connection, CompactRange range, CancellationToken ct)
    {
        await using (var from = new NpgsqlCommand(From, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = First.ToString(CultureInfo.InvariantCulture) } } })
        {
            await from.ExecuteNonQueryAsync(ct);
        }

        var (next, whole, head, right) = (First, true, 0, First);
        void Compare()
        {
            for (; head < _heads.Count && _heads[head].Size <= range.Size; head++)
            {
                if (_heads[head].Size == range.Size && !range.Root().AsSpan().SequenceEqual(_heads[head].Root))
                {
                    findings.Add(new Finding(
                        Verdict.Integrity, FindingKind.RootDiffers,
                        $"The tree over the first {range.Size} leaves is not the one of {_heads[head].Where}. Up to {right} leaves it is; what was changed lies between the leaves {right} and {range.Size - 1}, or before the log was forked.",
                        "governance.audit_leaf", null, null, right));
                }
                else if (_heads[head].Size == range.Size)
                {
                    right = range.Size;
                }
            }
        }

        Compare();
        await using var stream = await connection.BeginRawBinaryCopyAsync(Leaves, ct);
        stream.ReadTimeout = BinaryCopy.Patience;
        var rows = new BinaryCopy(stream, 2);
        while (await rows.ReadAsync(ct))
        {
            var index = rows.Int64(0);
            if (index < next)
            {
                findings.Add(new Finding(Verdict.Completeness, FindingKind.LeafTwice, $"The place {index} of the tree has more than one leaf.", "governance.audit_leaf", index.ToString(CultureInfo.InvariantCulture), null, index));
                whole = false;
                continue;
            }

            if (index > next)
            {
                findings.Add(new Finding(
                    Verdict.Completeness, FindingKind.LeafMissing, index == next + 1 ? $"The leaf {next} is gone." : $"The leaves {next} to {index - 1} are gone.",
                    "governance.audit_leaf", next.ToString(CultureInfo.InvariantCulture), null, next));
                whole = false;
            }

            next = index + 1;
            if (whole)
            {
                range.Append(rows[1].ToArray(), Completed);
                Compare();
            }

            if (++Computed % Step == 0)
            {
                progress(Computed);
            }
        }

        return (range.Size, next);
    }

    private void Completed(MerkleNode node, byte[] hash)
    {
        if (node.Level % TreeRows.Stride != 0)
        {
            return;
        }

        var kept = _nodes.GetValueOrDefault(node);
        if (kept is null || !kept.AsSpan().SequenceEqual(hash))
        {
            findings.Add(new Finding(
                Verdict.Integrity, FindingKind.NodeChanged, $"The kept root over the leaves {node.First} to {node.End - 1} is {(kept is null ? "gone" : "not theirs")}: proofs cannot be made with it.",
                "governance.audit_node", $"[\"{node.Level}\",\"{node.Index}\"]", null, node.First));
        }
    }
}
