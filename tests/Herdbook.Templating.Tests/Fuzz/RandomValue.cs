using System.Numerics;

namespace Herdbook.Templating.Tests;

/// <summary>Random values of every kind that Python's literals can say.</summary>
internal sealed class RandomValue(Random random)
{
    private static readonly string[] Texts =
    [
        "", "a", "b", "abc", "Hello World", "foo bar baz", "  x  ", "A", "aB c-d", "1", "-2", "3.5", "1e3", "x,y,z", "<b>", "a&b", "it's", "\"q\"", "line1\nline2\n\nline4", "é", "😀x", "ß", "a b", "%s", "{}", "0x1f", "inf", "http://a.org/x", "tab\there", "key",
    ];

    private static readonly double[] Doubles = [0.0, 1.0, -1.0, 0.5, 2.5, -2.5, 3.25, 100.0, 1e16, 1e-5, 1e22, -0.0, 0.1, 1234.5678];

    internal string Text => Pick(Texts);

    internal T Pick<T>(params T[] of) => of[random.Next(of.Length)];

    internal int Small => random.Next(-3, 12);

    internal Value Any(int depth = 2) => random.Next(depth > 0 ? 15 : 9) switch
    {
        0 => Value.None,
        1 => Value.From(random.Next(2) == 0),
        2 or 3 => Value.From(Small),
        4 => Value.From(Pick(Doubles)),
        5 or 6 or 7 => Value.From(Text),
        8 => random.Next(6) switch
        {
            0 => Value.Markup(Text),
            1 => Make.Undefined,
            2 => Value.From(random.NextInt64()),
            3 => Value.From(BigInteger.Pow(random.Next(2, 9), random.Next(20, 90)) * Pick(1, -1)),
            _ => Value.From(random.Next(-1000, 1000)),
        },
        9 or 10 or 11 => List(depth),
        12 => Value.Tuple([.. Many(depth - 1)]),
        _ => Map(depth),
    };

    internal Value List(int depth) => random.Next(4) switch
    {
        0 => Value.List([.. Same(() => Value.From(Small))]),
        1 => Value.List([.. Same(() => Value.From(Text))]),
        2 => Value.List([.. Same(() => Row())]),
        _ => Value.List([.. Many(depth - 1)]),
    };

    /// <summary>A small record, as lists of data hold.</summary>
    internal Value Row() => Make.D("a", Value.From(Small), "b", Value.From(Text), "c", Any(0));

    internal Value Map(int depth)
    {
        var map = new MapValue();
        for (var count = random.Next(4); count > 0; count--)
        {
            map.Set(random.Next(4) == 0 ? Value.From(Small) : Value.From(Text), Any(depth - 1));
        }

        return Value.From(map);
    }

    private List<Value> Many(int depth) => Same(() => Any(depth));

    private List<Value> Same(Func<Value> make)
    {
        var items = new List<Value>();
        for (var count = random.Next(6); count > 0; count--)
        {
            items.Add(make());
        }

        return items;
    }
}
