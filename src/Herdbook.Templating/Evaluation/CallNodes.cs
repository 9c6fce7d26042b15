using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>callee(arguments).</summary>
internal sealed class CallNode(Place place, Expression callee, Arguments arguments) : Expression(place)
{
    private readonly AttributeNode? _method = callee as AttributeNode;

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(callee);
        arguments.Children(visitor);
    }

    internal override Value Evaluate(Scope scope) => Call(scope, Value.Missing);

    /// <summary>Calls it with the body of a call block as its caller, unless that is missing.</summary>
    internal Value Call(Scope scope, Value caller)
    {
        try
        {
            scope.Budget.Charge();
            if (_method is not null && caller.IsMissing)
            {
                return CallMethod(_method, scope);
            }

            var function = callee.Evaluate(scope);
            return Callables.Call(function, arguments.Evaluate(scope, Value.Missing, caller), scope.Context);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }

    /// <summary>Writes what it gives; a macro writes straight to where its result would be printed.</summary>
    internal void Write(Scope scope, bool escape)
    {
        if (_method is null)
        {
            var function = callee.Evaluate(scope);
            if (function.Reference is MacroValue macro && (!escape || scope.Context.Autoescape))
            {
                try
                {
                    scope.Budget.Charge();
                    macro.Write(arguments.Evaluate(scope, Value.Missing, Value.Missing), scope.Context);
                    return;
                }
                catch (TemplateException exception) when (scope.Locate(exception, Place))
                {
                    throw;
                }
            }
        }

        scope.State.Out.Write(Evaluate(scope), escape, scope.Context);
    }

    private Value CallMethod(AttributeNode method, Scope scope)
    {
        var owner = method.Owner.Evaluate(scope);
        if (Subscripts.FindMethod(owner, method.Name) is { } bound)
        {
            return bound(owner, arguments.Evaluate(scope, Value.Missing, Value.Missing), scope.Context);
        }

        var function = Subscripts.GetAttribute(owner, method.Name, scope.Context);
        return Callables.Call(function, arguments.Evaluate(scope, Value.Missing, Value.Missing), scope.Context);
    }
}

/// <summary>value|name(arguments); without a value, the filter of a block.</summary>
internal sealed class FilterNode(Place place, Expression? value, string name, Arguments arguments) : Expression(place)
{
    internal string Name => name;

    internal Expression? Value => value;

    internal Filter? Function { get; set; }

    internal override void Children(INodeVisitor visitor)
    {
        if (value is not null)
        {
            visitor.Visit(value);
        }

        arguments.Children(visitor);
    }

    internal override Templating.Value Evaluate(Scope scope) => Apply(scope, Templating.Value.Missing);

    /// <summary>Filters the text of a block.</summary>
    internal Templating.Value Apply(Scope scope, Templating.Value text)
    {
        var filtered = value is FilterNode inner && !text.IsMissing ? inner.Apply(scope, text) : value?.Evaluate(scope) ?? text;
        try
        {
            scope.Budget.Charge();
            var given = arguments.Evaluate(scope, filtered, Templating.Value.Missing);
            return Function is null ? scope.Context.ApplyFilter(name, given) : Function(given, scope.Context);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}

/// <summary>value is name(arguments).</summary>
internal sealed class TestNode(Place place, Expression value, string name, Arguments arguments) : Expression(place)
{
    internal string Name => name;

    internal Test? Function { get; set; }

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(value);
        arguments.Children(visitor);
    }

    internal override Value Evaluate(Scope scope) => Value.From(Truth(scope));

    internal override bool Truth(Scope scope)
    {
        var tested = value.Evaluate(scope);
        try
        {
            scope.Budget.Charge();
            var given = arguments.Evaluate(scope, tested, Value.Missing);
            return Function is null ? scope.Context.ApplyTest(name, given) : Function(given, scope.Context);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}
