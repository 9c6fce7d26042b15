using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>A head that was signed, with its note as it is published.</summary>
public sealed record SignedHead(Checkpoint Checkpoint, string Note, DateTime SealedAt);

/// <summary>That an entry stands at its place in the tree of that size.</summary>
/// <param name="Path">Hashes from the leaf's neighbour up to the root's child.</param>
public sealed record InclusionProof(Guid EntryId, long Index, long Size, byte[] LeafHash, byte[] Root, IReadOnlyList<byte[]> Path);

/// <summary>That the tree of one size is the beginning of that of another.</summary>
public sealed record ConsistencyProof(long From, long To, byte[] FromRoot, byte[] ToRoot, IReadOnlyList<byte[]> Path);

/// <summary>The Merkle trees of the tenants' logs: their heads, and proofs in them that read O(log n) rows.</summary>
public sealed class AuditTree(Book book, CheckpointKey key)
{
    private const string HeadOf = """
        select c.tree_size, c.root_hash, c.note, c.key_name, c.sealed_at
          from governance.audit_checkpoint c
         where $1::bigint is null or c.tree_size <= $1
         order by c.tree_size desc
         limit 1
        """;

    private const string LeafOf = "select l.leaf_index, l.leaf_hash from governance.audit_leaf l where l.entry_id = $1";

    private const string EntryAt = "select l.entry_id from governance.audit_leaf l where l.leaf_index = $1";

    private const string KnowsEntry = "select exists (select from governance.audit_logs a where a.id = $1)";

    public CheckpointKey Key => key;

    /// <summary>The last head that was signed; null before the first.</summary>
    public Task<SignedHead?> HeadAsync(Tenant tenant, CancellationToken ct) => HeadAsync(tenant, null, ct);

    /// <summary>The last head of that size or smaller; null where there is none.</summary>
    public Task<SignedHead?> HeadAsync(Tenant tenant, long? size, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => ReadHeadAsync(connection, size, token), ct);

    /// <param name="size">Of the tree; null takes that of the last head.</param>
    /// <exception cref="RefusedException">`entry_unknown`, `entry_unsealed`, `tree_size`, `log_damaged`.</exception>
    public Task<InclusionProof> InclusionAsync(Tenant tenant, Guid entry, long? size, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(LeafOf, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = entry } } };
            var (index, leaf) = (-1L, Array.Empty<byte>());
            await using (var reader = await command.ExecuteReaderAsync(token))
            {
                if (await reader.ReadAsync(token))
                {
                    (index, leaf) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
                }
            }

            if (index < 0)
            {
                await using var known = new NpgsqlCommand(KnowsEntry, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = entry } } };
                throw await known.ExecuteScalarAsync(token) is true
                    ? new RefusedException("entry_unsealed", $"The entry {entry} is not in the tree yet. Ask again in a second.")
                    : new RefusedException("entry_unknown", $"The audit log of {tenant} has no entry {entry}.");
            }

            return await InclusionAsync(connection, entry, index, leaf, await SizeAsync(connection, size, token), token);
        },
        ct);

    /// <summary>The same for the entry at a place.</summary>
    /// <exception cref="RefusedException">`entry_unknown`, `tree_size`, `log_damaged`.</exception>
    public async Task<InclusionProof> InclusionAsync(Tenant tenant, long index, long? size, CancellationToken ct)
    {
        var entry = await book.ReadAsync(
            tenant,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(EntryAt, connection) { Parameters = { new NpgsqlParameter<long> { TypedValue = index } } };
                return await command.ExecuteScalarAsync(token) as Guid?;
            },
            ct);
        return await InclusionAsync(tenant, entry ?? throw new RefusedException("entry_unknown", $"The tree of {tenant} has no leaf {index}."), size, ct);
    }

    /// <param name="to">Null takes the size of the last head.</param>
    /// <exception cref="RefusedException">`tree_size`, `log_damaged`.</exception>
    public Task<ConsistencyProof> ConsistencyAsync(Tenant tenant, long from, long? to, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            var size = await SizeAsync(connection, to, token);
            if (from < 0 || from > size)
            {
                throw new RefusedException("tree_size", $"A tree of {size} leaves does not begin with one of {from}.");
            }

            var roots = await TreeRows.ReadAsync(
                connection, [.. MerkleTree.ConsistencyNodes(from, size), .. CompactRange.Nodes(from), .. CompactRange.Nodes(size)], token);
            return new ConsistencyProof(from, size, Root(from, roots), Root(size, roots), MerkleTree.Consistency(from, size, node => roots[node]));
        },
        ct);

    internal static async Task<SignedHead?> ReadHeadAsync(NpgsqlConnection connection, long? size, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(HeadOf, connection)
        {
            Parameters = { new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint, Value = (object?)size ?? DBNull.Value } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new SignedHead(new Checkpoint(reader.GetString(3), reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)), reader.GetString(2), reader.GetDateTime(4))
            : null;
    }

    private static async Task<InclusionProof> InclusionAsync(NpgsqlConnection connection, Guid entry, long index, byte[] leaf, long size, CancellationToken ct)
    {
        if (index >= size)
        {
            throw new RefusedException("tree_size", $"The entry {entry} is leaf {index}; a tree of {size} leaves does not have it.");
        }

        var roots = await TreeRows.ReadAsync(connection, [.. MerkleTree.InclusionNodes(index, size), .. CompactRange.Nodes(size)], ct);
        return new InclusionProof(entry, index, size, leaf, Root(size, roots), MerkleTree.Inclusion(index, size, node => roots[node]));
    }

    private static async Task<long> SizeAsync(NpgsqlConnection connection, long? asked, CancellationToken ct)
    {
        var head = (await ReadHeadAsync(connection, null, ct))?.Checkpoint.Size ?? 0;
        return asked is null ? head
            : asked >= 0 && asked <= head ? asked.Value
            : throw new RefusedException("tree_size", $"The tree has {head} leaves; {asked} is not one of its sizes.");
    }

    private static byte[] Root(long size, Dictionary<MerkleNode, byte[]> roots) =>
        new CompactRange(size, [.. CompactRange.Nodes(size).Select(node => roots[node])]).Root();
}
