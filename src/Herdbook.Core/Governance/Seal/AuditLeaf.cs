using System.Buffers;
using System.Security.Cryptography;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Seal;

/// <summary>What stands in the tree for an entry: its encoding and, as one more field, its signature.</summary>
internal static class AuditLeaf
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>RFC 6962: SHA-256(0x00 ‖ encoding ‖ signature's field).</summary>
    public static byte[] Hash(AuditEntry entry, string? signature)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        buffer.Write([MerkleHash.LeafPrefix]);
        AuditEncoding.Write(entry, buffer);
        AuditEncoding.Field(buffer, signature);
        return SHA256.HashData(buffer.WrittenSpan);
    }
}
