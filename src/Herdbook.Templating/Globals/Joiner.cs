namespace Herdbook.Templating;

/// <summary>What joiner() gives: nothing when it is first called, its separator from then on.</summary>
internal sealed class Joiner(Value separator) : ObjectValue, ICallable
{
    private bool _used;

    public override string TypeName => "Joiner";

    public override bool TryGetAttribute(string name, IRenderContext context, out Value value)
    {
        value = name switch { "sep" => separator, "used" => Value.From(_used), _ => Value.Missing };
        return !value.IsMissing;
    }

    public Value Call(CallArguments arguments, IRenderContext context)
    {
        if (arguments.Count > 0)
        {
            throw TemplateException.TypeError($"Joiner.__call__() takes 1 positional argument but {arguments.Count + 1} were given");
        }

        var first = !_used;
        _used = true;
        return first ? Value.EmptyString : separator;
    }
}
