using System.Numerics;

namespace Herdbook.Templating;

/// <summary>Hashes that agree with Python's equality: 1, 1.0 and True have one hash. Seeded anew in every process.</summary>
internal static class Hashing
{
    internal static int Of(string text) => text.GetHashCode() & int.MaxValue;

    internal static int Of(Value value) => Raw(value) & int.MaxValue;

    /// <summary>Refuses what Python calls unhashable.</summary>
    internal static void Require(Value key)
    {
        switch (key.Kind)
        {
            case ValueKind.List or ValueKind.Map or ValueKind.View:
                throw TemplateException.TypeError($"unhashable type: '{TypeNames.Of(key)}'");
            case ValueKind.Tuple:
                RequireAll(key.AsTuple!);
                break;
            case ValueKind.Undefined:
                ((UndefinedValue)key.Reference!).FailIfStrict();
                break;
            default:
                break;
        }
    }

    private static void RequireAll(TupleValue tuple)
    {
        if (tuple.IsHashable)
        {
            return;
        }

        StackGuard.Check();
        foreach (var item in tuple.Span)
        {
            Require(item);
        }

        tuple.IsHashable = true;
    }

    private static int Raw(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Bool or ValueKind.Int:
                return HashCode.Combine(value.Int64);
            case ValueKind.Float:
                var number = value.Double;
                return number == Math.Floor(number) && !double.IsInfinity(number)
                    ? Raw(Value.From(new BigInteger(number)))
                    : HashCode.Combine(number);
            case ValueKind.BigInt:
                return value.BigInteger.GetHashCode();
            case ValueKind.String or ValueKind.Markup:
                return value.Text.GetHashCode();
            case ValueKind.Tuple:
                return value.AsTuple!.Hash;
            case ValueKind.List or ValueKind.Map or ValueKind.Undefined or ValueKind.None:
                return (int)value.Kind;
            case ValueKind.Range:
                var range = (RangeValue)value.Reference!;
                return HashCode.Combine(range.Count, range.IsEmpty ? 0 : range.Start);
            default:
                return value.Reference!.GetHashCode();
        }
    }
}
