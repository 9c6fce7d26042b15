using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Herdbook.Templating;

/// <summary>How values are made.</summary>
public readonly partial struct Value
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value From(long number) => new(IntTag, number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value From(int number) => new(IntTag, number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value From(bool truth) => new(BoolTag, truth ? 1L : 0L);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Value From(double number) => new(FloatTag, BitConverter.DoubleToInt64Bits(number));

    /// <summary>An Int where it fits, else a BigInt.</summary>
    public static Value From(BigInteger number) =>
        number >= long.MinValue && number <= long.MaxValue ? From((long)number) : new Value((object)number, ValueKind.BigInt);

    /// <summary>A string; null gives None.</summary>
    public static Value From(string? text) => text is null ? None : new Value(text, ValueKind.String);

    /// <summary>A string that is safe in HTML: it is never escaped.</summary>
    public static Value Markup(string text) => new(text, ValueKind.Markup);

    /// <summary>Text of the same kind as this flag says.</summary>
    internal static Value OfText(string text, bool safe) => new(text, safe ? ValueKind.Markup : ValueKind.String);

    public static Value From(ListValue list) => new(list, ValueKind.List);

    public static Value From(TupleValue tuple) => new(tuple, ValueKind.Tuple);

    public static Value From(MapValue map) => new(map, ValueKind.Map);

    public static Value From(RangeValue range) => new(range, ValueKind.Range);

    public static Value From(UndefinedValue undefined) => new(undefined, ValueKind.Undefined);

    internal static Value From(IteratorValue iterator) => new(iterator, ValueKind.Iterator);

    internal static Value From(ViewValue view) => new(view, ValueKind.View);

    public static Value From(ObjectValue thing) => new(thing, ValueKind.Object);

    /// <summary>A list of these, copied.</summary>
    public static Value List(params ReadOnlySpan<Value> items) => From(new ListValue(items));

    /// <summary>A tuple of these, copied.</summary>
    public static Value Tuple(params ReadOnlySpan<Value> items) => From(new TupleValue(items.ToArray()));

    /// <summary>A sequence that is read once, while it is made.</summary>
    public static Value Iterator(IEnumerable<Value> items) => From(new IteratorValue(items.GetEnumerator()));

    /// <summary>A map of these, copied, in their order.</summary>
    public static Value Map(IEnumerable<KeyValuePair<string, Value>> items)
    {
        var map = new MapValue();
        foreach (var (key, value) in items)
        {
            map.Set(key, value);
        }

        return From(map);
    }

    /// <summary>A function of the host. Its argument's Context gives the budget to charge.</summary>
    public static Value Function(string name, Func<CallArguments, Value> body) =>
        From(new FunctionValue(name, (arguments, _) => body(arguments)));

    /// <summary>A function of the host that needs what the render knows: its budget, autoescape, policy.</summary>
    public static Value Function(string name, Func<CallArguments, IRenderContext, Value> body) =>
        From(new FunctionValue(name, body));

    /// <summary>
    /// JSON as Python's json module reads it: objects become maps (the last of equal keys wins), a number without
    /// fraction or exponent an integer of any size, any other a float.
    /// </summary>
    public static Value FromJson(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.True:
                return True;
            case JsonValueKind.False:
                return False;
            case JsonValueKind.String:
                return From(json.GetString());
            case JsonValueKind.Number:
                return FromJsonNumber(json);
            case JsonValueKind.Array:
                var list = new ListValue(json.GetArrayLength());
                foreach (var item in json.EnumerateArray())
                {
                    list.Add(FromJson(item));
                }

                return From(list);
            case JsonValueKind.Object:
                var map = new MapValue();
                foreach (var member in json.EnumerateObject())
                {
                    map.Set(member.Name, FromJson(member.Value));
                }

                return From(map);
            default:
                return None;
        }
    }

    private static Value FromJsonNumber(JsonElement json)
    {
        if (json.TryGetInt64(out var small))
        {
            var raw = json.GetRawText();
            return raw.AsSpan().IndexOfAny("eE.") < 0 ? From(small) : From(json.GetDouble());
        }

        var text = json.GetRawText();
        return text.AsSpan().IndexOfAny("eE.") < 0
            ? From(BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            : From(json.GetDouble());
    }
}
