using Xunit;
using static Herdbook.Templating.Tests.Language.Rendering;

namespace Herdbook.Templating.Tests.Language;

/// <summary>Which names are seen where. Every expectation was printed by CPython's Jinja2 3.1.6.</summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData("{% set x = 1 %}{% for i in [1,2] %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}", "231")]
    [InlineData("{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}", "2")]
    [InlineData("{% set ns = namespace(n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "6")]
    [InlineData("{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{% set x = 2 %}{{ m() }}", "2")]
    [InlineData("{% with a = 1, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}", "1")]
    [InlineData("{% for x in [1,2,3] if x != 2 %}{{ loop.index }}/{{ loop.length }}:{{ x }} {% endfor %}", "1/2:1 2/2:3 ")]
    [InlineData("{% for x in [] %}{% else %}none{% endfor %}", "none")]
    [InlineData("{% for x in [1,2] %}{{ loop.previtem|default('-') }}{{ x }}{{ loop.nextitem|default('-') }} {% endfor %}", "-12 12- ")]
    [InlineData("{% for x in 'aab' %}{{ loop.changed(x) }}{{ loop.cycle(1,2) }} {% endfor %}", "True1 False2 True1 ")]
    [InlineData("{% for x in [[1,[2]],3] recursive %}{% if x is iterable %}<{{ loop(x) }}>{% else %}{{ x }}@{{ loop.depth }}{% endif %}{% endfor %}", "<1@2<2@3>>3@1")]
    [InlineData("{% macro m(a, b=a, *c) %}{% endmacro %}", null)]
    [InlineData("{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }}|{{ m(1,3,4,k=5) }}", "12(){}|13(4,){'k': 5}")]
    [InlineData("{% macro box() %}[{{ caller(1) }}]{% endmacro %}{% call(n) box() %}{{ n + 1 }}{% endcall %}", "[2]")]
    [InlineData("{% set t %}a{{ 1 }}{% endset %}{{ t }}{% filter upper|replace('B','c') %}ab{% endfilter %}", "a1Ac")]
    [InlineData("{% for i in range(9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}", "013")]
    [InlineData("{{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ 1 < 2 < 3 }} {{ not 1 in [2] }} {{ 7 // -2 }} {{ 1 if false }}", "64 4 True True -4 ")]
    [InlineData("{% autoescape true %}{{ '<' }}{% set x %}<b>{% endset %}{{ x }}{% endautoescape %}{{ '<' }}", "&lt;<b><")]
    [InlineData("{% raw %}{{ x }}{% endraw %}{# gone #}{{- ' a' }}", "{{ x }} a")]
    public void A_name_is_seen_where_Jinja2_sees_it(string source, string? expected)
    {
        if (expected is null)
        {
            Assert.Equal(TemplateErrorKind.Syntax, Refuse(source).Kind);
        }
        else
        {
            Assert.Equal(expected, Render(source));
        }
    }

    [Fact]
    public void A_child_fills_its_parents_blocks_and_can_ask_for_theirs()
    {
        var templates = new Dictionary<string, string>
        {
            ["base"] = "<{% block a %}base{% endblock %}|{% block b scoped %}{{ x }}{% endblock %}>",
            ["middle"] = "{% extends 'base' %}{% block a %}middle({{ super() }}){% endblock %}",
            ["leaf"] = "{% extends 'middle' %}ignored{% set x = 5 %}{% block a %}leaf({{ super() }}/{{ super.super() }}){% endblock %}",
            ["loop"] = "{% for i in [1,2] %}{% block item scoped %}{{ i }}{% endblock %}{% block other %}{{ i }}{% endblock %}{% endfor %}{{ self.item() }}",
            ["needs"] = "{% block must required %}{% endblock %}",
        };
        Assert.Equal("<leaf(middle(base)/base)|5>", RenderAmong(templates, "leaf"));
        Assert.Equal("12", RenderAmong(templates, "loop"));
        Assert.Equal(TemplateErrorKind.Runtime, Assert.Throws<TemplateException>(() => RenderAmong(templates, "needs")).Kind);
    }

    [Fact]
    public void Included_templates_see_the_context_and_imported_ones_do_not()
    {
        var templates = new Dictionary<string, string>
        {
            ["part"] = "{{ x }}{{ i }}{% set x = 9 %}",
            ["lib"] = "{% set k = 3 %}{% macro m(a) %}{{ a }}{{ x }}{{ k }}{% endmacro %}{% set _hidden = 1 %}",
            ["main"] = "{% set x = 1 %}{% for i in [7] %}{% include 'part' %}{% endfor %}{{ x }}|{% include 'gone' ignore missing %}{% include ['gone', 'part'] without context %}"
                + "|{% import 'lib' as l %}{{ l.m(2) }}{{ l.k }}{{ l._hidden }}|{% from 'lib' import m as n, nothing with context %}{{ n(2) }}{{ nothing is defined }}",
        };
        Assert.Equal("171||233|213False", RenderAmong(templates, "main"));
    }

    [Fact]
    public void Macros_of_a_module_among_the_globals_see_the_variables_of_the_render_that_calls_them()
    {
        var environment = new TemplateEnvironment();
        foreach (var (name, value) in environment.Parse("{% macro table() %}{{ schema }}.{{ other() }}{% endmacro %}{% macro other() %}t{% endmacro %}").Module(CancellationToken.None))
        {
            environment.Globals[name] = value;
        }

        var template = environment.Parse("{{ table() }}");
        Assert.Equal("a.t", template.Render(new Dictionary<string, Value> { ["schema"] = Value.From("a") }, CancellationToken.None));
        Assert.Equal("b.t", template.Render(new Dictionary<string, Value> { ["schema"] = Value.From("b") }, CancellationToken.None));
    }
}
