namespace Herdbook.Templating.Evaluation;

/// <summary>The arguments that stand in a call, a filter or a test.</summary>
internal sealed class Arguments(Expression[] values, string[] names, Expression? list, Expression? map)
{
    internal static readonly Arguments None = new([], [], null, null);

    private readonly string[]? _names = names.Length == 0 ? null : names;

    internal void Children(INodeVisitor visitor)
    {
        Array.ForEach(values, visitor.Visit);
        if (list is not null)
        {
            visitor.Visit(list);
        }

        if (map is not null)
        {
            visitor.Visit(map);
        }
    }

    /// <summary>Evaluates them.</summary>
    /// <param name="first">Stands before them, as what a filter filters, unless it is missing.</param>
    /// <param name="caller">The body of a call block, given by the name caller, unless it is missing.</param>
    internal CallArguments Evaluate(Scope scope, Value first, Value caller)
    {
        if (list is not null || map is not null || !caller.IsMissing)
        {
            return EvaluateAll(scope, first, caller);
        }

        var at = first.IsMissing ? 0 : 1;
        if (values.Length + at == 0)
        {
            return CallArguments.Empty;
        }

        var given = new Value[values.Length + at];
        if (at == 1)
        {
            given[0] = first;
        }

        foreach (var value in values)
        {
            given[at++] = value.Evaluate(scope);
        }

        return new CallArguments(given, _names);
    }

    private CallArguments EvaluateAll(Scope scope, Value first, Value caller)
    {
        var positional = new List<Value>();
        if (!first.IsMissing)
        {
            positional.Add(first);
        }

        var fixedCount = values.Length - names.Length;
        for (var at = 0; at < fixedCount; at++)
        {
            positional.Add(values[at].Evaluate(scope));
        }

        var named = new List<Value>();
        var keys = new List<string>(names);
        for (var at = fixedCount; at < values.Length; at++)
        {
            named.Add(values[at].Evaluate(scope));
        }

        if (list is not null)
        {
            positional.AddRange(Sequences.ToList(list.Evaluate(scope), scope.Context));
        }

        if (!caller.IsMissing)
        {
            AddNamed("caller", caller, keys, named);
        }

        if (map is not null)
        {
            Spread(map.Evaluate(scope), keys, named, scope);
        }

        positional.AddRange(named);
        return new CallArguments([.. positional], keys.Count == 0 ? null : [.. keys]);
    }

    private static void Spread(Value value, List<string> keys, List<Value> named, Scope scope)
    {
        Failing.IfUndefined(value);
        if (value.AsMap is not { } map)
        {
            throw TemplateException.TypeError($"argument after ** must be a mapping, not {TypeNames.Of(value)}");
        }

        foreach (ref readonly var entry in map.Entries)
        {
            if (entry.IsLive)
            {
                scope.Budget.Charge();
                AddNamed(
                    entry.Key.TextOrNull ?? throw TemplateException.TypeError("keywords must be strings"), entry.Value, keys, named);
            }
        }
    }

    private static void AddNamed(string name, Value value, List<string> keys, List<Value> named)
    {
        if (keys.Contains(name))
        {
            throw TemplateException.TypeError($"got multiple values for keyword argument '{name}'");
        }

        keys.Add(name);
        named.Add(value);
    }
}
