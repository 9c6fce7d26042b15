namespace Herdbook.Templating;

/// <summary>What a dot and brackets mean: Jinja2's getattr and getitem, and Python's slices.</summary>
internal static class Subscripts
{
    /// <summary>owner.name: an attribute, else an element of that name, else undefined.</summary>
    internal static Value GetAttribute(Value owner, string name, IRenderContext context)
    {
        if (owner.AsMap is { } map)
        {
            // A map's methods come first, as in Python; few keys have their names.
            if (MapMethods.Find(name) is { } method)
            {
                return Bind(owner, name, method);
            }

            return map.TryGet(name, out var found) ? found : Missing(owner, Value.From(name), context);
        }

        if (owner.Reference is UndefinedValue undefined)
        {
            return undefined.Policy == UndefinedPolicy.Chainable ? owner : throw undefined.Failure();
        }

        return TryAttribute(owner, name, context, out var value) ? value : Missing(owner, Value.From(name), context);
    }

    /// <summary>owner[key]: an element, else for a string an attribute of that name, else undefined.</summary>
    internal static Value GetItem(Value owner, Value key, IRenderContext context)
    {
        if (owner.Reference is UndefinedValue undefined)
        {
            return undefined.Policy == UndefinedPolicy.Chainable ? owner : throw undefined.Failure();
        }

        if (TryItem(owner, key, context, out var value))
        {
            return value;
        }

        return key.TextOrNull is { } name && TryAttribute(owner, name, context, out value) ? value : Missing(owner, key, context);
    }

    /// <summary>An element, where the owner has it; no exception for a wrong key.</summary>
    internal static bool TryItem(Value owner, Value key, IRenderContext context, out Value value)
    {
        value = default;
        switch (owner.Kind)
        {
            case ValueKind.Map:
                return IsHashable(key) && owner.AsMap!.TryGet(key, out value);
            case ValueKind.List:
                return TryIndex(key, owner.AsList!.Count, out var at) && Found(owner.AsList[(int)at], out value);
            case ValueKind.Tuple:
                return TryIndex(key, owner.AsTuple!.Count, out at) && Found(owner.AsTuple[(int)at], out value);
            case ValueKind.Range:
                var range = (RangeValue)owner.Reference!;
                return TryIndex(key, range.Count, out at) && Found(Value.From(range[at]), out value);
            case ValueKind.String or ValueKind.Markup:
                var text = owner.Text;
                if (!TryIndex(key, PyText.Length(text), out at))
                {
                    return false;
                }

                context.Budget.Charge(text.Length >> 6);
                value = Value.OfText(PyText.At(text, PyText.Offset(text, (int)at)), owner.IsMarkup);
                return true;
            default:
                return false;
        }
    }

    /// <summary>An attribute or a bound method, where the owner has it.</summary>
    internal static bool TryAttribute(Value owner, string name, IRenderContext context, out Value value)
    {
        value = default;
        if (owner.Reference is ObjectValue thing)
        {
            return thing.TryGetAttribute(name, context, out value);
        }

        if (FindMethod(owner, name) is { } method)
        {
            value = Bind(owner, name, method);
            return true;
        }

        if (owner.IsNumber)
        {
            return NumberMethods.TryAttribute(owner, name, context, out value);
        }

        if (owner.AsTuple is { TypeName: not null } tuple && tuple.Names.IndexOf(name) is >= 0 and var at)
        {
            return Found(tuple[at], out value);
        }

        return owner.Reference is RangeValue range && TryRangeAttribute(range, name, out value);
    }

    /// <summary>The method that owner.name(…) calls, or null: so a call needs no bound object.</summary>
    internal static Method? FindMethod(Value owner, string name) => owner.Kind switch
    {
        ValueKind.String or ValueKind.Markup => StringMethods.Find(owner, name),
        ValueKind.Map => MapMethods.Find(name),
        ValueKind.List => ListMethods.Find(name),
        ValueKind.Tuple => ListMethods.FindOfTuple(name),
        ValueKind.Bool or ValueKind.Int or ValueKind.BigInt or ValueKind.Float => NumberMethods.Find(owner, name),
        _ => null,
    };

    /// <summary>owner[start:stop:step]; a bound that was not given is None.</summary>
    internal static Value Slice(Value owner, Value start, Value stop, Value step, IRenderContext context)
    {
        if (owner.Reference is UndefinedValue undefined)
        {
            return undefined.Policy == UndefinedPolicy.Chainable ? owner : throw undefined.Failure();
        }

        var length = owner.Kind is ValueKind.String or ValueKind.Markup or ValueKind.List or ValueKind.Tuple or ValueKind.Range
            ? Sequences.RequireLength(owner)
            : owner.Kind == ValueKind.Map
                ? throw TemplateException.TypeError("unhashable type: 'slice'")
                : throw TemplateException.TypeError($"'{TypeNames.Of(owner)}' object is not subscriptable");
        var stride = step.IsNone ? 1 : Index(step);
        if (stride == 0)
        {
            throw TemplateException.ValueError("slice step cannot be zero");
        }

        var from = start.IsNone ? (stride > 0 ? 0 : length - 1) : Clamp(Index(start), length, stride);
        var to = stop.IsNone ? (stride > 0 ? length : -1) : Clamp(Index(stop), length, stride);
        var distance = stride > 0 ? (Int128)to - from : (Int128)from - to;
        var size = stride > 0 ? stride : -(Int128)stride;
        var count = distance <= 0 ? 0 : (long)((distance + size - 1) / size);
        return owner.Reference switch
        {
            RangeValue range => SliceRange(range, from, to, stride),
            string text => Value.OfText(SliceText(text, from, stride, count, context), owner.IsMarkup),
            ListValue list => Value.From(new ListValue(SliceItems(list.Span, from, stride, count, context))),
            _ => Value.From(new TupleValue(SliceItems(owner.AsTuple!.Span, from, stride, count, context))),
        };
    }

    internal static Value Bind(Value owner, string name, Method method) =>
        Value.From(new FunctionValue(name, (arguments, context) => method(owner, arguments, context)));

    private static Value Missing(Value owner, Value key, IRenderContext context) =>
        Value.From(new UndefinedValue(context.Undefined, owner, key));

    private static bool Found(Value item, out Value value)
    {
        value = item;
        return true;
    }

    private static bool IsHashable(Value key) => key.Kind switch
    {
        ValueKind.List or ValueKind.Map or ValueKind.View => false,
        ValueKind.Tuple => key.AsTuple!.IsHashable || TryRequire(key),
        _ => true,
    };

    private static bool TryRequire(Value key)
    {
        try
        {
            Hashing.Require(key);
            return true;
        }
        catch (TemplateException exception) when (exception.Kind == TemplateErrorKind.Runtime)
        {
            return false;
        }
    }

    private static bool TryIndex(Value key, long count, out long at)
    {
        at = key.Int64;
        if (!key.IsInt && !key.IsBool)
        {
            return false;
        }

        at = at < 0 ? at + count : at;
        return at >= 0 && at < count;
    }

    private static long Index(Value bound)
    {
        Failing.IfUndefined(bound);
        return bound.Kind switch
        {
            ValueKind.Int or ValueKind.Bool => bound.Int64,
            ValueKind.BigInt => bound.BigInteger.Sign < 0 ? long.MinValue + 1 : long.MaxValue,
            _ => throw TemplateException.TypeError("slice indices must be integers or None or have an __index__ method"),
        };
    }

    private static long Clamp(long at, long length, long stride)
    {
        at = at < 0 ? at + length : at;
        return stride > 0 ? Math.Clamp(at, 0, length) : Math.Clamp(at, -1, length - 1);
    }

    private static Value SliceRange(RangeValue range, long from, long to, long stride)
    {
        var (start, stop, step) = (range.Start + (from * range.Step), range.Start + (to * range.Step), range.Step * stride);
        return Value.From(new RangeValue(start, stop, step));
    }

    private static Value[] SliceItems(ReadOnlySpan<Value> items, long from, long stride, long count, IRenderContext context)
    {
        context.Budget.Allocate((count + 4) * 16);
        if (stride == 1)
        {
            return items.Slice((int)from, (int)count).ToArray();
        }

        var slice = new Value[count];
        for (var at = 0; at < count; at++)
        {
            slice[at] = items[(int)(from + (at * stride))];
        }

        return slice;
    }

    private static string SliceText(string text, long from, long stride, long count, IRenderContext context)
    {
        context.Budget.Allocate((count * 2) + (text.Length >> 3));
        if (count == 0)
        {
            return string.Empty;
        }

        if (stride == 1)
        {
            var begin = PyText.Offset(text, (int)from);
            return text.Substring(begin, PyText.Offset(text.AsSpan(begin), (int)count));
        }

        if (PyText.IsFlat(text))
        {
            return string.Create((int)count, (text, from, stride), static (span, slice) =>
            {
                for (var at = 0; at < span.Length; at++)
                {
                    span[at] = slice.text[(int)(slice.from + (at * slice.stride))];
                }
            });
        }

        context.Budget.Allocate(text.Length * 8L);
        var runes = text.EnumerateRunes().ToArray();
        var into = new System.Text.StringBuilder();
        for (var at = 0; at < count; at++)
        {
            into.Append(runes[from + (at * stride)].ToString());
        }

        return into.ToString();
    }

    private static bool TryRangeAttribute(RangeValue range, string name, out Value value)
    {
        value = name switch
        {
            "start" => Value.From(range.Start),
            "stop" => Value.From(range.Stop),
            "step" => Value.From(range.Step),
            _ => Value.Missing,
        };
        return !value.IsMissing;
    }
}
