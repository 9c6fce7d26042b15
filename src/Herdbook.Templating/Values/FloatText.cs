using System.Globalization;

namespace Herdbook.Templating;

/// <summary>Floats as Python prints them: the shortest digits that read back as the same number.</summary>
internal static class FloatText
{
    /// <summary>repr(): always with a point or an exponent.</summary>
    internal static string Repr(double number)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 1e15)
        {
            return number == 0 && double.IsNegative(number)
                ? "-0.0"
                : string.Create(CultureInfo.InvariantCulture, $"{(long)number}.0");
        }

        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var (negative, digits, exponent) = Shortest(number);
        string body;
        if (exponent is < -4 or >= 16)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            body = $"{mantissa}e{Exponent(exponent)}";
        }
        else if (exponent < 0)
        {
            body = $"0.{new string('0', -exponent - 1)}{digits}";
        }
        else if (exponent >= digits.Length - 1)
        {
            body = $"{digits}{new string('0', exponent - digits.Length + 1)}.0";
        }
        else
        {
            body = $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
        }

        return negative ? "-" + body : body;
    }

    /// <summary>A sign and at least two digits.</summary>
    internal static string Exponent(int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");

    /// <summary>The shortest digits without leading or trailing zeros, and the power of ten of the first.</summary>
    private static (bool Negative, string Digits, int Exponent) Shortest(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var negative = shortest[0] == '-';
        var body = negative ? shortest[1..] : shortest;
        var mark = body.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(body.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? body : body[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa : mantissa[..point];
        var all = point < 0 ? mantissa : string.Concat(whole, mantissa.AsSpan(point + 1));
        var leading = all.Length - all.TrimStart('0').Length;
        var digits = all.Trim('0');
        return (negative, digits.Length == 0 ? "0" : digits, exponent + whole.Length - 1 - leading);
    }
}
