using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Herdbook.Core.Governance.Audit;

/// <summary>
/// The bytes that a signature covers. Injective: no two different entries have the same. After the words `herdbook audit 1` and a line feed
/// comes each field in its order, as its length in bytes (32 bits, big-endian) and its UTF-8; a field that is null has the length
/// 2^32 - 1 and no bytes. docs/audit.md gives test vectors.
/// </summary>
internal static class AuditEncoding
{
    private const uint Null = uint.MaxValue;

    public static ReadOnlySpan<byte> Head => "herdbook audit 1\n"u8;

    public static void Write(AuditEntry entry, IBufferWriter<byte> to)
    {
        to.Write(Head);
        Field(to, entry.Tenant);
        Span<char> id = stackalloc char[36];
        entry.Id.TryFormat(id, out _, "D");
        Field(to, id);
        Field(to, entry.EventType);
        Field(to, entry.SubjectType);
        Field(to, entry.SubjectId);
        Field(to, entry.EventData);
        Field(to, entry.ActorId);
        Field(to, entry.ActorType);
        Number(to, Microseconds(entry.CreatedAt));
        Number(to, entry.RowCount);
        Field(to, entry.RowsDigest);
        Field(to, entry.KeyId);
    }

    /// <summary>Microseconds since 1970-01-01 in UTC.</summary>
    public static long Microseconds(DateTime moment) => (moment.ToUniversalTime().Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>One more field after those of the entry, for what is made of an entry and more: the tree's leaf.</summary>
    public static void Field(IBufferWriter<byte> to, string? value)
    {
        if (value is null)
        {
            Length(to, Null);
            return;
        }

        Field(to, value.AsSpan());
    }

    private static void Field(IBufferWriter<byte> to, ReadOnlySpan<char> value)
    {
        var bytes = Encoding.UTF8.GetByteCount(value);
        Length(to, (uint)bytes);
        to.Advance(Encoding.UTF8.GetBytes(value, to.GetSpan(Math.Max(bytes, 1))));
    }

    private static void Number(IBufferWriter<byte> to, long? value)
    {
        if (value is null)
        {
            Length(to, Null);
            return;
        }

        Span<char> digits = stackalloc char[20];
        value.Value.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
        Field(to, digits[..written]);
    }

    private static void Length(IBufferWriter<byte> to, uint length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to.GetSpan(4), length);
        to.Advance(4);
    }
}
