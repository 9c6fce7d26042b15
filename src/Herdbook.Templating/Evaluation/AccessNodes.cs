using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

/// <summary>owner.name.</summary>
internal sealed class AttributeNode(Place place, Expression owner, string name) : Expression(place)
{
    private readonly bool _namesMapMethod = MapMethods.Find(name) is not null;

    internal Expression Owner => owner;

    internal string Name => name;

    internal override void Children(INodeVisitor visitor) => visitor.Visit(owner);

    internal override Value Evaluate(Scope scope)
    {
        var value = owner.Evaluate(scope);
        if (value.AsMap is { } map)
        {
            if (!_namesMapMethod && map.TryGet(name, out var found))
            {
                return found;
            }
        }
        else if (value.Reference is LoopValue loop && loop.TryGetAttribute(name, scope.Context, out var said))
        {
            return said;
        }

        return Find(value, scope);
    }

    private Value Find(Value value, Scope scope)
    {
        try
        {
            return Subscripts.GetAttribute(value, name, scope.Context);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}

/// <summary>owner[key].</summary>
internal sealed class ItemNode(Place place, Expression owner, Expression key) : Expression(place)
{
    private readonly string? _name = (key as Literal)?.Constant is { IsString: true } text ? text.Text : null;

    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(owner);
        visitor.Visit(key);
    }

    internal override Value Evaluate(Scope scope)
    {
        var value = owner.Evaluate(scope);
        if (_name is not null && value.AsMap is { } map && map.TryGet(_name, out var found))
        {
            return found;
        }

        var at = key.Evaluate(scope);
        try
        {
            return Subscripts.GetItem(value, at, scope.Context);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}

/// <summary>owner[start:stop:step].</summary>
internal sealed class SliceNode(Place place, Expression owner, Expression? start, Expression? stop, Expression? step) : Expression(place)
{
    internal override void Children(INodeVisitor visitor)
    {
        visitor.Visit(owner);
        foreach (var bound in new[] { start, stop, step })
        {
            if (bound is not null)
            {
                visitor.Visit(bound);
            }
        }
    }

    internal override Value Evaluate(Scope scope)
    {
        var value = owner.Evaluate(scope);
        var from = start?.Evaluate(scope) ?? Value.None;
        var to = stop?.Evaluate(scope) ?? Value.None;
        var by = step?.Evaluate(scope) ?? Value.None;
        try
        {
            return Subscripts.Slice(value, from, to, by, scope.Context);
        }
        catch (TemplateException exception) when (scope.Locate(exception, Place))
        {
            throw;
        }
    }
}
