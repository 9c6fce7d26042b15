using System.Numerics;

namespace Herdbook.Templating.Tests;

/// <summary>Short names for values and questions.</summary>
internal static class Make
{
    /// <summary>A value of what C# writes: arrays are lists, dictionaries maps, values themselves.</summary>
    internal static Value V(object? given) => given switch
    {
        null => Value.None,
        Value value => value,
        bool truth => Value.From(truth),
        int number => Value.From(number),
        long number => Value.From(number),
        double number => Value.From(number),
        BigInteger number => Value.From(number),
        string text => Value.From(text),
        object?[] items => Value.List(Array.ConvertAll(items, V)),
        _ => throw new ArgumentException(given.GetType().Name),
    };

    internal static Value L(params object?[] items) => Value.List(Array.ConvertAll(items, V));

    internal static Value T(params object?[] items) => Value.Tuple(Array.ConvertAll(items, V));

    internal static Value M(string safe) => Value.Markup(safe);

    internal static Value Undefined => Value.From(new UndefinedValue(UndefinedPolicy.Default, "missing"));

    /// <summary>A map of keys and values in turn.</summary>
    internal static Value D(params object?[] pairs)
    {
        var map = new MapValue();
        for (var at = 0; at < pairs.Length; at += 2)
        {
            map.Set(V(pairs[at]), V(pairs[at + 1]));
        }

        return Value.From(map);
    }

    internal static OracleQuestion Filter(string name, params object?[] arguments) => new("filter", name, Array.ConvertAll(arguments, V));

    internal static OracleQuestion Test(string name, params object?[] arguments) => new("test", name, Array.ConvertAll(arguments, V));

    internal static OracleQuestion Method(string name, params object?[] arguments) => new("method", name, Array.ConvertAll(arguments, V));

    internal static OracleQuestion Operator(string name, params object?[] arguments) => new("operator", name, Array.ConvertAll(arguments, V));

    /// <summary>The same question with arguments by name, in turn a name and a value.</summary>
    internal static OracleQuestion With(this OracleQuestion question, params object?[] named)
    {
        var all = new Dictionary<string, Value>();
        for (var at = 0; at < named.Length; at += 2)
        {
            all[(string)named[at]!] = V(named[at + 1]);
        }

        return question with { Named = all };
    }

    internal static OracleQuestion Escaping(this OracleQuestion question) => question with { Autoescape = true };
}
