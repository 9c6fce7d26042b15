using System.Globalization;

namespace Herdbook.DuckDb;

/// <summary>An exact decimal of up to 38 digits: <see cref="Unscaled"/> / 10^<see cref="Scale"/>.</summary>
/// <param name="Unscaled">The digits without the point.</param>
/// <param name="Scale">Digits behind the point, 0 to 38.</param>
public readonly record struct DuckDbDecimal(Int128 Unscaled, byte Scale) : IFormattable
{
    /// <exception cref="OverflowException">It has more digits than System.Decimal keeps (28).</exception>
    public decimal ToDecimal()
    {
        var (value, scale) = (Unscaled, Scale);
        while (scale > 28 && value % 10 == 0)
        {
            (value, scale) = (value / 10, (byte)(scale - 1));
        }

        var size = value < 0 ? (UInt128)(-value) : (UInt128)value;
        if (size >> 96 != 0 || scale > 28)
        {
            throw new OverflowException($"{this} has more digits than a System.Decimal keeps.");
        }

        return new decimal((int)(uint)size, (int)(uint)(size >> 32), (int)(uint)(size >> 64), value < 0, scale);
    }

    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    /// <summary>With all its digits, as DuckDB prints it: `-0.50` at scale 2.</summary>
    public override string ToString()
    {
        var digits = (Unscaled < 0 ? (UInt128)(-Unscaled) : (UInt128)Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        var text = Scale == 0 ? digits : $"{digits[..^Scale]}.{digits[^Scale..]}";
        return Unscaled < 0 ? "-" + text : text;
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? ToString() : ToDecimal().ToString(format, formatProvider);

    /// <summary>Exact; keeps the scale of <paramref name="value"/>.</summary>
    public static DuckDbDecimal From(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var size = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return new DuckDbDecimal(value < 0 ? -(Int128)size : (Int128)size, value.Scale);
    }

    /// <summary>The same value with <paramref name="scale"/> digits behind the point.</summary>
    /// <exception cref="OverflowException">Digits would be lost, or there are more than 38.</exception>
    public DuckDbDecimal WithScale(byte scale)
    {
        var value = Unscaled;
        for (var i = Scale; i < scale; i++)
        {
            value = checked(value * 10);
        }

        for (var i = Scale; i > scale; i--)
        {
            value = value % 10 == 0 ? value / 10 : throw new OverflowException($"{this} has more than {scale} digits behind the point.");
        }

        return new DuckDbDecimal(value, scale);
    }
}
