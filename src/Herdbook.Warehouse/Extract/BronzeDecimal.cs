using System.Buffers.Binary;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Extract;

/// <summary>
/// PostgreSQL's numeric as a decimal of a fixed scale. Digits beyond the scale are rounded, half away from zero; NaN, infinity and numbers
/// of more digits than the precision leaves before the point are refused.
/// </summary>
internal sealed class DecimalValue : BronzeValue
{
    private const int Positive = 0x0000;
    private const int Negative = 0x4000;

    /// <summary>Up to this power of ten 9999 times as much is still a number of 38 digits.</summary>
    private const int Surely = 33;

    private static readonly Int128[] Powers = MakePowers();

    private readonly int _scale;
    private readonly Int128 _beyond;

    public DecimalValue(int scale, int precision)
    {
        _scale = scale;
        _beyond = Powers[precision];
    }

    /// <summary>Groups of four decimal digits, the first of them worth 10000 to the power of the weight.</summary>
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        int groups = BinaryPrimitives.ReadInt16BigEndian(value);
        int weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        int sign = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        if (sign is not (Positive or Negative))
        {
            return false;
        }

        Int128 size = 0;
        for (var i = 0; i < groups; i++)
        {
            int group = BinaryPrimitives.ReadInt16BigEndian(value[(8 + (2 * i))..]);
            var exponent = (4 * (weight - i)) + _scale;
            if (exponent >= 0)
            {
                if (group == 0)
                {
                    continue;
                }

                if (exponent >= Powers.Length)
                {
                    return false;
                }

                var more = Powers[exponent];
                if (exponent > Surely && more > _beyond / group)
                {
                    return false;
                }

                if (more * group >= _beyond - size)
                {
                    return false;
                }

                size += more * group;
            }
            else
            {
                if (exponent > -4)
                {
                    var unit = (int)Powers[-exponent];
                    size += group / unit;
                    group %= unit;
                    size += group * 2 >= unit ? 1 : 0;
                }
                else if (exponent == -4)
                {
                    size += group >= 5000 ? 1 : 0;
                }

                break;
            }
        }

        return Append(to, size, sign == Negative);
    }

    /// <summary>Digits, a point, and perhaps an exponent.</summary>
    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var isNegative = value is [(byte)'-', ..];
        var digits = value is [(byte)'-' or (byte)'+', ..] ? value[1..] : value;
        var exponent = 0;
        if (digits.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var at)
        {
            if (!int.TryParse(digits[(at + 1)..], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            digits = digits[..at];
        }

        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits.Length : point;

        // The place of a digit is the power of ten that it is worth, counted at the column's scale.
        var place = whole - 1L + exponent + _scale;
        Int128 size = 0;
        var any = false;
        var isRounded = false;
        foreach (var letter in digits)
        {
            if (letter == (byte)'.')
            {
                continue;
            }

            var digit = letter - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            any = true;
            if (place >= 0)
            {
                if (digit != 0)
                {
                    if (place >= Powers.Length || (place > Surely && Powers[place] > _beyond / digit) || Powers[place] * digit >= _beyond - size)
                    {
                        return false;
                    }

                    size += Powers[place] * digit;
                }
            }
            else if (place == -1)
            {
                isRounded = digit >= 5;
            }

            place--;
        }

        return any && Append(to, size + (isRounded ? 1 : 0), isNegative);
    }

    private bool Append(DuckDbColumnWriter to, Int128 size, bool isNegative)
    {
        if (size >= _beyond)
        {
            return false;
        }

        to.AppendUnscaled(isNegative ? -size : size);
        return true;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
