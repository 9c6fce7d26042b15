using System.Buffers.Binary;
using System.Text;

namespace Herdbook.Intake.Otlp.Wire;

/// <summary>Reads the fields of one Protocol Buffers message, as https://protobuf.dev/programming-guides/encoding writes them. It copies nothing but text.</summary>
/// <exception cref="OtlpMalformedException">The bytes are no such message.</exception>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Bytes = 2;
    public const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field that is read next.</summary>
    public int Field { get; private set; }

    /// <summary>How it is written.</summary>
    public int Type { get; private set; }

    /// <summary>Goes on to the next field; false at the message's end.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Raw();
        (Field, Type) = ((int)(tag >> 3), (int)(tag & 7));
        return tag >> 3 is > 0 and < 1 << 29 ? true : throw Malformed($"a field has the number {tag >> 3}");
    }

    public ulong Number()
    {
        Expect(Varint);
        return Raw();
    }

    public ulong Fixed()
    {
        Expect(Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    /// <summary>A message, a list or bytes.</summary>
    public ReadOnlySpan<byte> Part()
    {
        Expect(Bytes);
        var length = Raw();
        return length <= (ulong)_rest.Length ? Take((int)length) : throw Malformed("a field is longer than what holds it");
    }

    /// <summary>UTF-8, as PostgreSQL can store it: what is none, and NUL, becomes U+FFFD.</summary>
    public string Text()
    {
        var bytes = Part();
        var text = Encoding.UTF8.GetString(bytes);
        return bytes.IndexOf((byte)0) < 0 ? text : text.Replace('\0', '\ufffd');
    }

    public void Skip()
    {
        switch (Type)
        {
            case Varint:
                Raw();
                break;
            case Fixed64:
                Take(8);
                break;
            case Bytes:
                Part();
                break;
            case Fixed32:
                Take(4);
                break;
            default:
                throw Malformed($"a field is written as type {Type}");
        }
    }

    private void Expect(int type)
    {
        if (Type != type)
        {
            throw Malformed($"field {Field} is written as type {Type}, not {type}");
        }
    }

    private ulong Raw()
    {
        var value = 0UL;
        for (var i = 0; i < 10; i++)
        {
            if (i >= _rest.Length)
            {
                throw Malformed("it ends inside a number");
            }

            var b = _rest[i];
            value |= (ulong)(b & 0x7f) << (7 * i);
            if (b < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw Malformed("a number is longer than ten bytes");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Malformed("it ends inside a field");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static OtlpMalformedException Malformed(string why) => new($"The body is no protobuf message of OTLP: {why}.");
}
