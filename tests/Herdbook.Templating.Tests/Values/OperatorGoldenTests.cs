using System.Numerics;
using Xunit;
using static Herdbook.Templating.Tests.Make;

namespace Herdbook.Templating.Tests;

/// <summary>Operators, comparisons, subscripts and printing are CPython's.</summary>
public sealed class OperatorGoldenTests(PythonOracle oracle)
{
    private static readonly string[] Binary = ["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "in"];

    private static readonly double[] Doubles =
    [
        0.0, -0.0, 1, 0.1, 1.5, 1e15, 1e16, 1e17, 123456789012345680, 1e22, 1e-4, 1e-5, 0.00012345, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 1.0 / 3, 100, 1234.5678, -9.99e20, 1e100,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 9007199254740993, 0.3, 2.675, 4.35, 1e21, 123456.789e3,
    ];

    private static Value[] Values =>
    [
        V(null), V(true), V(false), V(0), V(1), V(-1), V(7), V(-7), V(3), V(long.MaxValue), V(long.MinValue), V(BigInteger.Pow(2, 64)), V(-BigInteger.Pow(10, 30)), V(0.0), V(-0.0), V(2.5), V(-2.5), V(0.1), V(1e300),
        V(double.NaN), V(double.PositiveInfinity), V(""), V("a"), V("ab"), V("%s"), M("<b>"), V(L()), V(L(1)), V(L(1, "a")), T(), T(1), T("a", 2), D(), D("a", 1), Undefined, Value.From(new RangeValue(0, 3, 1)),
    ];

    private static readonly string[] Unary =
    [
        "neg", "pos", "not", "str", "repr"
    ];

    private static readonly string[] Prints =
    [
        "str", "repr"
    ];

    private static readonly string[] Quoted =
    [
        "it's", "\"", "'\"", "\\", "\n\r\t\0\x7f\x85\u00a0\u00ad", "é😀\u200b\u2028\ue000", "\u0301", "", "<&>"
    ];

    private static readonly string[] Strictly =
    [
        "str", "not", "neg"
    ];

    [Fact]
    public void Every_operator_over_every_pair_of_kinds() =>
        Agreement.Hold(oracle, [.. from name in Binary from left in Values from right in Values select Operator(name, left, right)]);

    [Fact]
    public void Powers() => Agreement.Hold(oracle, [.. from left in new object[] { 0, 1, -1, 2, -3, 10, 2.5, 0.0, true, "a" } from right in new object[] { 0, 1, -1, 2, 3, 64, 100, 0.0, 2.0, true, "a" } select Operator("**", left, right)]);

    [Fact]
    public void Signs_truth_and_printing() =>
        Agreement.Hold(oracle, [.. from name in Unary from value in Values select Operator(name, value)]);

    [Fact]
    public void Floats_print_shortest() => Agreement.Hold(oracle, [.. from number in Doubles from name in Prints select Operator(name, number)]);

    [Fact]
    public void Strings_print_with_quotes_and_escapes() => Agreement.Hold(oracle,
    [
        .. from text in Quoted select Operator("repr", text),
        Operator("str", L("a'b", L(), D(1, T(1), "x", M("<")), Undefined)), Operator("str", T("a")), Operator("repr", D(T(1, 2), null)),
    ]);

    [Fact]
    public void Equal_values_hash_alike() => Agreement.Hold(oracle,
    [
        Operator("hash", 1, 1.0), Operator("hash", true, 1), Operator("hash", 0.0, false), Operator("hash", T(1, 2.0), T(1.0, 2)), Operator("hash", M("a"), "a"), Operator("hash", V(BigInteger.Pow(2, 80)), Math.Pow(2, 80)), Operator("hash", L(), 1), Operator("hash", T(L()), 1), Operator("hash", D(), 1),
    ]);

    [Fact]
    public void Slices_with_all_bounds_and_steps()
    {
        object?[] bounds = [null, 0, 1, -1, 3, -3, 10, -10];
        object?[] steps = [null, 1, 2, -1, -2, 0, -10];

        Agreement.Hold(oracle,
        [
            .. from owner in new[] { V("héllo"), V("a😀b😀c"), V(L(1, 2, 3, 4, 5)), T(1, 2, 3), Value.From(new RangeValue(0, 10, 2)), M("<abc>") }
               from start in bounds from stop in bounds from step in steps select Operator("slice", owner, start, stop, step),
            Operator("slice", 5, 0, 1, 1), Operator("slice", D(), 0, 1, 1), Operator("slice", L(1), "a", 1, 1), Operator("slice", L(1), 1.0, 1, 1), Operator("slice", Undefined, 0, 1, 1), Operator("slice", L(1, 2), V(BigInteger.Pow(2, 70)), null, null), Operator("slice", L(1, 2), false, true, null),
        ]);
    }

    [Fact]
    public void Items_and_what_stands_where_there_is_none() => Agreement.Hold(oracle,
    [
        .. from owner in Values from key in new[] { V(0), V(-1), V(5), V("a"), V("zz"), V(1.0), V(true), V(L()), V(null), V(BigInteger.Pow(2, 70)), T(1) } select new OracleQuestion("item", "", [owner, key]),
    ]);

    [Fact]
    public void Strict_undefined_refuses_nearly_everything()
    {
        var strict = Value.From(new UndefinedValue(UndefinedPolicy.Strict, "missing"));
        var chainable = Value.From(new UndefinedValue(UndefinedPolicy.Chainable, "missing"));

        Agreement.Hold(oracle,
        [
            .. from name in Strictly select Operator(name, strict) with { Undefined = UndefinedPolicy.Strict },
            .. from name in Binary from value in new[] { V(1), V("a"), V(L()) } select Operator(name, strict, value) with { Undefined = UndefinedPolicy.Strict },
            .. from name in Binary from value in new[] { V(1), V(L()) } select Operator(name, value, strict) with { Undefined = UndefinedPolicy.Strict },
            .. from question in FilterCases.All where question.Arguments.Any(argument => argument.IsUndefined) select question with { Undefined = UndefinedPolicy.Strict, Arguments = Replaced(question, strict) },
            .. from question in FilterCases.All where question.Arguments.Any(argument => argument.IsUndefined) && question.Name is not ("escape" or "string") select question with { Undefined = UndefinedPolicy.Chainable, Arguments = Replaced(question, chainable) },
        ]);
    }

    private static Value[] Replaced(OracleQuestion question, Value with) => Array.ConvertAll(question.Arguments, argument => argument.IsUndefined ? with : argument);
}
