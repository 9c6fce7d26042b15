using System.Globalization;
using System.Numerics;
using System.Text;

namespace Herdbook.Templating;

/// <summary>Integers to the bases 2, 8, 10 and 16.</summary>
internal static class Radix
{
    /// <summary>The digits of the size of an integer, without a sign, and the base's prefix.</summary>
    /// <param name="type">b, o, x, X; anything else is decimal.</param>
    internal static (string Prefix, string Digits) Format(Value value, char type, IRenderContext context)
    {
        var number = BigInteger.Abs(value.BigInteger);
        switch (type)
        {
            case 'b':
                context.Budget.Allocate(number.GetBitLength() * 2);
                return ("0b", number.ToString("B", CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } bits ? bits : "0");
            case 'o':
                return ("0o", Octal(number, context));
            case 'x' or 'X':
                context.Budget.Allocate(number.GetBitLength() / 2);
                var hex = number.ToString(type.ToString(), CultureInfo.InvariantCulture).TrimStart('0');
                return (type == 'x' ? "0x" : "0X", hex.Length == 0 ? "0" : hex);
            default:
                return ("", Printing.Str(Value.From(number), context));
        }
    }

    private static string Octal(BigInteger number, IRenderContext context)
    {
        context.Budget.Allocate(number.GetBitLength());
        var bytes = number.ToByteArray(isUnsigned: true);
        var into = new StringBuilder();
        for (var bit = (bytes.Length * 8 / 3 * 3) + 3; bit >= 0; bit -= 3)
        {
            var digit = 0;
            for (var at = 2; at >= 0; at--)
            {
                var place = bit + at;
                digit = (digit << 1) | (place / 8 < bytes.Length ? (bytes[place / 8] >> (place % 8)) & 1 : 0);
            }

            if (digit != 0 || into.Length > 0)
            {
                into.Append((char)('0' + digit));
            }
        }

        return into.Length == 0 ? "0" : into.ToString();
    }
}
