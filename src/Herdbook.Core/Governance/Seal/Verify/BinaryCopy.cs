using System.Buffers.Binary;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Rows of PostgreSQL's COPY … (FORMAT BINARY) in place: a field's bytes are those of the buffer, until the next row is read.</summary>
internal sealed class BinaryCopy(Stream stream, int fields)
{
    private const int HeaderSize = 19;

    /// <summary>Milliseconds until the first row of a large join may come.</summary>
    public const int Patience = 3_600_000;

    private readonly int[] _starts = new int[fields];
    private readonly int[] _lengths = new int[fields];
    private byte[] _buffer = new byte[1 << 20];
    private int _next;
    private int _end;
    private bool _begun;

    /// <summary>Null fields have the length -1.</summary>
    public bool IsNull(int field) => _lengths[field] < 0;

    public ReadOnlySpan<byte> this[int field] => _buffer.AsSpan(_starts[field], Math.Max(_lengths[field], 0));

    public long Int64(int field) => BinaryPrimitives.ReadInt64BigEndian(this[field]);

    public Guid Guid(int field) => new(this[field], bigEndian: true);

    /// <summary>Steps to the next row; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            switch (Parse())
            {
                case Parsed.Row:
                    return true;
                case Parsed.End:
                    return false;
            }

            if (_next > 0)
            {
                _buffer.AsSpan(_next, _end - _next).CopyTo(_buffer);
                (_next, _end) = (0, _end - _next);
            }

            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
            _end += read > 0 ? read : throw new EndOfStreamException("PostgreSQL ended a COPY before its end.");
        }
    }

    private Parsed Parse()
    {
        var at = _next;
        if (!_begun)
        {
            if (_end - at < HeaderSize)
            {
                return Parsed.Part;
            }

            at += HeaderSize;
        }

        if (_end - at < 2)
        {
            return Parsed.Part;
        }

        var count = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(at));
        at += 2;
        if (count < 0)
        {
            return Parsed.End;
        }

        for (var field = 0; field < count; field++)
        {
            if (_end - at < 4)
            {
                return Parsed.Part;
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(at));
            at += 4;
            (_starts[field], _lengths[field]) = (at, length);
            at += Math.Max(length, 0);
            if (at > _end)
            {
                return Parsed.Part;
            }
        }

        (_next, _begun) = (at, true);
        return Parsed.Row;
    }

    private enum Parsed
    {
        Row,
        Part,
        End,
    }
}
