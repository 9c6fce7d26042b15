using System.Buffers.Binary;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Extract;

/// <summary>Days and moments. PostgreSQL counts from 2000, DuckDB from 1970; each has its own number for infinity.</summary>
internal static class BronzeTimes
{
    public const int EpochDays = 10957;
    public const long EpochMicros = EpochDays * DayMicros;
    public const long DayMicros = 86_400_000_000;

    /// <summary>Days from 1970-01-01 of a day of the proleptic Gregorian calendar, in which the year 0 is 1 BC.</summary>
    public static long Days(long year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = Math.DivRem(y >= 0 ? y : y - 399, 400).Quotient;
        var ofEra = y - (era * 400);
        var ofYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146_097) + (ofEra * 365) + (ofEra / 4) - (ofEra / 100) + ofYear - 719_468;
    }

    /// <summary><c>2026-01-31</c>, with more digits where the year has them; what follows is left.</summary>
    public static bool TryDay(ref ReadOnlySpan<byte> text, bool isBeforeChrist, out long days)
    {
        days = 0;
        if (!TryNumber(ref text, out var year) || !TrySkip(ref text, '-') || !TryNumber(ref text, out var month) || !TrySkip(ref text, '-') || !TryNumber(ref text, out var day)
            || month is < 1 or > 12 || day is < 1 or > 31)
        {
            return false;
        }

        days = Days(isBeforeChrist ? 1 - year : year, (int)month, (int)day);
        return true;
    }

    /// <summary><c>23:59:59.999999</c>, in microseconds.</summary>
    public static bool TryClock(ref ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (!TryNumber(ref text, out var hours) || !TrySkip(ref text, ':') || !TryNumber(ref text, out var minutes) || !TrySkip(ref text, ':') || !TryNumber(ref text, out var seconds))
        {
            return false;
        }

        micros = ((((hours * 60) + minutes) * 60) + seconds) * 1_000_000;
        if (TrySkip(ref text, '.'))
        {
            var unit = 100_000L;
            while (text is [>= (byte)'0' and <= (byte)'9', ..])
            {
                micros += (text[0] - '0') * unit;
                unit /= 10;
                text = text[1..];
            }
        }

        return true;
    }

    /// <summary><c>+05:30</c>, <c>-08</c>, <c>Z</c> or nothing, in microseconds east of Greenwich.</summary>
    public static bool TryZone(ref ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (text.IsEmpty || TrySkip(ref text, 'Z'))
        {
            return true;
        }

        var isWest = text[0] == (byte)'-';
        if (!TrySkip(ref text, '-') && !TrySkip(ref text, '+'))
        {
            return false;
        }

        var unit = 3600L;
        do
        {
            if (!TryNumber(ref text, out var part))
            {
                return false;
            }

            micros += part * unit * 1_000_000;
            unit /= 60;
        }
        while (unit > 0 && TrySkip(ref text, ':'));
        micros = isWest ? -micros : micros;
        return true;
    }

    public static bool TryNumber(ref ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        var length = 0;
        while (length < text.Length && length < 12 && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (text[length++] - '0');
        }

        text = text[length..];
        return length > 0;
    }

    public static bool TrySkip(ref ReadOnlySpan<byte> text, char letter)
    {
        if (text.IsEmpty || text[0] != letter)
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    /// <summary>Cuts <c> BC</c> off.</summary>
    public static bool IsBeforeChrist(ref ReadOnlySpan<byte> text)
    {
        if (!text.EndsWith(" BC"u8))
        {
            return false;
        }

        text = text[..^3];
        return true;
    }
}

internal sealed class DateValue : BronzeValue
{
    private const int Infinite = int.MaxValue;

    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var days = BinaryPrimitives.ReadInt32BigEndian(value);
        to.Append(days switch { int.MaxValue => Infinite, int.MinValue => -Infinite, _ => days + BronzeTimes.EpochDays });
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("infinity"u8) || value.SequenceEqual("-infinity"u8))
        {
            to.Append(value[0] == (byte)'-' ? -Infinite : Infinite);
            return true;
        }

        var isBefore = BronzeTimes.IsBeforeChrist(ref value);
        if (!BronzeTimes.TryDay(ref value, isBefore, out var days) || days is <= -Infinite or >= Infinite)
        {
            return false;
        }

        to.Append((int)days);
        return true;
    }
}

internal sealed class TimestampValue : BronzeValue
{
    private const long Infinite = long.MaxValue;

    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var micros = BinaryPrimitives.ReadInt64BigEndian(value);
        return micros switch
        {
            long.MaxValue => Append(to, Infinite),
            long.MinValue => Append(to, -Infinite),
            >= Infinite - BronzeTimes.EpochMicros => false,
            _ => Append(to, micros + BronzeTimes.EpochMicros),
        };
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual("infinity"u8) || value.SequenceEqual("-infinity"u8))
        {
            return Append(to, value[0] == (byte)'-' ? -Infinite : Infinite);
        }

        var isBefore = BronzeTimes.IsBeforeChrist(ref value);
        if (!BronzeTimes.TryDay(ref value, isBefore, out var days))
        {
            return false;
        }

        var (clock, zone) = (0L, 0L);
        if (!value.IsEmpty && (!(BronzeTimes.TrySkip(ref value, 'T') || BronzeTimes.TrySkip(ref value, ' ')) || !BronzeTimes.TryClock(ref value, out clock) || !BronzeTimes.TryZone(ref value, out zone) || !value.IsEmpty))
        {
            return false;
        }

        var micros = ((Int128)days * BronzeTimes.DayMicros) + clock - zone;
        return micros > -Infinite && micros < Infinite && Append(to, (long)micros);
    }

    private static bool Append(DuckDbColumnWriter to, long micros)
    {
        to.Append(micros);
        return true;
    }
}

/// <summary>As text, PostgreSQL's own style: <c>1 year 2 mons -3 days 04:05:06.5</c>.</summary>
internal sealed class IntervalValue : BronzeValue
{
    public override bool Binary(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var micros = BinaryPrimitives.ReadInt64BigEndian(value);
        var (days, months) = (BinaryPrimitives.ReadInt32BigEndian(value[8..]), BinaryPrimitives.ReadInt32BigEndian(value[12..]));

        // PostgreSQL's infinite interval has no like in DuckDB.
        if ((micros, days, months) is (long.MaxValue, int.MaxValue, int.MaxValue) or (long.MinValue, int.MinValue, int.MinValue))
        {
            return false;
        }

        to.Append(new DuckDbInterval(months, days, micros));
        return true;
    }

    public override bool Text(DuckDbColumnWriter to, ReadOnlySpan<byte> value)
    {
        var (months, days, micros) = (0L, 0L, 0L);
        while (!value.IsEmpty)
        {
            var isNegative = BronzeTimes.TrySkip(ref value, '-');
            _ = isNegative || BronzeTimes.TrySkip(ref value, '+');
            var rest = value;
            if (BronzeTimes.TryClock(ref rest, out var clock))
            {
                micros += isNegative ? -clock : clock;
                value = rest;
            }
            else if (BronzeTimes.TryNumber(ref value, out var count) && BronzeTimes.TrySkip(ref value, ' '))
            {
                count = isNegative ? -count : count;
                var end = value.IndexOf((byte)' ');
                var unit = end < 0 ? value : value[..end];
                value = value[unit.Length..];
                switch (unit)
                {
                    case [(byte)'y', ..]: months += count * 12; break;
                    case [(byte)'m', ..]: months += count; break;
                    case [(byte)'d', ..]: days += count; break;
                    default: return false;
                }
            }
            else
            {
                return false;
            }

            if (!value.IsEmpty && !BronzeTimes.TrySkip(ref value, ' '))
            {
                return false;
            }
        }

        if (months != (int)months || days != (int)days)
        {
            return false;
        }

        to.Append(new DuckDbInterval((int)months, (int)days, micros));
        return true;
    }
}
