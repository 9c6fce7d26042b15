using System.Collections.Frozen;
using System.Numerics;

namespace Herdbook.Templating;

/// <summary>Methods and attributes of integers and floats.</summary>
internal static class NumberMethods
{
    private static readonly Signature None_ = new("method", 0);

    private static readonly FrozenDictionary<string, Method> OfInteger = new Dictionary<string, Method>
    {
        ["bit_length"] = (self, arguments, _) => Only(arguments, Value.From((long)BigInteger.Abs(self.BigInteger).GetBitLength())),
        ["bit_count"] = BitCount,
        ["conjugate"] = (self, arguments, _) => Only(arguments, Operators.Plus(self)),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Method> OfFloat = new Dictionary<string, Method>
    {
        ["is_integer"] = (self, arguments, _) => Only(arguments, Value.From(double.IsInteger(self.Double))),
        ["as_integer_ratio"] = AsIntegerRatio,
        ["conjugate"] = (self, arguments, _) => Only(arguments, self),
    }.ToFrozenDictionary();

    internal static Method? Find(Value self, string name) => (self.IsFloat ? OfFloat : OfInteger).GetValueOrDefault(name);

    internal static bool TryAttribute(Value self, string name, IRenderContext context, out Value value)
    {
        value = name switch
        {
            "real" => Operators.Plus(self),
            "imag" => self.IsFloat ? Value.From(0.0) : Value.From(0),
            "numerator" when !self.IsFloat => Operators.Plus(self),
            "denominator" when !self.IsFloat => Value.From(1),
            _ => Value.Missing,
        };
        return !value.IsMissing;
    }

    private static Value Only(CallArguments arguments, Value result)
    {
        None_.Bind(arguments);
        return result;
    }

    private static Value BitCount(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        var big = BigInteger.Abs(self.BigInteger);
        context.Budget.Allocate(big.GetByteCount());
        var count = 0;
        foreach (var part in big.ToByteArray())
        {
            count += BitOperations.PopCount(part);
        }

        return Value.From(count);
    }

    private static Value AsIntegerRatio(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        var number = self.Double;
        if (!double.IsFinite(number))
        {
            throw Numbers.Overflow($"cannot convert {(double.IsNaN(number) ? "NaN" : "Infinity")} to integer ratio");
        }

        var denominator = BigInteger.One;
        while (number != Math.Floor(number))
        {
            number *= 2;
            denominator *= 2;
        }

        return Value.Tuple(Value.From(new BigInteger(number)), Value.From(denominator));
    }
}
