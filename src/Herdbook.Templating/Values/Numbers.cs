using System.Numerics;

namespace Herdbook.Templating;

/// <summary>Python's integers of any size and its floats.</summary>
internal static class Numbers
{
    /// <summary>A number as a float.</summary>
    /// <exception cref="TemplateException">An integer beyond the range of floats.</exception>
    internal static double Float(Value number)
    {
        if (number.IsFloat)
        {
            return number.Double;
        }

        if (number.Kind != ValueKind.BigInt)
        {
            return number.Int64;
        }

        return Ratio(number.BigInteger, BigInteger.One) is { } result && double.IsFinite(result)
            ? result
            : throw Overflow("int too large to convert to float");
    }

    /// <summary>An integral value as a big integer, charged by its size.</summary>
    internal static BigInteger Big(Value number, IRenderContext context)
    {
        var big = number.BigInteger;
        if (number.Kind == ValueKind.BigInt)
        {
            context.Budget.Allocate(big.GetByteCount());
        }

        return big;
    }

    internal static BigInteger Multiply(BigInteger left, BigInteger right, IRenderContext context)
    {
        var (a, b) = (left.GetBitLength() / 32, right.GetBitLength() / 32);
        context.Budget.Allocate((a + b) * 4);
        context.Budget.Charge(a * b / 64);
        return left * right;
    }

    /// <summary>The quotient of two integers, correctly rounded.</summary>
    internal static double TrueDivide(Value left, Value right, IRenderContext context)
    {
        if (right.Kind != ValueKind.BigInt && right.Int64 == 0)
        {
            throw DivisionByZero("division by zero");
        }

        if (IsExact(left) && IsExact(right))
        {
            return (double)left.Int64 / right.Int64;
        }

        ChargeDivision(left.BigInteger, right.BigInteger, context);
        var quotient = Ratio(left.BigInteger, right.BigInteger);
        return double.IsFinite(quotient) ? quotient : throw Overflow("integer division result too large for a float");
    }

    internal static BigInteger FloorDivide(BigInteger left, BigInteger right, IRenderContext context)
    {
        if (right.IsZero)
        {
            throw DivisionByZero("integer division or modulo by zero");
        }

        ChargeDivision(left, right, context);
        var quotient = BigInteger.DivRem(left, right, out var remainder);
        return !remainder.IsZero && remainder.Sign != right.Sign ? quotient - 1 : quotient;
    }

    internal static BigInteger Modulo(BigInteger left, BigInteger right, IRenderContext context)
    {
        if (right.IsZero)
        {
            throw DivisionByZero("integer modulo by zero");
        }

        ChargeDivision(left, right, context);
        var remainder = BigInteger.Remainder(left, right);
        return !remainder.IsZero && remainder.Sign != right.Sign ? remainder + right : remainder;
    }

    internal static double FloorDivide(double left, double right)
    {
        if (right == 0)
        {
            throw DivisionByZero("float floor division by zero");
        }

        var remainder = left % right;
        var quotient = (left - remainder) / right;
        if (remainder != 0 && (right < 0) != (remainder < 0))
        {
            quotient -= 1;
        }

        if (quotient == 0)
        {
            return Math.CopySign(0, left / right);
        }

        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    internal static double Modulo(double left, double right)
    {
        if (right == 0)
        {
            throw DivisionByZero("float modulo");
        }

        var remainder = left % right;
        if (remainder == 0)
        {
            return Math.CopySign(0, right);
        }

        return (right < 0) != (remainder < 0) ? remainder + right : remainder;
    }

    /// <summary>An integer to an integer: an integer, or a float when the exponent is negative.</summary>
    internal static Value Power(Value left, Value right, IRenderContext context)
    {
        var (number, exponent) = (left.BigInteger, right.BigInteger);
        if (exponent.Sign < 0)
        {
            return Value.From(Power(Float(left), Float(right)));
        }

        if (exponent.IsZero || number.IsOne || number.IsZero)
        {
            return Value.From(exponent.IsZero ? BigInteger.One : number);
        }

        if (number == BigInteger.MinusOne)
        {
            return Value.From(exponent.IsEven ? 1 : -1);
        }

        // The result's bits, and squared words as the price of the last multiplications.
        var bits = (double)number.GetBitLength() * (double)exponent;
        var words = bits / 32;
        var price = words * words / 64;
        context.Budget.Allocate(bits / 8 > long.MaxValue / 4 ? long.MaxValue / 4 : (long)(bits / 8));
        context.Budget.Charge(price > long.MaxValue / 4 ? long.MaxValue / 4 : (long)price);
        return Value.From(BigInteger.Pow(number, (int)exponent));
    }

    /// <exception cref="TemplateException">Zero to a negative power, a result beyond floats, or one that would be complex.</exception>
    internal static double Power(double left, double right)
    {
        if (left == 0 && right < 0)
        {
            throw DivisionByZero("0.0 cannot be raised to a negative power");
        }

        if (left < 0 && double.IsFinite(left) && double.IsFinite(right) && right != Math.Floor(right))
        {
            throw TemplateException.ValueError("a negative number to a fractional power is complex: complex numbers are not supported");
        }

        var result = left == 1 || right == 0 ? 1 : Math.Pow(left, right);
        return double.IsInfinity(result) && double.IsFinite(left) && double.IsFinite(right)
            ? throw Overflow("(34, 'Numerical result out of range')")
            : result;
    }

    internal static TemplateException DivisionByZero(string message) =>
        new(TemplateErrorKind.Runtime, message, remedy: "test the divisor before dividing");

    internal static TemplateException Overflow(string message) => new(TemplateErrorKind.Runtime, message);

    private static bool IsExact(Value integer) =>
        integer.Kind != ValueKind.BigInt && integer.Int64 is >= -(1L << 53) and <= 1L << 53;

    private static void ChargeDivision(BigInteger left, BigInteger right, IRenderContext context)
    {
        var (a, b) = (left.GetBitLength() / 32, right.GetBitLength() / 32);
        context.Budget.Allocate(a * 4);
        context.Budget.Charge(Math.Max(0, a - b) * b / 64);
    }

    /// <summary>left / right to the nearest float, ties to even; infinite when it is beyond floats.</summary>
    private static double Ratio(BigInteger left, BigInteger right)
    {
        var negative = (left.Sign < 0) != (right.Sign < 0);
        var (a, b) = (BigInteger.Abs(left), BigInteger.Abs(right));
        if (a.IsZero)
        {
            return negative ? -0.0 : 0.0;
        }

        // A quotient of 64 or 65 bits whose last bit says whether anything was cut off.
        var scale = (int)(a.GetBitLength() - b.GetBitLength()) - 64;
        var quotient = BigInteger.DivRem(scale < 0 ? a << -scale : a, scale > 0 ? b << scale : b, out var rest);
        if (!rest.IsZero)
        {
            quotient |= BigInteger.One;
        }

        // Floats below the normal range keep fewer bits: cut them here, once, so that nothing is rounded twice.
        var surplus = (int)quotient.GetBitLength() - 53;
        surplus = Math.Max(surplus, -1074 - scale);
        if (surplus > 0)
        {
            var half = BigInteger.One << (surplus - 1);
            var low = quotient & ((BigInteger.One << surplus) - 1);
            quotient >>= surplus;
            if (low > half || (low == half && !quotient.IsEven))
            {
                quotient += 1;
            }

            scale += surplus;
        }

        var result = scale > 1100 ? double.PositiveInfinity : Math.ScaleB((double)quotient, scale);
        return negative ? -result : result;
    }
}
