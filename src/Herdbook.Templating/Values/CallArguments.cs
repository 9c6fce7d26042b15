namespace Herdbook.Templating;

/// <summary>
/// The arguments of a call: positional ones first, then those given by name. The arrays are not copied; whoever
/// makes it leaves them alone afterwards, so that a lazy filter may keep them.
/// </summary>
public readonly struct CallArguments(Value[] values, string[]? names = null) : IEquatable<CallArguments>
{
    private readonly Value[]? _values = values;
    private readonly string[]? _names = names;

    /// <summary>No arguments.</summary>
    public static CallArguments Empty => default;

    /// <summary>Only positional arguments.</summary>
    public static CallArguments Of(params Value[] values) => new(values);

    /// <summary>How many there are in all.</summary>
    public int Count => _values?.Length ?? 0;

    /// <summary>How many are positional.</summary>
    public int PositionalCount => Count - NamedCount;

    /// <summary>How many are given by name.</summary>
    public int NamedCount => _names?.Length ?? 0;

    /// <summary>The argument at a place: positional ones, then named ones in the order of the call.</summary>
    public Value this[int index] => _values![index];

    public ReadOnlySpan<Value> Positional => _values.AsSpan(0, PositionalCount);

    /// <summary>The names of the last <see cref="NamedCount"/> arguments.</summary>
    public ReadOnlySpan<string> Names => _names;

    public ReadOnlySpan<Value> Named => _values.AsSpan(PositionalCount);

    public bool TryGetNamed(string name, out Value value)
    {
        for (var at = 0; at < NamedCount; at++)
        {
            if (_names![at] == name)
            {
                value = _values![PositionalCount + at];
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The same arguments behind one more, as a filter's are behind what it filters.</summary>
    public CallArguments Prepend(Value first)
    {
        var values = new Value[Count + 1];
        values[0] = first;
        _values?.CopyTo(values, 1);
        return new CallArguments(values, _names);
    }

    /// <summary>The same arguments without the first <paramref name="count"/> positional ones.</summary>
    public CallArguments Skip(int count) => new(_values.AsSpan(count).ToArray(), _names);

    public bool Equals(CallArguments other) => ReferenceEquals(_values, other._values) && ReferenceEquals(_names, other._names);

    public override bool Equals(object? obj) => obj is CallArguments other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_values, _names);

    public static bool operator ==(CallArguments left, CallArguments right) => left.Equals(right);

    public static bool operator !=(CallArguments left, CallArguments right) => !left.Equals(right);
}
