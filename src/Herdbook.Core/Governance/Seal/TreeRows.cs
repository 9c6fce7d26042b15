using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// The roots of complete subtrees, from the rows of the tree. Roots at the levels 8, 16 and so on stand in governance.audit_node; what lies
/// between is computed from at most 255 rows for each such level, so a proof reads O(log n) rows.
/// </summary>
internal static class TreeRows
{
    /// <summary>Levels from one that is kept to the next.</summary>
    public const int Stride = 8;

    private const string Leaves = """
        select r.place, l.leaf_hash
          from unnest($1::integer[], $2::bigint[], $3::bigint[]) r (place, first, beyond)
          join governance.audit_leaf l on l.leaf_index >= r.first and l.leaf_index < r.beyond
         order by r.place, l.leaf_index
        """;

    private const string Nodes = """
        select r.place, n.node_hash
          from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::smallint[]) r (place, first, beyond, level)
          join governance.audit_node n on n.node_level = r.level and n.node_index >= r.first and n.node_index < r.beyond
         order by r.place, n.node_index
        """;

    /// <summary>The roots of the subtrees that are asked for.</summary>
    /// <exception cref="RefusedException">`log_damaged`: rows of the tree are missing.</exception>
    public static async Task<Dictionary<MerkleNode, byte[]>> ReadAsync(NpgsqlConnection connection, IReadOnlyCollection<MerkleNode> asked, CancellationToken ct)
    {
        var nodes = asked.Distinct().ToArray();
        var below = nodes.Select(node => node.Level - (node.Level % Stride)).ToArray();
        var read = nodes.Select(_ => new CompactRange()).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(Leaves, nodes, below, kept => kept == 0, levels: false));
        batch.BatchCommands.Add(Command(Nodes, nodes, below, kept => kept > 0, levels: true));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        do
        {
            while (await reader.ReadAsync(ct))
            {
                read[reader.GetInt32(0)].Append(reader.GetFieldValue<byte[]>(1));
            }
        }
        while (await reader.NextResultAsync(ct));

        var roots = new Dictionary<MerkleNode, byte[]>();
        for (var i = 0; i < nodes.Length; i++)
        {
            roots[nodes[i]] = read[i].Size == 1L << (nodes[i].Level - below[i])
                ? read[i].Root()
                : throw new RefusedException("log_damaged", $"Rows of the audit log's tree are missing among the leaves {nodes[i].First} to {nodes[i].End - 1}. Run: herdbook verify");
        }

        return roots;
    }

    private static NpgsqlBatchCommand Command(string sql, MerkleNode[] nodes, int[] below, Func<int, bool> of, bool levels)
    {
        var places = Enumerable.Range(0, nodes.Length).Where(i => of(below[i])).ToArray();
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                new NpgsqlParameter<int[]> { TypedValue = places },
                new NpgsqlParameter<long[]> { TypedValue = [.. places.Select(i => nodes[i].First >> below[i])] },
                new NpgsqlParameter<long[]> { TypedValue = [.. places.Select(i => nodes[i].End >> below[i])] },
            },
        };
        if (levels)
        {
            command.Parameters.Add(new NpgsqlParameter<short[]> { TypedValue = [.. places.Select(i => (short)below[i])] });
        }

        return command;
    }
}
