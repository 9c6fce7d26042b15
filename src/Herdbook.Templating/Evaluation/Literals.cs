using Herdbook.Templating.Parsing;

namespace Herdbook.Templating.Evaluation;

internal sealed class Literal(Place place, Value value) : Expression(place)
{
    internal Value Constant => value;

    internal override Value Evaluate(Scope scope) => value;
}

internal sealed class ListNode(Place place, Expression[] items) : Expression(place)
{
    internal override void Children(INodeVisitor visitor) => Array.ForEach(items, visitor.Visit);

    internal override Value Evaluate(Scope scope)
    {
        scope.Budget.Allocate(64 + (items.Length * 16L));
        var list = new ListValue(items.Length);
        foreach (var item in items)
        {
            list.Add(item.Evaluate(scope));
        }

        return Value.From(list);
    }
}

/// <summary>A tuple, or several targets of an assignment.</summary>
internal sealed class TupleNode(Place place, Expression[] items) : Expression(place)
{
    internal Expression[] Items => items;

    internal override void Children(INodeVisitor visitor) => Array.ForEach(items, visitor.Visit);

    internal override Value Evaluate(Scope scope)
    {
        scope.Budget.Allocate(48 + (items.Length * 16L));
        var values = new Value[items.Length];
        for (var at = 0; at < items.Length; at++)
        {
            values[at] = items[at].Evaluate(scope);
        }

        return Value.From(new TupleValue(values));
    }
}

internal sealed class MapNode(Place place, Expression[] keys, Expression[] values) : Expression(place)
{
    internal override void Children(INodeVisitor visitor)
    {
        for (var at = 0; at < keys.Length; at++)
        {
            visitor.Visit(keys[at]);
            visitor.Visit(values[at]);
        }
    }

    internal override Value Evaluate(Scope scope)
    {
        scope.Budget.Allocate(64 + (keys.Length * 48L));
        var map = new MapValue(keys.Length);
        for (var at = 0; at < keys.Length; at++)
        {
            try
            {
                map.Set(keys[at].Evaluate(scope), values[at].Evaluate(scope));
            }
            catch (TemplateException exception) when (scope.Locate(exception, Place))
            {
                throw;
            }
        }

        return Value.From(map);
    }
}

/// <summary>How a name is used.</summary>
internal enum NameUse
{
    Load,
    Store,
    Parameter,
}

/// <summary>A name. The binder says in which slot of which surrounding run its value lies.</summary>
internal sealed class NameNode(Place place, string name, NameUse use) : Expression(place)
{
    internal string Name => name;

    internal NameUse Use { get; set; } = use;

    internal int Slot { get; set; } = -1;

    /// <summary>How many runs further out the slot lies.</summary>
    internal int Depth { get; set; }

    /// <summary>Whether the value comes from the context; the slot then keeps what was found.</summary>
    internal bool FromContext { get; set; }

    internal override Value Evaluate(Scope scope)
    {
        var value = Depth == 0 ? scope.Slots[Slot] : scope.Read(Depth, Slot);
        return value.IsMissing ? Find(scope) : value;
    }

    private Value Find(Scope scope)
    {
        if (!FromContext)
        {
            return Value.From(new UndefinedValue(scope.Context.Undefined, name));
        }

        var value = scope.Context.Resolve(name);
        scope.Slots[Slot] = value;
        return value;
    }
}

/// <summary>An attribute of a namespace as the target of an assignment.</summary>
internal sealed class NamespaceTarget(Place place, NameNode owner, string attribute) : Expression(place)
{
    internal NameNode Owner => owner;

    internal string Attribute => attribute;

    internal override void Children(INodeVisitor visitor) => visitor.Visit(owner);

    internal override Value Evaluate(Scope scope) => Value.None;
}
