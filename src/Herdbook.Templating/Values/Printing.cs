using System.Globalization;
using System.Text;

namespace Herdbook.Templating;

/// <summary>Values as Python prints them. With a context, what is printed is charged to its budget first.</summary>
internal static class Printing
{
    /// <summary>More digits than this are refused, as by CPython.</summary>
    internal const int MaxDigits = 4300;

    /// <summary>str().</summary>
    internal static string Str(Value value, IRenderContext? context = null)
    {
        switch (value.Kind)
        {
            case ValueKind.String or ValueKind.Markup:
                return value.Text;
            case ValueKind.Int:
                return value.Int64.ToString(CultureInfo.InvariantCulture);
            case ValueKind.None:
                return "None";
            case ValueKind.Bool:
                return value.Int64 != 0 ? "True" : "False";
            case ValueKind.Undefined:
                ((UndefinedValue)value.Reference!).FailIfStrict();
                return string.Empty;
            case ValueKind.Object:
                return ((ObjectValue)value.Reference!).Print(context);
            default:
                return Repr(value, context);
        }
    }

    /// <summary>repr().</summary>
    internal static string Repr(Value value, IRenderContext? context = null)
    {
        switch (value.Kind)
        {
            case ValueKind.Float:
                return FloatText.Repr(value.Double);
            case ValueKind.BigInt:
                return Big(value.BigInteger, context);
            case ValueKind.Int or ValueKind.Bool or ValueKind.None or ValueKind.Object:
                return Str(value, context);
            case ValueKind.Undefined:
                return "Undefined";
            default:
                var into = new StringBuilder();
                Append(into, value, context, null);
                return into.ToString();
        }
    }

    /// <summary>Adds repr() to what was built so far.</summary>
    /// <param name="open">The containers that are being printed: one inside itself prints as dots.</param>
    private static void Append(StringBuilder into, Value value, IRenderContext? context, List<object>? open)
    {
        context?.Budget.Charge();
        switch (value.Kind)
        {
            case ValueKind.String:
                context?.Budget.Allocate(value.Text.Length * 2L);
                StringRepr.Append(into, value.Text);
                return;
            case ValueKind.Markup:
                context?.Budget.Allocate(value.Text.Length * 2L);
                into.Append("Markup(");
                StringRepr.Append(into, value.Text);
                into.Append(')');
                return;
            case ValueKind.Range:
                var range = (RangeValue)value.Reference!;
                into.Append(CultureInfo.InvariantCulture, $"range({range.Start}, {range.Stop}");
                into.Append(range.Step == 1 ? ")" : string.Create(CultureInfo.InvariantCulture, $", {range.Step})"));
                return;
            case ValueKind.Iterator:
                into.Append('<').Append(TypeNames.Of(value)).Append(" object>");
                return;
            case ValueKind.List or ValueKind.Tuple or ValueKind.Map or ValueKind.View:
                AppendContainer(into, value, context, open ?? []);
                return;
            default:
                into.Append(Repr(value, context));
                return;
        }
    }

    private static void AppendContainer(StringBuilder into, Value value, IRenderContext? context, List<object> open)
    {
        foreach (var outer in open)
        {
            if (ReferenceEquals(outer, value.Reference))
            {
                into.Append(value.Kind switch { ValueKind.List => "[...]", ValueKind.Map => "{...}", ValueKind.Tuple => "(...)", _ => "..." });
                return;
            }
        }

        StackGuard.Check();
        context?.Budget.Charge(open.Count);
        open.Add(value.Reference!);
        switch (value.Kind)
        {
            case ValueKind.List:
                into.Append('[');
                AppendAll(into, value.AsList!.Span, context, open);
                into.Append(']');
                break;
            case ValueKind.Tuple:
                AppendTuple(into, value.AsTuple!, context, open);
                break;
            case ValueKind.Map:
                AppendMap(into, value.AsMap!, context, open);
                break;
            default:
                AppendView(into, (ViewValue)value.Reference!, context, open);
                break;
        }

        open.RemoveAt(open.Count - 1);
    }

    private static void AppendAll(StringBuilder into, ReadOnlySpan<Value> items, IRenderContext? context, List<object> open)
    {
        context?.Budget.Allocate(items.Length * 4L);
        for (var at = 0; at < items.Length; at++)
        {
            if (at > 0)
            {
                into.Append(", ");
            }

            Append(into, items[at], context, open);
        }
    }

    private static void AppendTuple(StringBuilder into, TupleValue tuple, IRenderContext? context, List<object> open)
    {
        into.Append('(');
        AppendAll(into, tuple.Span, context, open);
        into.Append(tuple.Count == 1 ? ",)" : ")");
    }

    private static void AppendMap(StringBuilder into, MapValue map, IRenderContext? context, List<object> open)
    {
        context?.Budget.Allocate(map.Count * 8L);
        into.Append('{');
        var first = true;
        foreach (ref readonly var entry in map.Entries)
        {
            if (!entry.IsLive)
            {
                continue;
            }

            into.Append(first ? "" : ", ");
            first = false;
            Append(into, entry.Key, context, open);
            into.Append(": ");
            Append(into, entry.Value, context, open);
        }

        into.Append('}');
    }

    private static void AppendView(StringBuilder into, ViewValue view, IRenderContext? context, List<object> open)
    {
        into.Append(view.TypeName).Append("([");
        var first = true;
        foreach (ref readonly var entry in view.Map.Entries)
        {
            if (entry.IsLive)
            {
                into.Append(first ? "" : ", ");
                first = false;
                Append(into, view.At(entry), context, open);
            }
        }

        into.Append("])");
    }

    private static string Big(System.Numerics.BigInteger number, IRenderContext? context)
    {
        // 4300 digits are some 14,285 bits; the exact count is taken of what was printed.
        var tooLong = number.GetBitLength() > 14_300;
        context?.Budget.Charge(number.GetBitLength() / 8);
        var text = tooLong ? string.Empty : number.ToString(CultureInfo.InvariantCulture);
        return tooLong || text.Length - (text[0] == '-' ? 1 : 0) > MaxDigits
            ? throw TemplateException.ValueError($"Exceeds the limit ({MaxDigits} digits) for integer string conversion")
            : text;
    }
}
