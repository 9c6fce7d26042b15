namespace Herdbook.Templating.Tests;

/// <summary>Random expressions of the language over names of which the kinds are known, mostly fitting.</summary>
internal sealed class RandomExpression(Random random)
{
    private static readonly string[] TextFilters =
    [
        "upper", "lower", "title", "capitalize", "trim", "length", "reverse", "e", "striptags", "wordcount", "urlencode", "string", "forceescape", "safe", "list", "first", "last", "center(12)", "indent(2)",
        "indent(2, true)", "truncate(6)", "truncate(6, true, '')", "replace('a', 'b')", "wordwrap(5)", "int", "float", "default('x')", "d('x', true)", "format(1)", "tojson", "pprint", "urlize", "batch(2)|list",
    ];

    private static readonly string[] NumberFilters =
        ["abs", "round", "round(1)", "round(1, 'floor')", "int", "float", "string", "filesizeformat", "default(1)", "tojson", "center(9)", "filesizeformat(true)", "round(-1)"];

    private static readonly string[] ListFilters =
    [
        "length", "first", "last", "list", "join", "join(',')", "sort", "sort(reverse=true)", "unique|list", "reverse|list", "sum", "min", "max", "batch(2)|list", "batch(3, 0)|list", "slice(2)|list", "map('string')|list",
        "select|list", "reject|list", "select('odd')|list", "reject('none')|list", "tojson", "string", "pprint", "map('upper')|join", "count", "select('string')|list",
    ];

    private static readonly string[] RowFilters =
    [
        "map(attribute='a')|list", "map(attribute='b')|join('-')", "selectattr('a')|list", "selectattr('a', 'gt', 1)|list", "rejectattr('b', 'equalto', 'x')|list", "groupby('b')|list", "sort(attribute='a')", "sort(attribute='b,a')",
        "sum(attribute='a')", "map(attribute='zz', default=0)|list", "max(attribute='a')", "unique(attribute='b')|list", "groupby('a', default=0)|map('first')|list", "map('length')|list",
    ];

    private static readonly string[] Tests =
    [
        "defined", "undefined", "none", "odd", "even", "divisibleby 3", "divisibleby(2)", "string", "number", "mapping", "iterable", "sequence", "true", "false", "boolean", "integer", "float", "lower", "upper", "eq 1", "ne 'a'", "in [1, 'a']", "sameas none", "callable", "gt 1",
        "lt(5)", "escaped", "filter", "test",
    ];

    private readonly List<string> _names = [];

    /// <summary>Names that the template has given values so far.</summary>
    internal List<string> Names => _names;

    internal T Pick<T>(params T[] of) => of[random.Next(of.Length)];

    internal string Any(int depth = 2) => random.Next(6) switch
    {
        0 or 1 => Number(depth),
        2 or 3 => Text(depth),
        4 => List(depth),
        _ => Other(depth),
    };

    internal string Number(int depth)
    {
        if (depth <= 0)
        {
            return Pick("0", "1", "2", "7", "-3", "2.5", "n", "m", "f", "xs|length", "1_000", "0x1f", "1e3", "true");
        }

        return random.Next(9) switch
        {
            0 or 1 => $"{Number(depth - 1)} {Pick("+", "-", "*", "+", "-", "*", "//", "%", "/")} {Number(depth - 1)}",
            2 => $"({Number(depth - 1)} {Pick("+", "-", "*", "+", "-", "*", "//", "%", "/")} {Number(depth - 1)})",
            3 => $"{Number(0)} ** {Pick("0", "1", "2", "3")}",
            4 => $"({Number(depth - 1)})|{Pick(NumberFilters)}",
            5 => $"-{Number(0)}|{Pick(NumberFilters)}",
            6 => $"({Text(depth - 1)})|{Pick("length", "wordcount", "int")}",
            7 => random.Next(3) == 0 ? $"{List(depth - 1)}|{Pick("length", "sum", "first", "last", "max")}" : $"{List(0)}|length",
            _ => Number(0),
        };
    }

    internal string Text(int depth)
    {
        if (depth <= 0)
        {
            return Pick("'a'", "\"b c\"", "s", "t", "''", "'<b>'", "'x' 'y'", "'it\\'s'", "'\\n'", "'é'", "d.k", "d['k']", "rows[0].b");
        }

        return random.Next(10) switch
        {
            0 or 1 => $"{Pick("s", "t")} ~ {Text(depth - 1)} ~ {Any(depth - 1)}",
            2 => random.Next(3) == 0 ? $"({Text(depth - 1)} + {Text(depth - 1)})" : $"({Text(0)} + {Text(0)})",
            3 or 4 => $"({Text(depth - 1)})|{Pick(TextFilters)}{Pick("", "", "", "|string")}",
            5 => $"{Pick("s", "t", "(s ~ t)")}[{Pick("0", "-1", "1:", ":2", "::-1", "1:3", "9")}]",
            6 => $"{Pick("s", "t", "(s ~ 'a,b')")}.{Pick("upper()", "split(',')", "strip()", "replace('a', 'b')", "startswith('a')", "title()", "find('b')", "center(7)", "join(['x', 'y'])", "isdigit()", "partition(',')", "nothing", "format(1)")}",
            7 => $"'{Pick("%s|%s", "%5d %s", "%-4s%.2f", "%r%%%s")}' % ({Number(0)}, {Number(0)})",
            8 => $"({Text(depth - 1)} if {Condition(depth - 1)} else {Text(depth - 1)})",
            _ => $"{Text(0)} * {Pick("0", "2", "3", "n")}",
        };
    }

    internal string List(int depth)
    {
        if (depth <= 0)
        {
            return Pick("xs", "rows", "[]", "[1, 2, 3]", "['b', 'a']", "range(4)", "range(5, 0, -2)", "(1, 2)", "d", "nested", "s", "()", "(1,)", "d.items()", "d.keys()|list");
        }

        return random.Next(9) switch
        {
            0 => $"[{Any(depth - 1)}, {Any(depth - 1)}]",
            1 => $"({List(depth - 1)})|{Pick(ListFilters)}",
            2 or 3 => $"rows|{Pick(RowFilters)}",
            4 => $"xs|{Pick(ListFilters)}",
            5 => $"{Pick("xs", "rows", "range(n)", "d", "nested", "(xs|list)")}[{Pick("0", "-1", "1:", ":2", "::-1", "::2", "7")}]",
            6 => random.Next(4) == 0 ? $"({List(0)} + {List(0)})" : $"([1] + {Pick("rows", "[2, 'b']", "[n]", "[[s]]")})",
            7 => $"{{{Pick("'a'", "1", "s")}: {Any(depth - 1)}, 'z': {Any(depth - 1)}}}",
            _ => $"{List(0)}|list",
        };
    }

    internal string Condition(int depth)
    {
        if (depth <= 0)
        {
            return Pick("true", "false", "n", "s", "xs", "missing", "none", "n > 2", "s == 'a'", "missing is defined");
        }

        return random.Next(8) switch
        {
            0 => $"{Any(depth - 1)} {Pick("==", "!=")} {Any(depth - 1)}",
            1 => $"{Number(0)} {Pick("<", ">", "<=", ">=")} {Number(random.Next(4) == 0 ? depth - 1 : 0)}",
            2 => $"{Any(depth - 1)} {Pick("in", "not in")} {List(depth - 1)}",
            3 => $"{Condition(depth - 1)} {Pick("and", "or")} {Condition(depth - 1)}",
            4 => $"not {Condition(depth - 1)}",
            5 or 6 => $"{Any(0)} {Pick("is", "is not")} {Pick(Tests)}",
            _ => $"{Number(0)} < {Number(0)} <= {Number(0)}",
        };
    }

    private string Other(int depth) => random.Next(8) switch
    {
        0 => Condition(depth),
        1 => Pick("missing", "d.nothing", "none", "d", "nested", "d.get('k')", "d.get('zz', 3)", "nested.a.b[1]", "nested['a']"),
        2 when _names.Count > 0 => _names[random.Next(_names.Count)],
        3 => $"({Any(depth - 1)}, {Any(depth - 1)})",
        4 => $"{Any(0)} if {Condition(depth - 1)}",
        5 => $"dict(a={Any(0)}, b=2){Pick("", ".a", "|dictsort", "|items|list", "|tojson", "|xmlattr")}",
        6 => $"{Any(0)}|default({Any(0)}{Pick("", ", true")})",
        _ => Pick("loop.index", "xs[n]", "d|length", "rows[0]", "rows|first", "rows[-1].a", "missing|default('?')", "d|dictsort", "range(3)|list"),
    };
}
