namespace Herdbook.Templating.Tests;

/// <summary>Random single operations: operators, filters, tests, methods, subscripts, with more or less fitting arguments.</summary>
internal sealed class RandomOperation(Random random)
{
    private static readonly string[] Operators_ = ["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "in", "str", "repr", "neg", "pos", "not"];

    private static readonly string[] Methods =
    [
        "capitalize", "casefold", "center", "count", "endswith", "expandtabs", "find", "index", "isalnum", "isalpha", "isdigit", "islower", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip",
        "partition", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper", "zfill", "format", "removeprefix", "removesuffix",
        "append", "extend", "insert", "pop", "remove", "sort", "reverse", "copy", "get", "items", "keys", "values", "update", "setdefault", "popitem",
    ];

    private static readonly string[] Filters =
        [.. BuiltInFilters.All.Keys.Where(name => name is not "random").Order(StringComparer.Ordinal)];

    private static readonly string[] Tests = [.. BuiltInTests.All.Keys.Where(name => name is not "sameas").Order(StringComparer.Ordinal)];

    private readonly RandomValue _values = new(random);

    internal OracleQuestion Next()
    {
        var question = random.Next(10) switch
        {
            0 or 1 => new OracleQuestion("operator", _values.Pick(Operators_), [Any(), Any()]),
            2 => new OracleQuestion("test", _values.Pick(Tests), Arguments(1)),
            3 => new OracleQuestion("method", _values.Pick(Methods), Arguments(2)) { WithSelf = true, Wild = true },
            4 => random.Next(2) == 0
                ? new OracleQuestion("item", "", [Any(), Any()])
                : new OracleQuestion("operator", "slice", [Any(), Bound(), Bound(), Bound()]),
            _ => Filter(),
        };
        return question with
        {
            Autoescape = random.Next(4) == 0,
            Arguments = question.Name is "str" or "repr" or "neg" or "pos" or "not" ? question.Arguments[..1] : question.Arguments,
        };
    }

    private Value Any() => _values.Any();

    private Value Bound() => random.Next(3) == 0 ? Value.None : Value.From(_values.Small);

    private Value[] Arguments(int most)
    {
        var arguments = new Value[1 + random.Next(most + 1)];
        for (var at = 0; at < arguments.Length; at++)
        {
            arguments[at] = Any();
        }

        return arguments;
    }

    private OracleQuestion Filter()
    {
        var name = _values.Pick(Filters);
        var text = Value.From(_values.Text);
        var list = _values.List(2);
        Value[] fitting = name switch
        {
            "attr" => [Any(), Value.From(_values.Pick("a", "real", "b"))],
            "batch" or "slice" => [list, Value.From(_values.Small), Any()],
            "center" or "indent" => [text, Value.From(_values.Small)],
            "dictsort" => [_values.Map(2), Value.From(random.Next(2) == 0), Value.From(_values.Pick("key", "value")), Value.From(random.Next(2) == 0)],
            "groupby" => [list, Value.From(_values.Pick("a", "b", "c", "0"))],
            "join" => [list, text],
            "map" => [list, Value.From(_values.Pick("upper", "string", "length", "int", "list", "first", "e"))],
            "select" or "reject" => [list, Value.From(_values.Pick("odd", "string", "number", "none", "mapping"))],
            "selectattr" or "rejectattr" => [list, Value.From(_values.Pick("a", "b")), Value.From(_values.Pick("odd", "string", "defined"))],
            "replace" => [text, Value.From(_values.Text), Value.From(_values.Text)],
            "round" => [_values.Pick(Value.From(2.675), Value.From(_values.Small), Value.From(1234.5678)), Value.From(_values.Small), Value.From(_values.Pick("common", "ceil", "floor"))],
            "truncate" or "wordwrap" => [text, Value.From(_values.Small), Value.From(random.Next(2) == 0)],
            "format" => [Value.From(_values.Pick("%s", "%d", "%5.2f|", "%x", "%r %s", "%-6s|")), Any(), Any()],
            "int" => [Any(), Any(), Value.From(_values.Pick(10, 16, 2, 0, 8))],
            "float" or "default" or "d" => [Any(), Any()],
            "filesizeformat" or "xmlattr" => [Any(), Value.From(random.Next(2) == 0)],
            "sort" => [list, Value.From(random.Next(2) == 0), Value.From(random.Next(2) == 0), _values.Pick(Value.None, Value.From("a"), Value.From("b,a"))],
            "min" or "max" or "unique" => [list, Value.From(random.Next(2) == 0), _values.Pick(Value.None, Value.From("a"), Value.From("c"))],
            "sum" => [list, _values.Pick(Value.None, Value.From("a"))],
            "tojson" => [Any(), _values.Pick(Value.None, Value.From(2))],
            "trim" => [Any(), Value.From(_values.Pick(" ", "ax", "<"))],
            "urlize" => [text, _values.Pick(Value.None, Value.From(5)), Value.From(random.Next(2) == 0), Value.From(_values.Pick("_blank", ""))],
            _ => [random.Next(2) == 0 ? list : Any()],
        };
        return random.Next(5) == 0
            ? new OracleQuestion("filter", name, Arguments(3)) { Wild = true }
            : new OracleQuestion("filter", name, fitting[..(1 + random.Next(fitting.Length))]);
    }
}
