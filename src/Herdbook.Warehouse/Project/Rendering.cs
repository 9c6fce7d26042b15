using Herdbook.Templating;

namespace Herdbook.Warehouse.Project;

/// <summary>One rendering under way: what it may name, and what it named.</summary>
internal sealed class Rendering
{
    [ThreadStatic]
    private static Rendering? _current;

    /// <summary>The one that this thread renders. A template is rendered on one thread from its beginning to its end.</summary>
    public static Rendering Current => _current ?? throw new InvalidOperationException("Nothing is being rendered.");

    /// <summary>Relative to the project.</summary>
    public required string Path { get; init; }

    /// <summary>False while a project is only read: names are noted, and none has to be known yet.</summary>
    public bool Executes { get; init; }

    public bool IsIncremental { get; init; }

    public Relation? This { get; init; }

    /// <summary>Finds what a name stands for; null while a project is only read.</summary>
    public Func<string, Value>? Ref { get; init; }

    public Func<string, Value>? Source { get; init; }

    /// <summary>The configuration that holds; empty while a project is only read.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public List<string> Refs { get; } = [];

    public List<string> Sources { get; } = [];

    /// <summary>Statements to run before the SQL, in their order, each once: what `beforehand()` was called with.</summary>
    public List<string> Before { get; } = [];

    /// <summary>What `config()` was called with.</summary>
    public Dictionary<string, object?> Config { get; } = new(StringComparer.Ordinal);

    public T Run<T>(Func<T> work)
    {
        var before = _current;
        _current = this;
        try
        {
            return work();
        }
        finally
        {
            _current = before;
        }
    }
}

/// <summary>What a macro's `return(value)` ends it with.</summary>
internal sealed class MacroReturnException(Value value) : Exception
{
    public Value Value { get; } = value;
}

/// <summary>A relation as templates see it: it prints as its quoted name.</summary>
internal sealed class RelationValue(Func<Relation> relation) : ObjectValue
{
    public override string TypeName => "Relation";

    public override string Print(IRenderContext? context) => relation().Sql;

    public override bool TryGetAttribute(string name, IRenderContext context, out Value value)
    {
        var it = relation();
        (value, var known) = name switch
        {
            "schema" => (Value.From(it.Schema), true),
            "identifier" or "name" or "table" => (Value.From(it.Name), true),
            "database" => (Value.From("warehouse"), true),
            _ => (Value.None, false),
        };
        return known;
    }
}

/// <summary>Something that is true or not depending on what is being rendered.</summary>
internal sealed class SwitchValue(Func<bool> on) : ObjectValue
{
    public override string TypeName => "bool";

    public override bool IsTrue => on();

    public override string Print(IRenderContext? context) => on() ? "True" : "False";
}

/// <summary>`config(materialized='table')`, and `config.get('name', default)`.</summary>
internal sealed class ConfigValue : ObjectValue, ICallable
{
    public override string TypeName => "Config";

    public Value Call(CallArguments arguments, IRenderContext context)
    {
        var config = Rendering.Current.Config;
        if (arguments.PositionalCount > 0 && arguments[0].AsMap is { } map)
        {
            foreach (var name in ProjectSettings.Known)
            {
                if (map.TryGet(name, out var value))
                {
                    config[name] = ValueReading.Of(value);
                }
            }
        }

        for (var i = 0; i < arguments.NamedCount; i++)
        {
            config[arguments.Names[i]] = ValueReading.Of(arguments.Named[i]);
        }

        return Value.EmptyString;
    }

    public override bool TryGetAttribute(string name, IRenderContext context, out Value value)
    {
        value = name is "get" or "require" ? Value.Function(name, Get) : Value.None;
        return name is "get" or "require";
    }

    private static Value Get(CallArguments arguments)
    {
        var rendering = Rendering.Current;
        var name = arguments[0].TextOrNull ?? "";
        return rendering.Settings.TryGetValue(name, out var given) || rendering.Config.TryGetValue(name, out given) ? ValueReading.From(given)
            : arguments.PositionalCount > 1 ? arguments[1]
            : arguments.TryGetNamed("default", out var other) ? other
            : Value.None;
    }
}
