using System.Globalization;
using System.Text;

namespace Herdbook.Templating;

/// <summary>str.format() as Jinja2's sandbox has it: dots and brackets of a field mean what they mean in the template.</summary>
internal sealed class StringFormat
{
    private readonly Func<string, Value> _named;
    private readonly Func<long, Value> _placed;
    private readonly IRenderContext _context;
    private readonly bool _safe;
    private int _automatic;

    private StringFormat(Func<string, Value> named, Func<long, Value> placed, bool safe, IRenderContext context) =>
        (_named, _placed, _safe, _context) = (named, placed, safe, context);

    internal static Value Format(Value self, CallArguments arguments, IRenderContext context)
    {
        var format = new StringFormat(
            name => arguments.TryGetNamed(name, out var value) ? value : throw TemplateException.ValueError($"'{name}'"),
            place => place < arguments.PositionalCount
                ? arguments[(int)place]
                : throw TemplateException.ValueError($"Replacement index {place} out of range for positional args tuple"),
            self.IsMarkup,
            context);
        return Value.OfText(format.Expand(self.Text, 2), self.IsMarkup);
    }

    internal static Value FormatMap(Value self, CallArguments arguments, IRenderContext context)
    {
        if (arguments.Count != 1 || arguments.NamedCount != 0)
        {
            throw TemplateException.TypeError($"format_map() takes exactly one argument ({arguments.Count} given)");
        }

        var source = arguments[0];
        var format = new StringFormat(
            name => Subscripts.TryItem(source, Value.From(name), context, out var value)
                ? value
                : throw TemplateException.ValueError($"'{name}'"),
            _ => throw TemplateException.ValueError("Format string contains positional fields"),
            self.IsMarkup,
            context);
        return Value.OfText(format.Expand(self.Text, 2), self.IsMarkup);
    }

    /// <param name="depth">How deep fields may stand in each other's specifications.</param>
    private string Expand(string text, int depth)
    {
        if (depth < 0)
        {
            throw TemplateException.ValueError("Max string recursion exceeded");
        }

        _context.Budget.Allocate(text.Length * 2L);
        var into = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            var brace = text.AsSpan(at).IndexOfAny('{', '}');
            if (brace < 0)
            {
                into.Append(text, at, text.Length - at);
                break;
            }

            into.Append(text, at, brace);
            at += brace;
            if (at + 1 < text.Length && text[at + 1] == text[at])
            {
                into.Append(text[at]);
                at += 2;
                continue;
            }

            if (text[at] == '}')
            {
                throw TemplateException.ValueError("Single '}' encountered in format string");
            }

            var end = Closing(text, at);
            var field = Field(text[(at + 1)..end], depth);
            _context.Budget.Allocate(field.Length * 2L);
            into.Append(field);
            at = end + 1;
        }

        return into.ToString();
    }

    private static int Closing(string text, int open)
    {
        var nested = 0;
        var bracket = false;
        for (var at = open; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '[' when nested == 1:
                    bracket = true;
                    break;
                case ']':
                    bracket = false;
                    break;
                case '{' when !bracket:
                    nested++;
                    break;
                case '}' when !bracket && --nested == 0:
                    return at;
                default:
                    break;
            }
        }

        throw TemplateException.ValueError(open + 1 == text.Length ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    private string Field(string field, int depth)
    {
        _context.Budget.Charge();
        var end = NameEnd(field);
        var name = field[..end];
        var conversion = '\0';
        if (end < field.Length && field[end] == '!')
        {
            if (end + 1 >= field.Length)
            {
                throw TemplateException.ValueError("end of string while looking for conversion specifier");
            }

            conversion = field[end + 1];
            end += 2;
            if (end < field.Length && field[end] != ':')
            {
                throw TemplateException.ValueError("expected ':' after conversion specifier");
            }
        }

        var value = Resolve(name);
        var spec = end < field.Length ? Expand(field[(end + 1)..], depth - 1) : "";
        value = conversion switch
        {
            '\0' => value,
            's' => Value.From(Printing.Str(value, _context)),
            'r' => Value.From(Printing.Repr(value, _context)),
            'a' => Value.From(StringRepr.ToAscii(Printing.Repr(value, _context))),
            _ => throw TemplateException.ValueError($"Unknown conversion specifier {conversion}"),
        };
        if (!_safe)
        {
            return value.IsMarkup ? FormatSpec.Format(Value.From(value.Text), spec, _context) : FormatSpec.Format(value, spec, _context);
        }

        return value.IsMarkup
            ? spec.Length == 0 ? value.Text : throw TemplateException.ValueError("Unsupported format specification for Markup.")
            : Markups.Escape(FormatSpec.Format(value, spec, _context), _context);
    }

    /// <summary>Where the name ends: at a ! or a : that stands in no bracket.</summary>
    private static int NameEnd(string field)
    {
        var bracket = false;
        for (var at = 0; at < field.Length; at++)
        {
            switch (field[at])
            {
                case '[':
                    bracket = true;
                    break;
                case ']':
                    bracket = false;
                    break;
                case '{' when !bracket:
                    throw TemplateException.ValueError("unexpected '{' in field name");
                case '!' or ':' when !bracket:
                    return at;
                default:
                    break;
            }
        }

        return field.Length;
    }

    private Value Resolve(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        end = end < 0 ? name.Length : end;
        var value = First(name[..end]);
        while (end < name.Length)
        {
            _context.Budget.Charge();
            if (name[end] == '.')
            {
                var next = name.AsSpan(end + 1).IndexOfAny('.', '[');
                next = next < 0 ? name.Length : end + 1 + next;
                var attribute = name[(end + 1)..next];
                value = attribute.Length == 0
                    ? throw TemplateException.ValueError("Empty attribute in format string")
                    : Subscripts.GetAttribute(value, attribute, _context);
                end = next;
                continue;
            }

            if (name[end] != '[')
            {
                throw TemplateException.ValueError("Only '.' or '[' may follow ']' in format field specifier");
            }

            var close = name.IndexOf(']', end);
            if (close < 0)
            {
                throw TemplateException.ValueError("Missing ']' in format string");
            }

            var key = name[(end + 1)..close];
            value = key.Length == 0
                ? throw TemplateException.ValueError("Empty attribute in format string")
                : Subscripts.GetItem(value, IsNumber(key, out var number) ? Value.From(number) : Value.From(key), _context);
            end = close + 1;
        }

        return value;
    }

    private Value First(string name)
    {
        if (name.Length == 0)
        {
            return _automatic < 0
                ? throw TemplateException.ValueError("cannot switch from manual field specification to automatic field numbering")
                : _placed(_automatic++);
        }

        if (!IsNumber(name, out var place))
        {
            return _named(name);
        }

        if (_automatic > 0)
        {
            throw TemplateException.ValueError("cannot switch from automatic field numbering to manual field specification");
        }

        _automatic = -1;
        return _placed(place);
    }

    private static bool IsNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
