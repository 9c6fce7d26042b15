using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Herdbook.Catalog.Extracts;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Extract;

/// <summary>
/// How values of one type reach DuckDB's memory: from PostgreSQL's binary form, and from text, as JSON and PostgreSQL write it. Each
/// answers false, and has appended nothing, where DuckDB's type cannot hold the value.
/// </summary>
internal abstract class BronzeValue
{
    public abstract bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value);

    public abstract bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value);

    public static BronzeValue Of(ExtractType type) => type.Scalar switch
    {
        ExtractScalar.Boolean => new BooleanValue(),
        ExtractScalar.Smallint => new SmallintValue(),
        ExtractScalar.Integer => new IntegerValue(),
        ExtractScalar.Bigint => new BigintValue(),
        ExtractScalar.Real => new RealValue(),
        ExtractScalar.Double => new DoubleValue(),
        ExtractScalar.Decimal => new DecimalValue(type.Scale, type.Precision),
        ExtractScalar.Date => new DateValue(),
        ExtractScalar.Timestamp => new TimestampValue(),
        ExtractScalar.Interval => new IntervalValue(),
        ExtractScalar.Uuid => new UuidValue(),
        ExtractScalar.Json => new JsonValue(),
        ExtractScalar.Bytes => new BytesValue(),
        _ => new TextValue(),
    };

    /// <summary>A whole text as one value.</summary>
    protected static bool All(int consumed, ReadOnlySpan<byte> value) => consumed == value.Length;
}

internal sealed class TextValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value) => Text(to, value);

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.AppendBytes(value);
        return true;
    }
}

/// <summary>In PostgreSQL's binary form a version, 1, stands before the text.</summary>
internal sealed class JsonValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value) => Text(to, value[1..]);

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.AppendBytes(value);
        return true;
    }
}

/// <summary>As text, hexadecimal after \x.</summary>
internal sealed class BytesValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.AppendBytes(value);
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        if (!value.StartsWith("\\x"u8))
        {
            to.AppendBytes(value);
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(value.Length / 2);
        try
        {
            var done = Convert.FromHexString(value[2..], bytes, out _, out var written) == OperationStatus.Done;
            if (done)
            {
                to.AppendBytes(bytes.AsSpan(0, written));
            }

            return done;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}

internal sealed class BooleanValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.Append(value[0]);
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        bool? known = value.SequenceEqual("true"u8) || value.SequenceEqual("t"u8) ? true : value.SequenceEqual("false"u8) || value.SequenceEqual("f"u8) ? false : null;
        if (known is { } given)
        {
            to.Append((byte)(given ? 1 : 0));
        }

        return known is not null;
    }
}

internal sealed class SmallintValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.Append(BinaryPrimitives.ReadInt16BigEndian(value));
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var known = Utf8Parser.TryParse(value, out short number, out var consumed) && All(consumed, value);
        if (known)
        {
            to.Append(number);
        }

        return known;
    }
}

internal sealed class IntegerValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.Append(BinaryPrimitives.ReadInt32BigEndian(value));
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var known = Utf8Parser.TryParse(value, out int number, out var consumed) && All(consumed, value);
        if (known)
        {
            to.Append(number);
        }

        return known;
    }
}

internal sealed class BigintValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.Append(BinaryPrimitives.ReadInt64BigEndian(value));
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var known = Utf8Parser.TryParse(value, out long number, out var consumed) && All(consumed, value);
        if (known)
        {
            to.Append(number);
        }

        return known;
    }
}

internal sealed class RealValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.Append(BinaryPrimitives.ReadSingleBigEndian(value));
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var known = float.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number);
        if (known)
        {
            // .NET's NaN is negative, PostgreSQL's is not, and DuckDB prints the sign.
            to.Append(float.IsNaN(number) ? BitConverter.UInt32BitsToSingle(0x7FC0_0000) : number);
        }

        return known;
    }
}

internal sealed class DoubleValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.Append(BinaryPrimitives.ReadDoubleBigEndian(value));
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var known = double.TryParse(value, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number);
        if (known)
        {
            to.Append(double.IsNaN(number) ? BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000) : number);
        }

        return known;
    }
}

/// <summary>16 bytes, as DuckDB orders them: the highest bit turned over.</summary>
internal sealed class UuidValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        to.Append(BinaryPrimitives.ReadInt128BigEndian(value) ^ Int128.MinValue);
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var known = Utf8Parser.TryParse(value, out Guid id, out var consumed) && All(consumed, value);
        if (known)
        {
            to.AppendGuid(id);
        }

        return known;
    }
}
