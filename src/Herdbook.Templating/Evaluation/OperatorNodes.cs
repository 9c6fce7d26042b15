using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>An operator between two values.</summary>
internal sealed class BinaryNode(Place place, TokenKind sign, Expression left, Expression right) : Expression(place)
{
    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(left);
        visitor.Visit(right);
    }

    internal override Value Evaluate(Scope scope)
    {
        var a = left.Evaluate(scope);
        var b = right.Evaluate(scope);
        try
        {
            return sign switch
            {
                TokenKind.Add => Operators.Add(a, b, scope.Context),
                TokenKind.Sub => Operators.Subtract(a, b, scope.Context),
                TokenKind.Mul => Operators.Multiply(a, b, scope.Context),
                TokenKind.Div => Operators.Divide(a, b, scope.Context),
                TokenKind.FloorDiv => Operators.FloorDivide(a, b, scope.Context),
                TokenKind.Mod => Operators.Modulo(a, b, scope.Context),
                _ => Operators.Power(a, b, scope.Context),
            };
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}

internal sealed class SignNode(Place place, bool negative, Expression value) : Expression(place)
{
    internal override void Children(INodeVisitor visitor) => visitor.Visit(value);

    internal override Value Evaluate(Scope scope)
    {
        var operand = value.Evaluate(scope);
        try
        {
            return negative ? Operators.Negate(operand, scope.Context) : Operators.Plus(operand);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}

internal sealed class ConcatNode(Place place, Expression[] parts) : Expression(place)
{
    internal override void Children(INodeVisitor visitor) => Array.ForEach(parts, visitor.Visit);

    internal override Value Evaluate(Scope scope)
    {
        var values = new Value[parts.Length];
        for (var at = 0; at < parts.Length; at++)
        {
            values[at] = parts[at].Evaluate(scope);
        }

        return Operators.Concat(values, scope.Context);
    }
}

internal sealed class AndNode(Place place, Expression left, Expression right) : Expression(place)
{
    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(left);
        visitor.Visit(right);
    }

    internal override Value Evaluate(Scope scope)
    {
        var value = left.Evaluate(scope);
        return value.IsTrue ? right.Evaluate(scope) : value;
    }

    internal override bool Truth(Scope scope) => left.Truth(scope) && right.Truth(scope);
}

internal sealed class OrNode(Place place, Expression left, Expression right) : Expression(place)
{
    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(left);
        visitor.Visit(right);
    }

    internal override Value Evaluate(Scope scope)
    {
        var value = left.Evaluate(scope);
        return value.IsTrue ? value : right.Evaluate(scope);
    }

    internal override bool Truth(Scope scope) => left.Truth(scope) || right.Truth(scope);
}

internal sealed class NotNode(Place place, Expression value) : Expression(place)
{
    internal override void Children(INodeVisitor visitor) => visitor.Visit(value);

    internal override Value Evaluate(Scope scope) => Value.From(!value.Truth(scope));

    internal override bool Truth(Scope scope) => !value.Truth(scope);
}

/// <summary>a if b else c.</summary>
internal sealed class ConditionalNode(Place place, Expression test, Expression then, Expression? otherwise) : Expression(place)
{
    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(test);
        visitor.Visit(then);
        if (otherwise is not null)
        {
            visitor.Visit(otherwise);
        }
    }

    internal override Value Evaluate(Scope scope)
    {
        if (test.Truth(scope))
        {
            return then.Evaluate(scope);
        }

        // Jinja2 lets this one print as nothing under every policy.
        return otherwise is null
            ? Value.From(new UndefinedValue(
                UndefinedPolicy.Default,
                null,
                $"the inline if-expression on line {Place.Line} evaluated to false and no else section was defined."))
            : otherwise.Evaluate(scope);
    }
}

/// <summary>How two values are compared.</summary>
internal enum Comparator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

/// <summary>One comparison or a chain of them: a &lt; b &lt; c evaluates b once.</summary>
internal sealed class CompareNode(Place place, Expression first, Comparator[] signs, Expression[] others) : Expression(place)
{
    private readonly bool _isEquality = signs.Length == 1 && signs[0] is (Comparator.Equal or Comparator.NotEqual);

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(first);
        Array.ForEach(others, visitor.Visit);
    }

    internal override Value Evaluate(Scope scope) => Value.From(Truth(scope));

    internal override bool Truth(Scope scope)
    {
        var left = first.Evaluate(scope);
        if (_isEquality && left.TextOrNull is { } text)
        {
            var right = others[0].Evaluate(scope);
            if (right.TextOrNull is { } other)
            {
                return (text == other) == (signs[0] == Comparator.Equal);
            }

            return Compare(left, right, scope);
        }

        return Chain(left, scope);
    }

    private bool Compare(Value left, Value right, Scope scope)
    {
        try
        {
            return Holds(signs[0], left, right, scope);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }

    private bool Chain(Value left, Scope scope)
    {
        try
        {
            for (var at = 0; at < others.Length; at++)
            {
                var right = others[at].Evaluate(scope);
                if (!Holds(signs[at], left, right, scope))
                {
                    return false;
                }

                left = right;
            }

            return true;
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }

    private static bool Holds(Comparator sign, Value left, Value right, Scope scope) => sign switch
    {
        Comparator.Equal => Comparison.AreEqual(left, right),
        Comparator.NotEqual => !Comparison.AreEqual(left, right),
        Comparator.Less => Comparison.Order(left, right, "<") is < 0,
        Comparator.LessOrEqual => Comparison.Order(left, right, "<=") is <= 0,
        Comparator.Greater => Comparison.Order(left, right, ">") is > 0,
        Comparator.GreaterOrEqual => Comparison.Order(left, right, ">=") is >= 0,
        Comparator.In => Sequences.Contains(right, left, scope.Context),
        _ => !Sequences.Contains(right, left, scope.Context),
    };
}
