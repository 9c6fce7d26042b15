using System.Numerics;

namespace Herdbook.Templating;

/// <summary>Python's arithmetic over values: + - * / // % **, the signs, and Jinja2's ~.</summary>
/// <remarks>What does not exist between two types is refused in Python's words; what an operation makes is charged before it is made.</remarks>
internal static class Operators
{
    internal static Value Add(Value left, Value right, IRenderContext context)
    {
        if (left.IsInt && right.IsInt)
        {
            var sum = unchecked(left.Int64 + right.Int64);
            return ((left.Int64 ^ sum) & (right.Int64 ^ sum)) < 0
                ? Value.From((BigInteger)left.Int64 + right.Int64)
                : Value.From(sum);
        }

        if (left.TextOrNull is { } text && right.TextOrNull is { } other)
        {
            return Markups.Join(left, text, right, other, context);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return left.IsFloat || right.IsFloat
                ? Value.From(Numbers.Float(left) + Numbers.Float(right))
                : Value.From(Numbers.Big(left, context) + Numbers.Big(right, context));
        }

        return Sequences.TryConcat(left, right, context, out var joined) ? joined : throw Unsupported("+", left, right);
    }

    internal static Value Subtract(Value left, Value right, IRenderContext context)
    {
        if (left.IsInt && right.IsInt)
        {
            var difference = unchecked(left.Int64 - right.Int64);
            return ((left.Int64 ^ right.Int64) & (left.Int64 ^ difference)) < 0
                ? Value.From((BigInteger)left.Int64 - right.Int64)
                : Value.From(difference);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return left.IsFloat || right.IsFloat
                ? Value.From(Numbers.Float(left) - Numbers.Float(right))
                : Value.From(Numbers.Big(left, context) - Numbers.Big(right, context));
        }

        throw Unsupported("-", left, right);
    }

    internal static Value Multiply(Value left, Value right, IRenderContext context)
    {
        if (left.IsInt && right.IsInt)
        {
            var high = Math.BigMul(left.Int64, right.Int64, out var low);
            return (high == 0 && low >= 0) || (high == -1 && low < 0)
                ? Value.From(low)
                : Value.From((BigInteger)left.Int64 * right.Int64);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return left.IsFloat || right.IsFloat
                ? Value.From(Numbers.Float(left) * Numbers.Float(right))
                : Value.From(Numbers.Multiply(left.BigInteger, right.BigInteger, context));
        }

        if (right.IsIntegral && Sequences.TryRepeat(left, right, context, out var repeated))
        {
            return repeated;
        }

        return left.IsIntegral && Sequences.TryRepeat(right, left, context, out repeated)
            ? repeated
            : throw Unsupported("*", left, right);
    }

    internal static Value Divide(Value left, Value right, IRenderContext context)
    {
        if (!left.IsNumber || !right.IsNumber)
        {
            throw Unsupported("/", left, right);
        }

        if (left.IsFloat || right.IsFloat)
        {
            var divisor = Numbers.Float(right);
            return divisor == 0
                ? throw Numbers.DivisionByZero(left.IsFloat || right.IsFloat ? "float division by zero" : "division by zero")
                : Value.From(Numbers.Float(left) / divisor);
        }

        return Value.From(Numbers.TrueDivide(left, right, context));
    }

    internal static Value FloorDivide(Value left, Value right, IRenderContext context)
    {
        if (left.IsInt && right.IsInt && right.Int64 is not (0 or -1))
        {
            var (quotient, remainder) = Math.DivRem(left.Int64, right.Int64);
            return Value.From(remainder != 0 && (remainder ^ right.Int64) < 0 ? quotient - 1 : quotient);
        }

        if (!left.IsNumber || !right.IsNumber)
        {
            throw Unsupported("//", left, right);
        }

        return left.IsFloat || right.IsFloat
            ? Value.From(Numbers.FloorDivide(Numbers.Float(left), Numbers.Float(right)))
            : Value.From(Numbers.FloorDivide(Numbers.Big(left, context), Numbers.Big(right, context), context));
    }

    internal static Value Modulo(Value left, Value right, IRenderContext context)
    {
        if (left.IsInt && right.IsInt && right.Int64 is not (0 or -1))
        {
            var remainder = left.Int64 % right.Int64;
            return Value.From(remainder != 0 && (remainder ^ right.Int64) < 0 ? remainder + right.Int64 : remainder);
        }

        if (left.IsString)
        {
            return PercentFormat.Format(left, right, context);
        }

        if (!left.IsNumber || !right.IsNumber)
        {
            throw Unsupported("%", left, right);
        }

        return left.IsFloat || right.IsFloat
            ? Value.From(Numbers.Modulo(Numbers.Float(left), Numbers.Float(right)))
            : Value.From(Numbers.Modulo(Numbers.Big(left, context), Numbers.Big(right, context), context));
    }

    internal static Value Power(Value left, Value right, IRenderContext context)
    {
        if (!left.IsNumber || !right.IsNumber)
        {
            throw Unsupported("** or pow()", left, right);
        }

        return left.IsFloat || right.IsFloat
            ? Value.From(Numbers.Power(Numbers.Float(left), Numbers.Float(right)))
            : Numbers.Power(left, right, context);
    }

    internal static Value Negate(Value value, IRenderContext context)
    {
        if (value.IsInt && value.Int64 != long.MinValue)
        {
            return Value.From(-value.Int64);
        }

        if (value.IsFloat)
        {
            return Value.From(-value.Double);
        }

        Failing.IfUndefined(value);
        return value.IsNumber
            ? Value.From(-Numbers.Big(value, context))
            : throw TemplateException.TypeError($"bad operand type for unary -: '{TypeNames.Of(value)}'");
    }

    internal static Value Plus(Value value)
    {
        Failing.IfUndefined(value);
        return !value.IsNumber
            ? throw TemplateException.TypeError($"bad operand type for unary +: '{TypeNames.Of(value)}'")
            : value.IsBool ? Value.From(value.Int64) : value;
    }

    /// <summary>Jinja2's ~ over any number of values: their text; under autoescape, safe as soon as one of them is.</summary>
    internal static Value Concat(ReadOnlySpan<Value> parts, IRenderContext context)
    {
        var safe = false;
        var texts = new string[parts.Length];
        var length = 0L;
        for (var at = 0; at < parts.Length; at++)
        {
            texts[at] = Printing.Str(parts[at], context);
            length += texts[at].Length;
            safe |= context.Autoescape && Markups.IsSafe(parts[at]);
        }

        if (safe)
        {
            for (var at = 0; at < parts.Length; at++)
            {
                texts[at] = Markups.IsSafe(parts[at]) ? texts[at] : Markups.Escape(texts[at], context);
                length += texts[at].Length;
            }
        }

        context.Budget.Allocate(length * 2);
        return Value.OfText(string.Concat(texts), safe);
    }

    private static TemplateException Unsupported(string sign, Value left, Value right)
    {
        if ((left.Reference as UndefinedValue ?? right.Reference as UndefinedValue) is { } undefined)
        {
            return undefined.Failure();
        }

        if (sign == "+" && left.Kind is ValueKind.String or ValueKind.List or ValueKind.Tuple)
        {
            var type = TypeNames.Of(left);
            return TemplateException.TypeError($"can only concatenate {type} (not \"{TypeNames.Of(right)}\") to {type}");
        }

        return TemplateException.TypeError(
            $"unsupported operand type(s) for {sign}: '{TypeNames.Of(left)}' and '{TypeNames.Of(right)}'");
    }
}
