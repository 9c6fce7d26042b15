using System.Numerics;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Inclusion and consistency proofs of RFC 6962, section 2.1, and their verification as RFC 9162, section 2.1, gives it.</summary>
public static class MerkleTree
{
    /// <summary>The root over the leaves' hashes.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        var range = new CompactRange();
        foreach (var leaf in leaves)
        {
            range.Append(leaf);
        }

        return range.Root();
    }

    /// <summary>The complete subtrees whose roots <see cref="Inclusion(long, long, Func{MerkleNode, byte[]})"/> asks for.</summary>
    public static IReadOnlyList<MerkleNode> InclusionNodes(long index, long size) => Asked(hash => Inclusion(index, size, hash));

    /// <summary>The complete subtrees whose roots <see cref="Consistency(long, long, Func{MerkleNode, byte[]})"/> asks for.</summary>
    public static IReadOnlyList<MerkleNode> ConsistencyNodes(long from, long to) => Asked(hash => Consistency(from, to, hash));

    /// <summary>PATH(index, D[size]): the hashes from the leaf's neighbour up to the root's child.</summary>
    /// <param name="hash">Gives the root of a complete subtree.</param>
    public static IReadOnlyList<byte[]> Inclusion(long index, long size, Func<MerkleNode, byte[]> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<byte[]>();
        for (var (first, end) = (0L, size); end - first > 1;)
        {
            var middle = first + Split(end - first);
            if (index < middle)
            {
                path.Add(Range(middle, end, hash));
                end = middle;
            }
            else
            {
                path.Add(Range(first, middle, hash));
                first = middle;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>PROOF(from, D[to]); empty where both are the same or the first is without leaves.</summary>
    public static IReadOnlyList<byte[]> Consistency(long from, long to, Func<MerkleNode, byte[]> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var proof = new List<byte[]>();
        if (from == 0 || from == to)
        {
            return proof;
        }

        var (first, end, whole) = (0L, to, true);
        while (end != from)
        {
            var middle = first + Split(end - first);
            if (from <= middle)
            {
                proof.Add(Range(middle, end, hash));
                end = middle;
            }
            else
            {
                proof.Add(Range(first, middle, hash));
                (first, whole) = (middle, false);
            }
        }

        if (!whole)
        {
            proof.Add(Range(first, end, hash));
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>Whether the proof shows the leaf at its place in the tree with that root. See RFC 9162, section 2.1.3.2.</summary>
    public static bool VerifyInclusion(ReadOnlySpan<byte> leaf, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leaf.ToArray());
        foreach (var beside in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.Node(beside, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = MerkleHash.Node(hash, beside);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the proof shows that the first tree is the beginning of the second. See RFC 9162, section 2.1.4.2.</summary>
    public static bool VerifyConsistency(long from, ReadOnlySpan<byte> fromRoot, long to, ReadOnlySpan<byte> toRoot, IReadOnlyList<byte[]> proof)
    {
        if (from < 0 || from > to)
        {
            return false;
        }

        if (from == to)
        {
            return proof.Count == 0 && fromRoot.SequenceEqual(toRoot);
        }

        if (from == 0)
        {
            return proof.Count == 0 && fromRoot.SequenceEqual(MerkleHash.Empty);
        }

        var rest = BitOperations.IsPow2(from) ? [fromRoot.ToArray(), .. proof] : proof;
        if (rest.Count == 0)
        {
            return false;
        }

        var (node, last) = (from - 1, to - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var (older, newer) = (rest[0], rest[0]);
        foreach (var beside in rest.Skip(1))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                older = MerkleHash.Node(beside, older);
                newer = MerkleHash.Node(beside, newer);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                newer = MerkleHash.Node(newer, beside);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && fromRoot.SequenceEqual(older) && toRoot.SequenceEqual(newer);
    }

    /// <summary>MTH of the leaves from first up to end, of whom first is a multiple of the smallest power of two that holds them.</summary>
    private static byte[] Range(long first, long end, Func<MerkleNode, byte[]> hash)
    {
        var length = end - first;
        if (BitOperations.IsPow2(length))
        {
            var level = BitOperations.Log2((ulong)length);
            return hash(new MerkleNode(level, first >> level));
        }

        var middle = first + Split(length);
        var left = Range(first, middle, hash);
        return MerkleHash.Node(left, Range(middle, end, hash));
    }

    /// <summary>The largest power of two that is smaller.</summary>
    private static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));

    private static List<MerkleNode> Asked(Action<Func<MerkleNode, byte[]>> run)
    {
        var (asked, none) = (new List<MerkleNode>(), new byte[MerkleHash.Size]);
        run(node =>
        {
            asked.Add(node);
            return none;
        });
        return asked;
    }
}
