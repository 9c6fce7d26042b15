using System.Globalization;
using System.Numerics;

namespace Herdbook.Templating;

/// <summary>abs, int, float, round, sum and filesizeformat.</summary>
internal static class NumberFilters
{
    private static readonly Signature Abs_ = new("abs", 1, "x") { PositionalOnly = 1 };
    private static readonly Signature Int_ = new("do_int", 1, "value", "default", "base");
    private static readonly Signature Float_ = new("do_float", 1, "value", "default");
    private static readonly Signature Round_ = new("do_round", 1, "value", "precision", "method");
    private static readonly Signature Sum_ = new("do_sum", 1, "iterable", "attribute", "start");
    private static readonly Signature Size_ = new("do_filesizeformat", 1, "value", "binary");

    private static readonly string[] Decimal = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    private static readonly string[] Binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

    internal static Value Abs(CallArguments arguments, IRenderContext context)
    {
        var value = Abs_.Bind(arguments)[0];
        if (value.IsFloat)
        {
            return Value.From(Math.Abs(value.Double));
        }

        Failing.IfUndefined(value);
        return value.IsIntegral
            ? Value.From(BigInteger.Abs(Numbers.Big(value, context)))
            : throw TemplateException.TypeError($"bad operand type for abs(): '{TypeNames.Of(value)}'");
    }

    internal static Value Int(CallArguments arguments, IRenderContext context)
    {
        var bound = Int_.Bind(arguments);
        var value = bound[0];
        var otherwise = bound.Or(1, Value.From(0));
        Failing.IfUndefined(value);
        if (value.IsIntegral)
        {
            return Operators.Plus(value);
        }

        if (value.IsFloat)
        {
            return double.IsNaN(value.Double) ? otherwise : Conversions.Truncate(value.Double);
        }

        if (value.TextOrNull is not { } text)
        {
            return otherwise;
        }

        var given = bound.Or(2, Value.From(10));
        if (given.IsIntegral && (Bound.ToInteger(given) is 0 or (>= 2 and <= 36)) && TryInteger(text, (int)Bound.ToInteger(given), context, out var whole))
        {
            return whole;
        }

        return Conversions.TryFloat(text, out var number) && double.IsFinite(number) ? Conversions.Truncate(number) : otherwise;
    }

    /// <summary>An integer of text; more digits than Python converts are no integer.</summary>
    private static bool TryInteger(string text, int radix, IRenderContext context, out Value value)
    {
        try
        {
            return Conversions.TryInteger(text, radix, context, out value);
        }
        catch (TemplateException exception) when (exception.Kind == TemplateErrorKind.Runtime)
        {
            value = default;
            return false;
        }
    }

    internal static Value Float(CallArguments arguments, IRenderContext context)
    {
        var bound = Float_.Bind(arguments);
        var value = bound[0];
        Failing.IfUndefined(value);
        if (value.IsNumber)
        {
            return Value.From(Numbers.Float(value));
        }

        return value.TextOrNull is { } text && Conversions.TryFloat(text, out var number)
            ? Value.From(number)
            : bound.Or(1, Value.From(0.0));
    }

    internal static Value Round(CallArguments arguments, IRenderContext context)
    {
        var bound = Round_.Bind(arguments);
        var value = bound[0];
        var method = bound.Or(2, Value.From("common"));
        if (method.TextOrNull is not ("common" or "ceil" or "floor"))
        {
            throw TemplateException.ValueError("method must be common, ceil or floor");
        }

        Failing.IfUndefined(value);
        if (method.Text == "common")
        {
            var places = bound.Or(1, Value.From(0));
            return !value.IsNumber
                ? throw TemplateException.TypeError($"type {TypeNames.Of(value)} doesn't define __round__ method")
                : places.IsNone ? RoundFloat(Numbers.Float(value), 0, whole: true, value)
                : value.IsFloat ? RoundFloat(value.Double, Bound.ToInteger(places), whole: false, value)
                : RoundInteger(value, Bound.ToInteger(places), context);
        }

        var scale = Operators.Power(Value.From(10), bound.Or(1, Value.From(0)), context);
        var scaled = Operators.Multiply(value, scale, context);
        if (!scaled.IsNumber)
        {
            throw TemplateException.TypeError($"must be real number, not {TypeNames.Of(scaled)}");
        }

        var rounded = !scaled.IsFloat
            ? scaled
            : Conversions.Truncate(method.Text == "ceil" ? Math.Ceiling(scaled.Double) : Math.Floor(scaled.Double));
        return Operators.Divide(rounded, scale, context);
    }

    /// <summary>Python's round() of a float: exactly, ties to even.</summary>
    private static Value RoundFloat(double number, long places, bool whole, Value original)
    {
        if (whole)
        {
            return original.IsFloat ? Conversions.Truncate(Math.Round(number, MidpointRounding.ToEven)) : Operators.Plus(original);
        }

        if (!double.IsFinite(number) || places > 323)
        {
            return original;
        }

        if (places < -308)
        {
            return Value.From(Math.CopySign(0, number));
        }

        if (places >= 0)
        {
            var text = FloatDigits.Fixed(Math.Abs(number), (int)places);
            return Value.From(Math.CopySign(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), number));
        }

        var unit = BigInteger.Pow(10, (int)-places);
        var size = new BigInteger(Math.Floor(Math.Abs(number)));
        var quotient = BigInteger.DivRem(size, unit, out var rest);
        var order = (rest * 2).CompareTo(unit);
        var fraction = Math.Abs(number) != Math.Floor(Math.Abs(number));
        quotient += order > 0 || (order == 0 && (fraction || !quotient.IsEven)) ? 1 : 0;
        var result = Numbers.Float(Value.From(quotient * unit));
        return Value.From(Math.CopySign(result, number));
    }

    private static Value RoundInteger(Value value, long places, IRenderContext context)
    {
        if (places >= 0)
        {
            return Operators.Plus(value);
        }

        var number = Numbers.Big(value, context);
        if (-places > number.GetBitLength() + 1)
        {
            return Value.From(0);
        }

        var unit = BigInteger.Pow(10, (int)-places);
        context.Budget.Allocate(unit.GetByteCount());
        var quotient = Numbers.FloorDivide(number, unit, context);
        var order = ((number - (quotient * unit)) * 2).CompareTo(unit);
        quotient += order > 0 || (order == 0 && !quotient.IsEven) ? 1 : 0;
        return Value.From(quotient * unit);
    }

    internal static Value Sum(CallArguments arguments, IRenderContext context)
    {
        var bound = Sum_.Bind(arguments);
        var attribute = bound.Or(1, Value.None);
        var getter = attribute.IsNone ? null : new AttributeGetter(attribute, Value.None, context);
        var sum = bound.Or(2, Value.From(0));
        if (sum.IsString)
        {
            throw TemplateException.TypeError("sum() can't sum strings [use ''.join(seq) instead]");
        }

        var elements = Sequences.Enumerate(bound[0], context);
        while (elements.MoveNext(out var element))
        {
            context.Budget.Charge();
            sum = Operators.Add(sum, getter is null ? element : getter.Get(element), context);
        }

        return sum;
    }

    internal static Value FileSizeFormat(CallArguments arguments, IRenderContext context)
    {
        var bound = Size_.Bind(arguments);
        var value = bound[0];
        Failing.IfUndefined(value);
        double bytes;
        if (value.IsNumber)
        {
            bytes = Numbers.Float(value);
        }
        else if (value.TextOrNull is not { } text || !Conversions.TryFloat(text, out bytes))
        {
            throw TemplateException.ValueError($"could not convert to float: {Printing.Repr(value, context)}");
        }

        var binary = bound.Truth(1, false);
        var (size, prefixes) = binary ? (1024.0, Binary) : (1000.0, Decimal);
        if (bytes == 1)
        {
            return Value.From("1 Byte");
        }

        if (bytes < size)
        {
            return Value.From($"{Printing.Str(Conversions.Truncate(bytes))} Bytes");
        }

        var unit = 0.0;
        for (var at = 0; at < prefixes.Length; at++)
        {
            unit = Numbers.Float(Value.From(BigInteger.Pow(binary ? 1024 : 1000, at + 2)));
            if (bytes < unit || at == prefixes.Length - 1)
            {
                var shown = FormatSpec.Format(Value.From(size * bytes / unit), ".1f", context);
                return Value.From($"{shown} {prefixes[at]}");
            }
        }

        return default;
    }
}
