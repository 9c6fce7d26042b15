using System.Buffers.Binary;
using System.Globalization;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// The leaf's data of an entry, built straight from the bytes that PostgreSQL sends: the same that <see cref="AuditEncoding"/> makes of an
/// <see cref="AuditEntry"/>, without a string on the way. Not safe for use by several threads at once.
/// </summary>
internal sealed class EntryBytes
{
    private const uint Null = uint.MaxValue;

    /// <summary>PostgreSQL counts from 2000-01-01.</summary>
    private const long Epoch = 946_684_800_000_000;

    private const byte JsonbVersion = 1;

    private readonly int _prefix;
    private byte[] _bytes = new byte[4096];
    private int _signed;
    private int _end;

    public EntryBytes(Tenant tenant)
    {
        _bytes[0] = MerkleHash.LeafPrefix;
        _end = 1;
        Raw(AuditEncoding.Head);
        Text(System.Text.Encoding.UTF8.GetBytes(tenant.Slug));
        _prefix = _end;
    }

    /// <summary>What the signature covers.</summary>
    public ReadOnlySpan<byte> Signed => _bytes.AsSpan(1, _signed - 1);

    /// <summary>What the leaf's hash covers: a zero byte, the same, and the signature.</summary>
    public ReadOnlySpan<byte> Leaf => _bytes.AsSpan(0, _end);

    /// <summary>Takes the row's first twelve columns, in the order of <see cref="EntryPass"/>.</summary>
    public void Take(BinaryCopy row)
    {
        _end = _prefix;
        Room(40);
        Length(36);
        row.Guid(0).TryFormat(_bytes.AsSpan(_end), out var written);
        _end += written;
        Field(row, 1);
        Field(row, 2);
        Field(row, 3);
        var json = row[4];
        Text(json.Length > 0 && json[0] == JsonbVersion ? json[1..] : throw new InvalidDataException("PostgreSQL sends jsonb in a form that this program does not know."));
        Field(row, 5);
        Field(row, 6);
        Number(row.Int64(7) + Epoch);
        if (row.IsNull(8))
        {
            Length(Null);
        }
        else
        {
            Number(row.Int64(8));
        }

        Field(row, 9);
        Field(row, 10);
        _signed = _end;
        Field(row, 11);
    }

    private void Field(BinaryCopy row, int field)
    {
        if (row.IsNull(field))
        {
            Length(Null);
        }
        else
        {
            Text(row[field]);
        }
    }

    private void Number(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var written, default, CultureInfo.InvariantCulture);
        Text(digits[..written]);
    }

    private void Text(ReadOnlySpan<byte> bytes)
    {
        Length((uint)bytes.Length);
        Raw(bytes);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    private void Length(uint length)
    {
        Room(4);
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(_end), length);
        _end += 4;
    }

    private void Room(int bytes)
    {
        if (_bytes.Length - _end < bytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + bytes));
        }
    }
}
