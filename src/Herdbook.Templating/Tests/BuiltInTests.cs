using System.Collections.Frozen;

namespace Herdbook.Templating;

/// <summary>A test, as "is" asks it: the first argument is what is tested.</summary>
public delegate bool Test(CallArguments arguments, IRenderContext context);

/// <summary>The tests of Jinja2 3.1 by name.</summary>
internal static class BuiltInTests
{
    private static readonly Signature One = new("test", 1, "value");
    private static readonly Signature Two = new("test", 2, "value", "other");

    internal static readonly FrozenDictionary<string, Test> All = new Dictionary<string, Test>
    {
        ["odd"] = (arguments, context) => Remainder(arguments, context, 1),
        ["even"] = (arguments, context) => Remainder(arguments, context, 0),
        ["divisibleby"] = DivisibleBy,
        ["defined"] = (arguments, _) => !Only(arguments).IsUndefined,
        ["undefined"] = (arguments, _) => Only(arguments).IsUndefined,
        ["filter"] = (arguments, _) => IsNamed(arguments, BuiltInFilters.All.ContainsKey),
        ["test"] = (arguments, _) => IsNamed(arguments, name => All!.ContainsKey(name)),
        ["none"] = (arguments, _) => Only(arguments).IsNone,
        ["boolean"] = (arguments, _) => Only(arguments).IsBool,
        ["false"] = (arguments, _) => Only(arguments) is { IsBool: true, Int64: 0 },
        ["true"] = (arguments, _) => Only(arguments) is { IsBool: true, Int64: 1 },
        ["integer"] = (arguments, _) => Only(arguments).Kind is ValueKind.Int or ValueKind.BigInt,
        ["float"] = (arguments, _) => Only(arguments).IsFloat,
        ["lower"] = (arguments, context) => StringKinds.IsCased(Printing.Str(Only(arguments), context), upper: false, context),
        ["upper"] = (arguments, context) => StringKinds.IsCased(Printing.Str(Only(arguments), context), upper: true, context),
        ["string"] = (arguments, _) => Only(arguments).IsString,
        ["mapping"] = (arguments, _) => Only(arguments).AsMap is not null,
        ["number"] = (arguments, _) => Only(arguments).IsNumber,
        ["sequence"] = (arguments, _) => IsSequence(Only(arguments)),
        ["iterable"] = (arguments, context) => Sequences.TryEnumerate(Only(arguments), context, out _),
        ["callable"] = (arguments, _) => Only(arguments).AsCallable is not null || Only(arguments).IsUndefined,
        ["sameas"] = (arguments, _) => Pair(arguments, out var other).IsSame(other),
        ["escaped"] = (arguments, _) => IsEscaped(Only(arguments)),
        ["in"] = (arguments, context) =>
        {
            var item = Pair(arguments, out var container);
            return Sequences.Contains(container, item, context);
        },
        ["=="] = AreEqual,
        ["eq"] = AreEqual,
        ["equalto"] = AreEqual,
        ["!="] = (arguments, context) => !AreEqual(arguments, context),
        ["ne"] = (arguments, context) => !AreEqual(arguments, context),
        [">"] = Greater,
        ["gt"] = Greater,
        ["greaterthan"] = Greater,
        [">="] = GreaterOrEqual,
        ["ge"] = GreaterOrEqual,
        ["<"] = Less,
        ["lt"] = Less,
        ["lessthan"] = Less,
        ["<="] = LessOrEqual,
        ["le"] = LessOrEqual,
    }.ToFrozenDictionary();

    private static Value Only(CallArguments arguments) => arguments.Count == 1 ? arguments[0] : One.Bind(arguments)[0];

    private static Value Pair(CallArguments arguments, out Value other)
    {
        var bound = Two.Bind(arguments);
        other = bound[1];
        return bound[0];
    }

    private static bool Remainder(CallArguments arguments, IRenderContext context, long expected) =>
        Comparison.AreEqual(Operators.Modulo(Only(arguments), Value.From(2), context), Value.From(expected));

    private static bool DivisibleBy(CallArguments arguments, IRenderContext context)
    {
        var bound = DivisibleBy_.Bind(arguments);
        return Comparison.AreEqual(Operators.Modulo(bound[0], bound[1], context), Value.From(0));
    }

    private static readonly Signature DivisibleBy_ = new("test_divisibleby", 2, "value", "num");

    private static bool IsNamed(CallArguments arguments, Func<string, bool> exists)
    {
        var name = Only(arguments);
        Hashing.Require(name);
        return name.TextOrNull is { } text && exists(text);
    }

    private static bool IsSequence(Value value) => value.Kind switch
    {
        ValueKind.String or ValueKind.Markup or ValueKind.List or ValueKind.Tuple or ValueKind.Map or ValueKind.Range => true,
        ValueKind.Undefined => ((UndefinedValue)value.Reference!).Policy != UndefinedPolicy.Strict,
        _ => false,
    };

    private static bool IsEscaped(Value value) =>
        Markups.IsSafe(value) || value.Reference is UndefinedValue { Policy: UndefinedPolicy.Chainable };

    private static bool AreEqual(CallArguments arguments, IRenderContext context) =>
        Comparison.AreEqual(Pair(arguments, out var other), other);

    private static bool Greater(CallArguments arguments, IRenderContext context) =>
        Comparison.Order(Pair(arguments, out var other), other, ">") is > 0;

    private static bool GreaterOrEqual(CallArguments arguments, IRenderContext context) =>
        Comparison.Order(Pair(arguments, out var other), other, ">=") is >= 0;

    private static bool Less(CallArguments arguments, IRenderContext context) =>
        Comparison.Order(Pair(arguments, out var other), other, "<") is < 0;

    private static bool LessOrEqual(CallArguments arguments, IRenderContext context) =>
        Comparison.Order(Pair(arguments, out var other), other, "<=") is <= 0;
}
