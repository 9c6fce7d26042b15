namespace Herdbook.Templating.Evaluation;

/// <summary>Assigning: a name, several names, an attribute of a namespace.</summary>
internal static class Targets
{
    internal static void Assign(Expression target, Value value, Scope scope)
    {
        switch (target)
        {
            case NameNode name:
                scope.Slots[name.Slot] = value;
                break;
            case TupleNode tuple:
                Unpack(tuple, value, scope);
                break;
            case NamespaceTarget attribute:
                AsNamespace(attribute, scope).Set(attribute.Attribute, value);
                break;
        }
    }

    /// <summary>Refuses what is no namespace before anything is assigned.</summary>
    internal static void Check(Expression target, Scope scope)
    {
        if (target is NamespaceTarget attribute)
        {
            AsNamespace(attribute, scope);
        }
        else if (target is TupleNode tuple)
        {
            foreach (var item in tuple.Items)
            {
                Check(item, scope);
            }
        }
    }

    /// <summary>A target that can be bound elsewhere.</summary>
    internal static Expression Copy(Expression target) => target switch
    {
        NameNode name => new NameNode(name.Place, name.Name, name.Use),
        TupleNode tuple => new TupleNode(tuple.Place, Array.ConvertAll(tuple.Items, Copy)),
        _ => target,
    };

    private static NamespaceValue AsNamespace(NamespaceTarget target, Scope scope) =>
        target.Owner.Evaluate(scope).Reference as NamespaceValue
        ?? throw new TemplateException(
            TemplateErrorKind.Runtime, "cannot assign attribute on non-namespace object", remedy: $"set {target.Owner.Name} = namespace() before");

    private static void Unpack(TupleNode target, Value value, Scope scope)
    {
        var items = target.Items;
        if (value.AsTuple is { } tuple && tuple.Count == items.Length)
        {
            for (var at = 0; at < items.Length; at++)
            {
                Assign(items[at], tuple[at], scope);
            }

            return;
        }

        Failing.IfUndefined(value);
        if (!Sequences.TryEnumerate(value, scope.Context, out var elements))
        {
            throw TemplateException.TypeError($"cannot unpack non-iterable {TypeNames.Of(value)} object");
        }

        var values = new List<Value>(items.Length);
        while (values.Count <= items.Length && elements.MoveNext(out var element))
        {
            values.Add(element);
        }

        if (values.Count != items.Length)
        {
            throw TemplateException.ValueError(values.Count > items.Length
                ? $"too many values to unpack (expected {items.Length})"
                : $"not enough values to unpack (expected {items.Length}, got {values.Count})");
        }

        for (var at = 0; at < items.Length; at++)
        {
            Assign(items[at], values[at], scope);
        }
    }
}
