using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>{% include %}.</summary>
internal sealed class IncludeNode(Place place, Expression template, bool ignoreMissing, bool withContext) : Statement(place)
{
    internal Local[] Locals { get; set; } = [];

    internal override void Children(INodeVisitor visitor) => visitor.Visit(template);

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        Template included;
        try
        {
            var name = template.Evaluate(scope);
            try
            {
                included = Templates.Get(name, scope);
            }
            catch (TemplateException exception) when (ignoreMissing && exception.Kind == TemplateErrorKind.MissingTemplate)
            {
                return Flow.Next;
            }

            scope.Budget.Enter();
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }

        try
        {
            var variables = withContext
                ? scope.Context.Variables.With(Local.Dump(Locals, scope))
                : new Variables(null, scope.State.Environment.Globals);
            included.Run(new Context(variables, scope.State) { Autoescape = scope.State.Environment.Options.Autoescape });
        }
        finally
        {
            scope.Budget.Leave();
        }

        return Flow.Next;
    }
}

/// <summary>{% import … as name %} and {% from … import … %}.</summary>
internal sealed class ImportNode(Place place, Expression template, bool withContext, (string Name, NameNode Target)[] names, NameNode? whole)
    : Statement(place)
{
    internal Local[] Locals { get; set; } = [];

    internal bool IsTopLevel { get; set; }

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(template);
        if (whole is not null)
        {
            visitor.Visit(whole);
        }

        foreach (var (_, target) in names)
        {
            visitor.Visit(target);
        }
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        ModuleValue module;
        try
        {
            module = Load(Templates.Get(template.Evaluate(scope), scope), scope);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }

        if (whole is not null)
        {
            Keep(whole, Value.From(module), scope);
        }

        foreach (var (name, target) in names)
        {
            Keep(target, module.Exports.TryGetValue(name, out var value) ? value : Absent(module, name, Place.Line, scope), scope);
        }

        return Flow.Next;
    }

    private ModuleValue Load(Template imported, Scope scope)
    {
        if (withContext)
        {
            return ModuleValue.Make(imported, scope.Context.Variables.Snapshot(Local.Dump(Locals, scope)), scope.State);
        }

        if (!scope.State.Modules.TryGetValue(imported, out var module))
        {
            module = ModuleValue.Make(imported, new Variables(null, scope.State.Environment.Globals), scope.State);
            scope.State.Modules[imported] = module;
        }

        return module;
    }

    private static Value Absent(ModuleValue module, string name, int line, Scope scope) => Value.From(new UndefinedValue(
        scope.Context.Undefined,
        name,
        $"the template {Printing.Repr(Value.From(module.Name))} (imported on line {line} in {Printing.Repr(Value.From(scope.Template.Name))}) does not export the requested name {Printing.Repr(Value.From(name))}"));

    private void Keep(NameNode target, Value value, Scope scope)
    {
        scope.Slots[target.Slot] = value;
        if (IsTopLevel)
        {
            scope.Context.Variables.Set(target.Name, value, exported: false);
        }
    }
}

/// <summary>An imported template: what it set and defined at its top level.</summary>
internal sealed class ModuleValue(string? name, string text, bool safe, Dictionary<string, Value> exports) : ObjectValue
{
    internal string? Name => name;

    internal Dictionary<string, Value> Exports => exports;

    public override string TypeName => "TemplateModule";

    public override bool PrintsMarkup => safe;

    public override string Print(IRenderContext? context) => text;

    public override bool TryGetAttribute(string attribute, IRenderContext context, out Value value) => exports.TryGetValue(attribute, out value);

    internal static ModuleValue Make(Template template, Variables variables, RenderState state)
    {
        var context = new Context(variables, state) { Autoescape = state.Environment.Options.Autoescape };
        state.Budget.Enter();
        var before = state.BeginCapture();
        string text;
        try
        {
            template.Run(context);
            text = state.EndCapture(before);
        }
        catch when (state.AbandonCapture(before))
        {
            throw;
        }
        finally
        {
            state.Budget.Leave();
        }

        return new ModuleValue(template.Name, text, state.Environment.Options.Autoescape, variables.Exports());
    }
}

/// <summary>Finding the templates that others name.</summary>
internal static class Templates
{
    /// <summary>The template of a name, or the first there is of a list of names.</summary>
    /// <exception cref="TemplateException">There is none.</exception>
    internal static Template Get(Value name, Scope scope)
    {
        Failing.IfUndefined(name);
        var environment = scope.State.Environment;
        if (name.TextOrNull is { } single)
        {
            return environment.Find(single) ?? throw Missing($"template {Printing.Repr(name)} not found");
        }

        var names = Sequences.ToList(name, scope.Context);
        foreach (var candidate in names)
        {
            if (candidate.TextOrNull is { } text && environment.Find(text) is { } found)
            {
                return found;
            }
        }

        throw Missing(names.Count == 0
            ? "Tried to select from an empty list of templates."
            : $"none of the templates given were found: {string.Join(", ", names.Select(candidate => candidate.ToString()))}");
    }

    private static TemplateException Missing(string message) =>
        new(TemplateErrorKind.MissingTemplate, message, remedy: "give the environment's loader a template of that name");
}
