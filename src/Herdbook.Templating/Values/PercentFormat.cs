using System.Text;

namespace Herdbook.Templating;

/// <summary>Python's % on strings: C's printf with tuples and mappings.</summary>
internal ref struct PercentFormat
{
    private readonly string _format;
    private readonly Value _arguments;
    private readonly bool _safe;
    private readonly IRenderContext _context;
    private readonly StringBuilder _into;
    private int _at;
    private int _next;

    private PercentFormat(string format, Value arguments, bool safe, IRenderContext context)
    {
        (_format, _arguments, _safe, _context) = (format, arguments, safe, context);
        _into = new StringBuilder(format.Length + 16);
    }

    /// <summary>format % arguments. What joins a safe string is escaped.</summary>
    internal static Value Format(Value format, Value arguments, IRenderContext context)
    {
        Failing.IfUndefinedStrictly(arguments);
        context.Budget.Allocate(format.Text.Length * 2L);
        var run = new PercentFormat(format.Text, arguments, format.IsMarkup, context);
        return Value.OfText(run.Run(), format.IsMarkup);
    }

    private string Run()
    {
        while (true)
        {
            var percent = _format.IndexOf('%', _at);
            if (percent < 0)
            {
                _into.Append(_format, _at, _format.Length - _at);
                break;
            }

            _into.Append(_format, _at, percent - _at);
            _at = percent + 1;
            Directive();
        }

        var left = _arguments.AsTuple is { } tuple ? _next < tuple.Count : _next == 0 && !IsMapping;
        return left ? throw TemplateException.TypeError("not all arguments converted during string formatting") : _into.ToString();
    }

    /// <summary>What has elements and is neither tuple nor string may stand unused.</summary>
    private readonly bool IsMapping => _arguments.Kind is ValueKind.Map or ValueKind.List or ValueKind.Range or ValueKind.Undefined;

    private void Directive()
    {
        _context.Budget.Charge();
        if (Peek() == '%')
        {
            _at++;
            _into.Append('%');
            return;
        }

        var key = Value.Missing;
        if (Peek() == '(')
        {
            key = Key();
        }

        var (left, plus, space, alternate, zero) = (false, false, false, false, false);
        for (; Peek() is '-' or '+' or ' ' or '#' or '0'; _at++)
        {
            left |= Peek() == '-';
            plus |= Peek() == '+';
            space |= Peek() == ' ';
            alternate |= Peek() == '#';
            zero |= Peek() == '0';
        }

        var width = Count("* wants int");
        if (width < 0)
        {
            (left, width) = (width < -1 || left, width < -1 ? -(width + 1) : 0);
        }

        var precision = -1L;
        if (Peek() == '.')
        {
            _at++;
            precision = Math.Max(0, Count("* wants int"));
        }

        if (Peek() is 'h' or 'l' or 'L')
        {
            _at++;
        }

        var type = Peek();
        _at++;
        if (type == '\0')
        {
            throw TemplateException.ValueError("incomplete format");
        }

        if (width > int.MaxValue || precision > int.MaxValue)
        {
            throw TemplateException.ValueError("width too big");
        }

        var value = key.IsMissing ? Next() : Lookup(key);
        Pad(Convert(value, type, (int)precision, alternate, plus, space, out var head), head, (int)width, left, zero && IsNumeric(type));
    }

    private static bool IsNumeric(char type) => type is not ('s' or 'r' or 'a' or 'c');

    private readonly char Peek() => _at < _format.Length ? _format[_at] : '\0';

    private Value Key()
    {
        if (_arguments.Kind is not (ValueKind.Map or ValueKind.List or ValueKind.Range))
        {
            throw TemplateException.TypeError("format requires a mapping");
        }

        var (depth, begin) = (1, ++_at);
        while (depth > 0)
        {
            if (_at >= _format.Length)
            {
                throw TemplateException.ValueError("incomplete format key");
            }

            depth += _format[_at] == '(' ? 1 : _format[_at] == ')' ? -1 : 0;
            _at++;
        }

        return Value.From(_format[begin..(_at - 1)]);
    }

    private Value Lookup(Value key)
    {
        _next = 1;
        return _arguments.AsMap is { } map
            ? map.TryGet(key, out var value) ? value : throw TemplateException.ValueError(Printing.Repr(key, _context))
            : throw TemplateException.TypeError($"{TypeNames.Of(_arguments)} indices must be integers or slices, not str");
    }

    /// <summary>A number, or a star that takes an argument: a negative one is given back less one, so that -1 says none.</summary>
    private long Count(string refusal)
    {
        if (Peek() != '*')
        {
            return FormatSpec.Digits(_format, ref _at);
        }

        _at++;
        var value = Next();
        return value.IsInt || value.IsBool
            ? value.Int64 < 0 ? value.Int64 - 1 : value.Int64
            : throw TemplateException.TypeError(refusal);
    }

    private Value Next()
    {
        if (_arguments.AsTuple is { } tuple)
        {
            return _next < tuple.Count
                ? tuple[_next++]
                : throw TemplateException.TypeError("not enough arguments for format string");
        }

        return _next++ == 0 ? _arguments : throw TemplateException.TypeError("not enough arguments for format string");
    }

    /// <summary>The text without padding; head is what stays before zeros: the sign and the base's prefix.</summary>
    private readonly string Convert(Value value, char type, int precision, bool alternate, bool plus, bool space, out string head)
    {
        head = "";
        switch (type)
        {
            case 's':
                return Cut(_safe ? Markups.Escape(value, _context) : Printing.Str(value, _context), precision);
            case 'r' or 'a':
                var text = Printing.Repr(value, _context);
                text = type == 'a' ? StringRepr.ToAscii(text) : text;
                return Cut(_safe ? Markups.Escape(text, _context) : text, precision);
            case 'c':
                return Character(value);
            case 'd' or 'i' or 'u' or 'o' or 'x' or 'X':
                var integer = Integer(value, type);
                var (prefix, digits) = Radix.Format(integer, type, _context);
                if (precision > digits.Length)
                {
                    _context.Budget.Allocate(precision * 2L);
                    digits = digits.PadLeft(precision, '0');
                }

                head = SignOf(integer.BigInteger.Sign < 0, plus, space) + (alternate ? prefix : "");
                return digits;
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                return Float(value, type, precision, alternate, plus, space, out head);
            default:
                throw TemplateException.ValueError(
                    $"unsupported format character '{type}' (0x{(int)type:x}) at index {PyText.Length(_format.AsSpan(0, _at - 1))}");
        }
    }

    private static string SignOf(bool negative, bool plus, bool space) => negative ? "-" : plus ? "+" : space ? " " : "";

    private static string Cut(string text, int precision) => precision < 0 ? text : text[..PyText.Offset(text, precision)];

    private readonly string Float(Value value, char type, int precision, bool alternate, bool plus, bool space, out string head)
    {
        if (!value.IsNumber)
        {
            Failing.IfUndefined(value);
            throw TemplateException.TypeError($"must be real number, not {TypeNames.Of(value)}");
        }

        var number = Numbers.Float(value);
        var spec = $"{(alternate ? "#" : "")}.{(precision < 0 ? 6 : precision)}{type}";
        head = SignOf(double.IsNegative(number) && !double.IsNaN(number), plus, space);
        return FormatSpec.Format(Value.From(Math.Abs(number)), spec, _context);
    }

    private static Value Integer(Value value, char type)
    {
        if (value.IsIntegral)
        {
            return value;
        }

        Failing.IfUndefined(value);
        if (!value.IsFloat)
        {
            throw TemplateException.TypeError(type is 'o' or 'x' or 'X'
                ? $"%{type} format: an integer is required, not {TypeNames.Of(value)}"
                : $"%{type} format: a real number is required, not {TypeNames.Of(value)}");
        }

        return type is 'o' or 'x' or 'X'
            ? throw TemplateException.TypeError($"%{type} format: an integer is required, not float")
            : Conversions.Truncate(value.Double);
    }

    private readonly string Character(Value value)
    {
        if (value.TextOrNull is { } text)
        {
            return PyText.Length(text) == 1 ? (_safe ? Markups.Escape(value, _context) : text) : throw TemplateException.TypeError("%c requires int or char");
        }

        Failing.IfUndefined(value);
        return value.IsIntegral ? Characters.FromCode(value) : throw TemplateException.TypeError("%c requires int or char");
    }

    private readonly void Pad(string body, string head, int width, bool left, bool zeros)
    {
        var missing = width - PyText.Length(body) - head.Length;
        _context.Budget.Allocate((Math.Max(0, missing) + body.Length) * 2L);
        if (missing <= 0)
        {
            _into.Append(head).Append(body);
        }
        else if (left)
        {
            _into.Append(head).Append(body).Append(' ', missing);
        }
        else if (zeros)
        {
            _into.Append(head).Append('0', missing).Append(body);
        }
        else
        {
            _into.Append(' ', missing).Append(head).Append(body);
        }
    }
}
