namespace Herdbook.Templating.Tests;

/// <summary>Templates that want more than any server has.</summary>
internal static class HostileTemplates
{
    /// <summary>A tuple that holds itself twice, sixty times over: 2^60 elements to whoever visits them all.</summary>
    private const string Doubled = "{% set ns = namespace(t=(1, 2)) %}{% for i in range(60) %}{% set ns.t = (ns.t, ns.t) %}{% endfor %}";

    /// <summary>The same, made a second time, so that comparing the two finds no object in common.</summary>
    private const string DoubledTwice = Doubled + "{% set other = namespace(t=(1, 2)) %}{% for i in range(60) %}{% set other.t = (other.t, other.t) %}{% endfor %}";

    private const string Deep = "{% set ns = namespace(l=[]) %}{% for i in range(100000) %}{% set ns.l = [ns.l] %}{% endfor %}";

    private const string DeepTwice = Deep + "{% set other = namespace(l=[]) %}{% for i in range(100000) %}{% set other.l = [other.l] %}{% endfor %}";

    private const string Ring = "{% set l = [1] %}{% set _ = l.append(l) %}{% set k = [1] %}{% set _ = k.append(k) %}";

    private const string Megabyte = "{% set x = 'ab ' * 350000 %}";

    private const string Million = "{% set xs = range(1000000) %}";

    /// <summary>Refused for what they would cost.</summary>
    internal static string[] Boundless =>
    [
        "{% for a in range(10**9) %}{% for b in range(10**9) %}{% for c in range(10**9) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(10**18) %}{% endfor %}", "{{ range(10**18)|list }}", "{{ range(10**9)|sum }}", "{{ range(10**9)|join }}", "{{ range(10**9)|sort }}", "{{ range(10**9)|unique|list }}", "{{ range(10**9)|map('string')|list }}", "{{ range(10**9)|groupby(0) }}",
        "{{ range(10**9)|batch(10**8)|list }}", "{{ range(10**9)|slice(3)|list }}", "{{ [1]|slice(10**9)|list }}", "{{ [1]|batch(10**9, 0)|list }}", "{{ range(10**9)|select('odd')|list|length }}", "{{ range(10**9)|max }}", "{{ -1 in range(10**9)|map('int') }}", "{{ range(10**9)|tojson }}", "{{ range(10**9)|reverse|list }}", "{{ dict(range(10**9)|map('string')|batch(2)) }}",
        "{{ 'x' * 10**9 }}", "{{ 10**10 * 'x' }}", "{{ 'x' * 2**62 }}", "{{ [0] * 10**9 }}", "{{ (0,) * 10**9 }}", "{{ [[0] * 1000] * 10**7 }}", "{% set ns = namespace(s='x') %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "{% set ns = namespace(s='x') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
        "{% set l = [1] %}{% for i in range(100) %}{% set _ = l.extend(l) %}{% endfor %}", "{% set l = [] %}{% for i in range(10**9) %}{% set _ = l.append('x' * 1000) %}{% endfor %}", "{% set l = [] %}{% for i in range(10**9) %}{% set _ = l.insert(0, i) %}{% endfor %}", "{% set d = {} %}{% for i in range(10**9) %}{% set _ = d.update({i: i}) %}{% endfor %}", "{% set l = [1] %}{% for x in l %}{% set _ = l.append(x) %}{% endfor %}",
        "{{ 10**(10**9) }}", "{{ 9**(9**9) }}", "{{ 2**(2**70) }}", "{% set ns = namespace(n=3) %}{% for i in range(100) %}{% set ns.n = ns.n * ns.n %}{% endfor %}", "{% set ns = namespace(n=1) %}{% for i in range(1, 10**9) %}{% set ns.n = ns.n * i %}{% endfor %}", "{% set a = 7**200000 %}{% for i in range(10**9) %}{% set _ = a * a %}{% endfor %}", "{% set a = 7**300000 %}{% for i in range(10**9) %}{% set _ = a // 7**150000 %}{% endfor %}",
        "{{ '%1000000000d' % 1 }}", "{{ '%.1000000000d' % 1 }}", "{{ '%.1000000000f' % 1 }}", "{{ '%*d' % (10**9, 1) }}", "{{ '%1000000000s' % 'x' }}", "{{ '%s' * 10**6 % range(10**6)|list }}" + Boundary, "{{ '{:1000000000}'.format(1) }}", "{{ '{:01000000000,}'.format(1) }}", "{{ '{:.1000000000f}'.format(1.5) }}", "{{ '{:{}}'.format('x', 10**9) }}", "{{ '{:>1000000000}'.format('x') }}",
        "{{ 'x'|center(10**9) }}", "{{ 'x'.center(10**18) }}", "{{ 'x'.ljust(10**9) }}", "{{ 'x'.rjust(10**9, 'ab'[0]) }}", "{{ 'x'.zfill(10**9) }}", "{{ '\t\t'.expandtabs(10**9) }}", "{{ ('\t' * 100000).expandtabs(100000) }}", "{{ 'x\ny'|indent(10**9) }}", "{{ ('\n' * 100000)|indent(100000, blank=true) }}", "{{ {'a': [1]}|tojson(10**9) }}", "{{ [1]|tojson('x' * 10**8) }}",
        Megabyte + "{{ x|replace('', x) }}", Megabyte + "{{ x.replace('a', x) }}", Megabyte + "{{ x|wordwrap(1, wrapstring=x) }}", Megabyte + "{{ x.split()|join(x) }}", Megabyte + "{{ x.join(range(1000)|map('string')) }}", Megabyte + "{{ x.translate({97: x}) }}", Megabyte + "{{ x|list|sort|join(x) }}", Megabyte + "{{ [x]|batch(100, x)|map('join')|list }}", Megabyte + "{% for i in range(10**6) %}{% set _ = x|upper %}{% endfor %}", Megabyte + "{% for i in range(10**6) %}{% set _ = x|length %}{% set _ = x[::-1] %}{% endfor %}",
        Megabyte + "{% for i in range(10**9) %}{% set _ = 'zzz' in x %}{% endfor %}", "{{ ('a' * 500000 ~ 'b' ~ 'a' * 500000) in 'a' * 8000000 }}", "{{ ('a' * 8000000).find('a' * 500000 ~ 'b' ~ 'a' * 500000) }}", "{{ ('a' * 8000000)|replace('a' * 500000 ~ 'b' ~ 'a' * 500000, 'x') }}", "{{ ('a' * 8000000).split('a' * 500000 ~ 'b' ~ 'a' * 500000) }}", "{{ ('a' * 8000000).count('a' * 500000 ~ 'b' ~ 'a' * 500000) }}",
        "{{ lipsum(10**9) }}", "{{ lipsum(1, min=10**9, max=10**10) }}", "{{ lipsum(10**18, false, 1, 2) }}", Million + "{{ xs|map('string')|join(',' * 1000) }}", Million + "{{ xs|list|pprint }}", Million + "{{ xs|list|tojson(100) }}", Million + "{% for i in xs %}{% set _ = xs|list == xs|list %}{% endfor %}", Million + "{{ xs|sort(attribute='a') }}", Million + "{% for i in xs %}{% for j in xs %}{{ loop.changed(j) }}{% endfor %}{% endfor %}",
        Doubled + "{{ ns.t }}", Doubled + "{{ ns.t|string|length }}", Doubled + "{{ ns.t|tojson }}", Doubled + "{{ ns.t|pprint }}", Doubled + "{{ '%s' % (ns.t,) }}", Doubled + "{{ '{}'.format(ns.t) }}", Doubled + "{{ ns.t ~ 'x' }}", Doubled + "{{ [ns.t]|join }}", Doubled + "{{ ns.t|e }}", Doubled + "{{ ns.t|urlencode }}", Doubled + "{{ 'x'|replace('x', ns.t) }}",
        DoubledTwice + "{{ ns.t == other.t }}", DoubledTwice + "{{ ns.t < other.t }}", DoubledTwice + "{{ ns.t in [other.t] }}", DoubledTwice + "{{ {ns.t: 1} == {other.t: 1} }}", DoubledTwice + "{{ [ns.t, other.t]|sort }}", DoubledTwice + "{{ [ns.t, other.t]|max }}", DoubledTwice + "{{ [ns.t, other.t]|unique|list }}", DoubledTwice + "{{ {ns.t: 1}[other.t] }}",
        Deep + "{{ ns.l }}", Deep + "{{ ns.l|tojson }}", Deep + "{{ ns.l|pprint }}", Deep + "{{ ns.l|string }}", DeepTwice + "{{ ns.l == other.l }}", DeepTwice + "{{ ns.l < other.l }}", Ring + "{{ l == k }}", Ring + "{{ l < k }}", Ring + "{{ l|tojson }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}", "{% macro m() %}{{ caller() }}{% call m() %}x{% endcall %}{% endmacro %}{% call m() %}y{% endcall %}", "{% set l = [1] %}{% set _ = l.append(l) %}{% for x in l recursive %}{{ loop(l) }}{% endfor %}", "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(100) }}",
        "{% filter upper %}{% for i in range(10**9) %}xxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfilter %}", "{% set b %}{% for i in range(10**9) %}xxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endset %}", "{% for i in range(10**9) %}xxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}", "{% for a in range(10**6) %}{{ 'http://a.b.c/' * 300 | urlize }}{% endfor %}", "{% for a in range(10**6) %}{{ ('a@' * 2000)|urlize }}{% endfor %}", "{{ cycler(*range(10**9)) }}", "{{ namespace(**range(10**9)) }}" + Boundary,
    ];

    /// <summary>What stands behind a template that is refused for a reason of Python's rather than for its cost.</summary>
    private const string Boundary = "{% for i in range(10**9) %}{% endfor %}";

    /// <summary>Sources that are hard to read: whatever is said, it is said soon, and in little memory.</summary>
    internal static (string Name, string Source)[] Sources =>
    [
        ("ten megabytes of text", new string('x', 10_000_000)), ("ten megabytes of lines", Repeat("a line of text\n", 700_000)), ("a million outputs", Repeat("{{ 1 }}", 1_000_000)), ("a million comments", Repeat("{# x #}", 1_000_000)), ("a million opening braces", new string('{', 1_000_000)), ("open variables", Repeat("{{", 500_000)), ("open blocks", Repeat("{% if x %}", 400_000)),
        ("parentheses", "{{ " + new string('(', 500_000) + "1" + new string(')', 500_000) + " }}"), ("brackets", "{{ " + new string('[', 500_000) + new string(']', 500_000) + " }}"), ("maps", "{{ " + Repeat("{1:", 300_000) + "1" + new string('}', 300_000) + " }}"), ("nots", "{{ " + Repeat("not ", 500_000) + "1 }}"), ("minuses", "{{ " + Repeat("- ", 500_000) + "1 }}"), ("dots", "{{ a" + Repeat(".a", 500_000) + " }}"), ("subscripts", "{{ a" + Repeat("[0]", 500_000) + " }}"), ("nested subscripts", "{{ " + Repeat("a[", 300_000) + "0" + new string(']', 300_000) + " }}"),
        ("filters", "{{ a" + Repeat("|e", 500_000) + " }}"), ("sums", "{{ 1" + Repeat("+1", 500_000) + " }}"), ("powers", "{{ 2" + Repeat("**1", 400_000) + " }}"), ("joins", "{{ 1" + Repeat("~1", 500_000) + " }}"), ("comparisons", "{{ 1" + Repeat("<2", 500_000) + " }}"), ("conditions", "{{ 1" + Repeat(" if 1 else 1", 200_000) + " }}"), ("ands", "{{ 1" + Repeat(" and 1", 300_000) + " }}"), ("tests", "{{ 1" + Repeat(" is odd", 300_000) + " }}"), ("calls", "{{ f" + Repeat("()", 500_000) + " }}"), ("nested calls", "{{ " + Repeat("f(", 400_000) + new string(')', 400_000) + " }}"),
        ("nested ifs", Repeat("{% if 1 %}", 100_000) + Repeat("{% endif %}", 100_000)), ("nested loops", Repeat("{% for a in [1] %}", 60_000) + Repeat("{% endfor %}", 60_000)), ("nested sets", Repeat("{% set a %}", 100_000) + Repeat("{% endset %}", 100_000)), ("nested filters", Repeat("{% filter e %}", 100_000) + Repeat("{% endfilter %}", 100_000)), ("nested macros", Repeat("{% macro a() %}", 100_000) + Repeat("{% endmacro %}", 100_000)), ("nested withs", Repeat("{% with %}", 100_000) + Repeat("{% endwith %}", 100_000)), ("elifs", "{% if 0 %}" + Repeat("{% elif 0 %}", 200_000) + "{% endif %}"), ("a long string", "{{ '" + new string('a', 4_000_000) + "' }}"), ("an open string", "{{ '" + new string('a', 4_000_000)), ("digits", "{{ " + new string('9', 1_000_000) + " }}"), ("a long name", "{{ " + new string('a', 4_000_000) + " }}"), ("escapes", "{{ '" + Repeat("\\n", 1_000_000) + "' }}"), ("spaces", "{{ " + new string(' ', 4_000_000) + " }}"), ("trimmed lines", Repeat("   \n", 500_000) + "{%- if 1 %}{%- endif %}"),
    ];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
