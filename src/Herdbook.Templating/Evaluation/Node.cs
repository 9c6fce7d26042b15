using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>Looks at a tree of nodes.</summary>
internal interface INodeVisitor
{
    void Visit(Node node);
}

/// <summary>A part of a template. Trees never change once they are bound, so threads share them.</summary>
internal abstract class Node(Place place)
{
    internal Place Place { get; } = place;

    /// <summary>Shows the visitor every part, in the order of evaluation.</summary>
    internal virtual void Children(INodeVisitor visitor)
    {
    }
}

/// <summary>What has a value.</summary>
internal abstract class Expression(Place place) : Node(place)
{
    internal abstract Value Evaluate(Scope scope);

    internal virtual bool Truth(Scope scope) => Evaluate(scope).IsTrue;
}

/// <summary>How a statement ended.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}

/// <summary>What writes or changes something.</summary>
internal abstract class Statement(Place place) : Node(place)
{
    /// <summary>Steps that one execution costs: one, and more for long expressions.</summary>
    internal int Cost { get; set; } = 1;

    internal abstract Flow Execute(Scope scope);
}

/// <summary>Statements one after the other.</summary>
internal sealed class Body(Place place, Statement[] statements) : Statement(place)
{
    internal Statement[] Statements => statements;

    internal override void Children(INodeVisitor visitor)
    {
        foreach (var statement in statements)
        {
            visitor.Visit(statement);
        }
    }

    internal override Flow Execute(Scope scope)
    {
        foreach (var statement in statements)
        {
            var flow = statement.Execute(scope);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}

/// <summary>Stands above deep parts of a tree and refuses to go on when the stack is nearly used up.</summary>
internal sealed class GuardedExpression(Expression inner) : Expression(inner.Place)
{
    internal override void Children(INodeVisitor visitor)
    {
        StackGuard.Check();
        visitor.Visit(inner);
    }

    internal override Value Evaluate(Scope scope)
    {
        StackGuard.Check();
        return inner.Evaluate(scope);
    }
}

/// <summary>The same for statements.</summary>
internal sealed class GuardedStatement(Statement inner) : Statement(inner.Place)
{
    internal override void Children(INodeVisitor visitor)
    {
        StackGuard.Check();
        visitor.Visit(inner);
    }

    internal override Flow Execute(Scope scope)
    {
        StackGuard.Check();
        return inner.Execute(scope);
    }
}
