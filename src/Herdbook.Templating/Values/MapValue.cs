namespace Herdbook.Templating;

/// <summary>One pair of a map.</summary>
internal struct MapEntry
{
    internal Value Key;
    internal Value Value;
    internal int Hash;
    internal int Next;

    internal readonly bool IsLive => Next != MapValue.Removed;
}

/// <summary>
/// Python's dict: pairs in the order of their insertion, any hashable key. Small maps are searched from end to end,
/// larger ones by hash. Not for several threads while one of them changes it.
/// </summary>
public sealed class MapValue
{
    internal const int Removed = -2;
    private const int Small = 8;

    private MapEntry[] _entries;
    private int[]? _buckets;
    private int _used;
    private int _removed;

    public MapValue() => _entries = [];

    public MapValue(int capacity) => _entries = capacity == 0 ? [] : new MapEntry[capacity];

    /// <summary>How many pairs.</summary>
    public int Count => _used - _removed;

    /// <summary>Counts up whenever a pair is added or removed, so that a loop over the map can notice.</summary>
    internal int Shape { get; private set; }

    /// <summary>All entries, those removed among them: skip what is not live.</summary>
    internal ReadOnlySpan<MapEntry> Entries => _entries.AsSpan(0, _used);

    public bool TryGet(string key, out Value value)
    {
        var at = Find(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    /// <summary>The value under a key; a key that cannot be hashed is refused.</summary>
    public bool TryGet(Value key, out Value value)
    {
        var at = Find(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    public bool Contains(Value key) => Find(key) >= 0;

    public void Set(string key, Value value) => Put(Value.From(key), Find(key), value);

    /// <summary>Sets the value under a key; a key that is there keeps its place.</summary>
    /// <exception cref="TemplateException">The key is a list, a map or another thing that can change.</exception>
    public void Set(Value key, Value value) => Put(key, Find(key), value);

    /// <summary>Takes a pair out.</summary>
    public bool Remove(Value key, out Value value)
    {
        var at = Find(key);
        value = default;
        if (at < 0)
        {
            return false;
        }

        value = _entries[at].Value;
        RemoveAt(at);
        return true;
    }

    /// <summary>Takes the last pair out.</summary>
    internal bool RemoveLast(out Value key, out Value value)
    {
        (key, value) = (default, default);
        for (var at = _used - 1; at >= 0; at--)
        {
            if (_entries[at].IsLive)
            {
                (key, value) = (_entries[at].Key, _entries[at].Value);
                RemoveAt(at);
                return true;
            }
        }

        return false;
    }

    internal void Clear()
    {
        (_entries, _buckets, _used, _removed) = ([], null, 0, 0);
        Shape++;
    }

    /// <summary>The same pairs in another map.</summary>
    internal MapValue Copy()
    {
        var copy = new MapValue(Count);
        foreach (ref readonly var entry in Entries)
        {
            if (entry.IsLive)
            {
                copy.Put(entry.Key, -1, entry.Value);
            }
        }

        return copy;
    }

    private int Find(string key)
    {
        if (_buckets is null)
        {
            for (var at = 0; at < _used; at++)
            {
                ref readonly var entry = ref _entries[at];
                if (entry.Key.TextOrNull is { } text && entry.IsLive && (ReferenceEquals(text, key) || text == key))
                {
                    return at;
                }
            }

            return -1;
        }

        var hash = Hashing.Of(key);
        for (var at = _buckets[hash & (_buckets.Length - 1)] - 1; at >= 0; at = _entries[at].Next)
        {
            ref readonly var entry = ref _entries[at];
            if (entry.Hash == hash && entry.Key.TextOrNull is { } text && text == key)
            {
                return at;
            }
        }

        return -1;
    }

    private int Find(Value key)
    {
        if (key.TextOrNull is { } text)
        {
            return Find(text);
        }

        Hashing.Require(key);
        if (_buckets is null)
        {
            for (var at = 0; at < _used; at++)
            {
                ref readonly var entry = ref _entries[at];
                if (entry.IsLive && (entry.Key.IsSame(key) || Comparison.AreEqual(entry.Key, key)))
                {
                    return at;
                }
            }

            return -1;
        }

        var hash = Hashing.Of(key);
        for (var at = _buckets[hash & (_buckets.Length - 1)] - 1; at >= 0; at = _entries[at].Next)
        {
            ref readonly var entry = ref _entries[at];
            if (entry.Hash == hash && (entry.Key.IsSame(key) || Comparison.AreEqual(entry.Key, key)))
            {
                return at;
            }
        }

        return -1;
    }

    private void Put(Value key, int at, Value value)
    {
        if (at >= 0)
        {
            _entries[at].Value = value;
            return;
        }

        if (_used == _entries.Length)
        {
            Grow();
        }

        Shape++;
        ref var entry = ref _entries[_used++];
        (entry.Key, entry.Value, entry.Next) = (key, value, -1);
        if (_buckets is not null)
        {
            Link(_used - 1);
        }
        else if (_used > Small)
        {
            Index();
        }
    }

    private void RemoveAt(int at)
    {
        if (_buckets is not null)
        {
            ref var slot = ref _buckets[_entries[at].Hash & (_buckets.Length - 1)];
            if (slot - 1 == at)
            {
                slot = _entries[at].Next + 1;
            }
            else
            {
                var before = slot - 1;
                while (_entries[before].Next != at)
                {
                    before = _entries[before].Next;
                }

                _entries[before].Next = _entries[at].Next;
            }
        }

        _entries[at] = new MapEntry { Next = Removed };
        _removed++;
        Shape++;
        if (at == _used - 1)
        {
            while (_used > 0 && !_entries[_used - 1].IsLive)
            {
                _used--;
                _removed--;
            }
        }
    }

    /// <summary>Makes room: by closing the gaps when half is gaps, else by doubling.</summary>
    private void Grow()
    {
        var grown = new MapEntry[_removed > _used / 2 ? _entries.Length : Math.Max(4, _entries.Length * 2)];
        var to = 0;
        foreach (ref readonly var entry in Entries)
        {
            if (entry.IsLive)
            {
                grown[to++] = entry;
            }
        }

        (_entries, _used, _removed) = (grown, to, 0);
        if (_buckets is not null || _used > Small)
        {
            Index();
        }
    }

    private void Index()
    {
        var size = 16;
        while (size < _entries.Length)
        {
            size *= 2;
        }

        _buckets = new int[size];
        for (var at = 0; at < _used; at++)
        {
            if (_entries[at].IsLive)
            {
                Link(at);
            }
        }
    }

    private void Link(int at)
    {
        ref var entry = ref _entries[at];
        entry.Hash = entry.Key.TextOrNull is { } text ? Hashing.Of(text) : Hashing.Of(entry.Key);
        ref var slot = ref _buckets![entry.Hash & (_buckets.Length - 1)];
        entry.Next = slot - 1;
        slot = at + 1;
    }
}
