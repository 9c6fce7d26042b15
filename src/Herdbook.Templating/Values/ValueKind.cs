namespace Herdbook.Templating;

/// <summary>What a <see cref="Value"/> holds. Kinds are Python's types as a template sees them.</summary>
public enum ValueKind
{
    /// <summary>None; what an uninitialised <see cref="Value"/> holds.</summary>
    None = 0,

    /// <summary>A name or an element that does not exist; <see cref="UndefinedValue"/> says which.</summary>
    Undefined,

    /// <summary>True or False.</summary>
    Bool,

    /// <summary>An integer that fits 64 bits.</summary>
    Int,

    /// <summary>An integer that does not fit 64 bits; to a template the same type as <see cref="Int"/>.</summary>
    BigInt,

    /// <summary>An IEEE 754 double.</summary>
    Float,

    /// <summary>A string.</summary>
    String,

    /// <summary>A string that is safe in HTML: autoescape leaves it alone and escapes what is joined to it.</summary>
    Markup,

    /// <summary>A mutable list, <see cref="ListValue"/>.</summary>
    List,

    /// <summary>An immutable tuple, <see cref="TupleValue"/>.</summary>
    Tuple,

    /// <summary>A dictionary in the order of insertion, <see cref="MapValue"/>.</summary>
    Map,

    /// <summary>A range of integers that is never laid out in memory, <see cref="RangeValue"/>.</summary>
    Range,

    /// <summary>A sequence that is made while it is read, once, <see cref="IteratorValue"/>.</summary>
    Iterator,

    /// <summary>A dictionary's keys, values or items, <see cref="ViewValue"/>.</summary>
    View,

    /// <summary>Anything else: functions, macros, namespaces, the loop; a subclass of <see cref="ObjectValue"/>.</summary>
    Object,
}
