namespace Herdbook.Templating;

/// <summary>attr, default, items, length and string.</summary>
internal static class ObjectFilters
{
    private static readonly Signature Attr_ = new("do_attr", 2, "obj", "name");
    private static readonly Signature Default_ = new("do_default", 1, "value", "default_value", "boolean");
    private static readonly Signature Items_ = new("do_items", 1, "value");
    private static readonly Signature Length_ = new("len", 1, "obj") { PositionalOnly = 1 };
    private static readonly Signature String_ = new("soft_str", 1, "s");

    internal static Value Attr(CallArguments arguments, IRenderContext context)
    {
        var bound = Attr_.Bind(arguments);
        var (owner, name) = (bound[0], bound.Text(1, ""));
        if (owner.Reference is UndefinedValue undefined)
        {
            return undefined.Policy == UndefinedPolicy.Chainable ? owner : throw undefined.Failure();
        }

        return Subscripts.TryAttribute(owner, name, context, out var value)
            ? value
            : Value.From(new UndefinedValue(context.Undefined, owner, bound[1]));
    }

    internal static Value Default(CallArguments arguments, IRenderContext context)
    {
        var bound = Default_.Bind(arguments);
        var value = bound[0];
        return value.IsUndefined || (bound.Truth(2, false) && !value.IsTrue) ? bound.Or(1, Value.EmptyString) : value;
    }

    internal static Value Items(CallArguments arguments, IRenderContext context)
    {
        var value = Items_.Bind(arguments)[0];
        return Value.Iterator(Pairs(value));
    }

    private static IEnumerable<Value> Pairs(Value value)
    {
        if (value.IsUndefined)
        {
            yield break;
        }

        if (value.AsMap is not { } map)
        {
            throw TemplateException.TypeError("Can only get item pairs from a mapping.");
        }

        var pairs = new Elements(new ViewValue(map, ViewPart.Items));
        while (pairs.MoveNext(out var pair))
        {
            yield return pair;
        }
    }

    internal static Value Length(CallArguments arguments, IRenderContext context)
    {
        var value = Length_.Bind(arguments)[0];
        context.Budget.Charge((value.TextOrNull?.Length ?? 0) >> 6);
        return Value.From(Sequences.RequireLength(value));
    }

    internal static Value String(CallArguments arguments, IRenderContext context) => SoftStr(String_.Bind(arguments)[0], context);

    /// <summary>soft_str(): a string stays what it is, safe or not; all else is printed.</summary>
    internal static Value SoftStr(Value value, IRenderContext context) =>
        value.IsString ? value : Value.From(Printing.Str(value, context));
}
