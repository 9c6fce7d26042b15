using System.Collections.Frozen;

namespace Herdbook.Templating;

/// <summary>Methods of maps.</summary>
internal static class MapMethods
{
    private static readonly Signature Get_ = new("get", 1, "key", "default") { PositionalOnly = 2 };
    private static readonly Signature Pop_ = new("pop", 1, "key", "default") { PositionalOnly = 2 };
    private static readonly Signature None_ = new("method", 0);

    private static readonly FrozenDictionary<string, Method> All = new Dictionary<string, Method>
    {
        ["get"] = Get,
        ["items"] = (self, arguments, _) => View(self, arguments, ViewPart.Items),
        ["keys"] = (self, arguments, _) => View(self, arguments, ViewPart.Keys),
        ["values"] = (self, arguments, _) => View(self, arguments, ViewPart.Values),
        ["update"] = Update,
        ["pop"] = Pop,
        ["popitem"] = PopItem,
        ["setdefault"] = SetDefault,
        ["copy"] = Copy,
        ["clear"] = Clear,
        ["fromkeys"] = FromKeys,
    }.ToFrozenDictionary();

    internal static Method? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>dict(…): a map of another map or of pairs, with what is given by name after it.</summary>
    internal static Value Make(CallArguments arguments, IRenderContext context)
    {
        var map = new MapValue();
        Fill(map, "dict", arguments, context);
        return Value.From(map);
    }

    /// <summary>Sets a pair, charged.</summary>
    internal static void Set(MapValue map, Value key, Value value, IRenderContext context)
    {
        context.Budget.Allocate(64);
        map.Set(key, value);
    }

    private static Value Get(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Get_.Bind(arguments);
        return self.AsMap!.TryGet(bound[0], out var value) ? value : bound.Or(1, Value.None);
    }

    private static Value View(Value self, CallArguments arguments, ViewPart part)
    {
        None_.Bind(arguments);
        return Value.From(new ViewValue(self.AsMap!, part));
    }

    private static Value Update(Value self, CallArguments arguments, IRenderContext context)
    {
        Fill(self.AsMap!, "update", arguments, context);
        return Value.None;
    }

    private static void Fill(MapValue map, string name, CallArguments arguments, IRenderContext context)
    {
        if (arguments.PositionalCount > 1)
        {
            throw TemplateException.TypeError($"{name} expected at most 1 argument, got {arguments.PositionalCount}");
        }

        if (arguments.PositionalCount == 1)
        {
            FillFrom(map, arguments[0], context);
        }

        for (var at = 0; at < arguments.NamedCount; at++)
        {
            Set(map, Value.From(arguments.Names[at]), arguments.Named[at], context);
        }
    }

    private static void FillFrom(MapValue map, Value source, IRenderContext context)
    {
        if (source.AsMap is { } other)
        {
            context.Budget.Charge(other.Count);
            foreach (ref readonly var entry in (ReferenceEquals(other, map) ? other.Copy() : other).Entries)
            {
                if (entry.IsLive)
                {
                    Set(map, entry.Key, entry.Value, context);
                }
            }

            return;
        }

        var elements = Sequences.Enumerate(source, context);
        for (var at = 0; elements.MoveNext(out var element); at++)
        {
            context.Budget.Charge();
            if (!Sequences.TryEnumerate(element, context, out _))
            {
                throw TemplateException.TypeError($"cannot convert dictionary update sequence element #{at} to a sequence");
            }

            var pair = Sequences.ToList(element, context);
            if (pair.Count != 2)
            {
                throw TemplateException.ValueError($"dictionary update sequence element #{at} has length {pair.Count}; 2 is required");
            }

            Set(map, pair[0], pair[1], context);
        }
    }

    private static Value Pop(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Pop_.Bind(arguments);
        if (self.AsMap!.Remove(bound[0], out var value))
        {
            return value;
        }

        return bound.Has(1) ? bound[1] : throw TemplateException.ValueError(Printing.Repr(bound[0], context));
    }

    private static Value PopItem(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        return self.AsMap!.RemoveLast(out var key, out var value)
            ? Value.Tuple(key, value)
            : throw TemplateException.ValueError("'popitem(): dictionary is empty'");
    }

    private static Value SetDefault(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Get_.Bind(arguments);
        if (self.AsMap!.TryGet(bound[0], out var value))
        {
            return value;
        }

        value = bound.Or(1, Value.None);
        Set(self.AsMap!, bound[0], value, context);
        return value;
    }

    private static Value Copy(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        context.Budget.Allocate(self.AsMap!.Count * 64L);
        return Value.From(self.AsMap!.Copy());
    }

    private static Value Clear(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        self.AsMap!.Clear();
        return Value.None;
    }

    private static Value FromKeys(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Get_.Bind(arguments);
        var map = new MapValue();
        var elements = Sequences.Enumerate(bound[0], context);
        while (elements.MoveNext(out var key))
        {
            Set(map, key, bound.Or(1, Value.None), context);
        }

        return Value.From(map);
    }
}
