using System.Globalization;
using System.Numerics;

namespace Herdbook.Templating;

/// <summary>Floats with a given number of digits, exactly rounded, ties to even, as C's printf does.</summary>
internal static class FloatDigits
{
    /// <summary>No float has digits beyond this many places: what is asked for beyond them is zeros.</summary>
    private const int LastPlace = 1100;

    /// <summary>Style f: so many digits after the point. The number is finite and not negative.</summary>
    internal static string Fixed(double number, int places)
    {
        var used = Math.Min(places, LastPlace);
        var digits = Scaled(number, used).ToString(CultureInfo.InvariantCulture).PadLeft(used + 1, '0');
        var whole = digits[..^used];
        return places == 0 ? whole : $"{whole}.{digits[^used..]}{new string('0', places - used)}";
    }

    /// <summary>Style e: one digit, so many more after the point, and the exponent.</summary>
    internal static string Scientific(double number, int places)
    {
        var (digits, exponent) = Significant(number, places);
        var mantissa = places == 0 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{mantissa}e{FloatText.Exponent(exponent)}";
    }

    /// <summary>Style g: so many significant digits, with an exponent where the number is very large or very small.</summary>
    /// <param name="keepZeros">Whether zeros at the end stay.</param>
    /// <param name="early">Whether an exponent comes one digit earlier, as it does without a type.</param>
    internal static string General(double number, int significant, bool keepZeros, bool early)
    {
        significant = Math.Max(1, significant);
        var (digits, exponent) = Significant(number, significant - 1);
        if (exponent < -4 || exponent + 1 > significant - (early ? 1 : 0))
        {
            var mantissa = Trim(digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}", keepZeros);
            return $"{mantissa}e{FloatText.Exponent(exponent)}";
        }

        if (exponent < 0)
        {
            return Trim($"0.{new string('0', -exponent - 1)}{digits}", keepZeros);
        }

        return exponent + 1 >= digits.Length ? digits : Trim($"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}", keepZeros);
    }

    /// <summary>The first digits, and the power of ten of the first of them.</summary>
    private static (string Digits, int Exponent) Significant(double number, int places)
    {
        if (number == 0)
        {
            return (new string('0', places + 1), 0);
        }

        var used = Math.Min(places, LastPlace);
        var exponent = (int)Math.Floor(Math.Log10(number));
        while (true)
        {
            var digits = Scaled(number, used - exponent).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == used + 1)
            {
                return (digits + new string('0', places - used), exponent);
            }

            // The logarithm was a little off, or rounding carried into another digit.
            exponent += digits.Length > used + 1 ? 1 : -1;
        }
    }

    private static string Trim(string digits, bool keepZeros) =>
        keepZeros || !digits.Contains('.', StringComparison.Ordinal) ? digits : digits.TrimEnd('0').TrimEnd('.');

    /// <summary>number times a power of ten, to the nearest integer, ties to even.</summary>
    private static BigInteger Scaled(double number, int power)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7ff);
        var mantissa = bits & ((1L << 52) - 1);
        (mantissa, exponent) = exponent == 0 ? (mantissa, -1074) : (mantissa | (1L << 52), exponent - 1075);
        BigInteger above = mantissa;
        var below = BigInteger.One;
        if (power >= 0)
        {
            above *= BigInteger.Pow(10, power);
        }
        else
        {
            below = BigInteger.Pow(10, -power);
        }

        if (exponent >= 0)
        {
            above <<= exponent;
        }
        else
        {
            below <<= -exponent;
        }

        var quotient = BigInteger.DivRem(above, below, out var rest);
        var order = (rest * 2).CompareTo(below);
        return order > 0 || (order == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
