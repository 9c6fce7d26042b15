namespace Herdbook.Templating.Evaluation;

/// <summary>The names that a template sees: its own at the top level, then those passed to it, then the globals.</summary>
internal sealed class Variables
{
    private readonly IReadOnlyDictionary<string, Value>? _given;
    private readonly Variables? _parent;
    private readonly IReadOnlyDictionary<string, Value> _globals;
    private Dictionary<string, Value>? _own;
    private HashSet<string>? _exported;

    internal Variables(IReadOnlyDictionary<string, Value>? given, IReadOnlyDictionary<string, Value> globals, Variables? parent = null)
    {
        (_given, _globals, _parent) = (given, globals, parent);
    }

    /// <summary>The same names and, before the globals, those of another render.</summary>
    internal Variables Seen(IReadOnlyDictionary<string, Value> given) =>
        new(_given, _globals, new Variables(given, _globals)) { _own = _own };

    /// <summary>These names and, before them, some local ones.</summary>
    internal Variables With(Dictionary<string, Value> locals) => new(locals, _globals, this);

    /// <summary>The same, unchanged by what happens to this one later.</summary>
    internal Variables Snapshot(Dictionary<string, Value> locals)
    {
        var copy = new Variables(_given, _globals, _parent) { _own = _own is null ? null : new Dictionary<string, Value>(_own) };
        return new Variables(locals, _globals, copy);
    }

    internal bool TryResolve(string name, out Value value)
    {
        for (var names = this; names is not null; names = names._parent)
        {
            if ((names._own is not null && names._own.TryGetValue(name, out value))
                || (names._given is not null && names._given.TryGetValue(name, out value)))
            {
                return true;
            }
        }

        return _globals.TryGetValue(name, out value);
    }

    internal void Set(string name, Value value, bool exported)
    {
        (_own ??= new Dictionary<string, Value>(StringComparer.Ordinal))[name] = value;
        if (name.StartsWith('_'))
        {
            return;
        }

        if (exported)
        {
            (_exported ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
        }
        else
        {
            _exported?.Remove(name);
        }
    }

    /// <summary>What importing the template gives.</summary>
    internal Dictionary<string, Value> Exports()
    {
        var exports = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var name in _exported ?? [])
        {
            exports[name] = _own![name];
        }

        return exports;
    }
}

/// <summary>What the code of one template runs with: names, blocks, escaping, and the render it belongs to.</summary>
internal sealed class Context(Variables variables, RenderState state) : IRenderContext
{
    private Dictionary<string, List<BlockTarget>>? _blocks;

    internal Variables Variables => variables;

    internal RenderState State => state;

    public RenderBudget Budget => state.Budget;

    public bool Autoescape { get; set; }

    public UndefinedPolicy Undefined => state.Environment.Options.Undefined;

    public Random Random => state.Random;

    /// <summary>The blocks by name, the most derived first.</summary>
    internal Dictionary<string, List<BlockTarget>> Blocks => _blocks ??= new Dictionary<string, List<BlockTarget>>(StringComparer.Ordinal);

    internal bool HasBlocks => _blocks is not null;

    public Value ApplyFilter(string name, CallArguments arguments) =>
        state.Environment.Filters.TryGetValue(name, out var filter)
            ? filter(arguments, this)
            : throw new TemplateException(TemplateErrorKind.Runtime, $"No filter named {Printing.Repr(Value.From(name))} found.", remedy: "correct the filter's name");

    public bool ApplyTest(string name, CallArguments arguments) =>
        state.Environment.Tests.TryGetValue(name, out var test)
            ? test(arguments, this)
            : throw new TemplateException(TemplateErrorKind.Runtime, $"No test named {Printing.Repr(Value.From(name))} found.", remedy: "correct the test's name");

    /// <summary>A context whose code sees these local names too.</summary>
    internal Context Derive(Dictionary<string, Value> locals)
    {
        var derived = new Context(variables.With(locals), state) { Autoescape = Autoescape };
        foreach (var (name, targets) in Blocks)
        {
            derived.Blocks[name] = [.. targets];
        }

        return derived;
    }

    /// <summary>A name from outside every frame, or undefined.</summary>
    internal Value Resolve(string name) =>
        variables.TryResolve(name, out var value) ? value : Value.From(new UndefinedValue(Undefined, name));
}
