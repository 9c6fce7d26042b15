using System.Text;

namespace Herdbook.Templating;

/// <summary>The filter pprint: Python's pprint.pformat() at 80 columns, with sorted keys.</summary>
internal sealed class PrettyPrint
{
    private const int Width = 80;
    private static readonly Signature Signature_ = new("do_pprint", 1, "value");

    private readonly StringBuilder _into = new();
    private readonly List<object> _open = [];
    private readonly IRenderContext _context;

    private PrettyPrint(IRenderContext context) => _context = context;

    internal static Value Filter(CallArguments arguments, IRenderContext context)
    {
        var printer = new PrettyPrint(context);
        printer.Write(Signature_.Bind(arguments)[0], 0, 0, 0);
        return Value.From(printer._into.ToString());
    }

    private void Write(Value value, int indent, int allowance, int level)
    {
        _context.Budget.Charge();
        var container = value.Kind is ValueKind.List or ValueKind.Tuple or ValueKind.Map;
        if (container && IsOpen(value))
        {
            _into.Append($"<Recursion on {TypeNames.Of(value)}>");
            return;
        }

        var line = Repr(value);
        var splits = value.Kind is ValueKind.List or ValueKind.Map or ValueKind.String || value.AsTuple is { TypeName: null };
        if (PyText.Length(line) <= Width - indent - allowance || !splits)
        {
            Append(line);
            return;
        }

        if (value.Kind == ValueKind.String)
        {
            WriteText(value.Text, line, indent, allowance, level + 1);
            return;
        }

        StackGuard.Check();
        _open.Add(value.Reference!);
        switch (value.Kind)
        {
            case ValueKind.List:
                _into.Append('[');
                WriteItems(value.AsList!.Span.ToArray(), indent + 1, allowance + 1, level + 1);
                _into.Append(']');
                break;
            case ValueKind.Tuple:
                var end = value.AsTuple!.Count == 1 ? ",)" : ")";
                _into.Append('(');
                WriteItems(value.AsTuple.Span.ToArray(), indent + 1, allowance + end.Length, level + 1);
                _into.Append(end);
                break;
            default:
                _into.Append('{');
                WritePairs(Sorted(value.AsMap!), indent + 1, allowance + 1, level + 1);
                _into.Append('}');
                break;
        }

        _open.RemoveAt(_open.Count - 1);
    }

    private void WriteItems(Value[] items, int indent, int allowance, int level)
    {
        for (var at = 0; at < items.Length; at++)
        {
            if (at > 0)
            {
                NewLine(",", indent);
            }

            Write(items[at], indent, at == items.Length - 1 ? allowance : 1, level);
        }
    }

    private void WritePairs(List<MapEntry> pairs, int indent, int allowance, int level)
    {
        for (var at = 0; at < pairs.Count; at++)
        {
            if (at > 0)
            {
                NewLine(",", indent);
            }

            var key = Repr(pairs[at].Key);
            Append(key);
            _into.Append(": ");
            Write(pairs[at].Value, indent + PyText.Length(key) + 2, at == pairs.Count - 1 ? allowance : 1, level);
        }
    }

    /// <summary>A long string in parts of at most a line, as literals under each other.</summary>
    private void WriteText(string text, string whole, int indent, int allowance, int level)
    {
        if (level == 1)
        {
            indent++;
            allowance++;
        }

        var chunks = new List<string>();
        var lines = StringSplitting.Lines(text, keepEnds: true, _context);
        var last = whole;
        for (var at = 0; at < lines.Count; at++)
        {
            var isLast = at == lines.Count - 1;
            last = Repr(Value.From(lines[at]));
            if (PyText.Length(last) <= Width - indent - (isLast ? allowance : 0))
            {
                chunks.Add(last);
                continue;
            }

            AddParts(chunks, lines[at], Width - indent, isLast ? allowance : 0);
        }

        if (chunks.Count == 1)
        {
            Append(last);
            return;
        }

        _into.Append(level == 1 ? "(" : "");
        for (var at = 0; at < chunks.Count; at++)
        {
            if (at > 0)
            {
                NewLine("", indent);
            }

            Append(chunks[at]);
        }

        _into.Append(level == 1 ? ")" : "");
    }

    private void AddParts(List<string> chunks, string line, int width, int allowance)
    {
        var current = "";
        for (var at = 0; at < line.Length;)
        {
            var begin = at;
            while (at < line.Length && !PyText.IsSpace(line[at]))
            {
                at++;
            }

            while (at < line.Length && PyText.IsSpace(line[at]))
            {
                at++;
            }

            width -= at == line.Length ? allowance : 0;
            _context.Budget.Allocate((current.Length + at - begin) * 2L);
            var candidate = string.Concat(current, line.AsSpan(begin, at - begin));
            if (PyText.Length(Repr(Value.From(candidate))) > width)
            {
                if (current.Length > 0)
                {
                    chunks.Add(Repr(Value.From(current)));
                }

                current = line[begin..at];
            }
            else
            {
                current = candidate;
            }
        }

        if (current.Length > 0)
        {
            chunks.Add(Repr(Value.From(current)));
        }
    }

    private void NewLine(string before, int indent)
    {
        _context.Budget.Allocate(indent * 2L);
        _into.Append(before).Append('\n').Append(' ', indent);
    }

    private void Append(string text)
    {
        _context.Budget.Allocate(text.Length * 2L);
        _into.Append(text);
    }

    private bool IsOpen(Value value)
    {
        foreach (var outer in _open)
        {
            if (ReferenceEquals(outer, value.Reference))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>repr() with the keys of maps sorted.</summary>
    private string Repr(Value value)
    {
        if (value.Kind is not (ValueKind.List or ValueKind.Map) && value.AsTuple is not { TypeName: null })
        {
            return Printing.Repr(value, _context);
        }

        if (IsOpen(value))
        {
            return $"<Recursion on {TypeNames.Of(value)}>";
        }

        StackGuard.Check();
        _open.Add(value.Reference!);
        var into = new StringBuilder();
        if (value.AsMap is { } map)
        {
            into.Append('{');
            foreach (var pair in Sorted(map))
            {
                Add(into, into.Length > 1 ? ", " : "", Repr(pair.Key));
                Add(into, ": ", Repr(pair.Value));
            }

            into.Append('}');
        }
        else
        {
            var items = value.AsList is { } list ? list.Span.ToArray() : value.AsTuple!.Span.ToArray();
            into.Append(value.Kind == ValueKind.List ? '[' : '(');
            foreach (var item in items)
            {
                Add(into, into.Length > 1 ? ", " : "", Repr(item));
            }

            into.Append(value.Kind == ValueKind.List ? "]" : items.Length == 1 ? ",)" : ")");
        }

        _open.RemoveAt(_open.Count - 1);
        return into.ToString();
    }

    private void Add(StringBuilder into, string before, string text)
    {
        _context.Budget.Allocate(16 + (text.Length * 2L));
        into.Append(before).Append(text);
    }

    /// <summary>By key, as far as keys have an order; those that have none by the name of their type.</summary>
    private List<MapEntry> Sorted(MapValue map)
    {
        var pairs = new List<MapEntry>();
        foreach (ref readonly var entry in map.Entries)
        {
            _context.Budget.Allocate(64);
            if (entry.IsLive)
            {
                pairs.Add(entry);
            }
        }

        var keys = pairs.ConvertAll(pair => pair.Key).ToArray();
        var order = new int[keys.Length];
        for (var at = 0; at < order.Length; at++)
        {
            order[at] = at;
        }

        Sorting.Merge(order, keys, Precedes, _context);
        return [.. Array.ConvertAll(order, at => pairs[at])];
    }

    private static bool Precedes(Value left, Value right)
    {
        try
        {
            return Comparison.Less(left, right);
        }
        catch (TemplateException exception) when (exception.Kind is TemplateErrorKind.Runtime or TemplateErrorKind.Undefined)
        {
            return string.CompareOrdinal(TypeNames.Of(left), TypeNames.Of(right)) < 0;
        }
    }
}
