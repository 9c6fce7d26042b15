using System.Diagnostics;
using System.Globalization;
using Xunit;
using static Herdbook.Templating.Tests.Language.Rendering;

namespace Herdbook.Templating.Tests.Language;

public sealed class LimitTests
{
    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in range(10**12) %}{{ 'x' * 100 }}{% endfor %}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% macro m() %}{% call m() %}{% endcall %}{{ caller() }}{% endmacro %}{% call m() %}{% endcall %}")]
    [InlineData("{% set x %}{% for i in range(10**9) %}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{% endfor %}{% endset %}")]
    [InlineData("{% for x in [[]] recursive %}{{ loop([x]) }}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='x') %}{% for i in range(10**6) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set l = [] %}{% for i in range(10**9) %}{% do l.append([l, l]) %}{% endfor %}")]
    [InlineData("{% block a %}{{ self.a() }}{% endblock %}")]
    public void A_hostile_template_ends_within_its_budget(string source)
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal(TemplateErrorKind.Limit, Refuse(source).Kind);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), clock.Elapsed.ToString("c", CultureInfo.InvariantCulture));
    }

    public static TheoryData<string, string> Nestings => new()
    {
        { "{{ " + new string('(', 4_000_000), "Limit" },
        { "{{ " + string.Concat(Enumerable.Repeat("[", 500_000)), "Limit" },
        { "{{ " + string.Concat(Enumerable.Repeat("not ", 500_000)) + "x }}", "Limit" },
        { "{{ " + new string('-', 1_000_000) + "1 }}", "Limit" },
        { "{{ 1" + string.Concat(Enumerable.Repeat("+1", 100_000)) + " }}", "Limit" },
        { "{{ x" + string.Concat(Enumerable.Repeat(".a", 100_000)) + " }}", "Limit" },
        { "{{ x" + string.Concat(Enumerable.Repeat("|e", 100_000)) + " }}", "Limit" },
        { string.Concat(Enumerable.Repeat("{% if x %}", 100_000)), "Limit" },
        { string.Concat(Enumerable.Repeat("{{ x }}", 1_000_000)), "Limit" },
        { new string('x', 10_000_000), "Limit" },
    };

    [Theory]
    [MemberData(nameof(Nestings), DisableDiscoveryEnumeration = true)]
    public void A_monstrous_source_is_refused_not_crashed_on(string source, string kind) =>
        Assert.Equal(kind, Refuse(source).Kind.ToString());

    [Fact]
    public void Deep_trees_within_the_limits_are_rendered()
    {
        Assert.Equal("900", Render("{{ 1" + string.Concat(Enumerable.Repeat("+1", 899)) + " }}"));
        Assert.Equal("1", Render("{{ " + new string('(', 90) + "1" + new string(')', 90) + " }}"));
        Assert.Equal("x", Render(string.Concat(Enumerable.Repeat("{% if true %}", 95)) + "x" + string.Concat(Enumerable.Repeat("{% endif %}", 95))));
    }

    [Fact]
    public async Task A_render_can_be_cancelled()
    {
        using var ending = new CancellationTokenSource();
        var limits = new TemplateLimits { MaxSteps = long.MaxValue, Timeout = TimeSpan.FromMinutes(5) };
        var template = new TemplateEnvironment(new TemplateOptions { Limits = limits }).Parse("{% for i in range(10**15) %}{% endfor %}");
        var render = Task.Run(() => template.Render(new Dictionary<string, Value>(), ending.Token), CancellationToken.None);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => render);
    }

    [Fact]
    public void The_time_is_limited_too()
    {
        var limits = new TemplateLimits { MaxSteps = long.MaxValue, Timeout = TimeSpan.FromMilliseconds(50) };
        Assert.Equal(TemplateErrorKind.Limit, Refuse("{% for i in range(10**15) %}{% endfor %}", new TemplateOptions { Limits = limits }).Kind);
    }

    [Fact]
    public void Threads_share_one_template()
    {
        var environment = new TemplateEnvironment();
        const string source = "{% macro m(a) %}{{ a }}{{ n }}{% endmacro %}{% for i in range(50) %}{{ m(i) }}{{ loop.index }}{% set x = i %}{{ x }}{% endfor %}";
        string Once(int n) => environment.Parse(source).Render(new Dictionary<string, Value> { ["n"] = Value.From(n) }, CancellationToken.None);
        var expected = Enumerable.Range(0, 8).Select(Once).ToArray();
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, round => Assert.Equal(expected[round % 8], Once(round % 8)));
    }
}
