using System.Globalization;
using System.Text;

namespace Herdbook.Templating;

/// <summary>How JSON is written.</summary>
/// <param name="SafeInHtml">Whether what HTML or ASCII lacks is escaped.</param>
internal sealed record JsonStyle(bool SortKeys, bool SafeInHtml, bool Ascii, string Item, string Pair);

/// <summary>The filter tojson: Python's json.dumps() with sorted keys, safe inside HTML.</summary>
internal sealed class JsonText
{
    private static readonly Signature Signature_ = new("do_tojson", 1, "value", "indent");

    private readonly StringBuilder _into = new();
    private readonly List<object> _open = [];
    private readonly IRenderContext _context;
    private readonly string? _indent;
    private readonly JsonStyle _style;

    private JsonText(string? indent, JsonStyle style, IRenderContext context) => (_indent, _style, _context) = (indent, style, context);

    internal static Value Filter(CallArguments arguments, IRenderContext context)
    {
        var bound = Signature_.Bind(arguments);
        return Value.Markup(Dump(bound[0], bound.Or(1, Value.None), new JsonStyle(true, true, true, ", ", ": "), context));
    }

    /// <summary>A value as JSON, indented by a number of spaces, a text, or (None) not at all.</summary>
    internal static string Dump(Value value, Value indent, JsonStyle style, IRenderContext context)
    {
        var unit = indent.IsNone ? null : indent.TextOrNull;
        if (!indent.IsNone && unit is null)
        {
            var width = Math.Max(0, Bound.ToInteger(indent));
            context.Budget.Allocate(Math.Min(width, long.MaxValue / 8) * 2);
            unit = new string(' ', (int)width);
        }

        var json = new JsonText(unit, style, context);
        json.Write(value);
        return json._into.ToString();
    }

    private void Write(Value value)
    {
        _context.Budget.Charge();
        switch (value.Kind)
        {
            case ValueKind.None:
                _into.Append("null");
                break;
            case ValueKind.Bool:
                _into.Append(value.Int64 != 0 ? "true" : "false");
                break;
            case ValueKind.Int or ValueKind.BigInt:
                Add(Printing.Str(value, _context));
                break;
            case ValueKind.Float:
                _into.Append(Number(value.Double));
                break;
            case ValueKind.String or ValueKind.Markup:
                WriteText(value.Text);
                break;
            case ValueKind.List:
                WriteItems(value.AsList!, value.AsList!.Span.ToArray());
                break;
            case ValueKind.Tuple:
                WriteItems(value.AsTuple!, value.AsTuple!.Span.ToArray());
                break;
            case ValueKind.Map:
                WriteMap(value.AsMap!);
                break;
            default:
                throw TemplateException.TypeError($"Object of type {TypeNames.Of(value)} is not JSON serializable");
        }
    }

    private static string Number(double number) => double.IsFinite(number)
        ? FloatText.Repr(number)
        : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

    private void WriteItems(object owner, Value[] items)
    {
        if (items.Length == 0)
        {
            _into.Append("[]");
            return;
        }

        Open(owner);
        _into.Append('[');
        for (var at = 0; at < items.Length; at++)
        {
            Separate(at > 0);
            Write(items[at]);
        }

        Close();
        _into.Append(']');
    }

    private void WriteMap(MapValue map)
    {
        if (map.Count == 0)
        {
            _into.Append("{}");
            return;
        }

        Open(map);
        _into.Append('{');
        var pairs = Sequences.ToList(Value.From(new ViewValue(map, ViewPart.Items)), _context).ToArray();
        var first = true;
        foreach (var pair in _style.SortKeys ? Sorting.Sort(pairs, false, _context, pair => pair.AsTuple![0]) : pairs)
        {
            Separate(!first);
            first = false;
            WriteText(Key(pair.AsTuple![0]));
            _into.Append(_style.Pair);
            Write(pair.AsTuple[1]);
        }

        Close();
        _into.Append('}');
    }

    private string Key(Value key) => key.Kind switch
    {
        ValueKind.String or ValueKind.Markup => key.Text,
        ValueKind.None => "null",
        ValueKind.Bool => key.Int64 != 0 ? "true" : "false",
        ValueKind.Int or ValueKind.BigInt => Printing.Str(key, _context),
        ValueKind.Float => Number(key.Double),
        _ => throw TemplateException.TypeError($"keys must be str, int, float, bool or None, not {TypeNames.Of(key)}"),
    };

    private void Open(object owner)
    {
        StackGuard.Check();
        _context.Budget.Charge(_open.Count);
        foreach (var outer in _open)
        {
            if (ReferenceEquals(outer, owner))
            {
                throw TemplateException.ValueError("Circular reference detected");
            }
        }

        _open.Add(owner);
    }

    private void Close()
    {
        _open.RemoveAt(_open.Count - 1);
        NewLine();
    }

    private void Separate(bool comma)
    {
        _into.Append(comma ? _indent is null ? _style.Item : _style.Item.TrimEnd() : "");
        NewLine();
    }

    private void NewLine()
    {
        if (_indent is null)
        {
            return;
        }

        _context.Budget.Allocate((1 + ((long)_indent.Length * _open.Count)) * 2);
        _into.Append('\n');
        for (var level = 0; level < _open.Count; level++)
        {
            _into.Append(_indent);
        }
    }

    private void Add(string text)
    {
        _context.Budget.Allocate(text.Length * 2L);
        _into.Append(text);
    }

    private void WriteText(string text)
    {
        _context.Budget.Allocate((text.Length + 2) * 2L);
        _into.Append('"');
        foreach (var unit in text)
        {
            switch (unit)
            {
                case '"':
                    _into.Append("\\\"");
                    break;
                case '\\':
                    _into.Append("\\\\");
                    break;
                case '\n':
                    _into.Append("\\n");
                    break;
                case '\r':
                    _into.Append("\\r");
                    break;
                case '\t':
                    _into.Append("\\t");
                    break;
                case '\b':
                    _into.Append("\\b");
                    break;
                case '\f':
                    _into.Append("\\f");
                    break;
                case '\x7f' when !_style.SafeInHtml:
                    _into.Append(unit);
                    break;
                case '<' or '>' or '&' or '\'' when !_style.SafeInHtml:
                    _into.Append(unit);
                    break;
                case > '~' when !_style.Ascii:
                    _into.Append(unit);
                    break;
                case < ' ' or > '~' or '<' or '>' or '&' or '\'':
                    _context.Budget.Allocate(10);
                    _into.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                    break;
                default:
                    _into.Append(unit);
                    break;
            }
        }

        _into.Append('"');
    }
}
