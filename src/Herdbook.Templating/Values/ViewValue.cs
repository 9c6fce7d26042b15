namespace Herdbook.Templating;

/// <summary>Which part of a map a view shows.</summary>
internal enum ViewPart
{
    Keys,
    Values,
    Items,
}

/// <summary>A map's keys, values or items, as they are when they are read.</summary>
internal sealed class ViewValue(MapValue map, ViewPart part)
{
    internal MapValue Map => map;

    internal ViewPart Part => part;

    internal int Count => map.Count;

    internal string TypeName => part switch
    {
        ViewPart.Keys => "dict_keys",
        ViewPart.Values => "dict_values",
        _ => "dict_items",
    };

    /// <summary>The element at an entry of the map.</summary>
    internal Value At(in MapEntry entry) => part switch
    {
        ViewPart.Keys => entry.Key,
        ViewPart.Values => entry.Value,
        _ => Value.From(new TupleValue([entry.Key, entry.Value])),
    };
}
