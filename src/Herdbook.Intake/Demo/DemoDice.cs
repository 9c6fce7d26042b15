using System.Text;

namespace Herdbook.Intake.Demo;

/// <summary>Chance that repeats: the same seed gives the same fleet, on every machine.</summary>
internal sealed class DemoDice(int seed)
{
    private const string Base62 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private readonly Random random = new(seed);

    public int Between(int least, int most) => random.Next(least, most + 1);

    /// <param name="percent">Of 100.</param>
    public bool Chance(int percent) => random.Next(100) < percent;

    public T Of<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>A version 4 UUID.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>An id in the vendor's style, such as msg_01….</summary>
    public string Id(string prefix)
    {
        var id = new StringBuilder(prefix, prefix.Length + 24).Append("01");
        for (var i = 0; i < 22; i++)
        {
            id.Append(Base62[random.Next(Base62.Length)]);
        }

        return id.ToString();
    }

    /// <summary>Lower-case hexadecimal digits.</summary>
    public string Hex(int digits)
    {
        var hex = new StringBuilder(digits);
        for (var i = 0; i < digits; i++)
        {
            hex.Append("0123456789abcdef"[random.Next(16)]);
        }

        return hex.ToString();
    }
}

/// <summary>The time inside the generated fleet; only goes forward.</summary>
internal sealed class DemoClock(DateTimeOffset start, DateTimeOffset now)
{
    public DateTimeOffset Time { get; private set; } = start;

    /// <summary>Nothing is generated beyond the present: what is still under way then stays so.</summary>
    public bool IsOver => Time >= now;

    public void Pass(int milliseconds)
    {
        var later = Time.AddMilliseconds(milliseconds);
        Time = later < now ? later : now;
    }
}
