using Xunit;

namespace Herdbook.Templating.Tests;

/// <summary>Every filter gives what CPython's Jinja2 gives, and refuses what it refuses.</summary>
public sealed class FilterGoldenTests(PythonOracle oracle)
{
    [Fact]
    public void Every_filter_answers_as_Python_does() => Agreement.Hold(oracle, [.. FilterCases.All]);

    [Fact]
    public void Every_filter_answers_as_Python_does_under_autoescape() =>
        Agreement.Hold(oracle, [.. FilterCases.All.Select(question => question.Escaping())]);

    [Fact]
    public void Every_filter_has_a_case()
    {
        var tried = FilterCases.All.Select(question => question.Name).ToHashSet();

        Assert.Empty(BuiltInFilters.All.Keys.Where(name => !tried.Contains(name)));
    }

    [Fact]
    public void Chance_gives_an_element_and_the_same_one_for_the_same_seed()
    {
        var question = Make.Filter("random", Make.L(1, 2, 3, 4, 5, 6, 7, 8, 9));

        var first = new OperationContext(question).Answer();

        Assert.Equal(first, new OperationContext(question).Answer());
        Assert.Contains(first.Output, Enumerable.Range(1, 9).Select(number => $"{number}"));
    }
}
