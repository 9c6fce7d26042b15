namespace Herdbook.Templating;

/// <summary>A sequence that is made while it is read, once: what lazy filters give.</summary>
public sealed class IteratorValue
{
    private readonly IEnumerator<Value> _items;

    internal IteratorValue(IEnumerator<Value> items, string type = "generator")
    {
        _items = items;
        TypeName = type;
    }

    /// <summary>What Python calls its type.</summary>
    internal string TypeName { get; }

    /// <summary>The next element, if there is one.</summary>
    public bool Next(out Value value)
    {
        if (_items.MoveNext())
        {
            value = _items.Current;
            return true;
        }

        value = default;
        return false;
    }
}
