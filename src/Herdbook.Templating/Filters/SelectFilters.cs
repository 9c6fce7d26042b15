namespace Herdbook.Templating;

/// <summary>map, select, reject, selectattr and rejectattr: lazy, as generators are.</summary>
internal static class SelectFilters
{
    internal static Value Map(CallArguments arguments, IRenderContext context) => Value.Iterator(Mapped(arguments, context));

    internal static Value Select(CallArguments arguments, IRenderContext context) =>
        Value.Iterator(Chosen(arguments, context, wanted: true, byAttribute: false));

    internal static Value Reject(CallArguments arguments, IRenderContext context) =>
        Value.Iterator(Chosen(arguments, context, wanted: false, byAttribute: false));

    internal static Value SelectAttr(CallArguments arguments, IRenderContext context) =>
        Value.Iterator(Chosen(arguments, context, wanted: true, byAttribute: true));

    internal static Value RejectAttr(CallArguments arguments, IRenderContext context) =>
        Value.Iterator(Chosen(arguments, context, wanted: false, byAttribute: true));

    private static IEnumerable<Value> Mapped(CallArguments arguments, IRenderContext context)
    {
        if (!arguments[0].IsTrue)
        {
            yield break;
        }

        AttributeGetter? getter = null;
        var name = "";
        var rest = CallArguments.Empty;
        if (arguments.PositionalCount == 1 && arguments.TryGetNamed("attribute", out var attribute))
        {
            foreach (var given in arguments.Names)
            {
                if (given is not ("attribute" or "default"))
                {
                    throw TemplateException.TypeError($"Unexpected keyword argument '{given}'");
                }
            }

            getter = new AttributeGetter(attribute, arguments.TryGetNamed("default", out var otherwise) ? otherwise : Value.None, context);
        }
        else
        {
            name = arguments.PositionalCount > 1
                ? RequireName(arguments[1])
                : throw TemplateException.TypeError("map requires a filter argument");
            rest = arguments.Skip(1);
        }

        var elements = Sequences.Enumerate(arguments[0], context);
        while (elements.MoveNext(out var element))
        {
            context.Budget.Charge();
            yield return getter is not null ? getter.Get(element) : context.ApplyFilter(name, With(rest, element));
        }
    }

    private static IEnumerable<Value> Chosen(CallArguments arguments, IRenderContext context, bool wanted, bool byAttribute)
    {
        if (!arguments[0].IsTrue)
        {
            yield break;
        }

        var at = 1;
        AttributeGetter? getter = null;
        if (byAttribute)
        {
            getter = arguments.PositionalCount > 1
                ? new AttributeGetter(arguments[at++], Value.None, context)
                : throw TemplateException.TypeError("Missing parameter for attribute name");
        }

        var name = arguments.PositionalCount > at ? RequireName(arguments[at]) : null;
        var rest = name is null ? CallArguments.Empty : arguments.Skip(at);
        var elements = Sequences.Enumerate(arguments[0], context);
        while (elements.MoveNext(out var element))
        {
            context.Budget.Charge();
            var tested = getter is null ? element : getter.Get(element);
            if ((name is null ? tested.IsTrue : context.ApplyTest(name, With(rest, tested))) == wanted)
            {
                yield return element;
            }
        }
    }

    /// <summary>The same arguments with another first one.</summary>
    private static CallArguments With(CallArguments arguments, Value first) => arguments.Skip(1).Prepend(first);

    private static string RequireName(Value name)
    {
        Failing.IfUndefined(name);
        return name.TextOrNull ?? throw TemplateException.TypeError($"No filter or test named {Printing.Repr(name)}.");
    }
}
