namespace Herdbook.Templating;

/// <summary>The functions that every template has: range, dict, lipsum, cycler, joiner and namespace.</summary>
internal static class BuiltInGlobals
{
    private static readonly Signature Range_ = new("range", 1, "start", "stop", "step") { PositionalOnly = 3 };
    private static readonly Signature Joiner_ = new("Joiner", 0, "sep");

    /// <summary>Their values by name, in a dictionary of their own.</summary>
    internal static Dictionary<string, Value> Create() => new()
    {
        ["range"] = Value.Function("range", Range),
        ["dict"] = Value.Function("dict", MapMethods.Make),
        ["lipsum"] = Value.Function("lipsum", Lipsum.Call),
        ["cycler"] = Value.Function("cycler", (arguments, _) => arguments.NamedCount > 0
            ? throw TemplateException.TypeError("cycler() got an unexpected keyword argument")
            : Value.From(new Cycler(arguments.Positional.ToArray()))),
        ["joiner"] = Value.Function("joiner", (arguments, _) => Value.From(new Joiner(Joiner_.Bind(arguments).Or(0, Value.From(", "))))),
        ["namespace"] = Value.Function("namespace", Namespace),
    };

    private static Value Range(CallArguments arguments, IRenderContext context)
    {
        if (arguments.NamedCount > 0)
        {
            throw TemplateException.TypeError("range() takes no keyword arguments");
        }

        var bound = Range_.Bind(arguments);
        var first = bound.Integer(0, 0);
        return Value.From(bound.Has(1)
            ? new RangeValue(first, bound.Integer(1, 0), bound.Integer(2, 1))
            : new RangeValue(0, first, 1));
    }

    private static Value Namespace(CallArguments arguments, IRenderContext context)
    {
        var made = new NamespaceValue();
        var pairs = MapMethods.Make(arguments, context).AsMap!;
        foreach (ref readonly var entry in pairs.Entries)
        {
            made.Attributes.Set(entry.Key, entry.Value);
        }

        return Value.From(made);
    }
}
