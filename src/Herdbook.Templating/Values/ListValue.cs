using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Herdbook.Templating;

/// <summary>Python's list. Not for several threads while one of them changes it.</summary>
public sealed class ListValue
{
    private readonly List<Value> _items;

    public ListValue() => _items = [];

    public ListValue(int capacity) => _items = new List<Value>(capacity);

    /// <summary>A list of these, copied.</summary>
    public ListValue(ReadOnlySpan<Value> items)
    {
        _items = new List<Value>(items.Length);
        _items.AddRange(items);
    }

    internal ListValue(List<Value> items) => _items = items;

    public int Count => _items.Count;

    public Value this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>The elements as they stand; not to be used after the list has changed.</summary>
    public ReadOnlySpan<Value> Span => CollectionsMarshal.AsSpan(_items);

    /// <summary>The list behind it, for methods that change it.</summary>
    internal List<Value> Items => _items;

    public void Add(Value item) => _items.Add(item);
}
