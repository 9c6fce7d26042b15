using Xunit;
using static Herdbook.Templating.Tests.Make;

namespace Herdbook.Templating.Tests;

/// <summary>Every test of "is" answers as CPython's Jinja2 does.</summary>
public sealed class TestGoldenTests(PythonOracle oracle)
{
    private static readonly string[] Unary =
    [
        "boolean", "callable", "defined", "escaped", "even", "false", "filter", "float", "integer", "iterable", "lower", "mapping", "none", "number", "odd",
        "sequence", "string", "test", "true", "undefined", "upper",
    ];

    private static readonly string[] Binary =
    [
        "divisibleby", "eq", "equalto", "==", "ne", "!=", "gt", "greaterthan", ">", "ge", ">=", "lt", "lessthan", "<", "le", "<=", "in",
    ];

    private static Value[] Values =>
    [
        V(null), V(true), V(false), V(0), V(1), V(2), V(-3), V(2.0), V(2.5), V(double.NaN), V(System.Numerics.BigInteger.Pow(2, 70)), V(""), V("abc"), V("ABC"), V("aB"), V("upper"), V("odd"), M("<b>"),
        V(L()), V(L(1, 2)), T(), T(1, "a"), D(), D("a", 1), Undefined, Value.From(new RangeValue(0, 3, 1)),
    ];

    [Fact]
    public void Every_test_of_one_value_answers_as_Python_does() =>
        Agreement.Hold(oracle, [.. from name in Unary from value in Values select Test(name, value)]);

    [Fact]
    public void Every_test_of_two_values_answers_as_Python_does() =>
        Agreement.Hold(oracle, [.. from name in Binary from left in Values from right in Values select Test(name, left, right)]);

    [Fact]
    public void Sameness_is_of_the_object_not_of_its_content() =>
        Agreement.Hold(oracle, [Test("sameas", null, null), Test("sameas", true, true), Test("sameas", 1, true), Test("sameas", 0, false), Test("sameas", L(1), L(1))]);

    [Fact]
    public void Every_test_is_tried()
    {
        string[] tried = [.. Unary, .. Binary, "sameas"];

        Assert.Empty(BuiltInTests.All.Keys.Except(tried));
    }
}
