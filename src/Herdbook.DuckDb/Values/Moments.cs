namespace Herdbook.DuckDb.Values;

/// <summary>DuckDB's counts since 1970 and .NET's moments; both proleptic Gregorian.</summary>
internal static class Moments
{
    private const int EpochDay = 719162;

    /// <exception cref="OverflowException">The day is infinite, or not in the years 1 to 9999.</exception>
    public static DateOnly Date(int days) => days is >= -EpochDay and <= 2932896
        ? DateOnly.FromDayNumber(days + EpochDay)
        : throw new OverflowException($"The date {days} days from 1970-01-01 is infinite or outside the years 1 to 9999.");

    public static int Days(DateOnly date) => date.DayNumber - EpochDay;

    /// <exception cref="OverflowException">The moment is infinite, or not in the years 1 to 9999.</exception>
    public static DateTime Timestamp(long micros, DateTimeKind kind) => micros is >= -62135596800000000 and <= 253402300799999999
        ? new DateTime(DateTime.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), kind)
        : throw new OverflowException($"The moment {micros} microseconds from 1970-01-01 is infinite or outside the years 1 to 9999.");

    /// <summary>Whole microseconds, cut towards the past.</summary>
    public static long Micros(DateTime moment)
    {
        var ticks = moment.Ticks - DateTime.UnixEpoch.Ticks;
        return (ticks - (((ticks % 10) + 10) % 10)) / TimeSpan.TicksPerMicrosecond;
    }

    public static long Micros(DateTimeOffset moment) => Micros(moment.UtcDateTime);

    public static TimeOnly Time(long micros) => micros == 86_400_000_000
        ? throw new OverflowException("The time is 24:00:00, which .NET's TimeOnly does not have.")
        : new TimeOnly(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>DuckDB keeps a UUID as an integer whose highest bit is turned over, so that it sorts as its text does.</summary>
    public static Guid Uuid(Int128 stored)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(bytes, stored ^ Int128.MinValue);
        return new Guid(bytes, bigEndian: true);
    }

    public static Int128 Plain(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return System.Buffers.Binary.BinaryPrimitives.ReadInt128BigEndian(bytes);
    }

    public static Int128 Stored(Guid value) => Plain(value) ^ Int128.MinValue;
}
