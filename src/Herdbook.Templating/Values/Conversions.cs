using System.Globalization;
using System.Numerics;

namespace Herdbook.Templating;

/// <summary>Python's int() and float() of values and of text.</summary>
internal static class Conversions
{
    /// <summary>int() of a float.</summary>
    /// <exception cref="TemplateException">It is not finite.</exception>
    internal static Value Truncate(double number)
    {
        if (!double.IsFinite(number))
        {
            throw double.IsNaN(number)
                ? TemplateException.ValueError("cannot convert float NaN to integer")
                : Numbers.Overflow("cannot convert float infinity to integer");
        }

        return Math.Abs(number) < 9e18 ? Value.From((long)number) : Value.From(new BigInteger(number));
    }

    /// <summary>int(text, base): white space around, a sign, underscores between digits, a prefix of its base.</summary>
    internal static bool TryInteger(string text, int radix, IRenderContext context, out Value value)
    {
        value = default;
        var span = Trim(text);
        if (radix == 10 && span.Length is > 0 and < 19 && span.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            value = Value.From(long.Parse(span, NumberStyles.None, CultureInfo.InvariantCulture));
            return true;
        }

        context.Budget.Charge(text.Length);
        var negative = span.Length > 0 && span[0] == '-';
        span = span.Length > 0 && span[0] is '+' or '-' ? span[1..] : span;
        var prefixed = span.Length > 1 && span[0] == '0' ? span[1] | 0x20 : 0;
        var of = prefixed switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
        if (of != 0 && (radix == of || radix == 0))
        {
            span = span[2..];
            span = span.Length > 0 && span[0] == '_' ? span[1..] : span;
            radix = of;
        }
        else if (radix == 0)
        {
            // A literal without a prefix is decimal and does not begin with 0, unless it is 0.
            if (span.Length > 0 && span[0] == '0' && span.IndexOfAnyExcept('0', '_') >= 0)
            {
                return false;
            }

            radix = 10;
        }

        if (!TryDigits(span, radix, context, out var number))
        {
            return false;
        }

        value = Value.From(negative ? -number : number);
        return true;
    }

    /// <summary>float(text): white space around, underscores between digits, inf, infinity and nan.</summary>
    internal static bool TryFloat(string text, out double number)
    {
        number = 0;
        var span = Trim(text);
        var unsigned = span.Length > 0 && span[0] is '+' or '-' ? span[1..] : span;
        var sign = span.Length > 0 && span[0] == '-' ? -1 : 1;
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            number = sign * double.PositiveInfinity;
            return true;
        }

        if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            number = double.NaN;
            return true;
        }

        var plain = AsciiDigits(unsigned);
        if (plain is null)
        {
            return false;
        }

        var parsed = double.TryParse(
            plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
        number *= sign;
        return parsed;
    }

    /// <summary>The digits as ASCII without underscores; null where an underscore does not stand between digits.</summary>
    private static string? AsciiDigits(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !(char.IsDigit(text[0]) || text[0] == '.'))
        {
            return null;
        }

        Span<char> plain = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var used = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '_')
            {
                if (at == 0 || at + 1 == text.Length || !char.IsDigit(text[at - 1]) || !char.IsDigit(text[at + 1]))
                {
                    return null;
                }

                continue;
            }

            plain[used++] = char.IsDigit(text[at]) ? (char)('0' + (int)char.GetNumericValue(text[at])) : text[at];
        }

        return plain[..used].ToString();
    }

    private static bool TryDigits(ReadOnlySpan<char> span, int radix, IRenderContext context, out BigInteger number)
    {
        number = default;
        var plain = new char[span.Length];
        var used = 0;
        for (var at = 0; at < span.Length; at++)
        {
            if (span[at] == '_' && at > 0 && at + 1 < span.Length && span[at - 1] != '_' && span[at + 1] != '_')
            {
                continue;
            }

            var digit = char.IsAsciiLetter(span[at]) ? (span[at] | 0x20) - 'a' + 10 : char.IsDigit(span[at]) ? (int)char.GetNumericValue(span[at]) : 99;
            if (digit >= radix)
            {
                return false;
            }

            plain[used++] = (char)digit;
        }

        if (used == 0)
        {
            return false;
        }

        var powerOfTwo = (radix & (radix - 1)) == 0;
        if (used > Printing.MaxDigits && !powerOfTwo)
        {
            throw TemplateException.ValueError($"Exceeds the limit ({Printing.MaxDigits} digits) for integer string conversion");
        }

        context.Budget.Charge((long)used * used / 1024);
        foreach (var digit in plain.AsSpan(0, used))
        {
            number = (number * radix) + digit;
        }

        return true;
    }

    private static ReadOnlySpan<char> Trim(string text)
    {
        var (begin, end) = (0, text.Length);
        while (begin < end && PyText.IsSpace(text[begin]))
        {
            begin++;
        }

        while (end > begin && PyText.IsSpace(text[end - 1]))
        {
            end--;
        }

        return text.AsSpan(begin, end - begin);
    }
}
