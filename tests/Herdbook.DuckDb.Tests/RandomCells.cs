using System.Globalization;
using System.Text;

namespace Herdbook.DuckDb.Tests;

/// <summary>A random type: its SQL, and what its values are made of.</summary>
internal sealed record RandomType(string Kind, string Sql, IReadOnlyList<RandomType> Children, byte Width = 0, byte Scale = 0);

/// <summary>Random types and values, how they are appended, and how they are compared.</summary>
internal static class RandomCells
{
    private static readonly string[] s_plain =
    [
        "boolean", "tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger", "ubigint", "hugeint", "float", "double",
        "varchar", "blob", "date", "time", "timestamp", "timestamptz", "interval", "uuid",
    ];

    public static RandomType Scalar(Random random)
    {
        var kind = s_plain[random.Next(s_plain.Length)];
        return new RandomType(kind, kind, []);
    }

    public static RandomType Type(Random random, int depth)
    {
        switch (depth == 0 ? random.Next(6) : random.Next(10))
        {
            case 4:
                var width = (byte)random.Next(1, 39);
                var scale = (byte)random.Next(0, width + 1);
                return new RandomType("decimal", $"decimal({width},{scale})", [], width, scale);
            case 5:
                return new RandomType("enum", "enum('a', 'bee', 'a name of more than twelve bytes')", []);
            case 6:
                var item = Type(random, depth - 1);
                return new RandomType("list", $"{item.Sql}[]", [item]);
            case 7:
                var members = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Type(random, depth - 1)).ToList();
                return new RandomType("struct", $"struct({string.Join(", ", members.Select((member, i) => $"m{i} {member.Sql}"))})", members);
            case 8:
                var entry = Type(random, depth - 1);
                return new RandomType("map", $"map(varchar, {entry.Sql})", [entry]);
            case 9:
                var fixedItem = Type(random, 0);
                return new RandomType("array", $"{fixedItem.Sql}[3]", [fixedItem]);
            default:
                return Scalar(random);
        }
    }

    public static object? Value(Random random, RandomType type) => random.Next(5) == 0 ? null : type.Kind switch
    {
        "boolean" => random.Next(2) == 0,
        "tinyint" => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1),
        "smallint" => (short)random.Next(short.MinValue, short.MaxValue + 1),
        "integer" => (int)random.NextInt64(int.MinValue, int.MaxValue + 1L),
        "bigint" => random.NextInt64(long.MinValue, long.MaxValue),
        "utinyint" => (byte)random.Next(256),
        "usmallint" => (ushort)random.Next(65536),
        "uinteger" => (uint)random.NextInt64(uint.MaxValue + 1L),
        "ubigint" => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        "hugeint" => new Int128((ulong)random.NextInt64(long.MinValue + 1, long.MaxValue), (ulong)random.NextInt64()),
        "float" => (float)((random.NextDouble() - 0.5) * 1e10),
        "double" => random.Next(10) == 0 ? double.NegativeInfinity : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)),
        "varchar" => Text(random),
        "blob" => Bytes(random),
        "date" => DateOnly.FromDayNumber(random.Next(DateOnly.MaxValue.DayNumber + 1)),
        "time" => new TimeOnly(random.NextInt64(86_400_000_000) * 10),
        "timestamp" => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks / 10) * 10),
        "timestamptz" => new DateTimeOffset(new DateTime(random.NextInt64(DateTime.MaxValue.Ticks / 10) * 10, DateTimeKind.Utc)),
        "interval" => new DuckDbInterval(random.Next(-1000, 1000), random.Next(-1000, 1000), random.NextInt64(-86_400_000_000, 86_400_000_000)),
        "uuid" => Uuid(random),
        "decimal" => Decimal(random, type),
        "enum" => ((string[])["a", "bee", "a name of more than twelve bytes"])[random.Next(3)],
        "list" => Enumerable.Range(0, random.Next(6)).Select(_ => Value(random, type.Children[0])).ToArray(),
        "array" => Enumerable.Range(0, 3).Select(_ => Value(random, type.Children[0])).ToArray(),
        "struct" => type.Children.Select((child, i) => ($"m{i}", Value(random, child))).ToDictionary(pair => pair.Item1, pair => pair.Item2),
        "map" => Enumerable.Range(0, random.Next(4)).Select(i => new KeyValuePair<object, object?>($"key number {i}", Value(random, type.Children[0]))).ToArray(),
        _ => throw new InvalidOperationException(type.Kind),
    };

    public static void Append(DuckDbColumnWriter column, object? value)
    {
        switch (value)
        {
            case null: column.AppendNull(); break;
            case bool v: column.Append(v); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong: column.AppendInteger(Int128.Parse(PlainText(value), CultureInfo.InvariantCulture)); break;
            case Int128 v: column.Append(v); break;
            case float v: column.Append(v); break;
            case double v: column.Append(v); break;
            case string v when column.Type.Id == DuckDbTypeId.Enum: column.AppendEnum(v); break;
            case string v: column.AppendString(v); break;
            case byte[] v: column.AppendBytes(v); break;
            case DateOnly v: column.AppendDate(v); break;
            case TimeOnly v: column.AppendTime(v); break;
            case DateTime v: column.AppendTimestamp(v); break;
            case DateTimeOffset v: column.AppendTimestampTz(v); break;
            case DuckDbInterval v: column.Append(v); break;
            case Guid v: column.AppendGuid(v); break;
            case DuckDbDecimal v: column.AppendDecimal(v); break;
            case object?[] v:
                Array.ForEach(v, item => Append(column.Elements, item));
                column.EndList();
                break;
            case Dictionary<string, object?> v:
                for (var i = 0; i < v.Count; i++)
                {
                    Append(column.Member(i), v[$"m{i}"]);
                }

                column.EndStruct();
                break;
            case KeyValuePair<object, object?>[] v:
                foreach (var (key, item) in v)
                {
                    Append(column.Elements.Member(0), key);
                    Append(column.Elements.Member(1), item);
                    column.Elements.EndStruct();
                }

                column.EndList();
                break;
            default: throw new InvalidOperationException(value.GetType().Name);
        }
    }

    /// <summary>Text that tells any two different values apart.</summary>
    public static string Shown(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        byte[] bytes => Convert.ToHexString(bytes),
        object?[] list => $"[{string.Join(", ", list.Select(Shown))}]",
        Dictionary<string, object?> members => $"{{{string.Join(", ", members.Select(member => $"{member.Key}: {Shown(member.Value)}"))}}}",
        KeyValuePair<object, object?>[] pairs => $"<{string.Join(", ", pairs.Select(pair => $"{Shown(pair.Key)}: {Shown(pair.Value)}"))}>",
        DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
        DateTime moment => moment.Ticks.ToString(CultureInfo.InvariantCulture),
        TimeOnly time => time.Ticks.ToString(CultureInfo.InvariantCulture),
        _ => $"{value.GetType().Name} {PlainText(value)}",
    };

    private static string PlainText(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(3) == 0 ? random.Next(200) : random.Next(14); i > 0; i--)
        {
            text.Append(random.Next(6) switch { 0 => "ü", 1 => "🐄", 2 => "\0", 3 => "'", _ => ((char)random.Next('a', 'z')).ToString() });
        }

        return text.ToString();
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static Guid Uuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static DuckDbDecimal Decimal(Random random, RandomType type)
    {
        var digits = Int128.Zero;
        for (var i = random.Next(type.Width + 1); i > 0; i--)
        {
            digits = (digits * 10) + random.Next(10);
        }

        return new DuckDbDecimal(random.Next(2) == 0 ? digits : -digits, type.Scale);
    }
}
