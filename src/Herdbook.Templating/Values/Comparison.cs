using System.Numerics;

namespace Herdbook.Templating;

/// <summary>Python's == and its order. Work in proportion to a container is charged to the render of this thread.</summary>
internal static class Comparison
{
    internal static bool AreEqual(Value left, Value right)
    {
        if (left.TextOrNull is { } text)
        {
            if (right.TextOrNull is { } other)
            {
                return ReferenceEquals(text, other) || text == other;
            }

            Failing.IfUndefinedStrictly(right);
            return false;
        }

        if (left.IsInt && right.IsInt)
        {
            return left.Int64 == right.Int64;
        }

        if (left.IsUndefined || right.IsUndefined)
        {
            return UndefinedEqual(left, right);
        }

        if (left.IsNumber)
        {
            return right.IsNumber && NumbersEqual(left, right);
        }

        return ContainersEqual(left, right);
    }

    /// <summary>Python's "is or ==", by which containers compare and search.</summary>
    internal static bool AreAlike(Value left, Value right) => left.IsSame(right) || AreEqual(left, right);

    /// <summary>Below 0, 0 or above 0 as the left is less than, equal to or greater than the right; null when a NaN is compared.</summary>
    /// <param name="sign">The operator, for the message.</param>
    /// <exception cref="TemplateException">They have no order.</exception>
    internal static int? Order(Value left, Value right, string sign)
    {
        if (left.IsInt && right.IsInt)
        {
            return left.Int64.CompareTo(right.Int64);
        }

        if (left.TextOrNull is { } text && right.TextOrNull is { } other)
        {
            return CompareText(text, other);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return NumberOrder(left, right);
        }

        if (left.AsList is { } list && right.AsList is { } otherList)
        {
            return SequenceOrder(list.Span, otherList.Span, sign);
        }

        if (left.AsTuple is { } tuple && right.AsTuple is { } otherTuple)
        {
            return SequenceOrder(tuple.Span, otherTuple.Span, sign);
        }

        Failing.IfUndefined(left);
        Failing.IfUndefined(right);
        throw TemplateException.TypeError(
            $"'{sign}' not supported between instances of '{TypeNames.Of(left)}' and '{TypeNames.Of(right)}'");
    }

    internal static bool Less(Value left, Value right) => Order(left, right, "<") is < 0;

    /// <summary>By code points, as Python compares; the units of UTF-16 would put surrogates before the private use area.</summary>
    internal static int CompareText(string left, string right)
    {
        RenderBudget.Current?.Charge(Math.Min(left.Length, right.Length) >> 6);
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }

    private static bool UndefinedEqual(Value left, Value right)
    {
        (left.Reference as UndefinedValue)?.FailIfStrict();
        (right.Reference as UndefinedValue)?.FailIfStrict();
        return left.IsUndefined && right.IsUndefined;
    }

    private static bool NumbersEqual(Value left, Value right)
    {
        if (left.IsFloat || right.IsFloat)
        {
            return NumberOrder(left, right) == 0;
        }

        return left.Kind == ValueKind.BigInt || right.Kind == ValueKind.BigInt
            ? left.BigInteger == right.BigInteger
            : left.Int64 == right.Int64;
    }

    private static int? NumberOrder(Value left, Value right)
    {
        if (left.IsFloat && right.IsFloat)
        {
            return FloatOrder(left.Double, right.Double);
        }

        if (left.IsFloat)
        {
            return IntegerOrder(right, left.Double) is { } order ? order > 0 ? -1 : order < 0 ? 1 : 0 : null;
        }

        if (right.IsFloat)
        {
            return IntegerOrder(left, right.Double);
        }

        return left.Kind == ValueKind.BigInt || right.Kind == ValueKind.BigInt
            ? left.BigInteger.CompareTo(right.BigInteger)
            : left.Int64.CompareTo(right.Int64);
    }

    private static int? FloatOrder(double left, double right) =>
        double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);

    /// <summary>Exactly: an integer is not rounded to a float before it is compared.</summary>
    private static int? IntegerOrder(Value integer, double number)
    {
        if (double.IsNaN(number))
        {
            return null;
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? -1 : 1;
        }

        if (integer.Kind != ValueKind.BigInt && integer.Int64 is >= -(1L << 53) and <= 1L << 53)
        {
            return ((double)integer.Int64).CompareTo(number);
        }

        var whole = Math.Floor(number);
        var order = integer.BigInteger.CompareTo(new BigInteger(whole));
        return order != 0 ? order : number > whole ? -1 : 0;
    }

    private static bool ContainersEqual(Value left, Value right)
    {
        if (ReferenceEquals(left.Reference, right.Reference))
        {
            return left.IsSame(right);
        }

        if (left.AsList is { } list)
        {
            return right.AsList is { } otherList && SequencesEqual(list.Span, otherList.Span);
        }

        if (left.AsTuple is { } tuple)
        {
            return right.AsTuple is { } otherTuple && SequencesEqual(tuple.Span, otherTuple.Span);
        }

        if (left.AsMap is { } map)
        {
            return right.AsMap is { } otherMap && MapsEqual(map, otherMap);
        }

        if (left.Reference is RangeValue a && right.Reference is RangeValue b)
        {
            return a.Count == b.Count && (a.IsEmpty || (a.Start == b.Start && (a.Count == 1 || a.Step == b.Step)));
        }

        return left.Reference is ViewValue view && right.Reference is ViewValue otherView && ViewsEqual(view, otherView);
    }

    private static bool SequencesEqual(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        StackGuard.Check();
        var budget = RenderBudget.Current;
        for (var at = 0; at < left.Length; at++)
        {
            budget?.Charge();
            if (!AreAlike(left[at], right[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static int? SequenceOrder(ReadOnlySpan<Value> left, ReadOnlySpan<Value> right, string sign)
    {
        StackGuard.Check();
        var budget = RenderBudget.Current;
        var common = Math.Min(left.Length, right.Length);
        for (var at = 0; at < common; at++)
        {
            budget?.Charge();
            if (!AreAlike(left[at], right[at]))
            {
                return Order(left[at], right[at], sign);
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static bool MapsEqual(MapValue left, MapValue right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        StackGuard.Check();
        var budget = RenderBudget.Current;
        foreach (ref readonly var entry in left.Entries)
        {
            budget?.Charge();
            if (entry.IsLive && !(right.TryGet(entry.Key, out var other) && AreAlike(entry.Value, other)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ViewsEqual(ViewValue left, ViewValue right)
    {
        if (left.Part == ViewPart.Values || right.Part == ViewPart.Values || left.Count != right.Count)
        {
            return false;
        }

        if (left.Part == ViewPart.Items && right.Part == ViewPart.Items)
        {
            return MapsEqual(left.Map, right.Map);
        }

        foreach (ref readonly var entry in left.Map.Entries)
        {
            if (entry.IsLive && !(left.Part == right.Part && right.Map.Contains(entry.Key)))
            {
                return false;
            }
        }

        return true;
    }
}
