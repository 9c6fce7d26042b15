using System.Text;

namespace Herdbook.Templating.Tests;

/// <summary>Random templates: output, conditions, loops, sets, macros, blocks of many kinds, white space and its control.</summary>
internal sealed class RandomTemplate(Random random)
{
    private readonly RandomExpression _expressions = new(random);
    private readonly StringBuilder _into = new();
    private int _number;
    private int _left = 14;

    /// <summary>The values that every template is rendered with.</summary>
    internal static Dictionary<string, Value> Variables(Random random)
    {
        var values = new RandomValue(random);
        return new Dictionary<string, Value>
        {
            ["n"] = Value.From(random.Next(-2, 6)),
            ["m"] = Value.From(random.Next(1, 100)),
            ["f"] = Value.From(values.Pick(0.5, 2.25, -1.0, 100.0)),
            ["s"] = Value.From(values.Text),
            ["t"] = Value.From(values.Pick("a", "a,b", "Hello World", " <i>x</i> ", "12")),
            ["xs"] = values.Pick(Make.L(3, 1, 2), Make.L("b", "A", "a"), Make.L(), Make.L(1, 2.5, -1, 0), values.List(1)),
            ["rows"] = Value.List(values.Row(), values.Row(), values.Row()),
            ["d"] = Make.D("k", "v", "a", random.Next(5), "items", 1),
            ["nested"] = Make.D("a", Make.D("b", Make.L(1, 2, "x")), "c", Make.L(Make.L(1), Make.L())),
        };
    }

    internal string Make_()
    {
        Body(3);
        return _into.ToString();
    }

    private void Body(int depth)
    {
        for (var count = random.Next(1, 4); count > 0 && _left-- > 0; count--)
        {
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        var kind = random.Next(depth > 0 ? 22 : 8);
        switch (kind)
        {
            case 0 or 1 or 2 or 3:
                _into.Append("{{").Append(Control()).Append(' ').Append(_expressions.Any()).Append(' ').Append(Control()).Append("}}");
                break;
            case 4 or 5:
                _into.Append(_expressions.Pick(" ", "\n", "text", "  \n  ", "<p>", "\n\n", "a b\n", "\t"));
                break;
            case 6:
                _into.Append(_expressions.Pick("{# note #}", "{#- note -#}", "{% raw %}{{ x }}{% endraw %}", "{%- raw -%} {% if %} {%- endraw %}"));
                break;
            case 7:
                var name = $"v{_number++ % 5}";
                Tag($"set {name} = {_expressions.Any()}");
                _expressions.Names.Add(name);
                break;
            case 8 or 9 or 10:
                If(depth);
                break;
            case 11 or 12 or 13 or 14:
                For(depth);
                break;
            case 15:
                SetBlock(depth);
                break;
            case 16 or 17:
                Macro(depth);
                break;
            case 18:
                Tag($"filter {_expressions.Pick("upper", "trim", "indent(1)", "replace('a', 'b')", "e", "title|trim")}");
                Body(depth - 1);
                Tag("endfilter");
                break;
            case 19:
                Tag($"with w = {_expressions.Any()}, n = {_expressions.Number(1)}");
                Body(depth - 1);
                _into.Append("{{ w }}");
                Tag("endwith");
                break;
            case 20:
                Namespace(depth);
                break;
            default:
                Tag($"autoescape {_expressions.Pick("true", "false")}");
                Body(depth - 1);
                Tag("endautoescape");
                break;
        }
    }

    private void If(int depth)
    {
        Tag($"if {_expressions.Condition(2)}");
        Body(depth - 1);
        if (random.Next(3) == 0)
        {
            Tag($"elif {_expressions.Condition(2)}");
            Body(depth - 1);
        }

        if (random.Next(2) == 0)
        {
            Tag("else");
            Body(depth - 1);
        }

        Tag("endif");
    }

    private void For(int depth)
    {
        var item = $"i{_number++ % 4}";
        var pairs = random.Next(5) == 0;
        var over = pairs ? _expressions.Pick("d.items()", "d|dictsort", "nested.items()", "[(1, 2), (3, 4)]", "xs", "{'a': 1}|items") : _expressions.List(1);
        Tag($"for {(pairs ? $"{item}, j" : item)} in {over}{(random.Next(4) == 0 ? $" if {_expressions.Condition(1)}" : "")}");
        _expressions.Names.Add(item);
        if (random.Next(2) == 0)
        {
            _into.Append(_expressions.Pick(
                "{{ loop.index }}", "{{ loop.first }}", "{{ loop.last }}", "{{ loop.revindex }}", "{{ loop.length }}", "{{ loop.cycle('a', 'b') }}", "{{ loop.previtem }}", "{{ loop.nextitem }}", "{{ loop.changed(" + item + ") }}", "{{ loop.index0 ~ loop.depth }}", "{{ loop.revindex0 }}"));
        }

        if (random.Next(8) == 0)
        {
            Tag($"if {_expressions.Condition(1)}");
            Tag(_expressions.Pick("break", "continue"));
            Tag("endif");
        }

        Body(depth - 1);
        if (random.Next(4) == 0)
        {
            Tag("else");
            Body(depth - 1);
        }

        Tag("endfor");
    }

    private void SetBlock(int depth)
    {
        var name = $"b{_number++ % 3}";
        Tag($"set {name}{_expressions.Pick("", " | upper", " | trim")}");
        Body(depth - 1);
        Tag("endset");
        _into.Append("{{ ").Append(name).Append(" }}");
    }

    private void Macro(int depth)
    {
        var name = $"mac{_number++}";
        Tag($"macro {name}({_expressions.Pick("", "p", "p, q=2", "p='x', q=p")})");
        Body(depth - 1);
        _into.Append(_expressions.Pick("", "{{ p }}", "{{ q }}", "{{ varargs }}", "{{ kwargs }}", "{{ caller() if caller else '-' }}", "{{ caller is defined }}"));
        Tag("endmacro");
        if (random.Next(3) == 0)
        {
            Tag($"call {name}({_expressions.Pick("", "1", "p='z'")})");
            Body(depth - 1);
            Tag("endcall");
            return;
        }

        _into.Append("{{ ").Append(name).Append(_expressions.Pick("()", "(1)", "(1, 2)", "(q=3)", "(p=s)", "(*[1])", "(**{'p': 1})", "(1, 2, 3)", "(z=1)")).Append(" }}");
    }

    private void Namespace(int depth)
    {
        Tag("set ns = namespace(c=0)");
        Tag($"for k in {_expressions.List(0)}");
        Tag($"set ns.c = ns.c + {_expressions.Pick("1", "2", "loop.index", "1.5")}");
        Body(depth - 1);
        Tag("endfor");
        _into.Append("{{ ns.c }}");
    }

    private void Tag(string tag) =>
        _into.Append("{%").Append(Control()).Append(' ').Append(tag).Append(' ').Append(Control()).Append("%}").Append(_expressions.Pick("", "", "\n", " "));

    private string Control() => _expressions.Pick("", "", "", "", "", "-", "-", "+");
}
