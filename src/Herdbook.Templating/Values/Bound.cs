using System.Numerics;

namespace Herdbook.Templating;

/// <summary>The parameters of a filter, a test, a method or a function.</summary>
/// <param name="name">Its name, for messages.</param>
/// <param name="required">How many must be given.</param>
/// <param name="names">All parameters in their order.</param>
internal sealed class Signature(string name, int required, params string[] names)
{
    internal string Name => name;

    internal int Required => required;

    internal string[] Names => names;

    /// <summary>How many of the parameters can be given by place; the rest only by name.</summary>
    internal int MaxPositional { get; init; } = names.Length;

    /// <summary>How many of the first parameters can be given by place only.</summary>
    internal int PositionalOnly { get; init; }

    /// <summary>Matches the arguments of a call to the parameters.</summary>
    /// <exception cref="TemplateException">Too many, too few, or one that no parameter is named as.</exception>
    internal Bound Bind(CallArguments arguments)
    {
        var positional = arguments.PositionalCount;
        if (positional > MaxPositional)
        {
            throw TemplateException.TypeError(
                $"{name}() takes {(required == MaxPositional ? "" : "at most ")}{MaxPositional} positional arguments but {positional} were given");
        }

        if (arguments.NamedCount > 0)
        {
            CheckNamed(arguments, positional);
        }

        var bound = new Bound(this, arguments);
        for (var at = positional; at < required; at++)
        {
            if (!bound.Has(at))
            {
                throw TemplateException.TypeError($"{name}() missing required argument: '{names[at]}'");
            }
        }

        return bound;
    }

    private void CheckNamed(CallArguments arguments, int positional)
    {
        foreach (var given in arguments.Names)
        {
            var at = Array.IndexOf(names, given);
            if (at < PositionalOnly)
            {
                throw TemplateException.TypeError($"{name}() got an unexpected keyword argument '{given}'");
            }

            if (at < positional)
            {
                throw TemplateException.TypeError($"{name}() got multiple values for argument '{given}'");
            }
        }
    }
}

/// <summary>Arguments that were matched to parameters; those not given are <see cref="Value.Missing"/>.</summary>
internal readonly struct Bound(Signature signature, CallArguments arguments)
{
    internal Value this[int at]
    {
        get
        {
            if (at < arguments.PositionalCount)
            {
                return arguments[at];
            }

            return arguments.NamedCount > 0 && arguments.TryGetNamed(signature.Names[at], out var value) ? value : Value.Missing;
        }
    }

    internal bool Has(int at) => !this[at].IsMissing;

    /// <summary>The argument, or this value when it was not given.</summary>
    internal Value Or(int at, Value otherwise)
    {
        var value = this[at];
        return value.IsMissing ? otherwise : value;
    }

    /// <summary>Whether the argument is true; this when it was not given.</summary>
    internal bool Truth(int at, bool otherwise)
    {
        var value = this[at];
        return value.IsMissing ? otherwise : value.IsTrue;
    }

    /// <summary>Whether the argument, which must be an integer or a boolean, is true; false when it was not given.</summary>
    internal bool Flag(int at) => Integer(at, 0) != 0;

    /// <summary>The argument as an index or a count, cut to 64 bits.</summary>
    /// <exception cref="TemplateException">It is no integer.</exception>
    internal long Integer(int at, long otherwise)
    {
        var value = this[at];
        return value.IsMissing ? otherwise : ToInteger(value);
    }

    /// <summary>The argument as text.</summary>
    /// <exception cref="TemplateException">It is no string.</exception>
    internal string Text(int at, string otherwise)
    {
        var value = this[at];
        return value.IsMissing ? otherwise : RequireText(value);
    }

    internal string RequireText(Value value)
    {
        if (value.TextOrNull is { } text)
        {
            return text;
        }

        Failing.IfUndefined(value);
        throw TemplateException.TypeError($"{signature.Name}() argument must be str, not {TypeNames.Of(value)}");
    }

    internal static long ToInteger(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Int or ValueKind.Bool:
                return value.Int64;
            case ValueKind.BigInt:
                return value.BigInteger < BigInteger.Zero ? long.MinValue : long.MaxValue;
            default:
                Failing.IfUndefined(value);
                throw TemplateException.TypeError($"'{TypeNames.Of(value)}' object cannot be interpreted as an integer");
        }
    }
}
