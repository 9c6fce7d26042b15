using System.Numerics;

namespace Herdbook.Templating;

/// <summary>What has elements: iterating, counting, searching, joining, repeating.</summary>
internal static class Sequences
{
    /// <summary>A run over the elements.</summary>
    /// <exception cref="TemplateException">It has none, or it is undefined under the strict policy.</exception>
    internal static Elements Enumerate(Value value, IRenderContext? context)
    {
        return TryEnumerate(value, context, out var elements)
            ? elements
            : throw TemplateException.TypeError($"'{TypeNames.Of(value)}' object is not iterable");
    }

    internal static bool TryEnumerate(Value value, IRenderContext? context, out Elements elements)
    {
        switch (value.Kind)
        {
            case ValueKind.Undefined:
                ((UndefinedValue)value.Reference!).FailIfStrict();
                elements = default;
                return true;
            case ValueKind.String or ValueKind.Markup or ValueKind.List or ValueKind.Tuple or ValueKind.Map
                or ValueKind.Range or ValueKind.Iterator or ValueKind.View:
                elements = new Elements(value.Reference);
                return true;
            case ValueKind.Object:
                var items = ((ObjectValue)value.Reference!).Iterate(context);
                elements = new Elements(items);
                return items is not null;
            default:
                elements = default;
                return false;
        }
    }

    /// <summary>All elements in a list of their own, charged.</summary>
    internal static List<Value> ToList(Value value, IRenderContext context)
    {
        var list = new List<Value>();
        if (value.AsList is { } source)
        {
            context.Budget.Allocate(source.Count * 16L);
            list.AddRange(source.Span);
            return list;
        }

        var elements = Enumerate(value, context);
        while (elements.MoveNext(out var element))
        {
            context.Budget.Allocate(32);
            list.Add(element);
        }

        return list;
    }

    /// <summary>How many elements without reading them, or null when it has no length.</summary>
    internal static long? Length(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Undefined:
                ((UndefinedValue)value.Reference!).FailIfStrict();
                return 0;
            case ValueKind.String or ValueKind.Markup:
                return PyText.Length(value.Text);
            case ValueKind.List:
                return value.AsList!.Count;
            case ValueKind.Tuple:
                return value.AsTuple!.Count;
            case ValueKind.Map:
                return value.AsMap!.Count;
            case ValueKind.Range:
                return ((RangeValue)value.Reference!).Count;
            case ValueKind.View:
                return ((ViewValue)value.Reference!).Count;
            case ValueKind.Object:
                return ((ObjectValue)value.Reference!).Length;
            default:
                return null;
        }
    }

    /// <summary>Python's len().</summary>
    internal static long RequireLength(Value value) =>
        Length(value) ?? throw TemplateException.TypeError($"object of type '{TypeNames.Of(value)}' has no len()");

    /// <summary>Python's "item in container".</summary>
    internal static bool Contains(Value container, Value item, IRenderContext context)
    {
        switch (container.Kind)
        {
            case ValueKind.String or ValueKind.Markup:
                if (item.TextOrNull is not { } part)
                {
                    Failing.IfUndefined(item);
                    throw TemplateException.TypeError(
                        $"'in <string>' requires string as left operand, not {TypeNames.Of(item)}");
                }

                PyText.ChargeSearch(container.Text, part, context);
                return container.Text.Contains(part, StringComparison.Ordinal);
            case ValueKind.Map:
                return container.AsMap!.Contains(item);
            case ValueKind.View when ((ViewValue)container.Reference!).Part == ViewPart.Keys:
                return ((ViewValue)container.Reference!).Map.Contains(item);
            case ValueKind.Range:
                return RangeContains((RangeValue)container.Reference!, item);
            case ValueKind.None or ValueKind.Bool or ValueKind.Int or ValueKind.BigInt or ValueKind.Float:
                throw TemplateException.TypeError($"argument of type '{TypeNames.Of(container)}' is not iterable");
            default:
                if (!TryEnumerate(container, context, out var elements))
                {
                    throw TemplateException.TypeError($"argument of type '{TypeNames.Of(container)}' is not iterable");
                }

                while (elements.MoveNext(out var element))
                {
                    context.Budget.Charge();
                    if (Comparison.AreAlike(element, item))
                    {
                        return true;
                    }
                }

                return false;
        }
    }

    internal static bool TryConcat(Value left, Value right, IRenderContext context, out Value joined)
    {
        joined = default;
        if (left.AsList is { } list && right.AsList is { } otherList)
        {
            context.Budget.Allocate((list.Count + otherList.Count + 4) * 16L);
            var items = new List<Value>(list.Count + otherList.Count);
            items.AddRange(list.Span);
            items.AddRange(otherList.Span);
            joined = Value.From(new ListValue(items));
            return true;
        }

        if (left.AsTuple is { } tuple && right.AsTuple is { } otherTuple)
        {
            context.Budget.Allocate((tuple.Count + otherTuple.Count + 4) * 16L);
            joined = Value.From(new TupleValue([.. tuple.Span, .. otherTuple.Span]));
            return true;
        }

        return false;
    }

    /// <summary>A string, list or tuple so many times over; less than once is empty.</summary>
    internal static bool TryRepeat(Value value, Value times, IRenderContext context, out Value repeated)
    {
        repeated = default;
        if (value.Kind is not (ValueKind.String or ValueKind.Markup or ValueKind.List or ValueKind.Tuple))
        {
            return false;
        }

        if (times.Kind == ValueKind.BigInt)
        {
            throw Numbers.Overflow("cannot fit 'int' into an index-sized integer");
        }

        var number = (Int128)times.Int64;
        var unit = value.TextOrNull?.Length ?? value.AsList?.Count ?? value.AsTuple!.Count;
        var size = number <= 0 ? 0 : number * unit;
        if (size > int.MaxValue)
        {
            context.Budget.Allocate(long.MaxValue / 4);
        }

        var count = unit == 0 || number <= 0 ? 0 : (int)number;
        context.Budget.Allocate(((long)count * unit * (value.IsString ? 2 : 16)) + 32);
        if (value.TextOrNull is { } text)
        {
            repeated = Value.OfText(count == 1 ? text : RepeatText(text, count), value.IsMarkup);
            return true;
        }

        var source = value.AsList is { } list ? list.Span : value.AsTuple!.Span;
        var items = new Value[count * unit];
        for (var at = 0; at < count; at++)
        {
            source.CopyTo(items.AsSpan(at * unit));
        }

        repeated = value.AsList is null ? Value.From(new TupleValue(items)) : Value.From(new ListValue(items));
        return true;
    }

    private static string RepeatText(string text, int count) =>
        string.Create(text.Length * count, text, static (span, source) =>
        {
            for (var at = 0; at < span.Length; at += source.Length)
            {
                source.CopyTo(span[at..]);
            }
        });

    private static bool RangeContains(RangeValue range, Value item)
    {
        if (!item.IsNumber || range.IsEmpty)
        {
            if (!range.IsEmpty)
            {
                Failing.IfUndefinedStrictly(item);
            }

            return false;
        }

        if (item.IsFloat && (item.Double != Math.Floor(item.Double) || double.IsInfinity(item.Double)))
        {
            return false;
        }

        var number = item.IsFloat ? new BigInteger(item.Double) : item.BigInteger;
        var last = range[range.Count - 1];
        var (low, high) = range.Step > 0 ? (range.Start, last) : (last, range.Start);
        return number >= low && number <= high && (number - range.Start) % range.Step == 0;
    }
}
