using System.Globalization;
using System.Numerics;
using System.Text;

namespace Herdbook.Templating;

/// <summary>Python's format specification: [[fill]align][sign][z][#][0][width][grouping][.precision][type].</summary>
internal readonly struct FormatSpec
{
    private string Fill { get; init; }

    private char Align { get; init; }

    private char Sign { get; init; }

    private bool Alternate { get; init; }

    private bool NoNegativeZero { get; init; }

    private long Width { get; init; }

    private char Grouping { get; init; }

    /// <summary>-1 where none was given.</summary>
    private int Precision { get; init; }

    private char Type { get; init; }

    /// <summary>format(value, spec).</summary>
    internal static string Format(Value value, string spec, IRenderContext context)
    {
        if (spec.Length == 0)
        {
            return Printing.Str(value, context);
        }

        Failing.IfUndefined(value);
        if (value.IsString || value.IsNumber)
        {
            var parsed = Parse(spec, value.IsNumber && !value.IsString);
            return value.IsString
                ? parsed.FormatText(value.Text, context)
                : parsed.FormatNumber(value, context);
        }

        throw TemplateException.TypeError($"unsupported format string passed to {TypeNames.Of(value)}.__format__");
    }

    private static FormatSpec Parse(string spec, bool number)
    {
        var at = 0;
        string? fill = null;
        var align = '\0';
        var first = PyText.UnitsAt(spec, 0);
        if (spec.Length > first && spec[first] is '<' or '>' or '=' or '^')
        {
            (fill, align, at) = (spec[..first], spec[first], first + 1);
        }
        else if (spec[0] is '<' or '>' or '=' or '^')
        {
            (align, at) = (spec[0], 1);
        }

        var sign = at < spec.Length && spec[at] is '+' or '-' or ' ' ? spec[at++] : '\0';
        var noNegativeZero = Take(spec, ref at, 'z');
        var alternate = Take(spec, ref at, '#');
        if (fill is null && Take(spec, ref at, '0'))
        {
            (fill, align) = ("0", align != '\0' ? align : number ? '=' : '<');
        }

        var width = Digits(spec, ref at);
        var grouping = at < spec.Length && spec[at] is ',' or '_' ? spec[at++] : '\0';
        var precision = -1L;
        if (Take(spec, ref at, '.'))
        {
            precision = Digits(spec, ref at);
            if (precision < 0)
            {
                throw TemplateException.ValueError("Format specifier missing precision");
            }
        }

        var type = at < spec.Length ? spec[at++] : '\0';
        if (at < spec.Length)
        {
            throw TemplateException.ValueError($"Invalid format specifier '{spec}'");
        }

        return precision > int.MaxValue || width > int.MaxValue
            ? throw TemplateException.ValueError("Too many decimal digits in format string")
            : new FormatSpec
            {
                Fill = fill ?? " ",
                Align = align,
                Sign = sign,
                NoNegativeZero = noNegativeZero,
                Alternate = alternate,
                Width = Math.Max(0, width),
                Grouping = grouping,
                Precision = (int)precision,
                Type = type,
            };
    }

    private static bool Take(string spec, ref int at, char wanted)
    {
        if (at < spec.Length && spec[at] == wanted)
        {
            at++;
            return true;
        }

        return false;
    }

    /// <summary>A number, or -1 where there is none.</summary>
    internal static long Digits(ReadOnlySpan<char> spec, ref int at)
    {
        var begin = at;
        var number = 0L;
        while (at < spec.Length && char.IsAsciiDigit(spec[at]))
        {
            number = Math.Min((number * 10) + (spec[at++] - '0'), long.MaxValue / 100);
        }

        return at == begin ? -1 : number;
    }

    private string FormatText(string text, IRenderContext context)
    {
        if (Type is not ('\0' or 's'))
        {
            throw TemplateException.ValueError($"Unknown format code '{Type}' for object of type 'str'");
        }

        if (Sign != '\0' || Alternate || NoNegativeZero || Grouping != '\0' || Align == '=')
        {
            throw TemplateException.ValueError(Align == '='
                ? "'=' alignment not allowed in string format specifier"
                : "Sign, alternate form or grouping not allowed in string format specifier");
        }

        if (Precision >= 0)
        {
            text = text[..PyText.Offset(text, Precision)];
        }

        return Pad(text, '<', context);
    }

    private string Pad(string text, char standard, IRenderContext context)
    {
        var missing = Width - PyText.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        context.Budget.Allocate(((missing * Fill.Length) + text.Length) * 2);
        var align = Align == '\0' ? standard : Align;
        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        var into = new StringBuilder((int)(text.Length + (missing * Fill.Length)));
        return into.Insert(0, Fill, (int)left).Append(text).Insert(into.Length, Fill, (int)(missing - left)).ToString();
    }

    private string FormatNumber(Value value, IRenderContext context)
    {
        if (value.IsBool && Type == '\0')
        {
            // An empty type prints a boolean as the integer it is, as soon as there is any specification.
            value = Value.From(value.Int64);
        }

        switch (Type)
        {
            case '\0' when !value.IsFloat:
            case 'd' or 'b' or 'o' or 'x' or 'X' or 'n' or 'c' when !value.IsFloat:
                return FormatInteger(value, context);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%':
            case '\0' or 'n' when value.IsFloat:
                return FormatFloat(Numbers.Float(value), context);
            default:
                throw TemplateException.ValueError(
                    $"Unknown format code '{Type}' for object of type '{TypeNames.Of(value)}'");
        }
    }

    private string FormatInteger(Value value, IRenderContext context)
    {
        if (Precision >= 0)
        {
            throw TemplateException.ValueError("Precision not allowed in integer format specifier");
        }

        if (NoNegativeZero)
        {
            throw TemplateException.ValueError("Negative zero coercion (z) not allowed in integer format specifier");
        }

        if (Type == 'c')
        {
            if (Sign != '\0')
            {
                throw TemplateException.ValueError("Sign not allowed with integer format specifier 'c'");
            }

            return Pad(Characters.FromCode(value), '<', context);
        }

        if (Grouping != '\0' && Type is not ('\0' or 'd') && (Grouping == ',' || Type == 'n'))
        {
            throw TemplateException.ValueError($"Cannot specify '{Grouping}' with '{Type}'.");
        }

        var (prefix, digits) = Radix.Format(value, Type, context);
        return Assemble(value.BigInteger.Sign < 0, Alternate ? prefix : "", digits, "", Type is 'b' or 'o' or 'x' or 'X' ? 4 : 3, context);
    }

    private string FormatFloat(double number, IRenderContext context)
    {
        context.Budget.Allocate(Math.Max(0, Precision) * 2L);
        context.Budget.Charge(16);
        var negative = double.IsNegative(number) && !double.IsNaN(number);
        var size = Math.Abs(number) * (Type == '%' ? 100 : 1);
        string body;
        if (!double.IsFinite(size))
        {
            body = double.IsNaN(size) ? "nan" : "inf";
        }
        else
        {
            var precision = Precision < 0 ? 6 : Precision;
            body = Type switch
            {
                'e' or 'E' => FloatDigits.Scientific(size, precision),
                'f' or 'F' or '%' => FloatDigits.Fixed(size, precision),
                'g' or 'G' or 'n' => FloatDigits.General(size, precision, Alternate, early: false),
                _ when Precision < 0 => FloatText.Repr(size),
                _ => WithPoint(FloatDigits.General(size, precision, Alternate, early: true)),
            };
            if (Alternate && !body.Contains('.', StringComparison.Ordinal))
            {
                var mark = body.IndexOf('e', StringComparison.Ordinal);
                body = mark < 0 ? body + "." : body.Insert(mark, ".");
            }
        }

        if (NoNegativeZero && body.AsSpan().IndexOfAnyInRange('1', '9') < 0 && double.IsFinite(size))
        {
            negative = false;
        }

        body = Type is 'E' or 'F' or 'G' ? body.ToUpperInvariant() : body;
        var end = body.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var whole = end < 0 ? body : body[..end];
        var rest = (end < 0 ? "" : body[end..]) + (Type == '%' ? "%" : "");
        return Assemble(negative, "", whole, rest, 3, context);
    }

    private static string WithPoint(string digits) =>
        digits.AsSpan().IndexOfAny('.', 'e') < 0 ? digits + ".0" : digits;

    /// <summary>Sign, prefix, grouped digits and the rest, padded; a zero fill continues the groups.</summary>
    private string Assemble(bool negative, string prefix, string digits, string rest, int group, IRenderContext context)
    {
        var sign = negative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";
        var head = sign + prefix;
        if (Align != '=')
        {
            return Pad(head + Group(digits, group) + rest, '>', context);
        }

        var room = Width - head.Length - rest.Length;
        context.Budget.Allocate(Math.Max(0, room) * 4);
        if (Fill == "0" && Grouping != '\0' && digits.Length > 0)
        {
            // As many zeros as bring the digits with their separators to the width; none begins with a separator.
            while (digits.Length + ((digits.Length - 1) / group) < room)
            {
                var short_ = room - digits.Length - ((digits.Length - 1) / group);
                digits = new string('0', (int)Math.Max(1, short_ * group / (group + 1))) + digits;
            }

            return head + Group(digits, group) + rest;
        }

        var body = Group(digits, group);
        return head + string.Concat(Enumerable.Repeat(Fill, (int)Math.Max(0, room - body.Length))) + body + rest;
    }

    private string Group(string digits, int size)
    {
        if (Grouping == '\0' || digits.Length <= size)
        {
            return digits;
        }

        var into = new StringBuilder(digits, digits.Length * 4 / 3);
        for (var at = digits.Length - size; at > 0; at -= size)
        {
            into.Insert(at, Grouping);
        }

        return into.ToString();
    }
}
