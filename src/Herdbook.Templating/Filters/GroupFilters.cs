namespace Herdbook.Templating;

/// <summary>batch, slice and groupby.</summary>
internal static class GroupFilters
{
    private static readonly Signature Batch_ = new("do_batch", 2, "value", "linecount", "fill_with");
    private static readonly Signature Slice_ = new("do_slice", 2, "value", "slices", "fill_with");
    private static readonly Signature GroupBy_ = new("do_groupby", 2, "value", "attribute", "default", "case_sensitive");
    private static readonly string[] GroupNames = ["grouper", "list"];

    internal static Value Batch(CallArguments arguments, IRenderContext context) =>
        Value.Iterator(Batches(Batch_.Bind(arguments), context));

    private static IEnumerable<Value> Batches(Bound bound, IRenderContext context)
    {
        var (size, fill) = (bound[1], bound.Or(2, Value.None));
        var line = new ListValue();
        var elements = Sequences.Enumerate(bound[0], context);
        while (elements.MoveNext(out var element))
        {
            context.Budget.Allocate(32);
            if (Comparison.AreEqual(Value.From(line.Count), size))
            {
                yield return Value.From(line);
                line = new ListValue();
            }

            line.Add(element);
        }

        if (line.Count > 0)
        {
            if (!fill.IsNone && Comparison.Less(Value.From(line.Count), size))
            {
                var missing = Bound.ToInteger(size) - line.Count;
                context.Budget.Allocate(Math.Min(missing, long.MaxValue / 64) * 16);
                for (var count = 0L; count < missing; count++)
                {
                    line.Add(fill);
                }
            }

            yield return Value.From(line);
        }
    }

    internal static Value Slice(CallArguments arguments, IRenderContext context) =>
        Value.Iterator(Slices(Slice_.Bind(arguments), context));

    private static IEnumerable<Value> Slices(Bound bound, IRenderContext context)
    {
        var items = Sequences.ToList(bound[0], context);
        var slices = Bound.ToInteger(bound[1]);
        var fill = bound.Or(2, Value.None);
        if (slices == 0)
        {
            throw Numbers.DivisionByZero("integer division or modulo by zero");
        }

        var (each, extra) = (Math.DivRem(items.Count, slices).Quotient, items.Count % slices);
        var begin = 0;
        for (var number = 0L; number < slices; number++)
        {
            var size = (int)(each + (number < extra ? 1 : 0));
            context.Budget.Allocate(48 + (size * 16L));
            var slice = new ListValue(items.GetRange(begin, size));
            begin += size;
            if (!fill.IsNone && number >= extra)
            {
                slice.Add(fill);
            }

            yield return Value.From(slice);
        }
    }

    internal static Value GroupBy(CallArguments arguments, IRenderContext context)
    {
        var bound = GroupBy_.Bind(arguments);
        var getter = new AttributeGetter(bound[1], bound.Or(2, Value.None), context);
        var caseSensitive = bound.Truth(3, false);
        var sorted = Sorting.Sort(Sequences.ToList(bound[0], context).ToArray(), false, context, Key);
        var groups = new ListValue();
        var key = Value.Missing;
        ListValue? group = null;
        foreach (var item in sorted)
        {
            context.Budget.Allocate(48);
            var own = Key(item);
            if (group is null || !Comparison.AreEqual(key, own))
            {
                (key, group) = (own, new ListValue());
                var shown = caseSensitive ? own : getter.Get(item);
                groups.Add(Value.From(new TupleValue("_GroupTuple", GroupNames, [shown, Value.From(group)])));
            }

            group.Add(item);
        }

        return Value.From(groups);

        Value Key(Value element) => caseSensitive ? getter.Get(element) : AttributeGetter.IgnoreCase(getter.Get(element));
    }
}
