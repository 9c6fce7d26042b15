namespace Herdbook.Templating;

/// <summary>sort, dictsort, min, max and unique.</summary>
internal static class SortFilters
{
    private static readonly Signature Sort_ = new("do_sort", 1, "value", "reverse", "case_sensitive", "attribute");
    private static readonly Signature DictSort_ = new("do_dictsort", 1, "value", "case_sensitive", "by", "reverse");
    private static readonly Signature Extreme_ = new("do_min", 1, "value", "case_sensitive", "attribute");

    internal static Value Sort(CallArguments arguments, IRenderContext context)
    {
        var bound = Sort_.Bind(arguments);
        var attribute = bound.Or(3, Value.None);
        var caseSensitive = bound.Truth(2, false);
        var names = attribute.TextOrNull is { } several ? several.Split(',') : null;
        var getters = new AttributeGetter[names?.Length ?? 1];
        for (var at = 0; at < getters.Length; at++)
        {
            getters[at] = new AttributeGetter(names is null ? attribute : Value.From(names[at]), Value.None, context);
        }

        Value Key(Value element)
        {
            var parts = new Value[getters.Length];
            for (var at = 0; at < parts.Length; at++)
            {
                var part = getters[at].Get(element);
                parts[at] = caseSensitive ? part : AttributeGetter.IgnoreCase(part);
            }

            context.Budget.Allocate(64);
            return parts.Length == 1 ? parts[0] : Value.From(new TupleValue(parts));
        }

        var items = Sequences.ToList(bound[0], context).ToArray();
        return Value.From(new ListValue(Sorting.Sort(items, bound.Flag(1), context, Key, asLists: true)));
    }

    internal static Value DictSort(CallArguments arguments, IRenderContext context)
    {
        var bound = DictSort_.Bind(arguments);
        var by = bound.Or(2, Value.From("key")).TextOrNull switch
        {
            "key" => 0,
            "value" => 1,
            _ => throw TemplateException.ValueError("You can only sort by either \"key\" or \"value\""),
        };
        if (bound[0].AsMap is not { } map)
        {
            Failing.IfUndefined(bound[0]);
            throw TemplateException.TypeError($"'{TypeNames.Of(bound[0])}' object has no attribute 'items'");
        }

        var caseSensitive = bound.Truth(1, false);
        var items = Sequences.ToList(Value.From(new ViewValue(map, ViewPart.Items)), context).ToArray();
        var sorted = Sorting.Sort(items, bound.Flag(3), context, item =>
        {
            var key = item.AsTuple![by];
            return caseSensitive ? key : AttributeGetter.IgnoreCase(key);
        });
        return Value.From(new ListValue(sorted));
    }

    internal static Value Min(CallArguments arguments, IRenderContext context) => Extreme(arguments, context, greatest: false);

    internal static Value Max(CallArguments arguments, IRenderContext context) => Extreme(arguments, context, greatest: true);

    private static Value Extreme(CallArguments arguments, IRenderContext context, bool greatest)
    {
        var bound = Extreme_.Bind(arguments);
        var getter = new AttributeGetter(bound.Or(2, Value.None), Value.None, context);
        var caseSensitive = bound.Truth(1, false);
        var elements = Sequences.Enumerate(bound[0], context);
        if (!elements.MoveNext(out var best))
        {
            return SequenceFilters.Nothing("No aggregated item, sequence was empty.", context);
        }

        var bestKey = Key(best);
        while (elements.MoveNext(out var element))
        {
            context.Budget.Charge();
            var key = Key(element);
            if (greatest ? Comparison.Order(key, bestKey, ">") is > 0 : Comparison.Less(key, bestKey))
            {
                (best, bestKey) = (element, key);
            }
        }

        return best;

        Value Key(Value element) => caseSensitive ? getter.Get(element) : AttributeGetter.IgnoreCase(getter.Get(element));
    }

    internal static Value Unique(CallArguments arguments, IRenderContext context) => Value.Iterator(Distinct(Extreme_.Bind(arguments), context));

    private static IEnumerable<Value> Distinct(Bound bound, IRenderContext context)
    {
        var getter = new AttributeGetter(bound.Or(2, Value.None), Value.None, context);
        var caseSensitive = bound.Truth(1, false);
        var seen = new MapValue();
        var elements = Sequences.Enumerate(bound[0], context);
        while (elements.MoveNext(out var element))
        {
            var key = getter.Get(element);
            key = caseSensitive ? key : AttributeGetter.IgnoreCase(key);
            context.Budget.Charge();
            if (!seen.Contains(key))
            {
                MapMethods.Set(seen, key, Value.None, context);
                yield return element;
            }
        }
    }
}
