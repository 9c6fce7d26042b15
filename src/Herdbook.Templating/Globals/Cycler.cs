namespace Herdbook.Templating;

/// <summary>What cycler() gives: its items, one after the other, for ever.</summary>
internal sealed class Cycler : ObjectValue
{
    private readonly Value[] _items;
    private int _at;

    internal Cycler(Value[] items) => _items = items.Length > 0
        ? items
        : throw new TemplateException(TemplateErrorKind.Runtime, "at least one item has to be provided");

    public override string TypeName => "Cycler";

    public override bool TryGetAttribute(string name, IRenderContext context, out Value value)
    {
        value = name switch
        {
            "current" => _items[_at],
            "items" => Value.From(new TupleValue(_items)),
            "pos" => Value.From(_at),
            "next" => Value.Function("next", _ => Next()),
            "reset" => Value.Function("reset", _ => Reset()),
            _ => Value.Missing,
        };
        return !value.IsMissing;
    }

    private Value Next()
    {
        var item = _items[_at];
        _at = (_at + 1) % _items.Length;
        return item;
    }

    private Value Reset()
    {
        _at = 0;
        return Value.None;
    }
}
