namespace Herdbook.Templating;

/// <summary>Python's tuple: it never changes, so it can be a key when its elements can.</summary>
public sealed class TupleValue
{
    private readonly Value[] _items;
    private readonly string[]? _names;
    private int _hash;

    /// <summary>A tuple of these; the array is kept, not copied.</summary>
    public TupleValue(Value[] items) => _items = items;

    /// <summary>A named tuple: its elements are attributes too. It prints as any tuple.</summary>
    internal TupleValue(string type, string[] names, Value[] items)
    {
        _items = items;
        _names = names;
        TypeName = type;
    }

    public int Count => _items.Length;

    public Value this[int index] => _items[index];

    public ReadOnlySpan<Value> Span => _items;

    /// <summary>The type's name where it is a named tuple, else null.</summary>
    internal string? TypeName { get; }

    internal ReadOnlySpan<string> Names => _names;

    /// <summary>Whether every element was found to be hashable; kept, so that shared tuples are looked at once.</summary>
    internal bool IsHashable { get; set; }

    /// <summary>The hash of the elements in their order; reckoned once.</summary>
    internal int Hash
    {
        get
        {
            if (_hash == 0)
            {
                StackGuard.Check();
                var hash = new HashCode();
                foreach (var item in _items)
                {
                    hash.Add(Hashing.Of(item));
                }

                _hash = hash.ToHashCode() | 1;
            }

            return _hash;
        }
    }
}
