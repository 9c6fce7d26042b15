using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>Text between tags.</summary>
internal sealed class TextNode(Place place, string text) : Statement(place)
{
    internal string Text => text;

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge();
        scope.State.Out.Write(text);
        return Flow.Next;
    }
}

/// <summary>Whether what is printed at a place is escaped.</summary>
internal enum Escaping
{
    Off,
    On,

    /// <summary>Known when the template runs: inside autoescape with a value that is no literal.</summary>
    Asked,
}

/// <summary>{{ value }}.</summary>
internal sealed class PrintNode(Place place, Expression value) : Statement(place)
{
    private readonly CallNode? _call = value as CallNode;

    internal Escaping Escaping { get; set; }

    internal override void Children(INodeVisitor visitor) => visitor.Visit(value);

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        var escape = Escaping == Escaping.On || (Escaping == Escaping.Asked && scope.Context.Autoescape);
        if (_call is not null)
        {
            _call.Write(scope, escape);
            return Flow.Next;
        }

        try
        {
            scope.State.Out.Write(value.Evaluate(scope), escape, scope.Context);
        }
        catch (TemplateException exception) when (scope.Locate(exception, value.Place))
        {
            throw;
        }

        return Flow.Next;
    }
}

/// <summary>{% do value %}.</summary>
internal sealed class DoNode(Place place, Expression value) : Statement(place)
{
    internal override void Children(INodeVisitor visitor) => visitor.Visit(value);

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        try
        {
            value.Evaluate(scope);
        }
        catch (TemplateException exception) when (scope.Locate(exception, value.Place))
        {
            throw;
        }

        return Flow.Next;
    }
}

/// <summary>{% break %} and {% continue %}.</summary>
internal sealed class LeapNode(Place place, Flow flow) : Statement(place)
{
    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge();
        return flow;
    }
}

/// <summary>{% if %} with its elifs and its else.</summary>
internal sealed class IfNode(Place place, Expression[] tests, Body[] bodies, Body? otherwise) : Statement(place)
{
    internal Expression[] Tests => tests;

    internal Body[] Bodies => bodies;

    internal Body? Otherwise => otherwise;

    internal override void Children(INodeVisitor visitor)
    {
        for (var at = 0; at < tests.Length; at++)
        {
            visitor.Visit(tests[at]);
            visitor.Visit(bodies[at]);
        }

        if (otherwise is not null)
        {
            visitor.Visit(otherwise);
        }
    }

    internal override Flow Execute(Scope scope)
    {
        scope.Budget.Charge(Cost);
        for (var at = 0; at < tests.Length; at++)
        {
            if (Holds(tests[at], scope))
            {
                return bodies[at].Execute(scope);
            }
        }

        return otherwise is null ? Flow.Next : otherwise.Execute(scope);
    }

    private static bool Holds(Expression test, Scope scope)
    {
        if (test is CompareNode or TestNode)
        {
            return test.Truth(scope);
        }

        try
        {
            return test.Truth(scope);
        }
        catch (TemplateException exception) when (scope.Locate(exception, test.Place))
        {
            throw;
        }
    }
}
