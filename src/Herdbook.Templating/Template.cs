using Herdbook.Templating.Evaluation;

namespace Herdbook.Templating;

/// <summary>A parsed template. It never changes: any number of threads may render it at once.</summary>
public sealed class Template
{
    private static readonly Dictionary<string, Value> Nothing = [];

    private readonly TemplateEnvironment _environment;
    private readonly Body _body;
    private readonly Routine _routine;
    private readonly FrameEntry _entry;
    private readonly int _selfSlot;

    internal Template(TemplateEnvironment environment, string? name, Body body, BlockNode[] blocks)
    {
        (_environment, _body, Name, Blocks) = (environment, body, name, blocks);
        var binder = new Binder(environment, name);
        (_routine, _entry, _selfSlot) = binder.BindTemplate(body);
        foreach (var block in blocks)
        {
            binder.BindBlock(block);
        }
    }

    /// <summary>What errors call it; null where it has no name.</summary>
    public string? Name { get; }

    internal BlockNode[] Blocks { get; }

    /// <summary>Renders to a string.</summary>
    /// <param name="vars">The names that the template sees beside the globals. Lists and maps in it may be changed by the template.</param>
    /// <exception cref="TemplateException">What the template did wrong, and where; or a limit was reached.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public string Render(IReadOnlyDictionary<string, Value> vars, CancellationToken ct) =>
        WithState(vars, state =>
        {
            RunRoot(state, new Variables(vars, _environment.Globals));
            return state.Out.ToString();
        }, ct);

    /// <summary>Renders to a writer, which gets nothing unless the whole template could be rendered.</summary>
    /// <exception cref="TemplateException">What the template did wrong, and where; or a limit was reached.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Render(IReadOnlyDictionary<string, Value> vars, TextWriter writer, CancellationToken ct) =>
        WithState(vars, state =>
        {
            RunRoot(state, new Variables(vars, _environment.Globals));
            writer.Write(state.Out.Written);
            return true;
        }, ct);

    /// <summary>
    /// What the template sets and defines at its top level, its macros above all, to be put among the globals. Its
    /// macros see the variables of the render that calls them before the globals.
    /// </summary>
    /// <exception cref="TemplateException">What the template did wrong, and where; or a limit was reached.</exception>
    public IReadOnlyDictionary<string, Value> Module(CancellationToken ct) => Module(Nothing, ct);

    /// <summary>The same, for a template that needs variables itself.</summary>
    /// <exception cref="TemplateException">What the template did wrong, and where; or a limit was reached.</exception>
    public IReadOnlyDictionary<string, Value> Module(IReadOnlyDictionary<string, Value> vars, CancellationToken ct) =>
        WithState(vars, state =>
        {
            var variables = new Variables(vars, _environment.Globals);
            RunRoot(state, variables);
            return variables.Exports();
        }, ct);

    /// <summary>Writes the template, and the one that it extends.</summary>
    internal void Run(Context context)
    {
        foreach (var block in Blocks)
        {
            if (!context.Blocks.TryGetValue(block.Name, out var targets))
            {
                context.Blocks[block.Name] = targets = [];
            }

            targets.Add(new BlockTarget(this, block));
        }

        RunBody(context);
    }

    private void RunBody(Context context)
    {
        var scope = new Scope(_routine.Slots, null, context, this);
        if (_selfSlot >= 0)
        {
            scope.Slots[_selfSlot] = Value.From(new SelfValue(context));
        }

        var state = context.State;
        var muted = state.Out.IsMuted;
        _entry.Enter(scope);
        _body.Execute(scope);
        if (state.TakeParent(scope) is not { } parent)
        {
            return;
        }

        state.Out.IsMuted = muted;
        context.Budget.Enter();
        parent.RunBody(context);
        context.Budget.Leave();
    }

    private void RunRoot(RenderState state, Variables variables) =>
        Run(new Context(variables, state) { Autoescape = _environment.Options.Autoescape });

    private T WithState<T>(IReadOnlyDictionary<string, Value> vars, Func<RenderState, T> render, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var limits = _environment.Options.Limits;
        var budget = new RenderBudget(limits.MaxSteps, limits.MaxMemory, limits.MaxDepth, limits.Timeout, ct);
        var state = new RenderState(_environment, budget, vars);
        var before = RenderBudget.Exchange(budget);
        try
        {
            return render(state);
        }
        catch (TemplateException exception) when (exception.Template is null)
        {
            exception.Locate(Name, 1, 1);
            throw;
        }
        finally
        {
            RenderBudget.Exchange(before);
            state.Release();
        }
    }
}
