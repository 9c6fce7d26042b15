using System.Collections.Frozen;

namespace Herdbook.Templating;

/// <summary>Methods of lists and tuples.</summary>
internal static class ListMethods
{
    private static readonly Signature Append_ = new("append", 1, "object") { PositionalOnly = 1 };
    private static readonly Signature Extend_ = new("extend", 1, "iterable") { PositionalOnly = 1 };
    private static readonly Signature Insert_ = new("insert", 2, "index", "object") { PositionalOnly = 2 };
    private static readonly Signature Pop_ = new("pop", 0, "index") { PositionalOnly = 1 };
    private static readonly Signature Remove_ = new("remove", 1, "value") { PositionalOnly = 1 };
    private static readonly Signature Index_ = new("index", 1, "value", "start", "stop") { PositionalOnly = 3 };
    private static readonly Signature Count_ = new("count", 1, "value") { PositionalOnly = 1 };
    private static readonly Signature Sort_ = new("sort", 0, "key", "reverse") { MaxPositional = 0 };
    private static readonly Signature None_ = new("method", 0);

    private static readonly FrozenDictionary<string, Method> OfList = new Dictionary<string, Method>
    {
        ["append"] = Append,
        ["extend"] = Extend,
        ["insert"] = Insert,
        ["pop"] = Pop,
        ["remove"] = Remove,
        ["index"] = (self, arguments, context) => Index(self.AsList!.Span, arguments, context),
        ["count"] = (self, arguments, context) => Count(self.AsList!.Span, arguments, context),
        ["sort"] = Sort,
        ["reverse"] = Reverse,
        ["copy"] = Copy,
        ["clear"] = Clear,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Method> OfTuple = new Dictionary<string, Method>
    {
        ["index"] = (self, arguments, context) => Index(self.AsTuple!.Span, arguments, context),
        ["count"] = (self, arguments, context) => Count(self.AsTuple!.Span, arguments, context),
    }.ToFrozenDictionary();

    internal static Method? Find(string name) => OfList.GetValueOrDefault(name);

    internal static Method? FindOfTuple(string name) => OfTuple.GetValueOrDefault(name);

    private static Value Append(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Append_.Bind(arguments);
        context.Budget.Allocate(32);
        self.AsList!.Add(bound[0]);
        return Value.None;
    }

    private static Value Extend(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Extend_.Bind(arguments);
        self.AsList!.Items.AddRange(Sequences.ToList(bound[0], context));
        return Value.None;
    }

    private static Value Insert(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Insert_.Bind(arguments);
        var items = self.AsList!.Items;
        context.Budget.Allocate(32);
        context.Budget.Charge(items.Count >> 4);
        var at = bound.Integer(0, 0);
        at = Math.Clamp(at < 0 ? at + items.Count : at, 0, items.Count);
        items.Insert((int)at, bound[1]);
        return Value.None;
    }

    private static Value Pop(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Pop_.Bind(arguments);
        var items = self.AsList!.Items;
        context.Budget.Charge(items.Count >> 4);
        if (items.Count == 0)
        {
            throw TemplateException.ValueError("pop from empty list");
        }

        var at = bound.Integer(0, -1);
        at = at < 0 ? at + items.Count : at;
        if (at < 0 || at >= items.Count)
        {
            throw TemplateException.ValueError("pop index out of range");
        }

        var item = items[(int)at];
        items.RemoveAt((int)at);
        return item;
    }

    private static Value Remove(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Remove_.Bind(arguments);
        var at = IndexOf(self.AsList!.Span, bound[0], context);
        if (at < 0)
        {
            throw TemplateException.ValueError("list.remove(x): x not in list");
        }

        self.AsList!.Items.RemoveAt(at);
        return Value.None;
    }

    private static Value Index(ReadOnlySpan<Value> items, CallArguments arguments, IRenderContext context)
    {
        var bound = Index_.Bind(arguments);
        var (start, stop) = (bound.Integer(1, 0), bound.Integer(2, long.MaxValue));
        start = Math.Clamp(start < 0 ? start + items.Length : start, 0, items.Length);
        stop = Math.Clamp(stop < 0 ? stop + items.Length : stop, start, items.Length);
        var at = IndexOf(items[(int)start..(int)stop], bound[0], context);
        return at < 0
            ? throw TemplateException.ValueError($"{Printing.Repr(bound[0], context)} is not in list")
            : Value.From(at + start);
    }

    private static Value Count(ReadOnlySpan<Value> items, CallArguments arguments, IRenderContext context)
    {
        var bound = Count_.Bind(arguments);
        context.Budget.Charge(items.Length);
        var count = 0;
        foreach (var item in items)
        {
            count += Comparison.AreAlike(item, bound[0]) ? 1 : 0;
        }

        return Value.From(count);
    }

    private static Value Sort(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Sort_.Bind(arguments);
        var key = bound.Or(0, Value.None);
        var items = self.AsList!.Items;
        var sorted = Sorting.Sort(
            [.. items], bound.Flag(1), context, key.IsNone ? null : item => Callables.Call(key, CallArguments.Of(item), context));
        items.Clear();
        items.AddRange(sorted);
        return Value.None;
    }

    private static Value Reverse(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        context.Budget.Charge(self.AsList!.Count >> 2);
        self.AsList!.Items.Reverse();
        return Value.None;
    }

    private static Value Copy(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        return Value.From(new ListValue(Sequences.ToList(self, context)));
    }

    private static Value Clear(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        self.AsList!.Items.Clear();
        return Value.None;
    }

    private static int IndexOf(ReadOnlySpan<Value> items, Value wanted, IRenderContext context)
    {
        for (var at = 0; at < items.Length; at++)
        {
            context.Budget.Charge();
            if (Comparison.AreAlike(items[at], wanted))
            {
                return at;
            }
        }

        return -1;
    }
}
