namespace Herdbook.Templating;

/// <summary>What Python calls the type of a value.</summary>
internal static class TypeNames
{
    internal static string Of(Value value) => value.Kind switch
    {
        ValueKind.None => "NoneType",
        ValueKind.Undefined => ((UndefinedValue)value.Reference!).TypeName,
        ValueKind.Bool => "bool",
        ValueKind.Int or ValueKind.BigInt => "int",
        ValueKind.Float => "float",
        ValueKind.String => "str",
        ValueKind.Markup => "Markup",
        ValueKind.List => "list",
        ValueKind.Tuple => value.AsTuple!.TypeName ?? "tuple",
        ValueKind.Map => "dict",
        ValueKind.Range => "range",
        ValueKind.Iterator => ((IteratorValue)value.Reference!).TypeName,
        ValueKind.View => ((ViewValue)value.Reference!).TypeName,
        _ => ((ObjectValue)value.Reference!).TypeName,
    };
}
