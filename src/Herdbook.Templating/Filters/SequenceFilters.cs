using System.Text;

namespace Herdbook.Templating;

/// <summary>first, last, list, join, random and reverse.</summary>
internal static class SequenceFilters
{
    private static readonly Signature One_ = new("filter", 1, "value");
    private static readonly Signature Join_ = new("do_join", 1, "value", "d", "attribute");

    internal static Value First(CallArguments arguments, IRenderContext context)
    {
        var elements = Sequences.Enumerate(One_.Bind(arguments)[0], context);
        return elements.MoveNext(out var first) ? first : Nothing("No first item, sequence was empty.", context);
    }

    internal static Value Last(CallArguments arguments, IRenderContext context)
    {
        var reversed = Reversed(One_.Bind(arguments)[0], context)
            ?? throw TemplateException.TypeError($"'{TypeNames.Of(arguments[0])}' object is not reversible");
        using var elements = reversed.GetEnumerator();
        return elements.MoveNext() ? elements.Current : Nothing("No last item, sequence was empty.", context);
    }

    internal static Value List(CallArguments arguments, IRenderContext context) =>
        Value.From(new ListValue(Sequences.ToList(One_.Bind(arguments)[0], context)));

    internal static Value Random(CallArguments arguments, IRenderContext context)
    {
        var value = One_.Bind(arguments)[0];
        var length = Sequences.RequireLength(value);
        if (length == 0)
        {
            return Nothing("No random item, sequence was empty.", context);
        }

        return Subscripts.TryItem(value, Value.From(context.Random.NextInt64(length)), context, out var item)
            ? item
            : throw TemplateException.TypeError($"'{TypeNames.Of(value)}' object is not subscriptable");
    }

    internal static Value Reverse(CallArguments arguments, IRenderContext context)
    {
        var value = One_.Bind(arguments)[0];
        if (value.IsString)
        {
            return Subscripts.Slice(value, Value.None, Value.None, Value.From(-1), context);
        }

        if (Reversed(value, context) is { } reversed)
        {
            return Value.Iterator(reversed);
        }

        if (!Sequences.TryEnumerate(value, context, out _))
        {
            throw TemplateException.TypeError("argument must be iterable");
        }

        var list = Sequences.ToList(value, context);
        list.Reverse();
        return Value.From(new ListValue(list));
    }

    /// <summary>The elements from the last to the first, or null where that needs a copy.</summary>
    private static IEnumerable<Value>? Reversed(Value value, IRenderContext context)
    {
        switch (value.Kind)
        {
            case ValueKind.List or ValueKind.Tuple or ValueKind.Range:
                return Backwards(value, context);
            case ValueKind.String or ValueKind.Markup:
                var letters = Sequences.ToList(value, context);
                return Backwards(Value.From(new ListValue(letters.ConvertAll(letter => Value.OfText(letter.Text, value.IsMarkup)))), context);
            case ValueKind.Map or ValueKind.View:
                var elements = Sequences.ToList(value, context);
                return Backwards(Value.From(new ListValue(elements)), context);
            case ValueKind.Undefined:
                ((UndefinedValue)value.Reference!).FailIfStrict();
                return [];
            default:
                return null;
        }
    }

    private static IEnumerable<Value> Backwards(Value value, IRenderContext context)
    {
        for (var at = Sequences.RequireLength(value) - 1; at >= 0; at--)
        {
            context.Budget.Charge();
            if (!Subscripts.TryItem(value, Value.From(at), context, out var item))
            {
                yield break;
            }

            yield return item;
        }
    }

    internal static Value Join(CallArguments arguments, IRenderContext context)
    {
        var bound = Join_.Bind(arguments);
        var separator = bound.Or(1, Value.EmptyString);
        var attribute = bound.Or(2, Value.None);
        var getter = attribute.IsNone ? null : new AttributeGetter(attribute, Value.None, context);
        var elements = Sequences.Enumerate(bound[0], context);
        if (context.Autoescape)
        {
            return JoinSafely(ref elements, separator, getter, context);
        }

        var between = Printing.Str(separator, context);
        var into = new StringBuilder();
        for (var first = true; elements.MoveNext(out var element); first = false)
        {
            var text = Printing.Str(getter is null ? element : getter.Get(element), context);
            context.Budget.Allocate(32 + ((text.Length + between.Length) * 2L));
            into.Append(first ? "" : between).Append(text);
        }

        return Value.From(into.ToString());
    }

    /// <summary>Under autoescape: as soon as the separator or an element is safe, all else is escaped.</summary>
    private static Value JoinSafely(ref Elements elements, Value separator, AttributeGetter? getter, IRenderContext context)
    {
        var safe = Markups.IsSafe(separator);
        var items = new List<Value>();
        while (elements.MoveNext(out var element))
        {
            element = getter is null ? element : getter.Get(element);
            safe |= Markups.IsSafe(element);
            context.Budget.Allocate(32);
            items.Add(Markups.IsSafe(element) ? element : Value.From(Printing.Str(element, context)));
        }

        var between = safe ? Markups.Escape(separator, context) : Printing.Str(separator, context);
        var into = new StringBuilder();
        for (var at = 0; at < items.Count; at++)
        {
            var text = safe ? Markups.Escape(items[at], context) : Printing.Str(items[at], context);
            context.Budget.Allocate((text.Length + between.Length) * 2L);
            into.Append(at == 0 ? "" : between).Append(text);
        }

        return Value.OfText(into.ToString(), safe);
    }

    internal static Value Nothing(string hint, IRenderContext context) => Value.From(new UndefinedValue(context.Undefined, null, hint));
}
