using System.Numerics;
using System.Runtime.CompilerServices;

namespace Herdbook.Templating;

/// <summary>
/// A value of Python's, in 16 bytes: numbers and booleans never box. Equality and hash are Python's
/// (1 == 1.0 == True), so values are keys of dictionaries. Immutable, except that a list, a map, an iterator
/// or an object is shared by every value that refers to it. The default is None.
/// </summary>
public readonly partial struct Value : IEquatable<Value>
{
    private sealed class Tag(ValueKind kind)
    {
        internal readonly ValueKind Kind = kind;
    }

    private static readonly Tag BoolTag = new(ValueKind.Bool);
    private static readonly Tag IntTag = new(ValueKind.Int);
    private static readonly Tag FloatTag = new(ValueKind.Float);

    /// <summary>A tag for scalars, else what is held; null for None.</summary>
    private readonly object? _reference;

    /// <summary>The scalar's bits, or the kind of what <see cref="_reference"/> holds.</summary>
    private readonly long _payload;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Value(object? reference, long payload)
    {
        _reference = reference;
        _payload = payload;
    }

    private Value(object reference, ValueKind kind)
    {
        _reference = reference;
        _payload = (long)kind;
    }

    /// <summary>None.</summary>
    public static Value None => default;

    /// <summary>True.</summary>
    public static Value True => new(BoolTag, 1L);

    /// <summary>False.</summary>
    public static Value False => new(BoolTag, 0L);

    /// <summary>The empty string.</summary>
    public static Value EmptyString => new(string.Empty, ValueKind.String);

    /// <summary>What stands for an argument that was not given; never reaches a template.</summary>
    internal static Value Missing => new((object?)null, -1L);

    /// <summary>What it holds.</summary>
    public ValueKind Kind
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _reference is Tag tag ? tag.Kind : (ValueKind)_payload;
    }

    public bool IsNone => _reference is null && _payload == 0;

    internal bool IsMissing => _reference is null && _payload == -1;

    public bool IsUndefined => _reference is UndefinedValue;

    public bool IsBool => ReferenceEquals(_reference, BoolTag);

    /// <summary>An integer that fits 64 bits and is no boolean.</summary>
    public bool IsInt => ReferenceEquals(_reference, IntTag);

    public bool IsFloat => ReferenceEquals(_reference, FloatTag);

    /// <summary>A string, safe or not.</summary>
    public bool IsString => _reference is string;

    /// <summary>A string that is safe in HTML.</summary>
    public bool IsMarkup => _payload == (long)ValueKind.Markup && _reference is string;

    /// <summary>A boolean or an integer of any size: what Python calls an int.</summary>
    public bool IsIntegral => Kind is ValueKind.Int or ValueKind.Bool or ValueKind.BigInt;

    /// <summary>A boolean, an integer or a float.</summary>
    public bool IsNumber => Kind is >= ValueKind.Bool and <= ValueKind.Float;

    /// <summary>The 64 bits of an Int or a Bool (1 or 0). Of any other kind the answer is meaningless.</summary>
    public long Int64 => _payload;

    /// <summary>The number of a Float. Of any other kind the answer is meaningless.</summary>
    public double Double => BitConverter.Int64BitsToDouble(_payload);

    /// <summary>The text of a String or a Markup; an exception for any other kind.</summary>
    public string Text => (string)_reference!;

    /// <summary>The text of a String or a Markup, else null.</summary>
    public string? TextOrNull => _reference as string;

    /// <summary>What a List, Tuple, Map, Range, Iterator, View, Object or Undefined refers to; null for None; else not for use.</summary>
    public object? Reference => _reference;

    public ListValue? AsList => _reference as ListValue;

    public TupleValue? AsTuple => _reference as TupleValue;

    public MapValue? AsMap => _reference as MapValue;

    /// <summary>What can be called, or null.</summary>
    public ICallable? AsCallable => _reference as ICallable;

    /// <summary>An integral value (Bool, Int, BigInt) as a big integer.</summary>
    public BigInteger BigInteger => _reference is BigInteger big ? big : _payload;

    /// <summary>Python's truth: None, undefined, 0, 0.0, and whatever is empty are false.</summary>
    /// <exception cref="TemplateException">A strict undefined has no truth.</exception>
    public bool IsTrue
    {
        get
        {
            if (_reference is Tag tag)
            {
                return tag.Kind == ValueKind.Float ? Double != 0 : _payload != 0;
            }

            return _reference switch
            {
                null => false,
                string text => text.Length != 0,
                ListValue list => list.Count != 0,
                MapValue map => map.Count != 0,
                TupleValue tuple => tuple.Count != 0,
                UndefinedValue undefined => undefined.Truth(),
                RangeValue range => !range.IsEmpty,
                ViewValue view => view.Count != 0,
                ObjectValue thing => thing.IsTrue,
                _ => true,
            };
        }
    }

    /// <summary>Python's equality. Undefined equals undefined.</summary>
    public bool Equals(Value other) => Comparison.AreEqual(this, other);

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <summary>Equal for equal values; lists and maps have one too, though a template cannot use them as keys.</summary>
    public override int GetHashCode() => Hashing.Of(this);

    public static bool operator ==(Value left, Value right) => left.Equals(right);

    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>What Python's str() gives.</summary>
    public override string ToString() => Printing.Str(this);

    /// <summary>Whether both are the very same object or the same scalar: Python's "is".</summary>
    internal bool IsSame(Value other) =>
        ReferenceEquals(_reference, other._reference) && _payload == other._payload;
}
