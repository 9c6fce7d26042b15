using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>{% set target = value %}.</summary>
internal sealed class SetNode(Place place, Expression target, Expression value) : Statement(place)
{
    private readonly int _slotTarget = target is NameNode ? 0 : -1;

    internal Expression Target => target;

    internal Expression Value => value;

    internal Export[] Exports { get; set; } = [];

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(value);
        visitor.Visit(target);
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        try
        {
            if (_slotTarget < 0)
            {
                Targets.Check(target, scope);
            }

            Targets.Assign(target, value.Evaluate(scope), scope);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }

        Publish(Exports, scope);
        return Flow.Next;
    }

    internal static void Publish(Export[] exports, Scope scope)
    {
        foreach (var export in exports)
        {
            scope.Context.Variables.Set(export.Name, scope.Slots[export.Slot], exported: true);
        }
    }
}

/// <summary>{% set target %} text {% endset %}, filtered or not.</summary>
internal sealed class SetBlockNode(Place place, Expression target, FilterNode? filter, Body body) : Statement(place)
{
    internal Expression Target => target;

    internal FilterNode? Filter => filter;

    internal Body Body => body;

    internal Export[] Exports { get; set; } = [];

    internal FrameEntry Entry { get; set; } = FrameEntry.Empty;

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(target);
        if (filter is not null)
        {
            visitor.Visit(filter);
        }

        visitor.Visit(body);
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        try
        {
            Targets.Check(target, scope);
            Entry.Enter(scope);
            var text = Capture.Run(body, scope);
            var value = filter is null ? text : filter.Apply(scope, text);
            var safe = scope.Context.Autoescape && !value.IsMarkup;
            Targets.Assign(target, safe ? Templating.Value.Markup(Printing.Str(value, scope.Context)) : value, scope);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }

        SetNode.Publish(Exports, scope);
        return Flow.Next;
    }
}

/// <summary>{% filter name %} text {% endfilter %}.</summary>
internal sealed class FilterBlockNode(Place place, FilterNode filter, Body body) : Statement(place)
{
    internal FilterNode Filter => filter;

    internal Body Body => body;

    internal FrameEntry Entry { get; set; } = FrameEntry.Empty;

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(body);
        visitor.Visit(filter);
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        Entry.Enter(scope);
        var text = Capture.Run(body, scope);
        scope.State.Out.Write(filter.Apply(scope, text), escape: false, scope.Context);
        return Flow.Next;
    }
}

/// <summary>Text that is written aside.</summary>
internal static class Capture
{
    /// <summary>What a body writes: safe in HTML where output is escaped.</summary>
    internal static Value Run(Statement body, Scope scope)
    {
        var before = scope.State.BeginCapture();
        try
        {
            body.Execute(scope);
        }
        catch when (scope.State.AbandonCapture(before))
        {
            throw;
        }

        var text = scope.State.EndCapture(before);
        return scope.Context.Autoescape ? Templating.Value.Markup(text) : Templating.Value.From(text);
    }
}

/// <summary>{% with %}.</summary>
internal sealed class WithNode(Place place, Expression[] targets, Expression[] values, Body body) : Statement(place)
{
    internal Expression[] WithTargets => targets;

    internal Expression[] Values => values;

    internal Body Body => body;

    internal FrameEntry Entry { get; set; } = FrameEntry.Empty;

    internal override void Children(INodeVisitor visitor)
    {
        Array.ForEach(values, visitor.Visit);
        Array.ForEach(targets, visitor.Visit);
        visitor.Visit(body);
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        Entry.Enter(scope);
        try
        {
            for (var at = 0; at < targets.Length; at++)
            {
                Targets.Assign(targets[at], values[at].Evaluate(scope), scope);
            }
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }

        return body.Execute(scope);
    }
}

/// <summary>{% autoescape value %}.</summary>
internal sealed class AutoescapeNode(Place place, Expression value, Body body) : Statement(place)
{
    internal Expression Switch => value;

    internal Body Body => body;

    internal FrameEntry Entry { get; set; } = FrameEntry.Empty;

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(value);
        visitor.Visit(body);
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        Entry.Enter(scope);
        var before = scope.Context.Autoescape;
        scope.Context.Autoescape = value.Truth(scope);
        try
        {
            return body.Execute(scope);
        }
        finally
        {
            scope.Context.Autoescape = before;
        }
    }
}
