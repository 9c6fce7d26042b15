using System.Security.Cryptography;

namespace Herdbook.Core.Governance.Seal;

/// <summary>The hashes of RFC 6962, section 2.1: a leaf is SHA-256(0x00 ‖ data), a node SHA-256(0x01 ‖ left ‖ right).</summary>
public static class MerkleHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    /// <summary>What stands before a leaf's data.</summary>
    public const byte LeafPrefix = 0x00;

    private const byte NodePrefix = 0x01;

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    public static byte[] Leaf(ReadOnlySpan<byte> data)
    {
        var whole = new byte[data.Length + 1];
        whole[0] = LeafPrefix;
        data.CopyTo(whole.AsSpan(1));
        return SHA256.HashData(whole);
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[Size];
        Node(left, right, hash);
        return hash;
    }

    /// <summary>The same into place; it may lie over one of the two.</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> to)
    {
        Span<byte> whole = stackalloc byte[1 + (2 * Size)];
        whole[0] = NodePrefix;
        left.CopyTo(whole[1..]);
        right.CopyTo(whole[(1 + Size)..]);
        SHA256.HashData(whole, to);
    }
}
