using System.Numerics;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// All that is needed of a tree to append to it and to know its root: the roots of the largest complete subtrees that make it up, from the
/// left, one for each bit that is set in its size. Not safe for use by several threads at once.
/// </summary>
public sealed class CompactRange
{
    private readonly List<byte[]> _roots;

    public CompactRange()
        : this(0, [])
    {
    }

    /// <param name="size">Leaves.</param>
    /// <param name="roots">Of the complete subtrees at <see cref="Nodes"/> of that size, in their order.</param>
    public CompactRange(long size, IReadOnlyList<byte[]> roots)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(roots.Count, BitOperations.PopCount((ulong)size));
        (Size, _roots) = (size, [.. roots]);
    }

    /// <summary>Leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The complete subtrees that make up a tree of that size, from the left.</summary>
    public static IEnumerable<MerkleNode> Nodes(long size)
    {
        for (var (level, start) = (62, 0L); level >= 0; level--)
        {
            if ((size >> level & 1) != 0)
            {
                yield return new MerkleNode(level, start >> level);
                start += 1L << level;
            }
        }
    }

    /// <summary>Appends a leaf.</summary>
    /// <param name="leaf">Its hash; it is kept, not copied.</param>
    /// <param name="completed">Told each subtree of two leaves and more that the leaf completes, the smallest first.</param>
    public void Append(byte[] leaf, Action<MerkleNode, byte[]>? completed = null)
    {
        var hash = leaf;
        for (var level = 1; (Size >> (level - 1) & 1) != 0; level++)
        {
            hash = MerkleHash.Node(_roots[^1], hash);
            _roots.RemoveAt(_roots.Count - 1);
            completed?.Invoke(new MerkleNode(level, Size >> level), hash);
        }

        _roots.Add(hash);
        Size++;
    }

    /// <summary>The root of the tree, as RFC 6962 defines MTH.</summary>
    public byte[] Root()
    {
        if (_roots.Count == 0)
        {
            return MerkleHash.Empty;
        }

        var root = _roots[^1];
        for (var i = _roots.Count - 2; i >= 0; i--)
        {
            root = MerkleHash.Node(_roots[i], root);
        }

        return root;
    }
}
