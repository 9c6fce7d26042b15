namespace Herdbook.Templating.Evaluation;

/// <summary>What one render has for itself: its budget, where it writes, the modules that it imported.</summary>
internal sealed class RenderState(TemplateEnvironment environment, RenderBudget budget, IReadOnlyDictionary<string, Value> given)
{
    private readonly Stack<Output> _spare = new();
    private Dictionary<Template, ModuleValue>? _modules;
    private Dictionary<Variables, Context>? _contexts;
    private Dictionary<Scope, Template>? _parents;
    private Random? _random;

    internal TemplateEnvironment Environment => environment;

    internal RenderBudget Budget => budget;

    /// <summary>What the host gave to this render.</summary>
    internal IReadOnlyDictionary<string, Value> Given => given;

    internal Output Out { get; set; } = new(environment.Options.Limits.MaxOutput);

    internal Random Random => _random ??= environment.Options.Seed is { } seed ? new Random(seed) : new Random();

    /// <summary>The template that a run of a template said to extend.</summary>
    internal Dictionary<Scope, Template> Parents => _parents ??= [];

    /// <summary>That template, once, or null.</summary>
    internal Template? TakeParent(Scope scope) => _parents is not null && _parents.Remove(scope, out var parent) ? parent : null;

    internal Dictionary<Template, ModuleValue> Modules => _modules ??= [];

    /// <summary>The context of variables that another render made, as a module kept among the globals, for this render.</summary>
    internal Context ContextOf(Context defined)
    {
        if (ReferenceEquals(defined.State, this))
        {
            return defined;
        }

        _contexts ??= [];
        if (!_contexts.TryGetValue(defined.Variables, out var context))
        {
            context = new Context(defined.Variables.Seen(given), this) { Autoescape = environment.Options.Autoescape };
            _contexts[defined.Variables] = context;
        }

        return context;
    }

    /// <summary>Begins to write into a buffer of its own; end it with <see cref="EndCapture"/>.</summary>
    internal Output BeginCapture()
    {
        var before = Out;
        Out = _spare.TryPop(out var spare) ? spare : new Output(environment.Options.Limits.MaxOutput);
        return before;
    }

    /// <summary>What was written since, charged; writing goes on where it was before.</summary>
    internal string EndCapture(Output before)
    {
        try
        {
            budget.Allocate(Out.Length * 2L);
            return Out.ToString();
        }
        finally
        {
            AbandonCapture(before);
        }
    }

    /// <summary>
    /// Ends a capture without its text. Asked as the filter of a catch, which it never enters: to catch and throw again
    /// on every level of a deep recursion would take more stack than the recursion did.
    /// </summary>
    internal bool AbandonCapture(Output before)
    {
        Out.Clear();
        _spare.Push(Out);
        Out = before;
        return false;
    }

    internal void Release()
    {
        Out.Dispose();
        while (_spare.TryPop(out var spare))
        {
            spare.Dispose();
        }
    }
}
