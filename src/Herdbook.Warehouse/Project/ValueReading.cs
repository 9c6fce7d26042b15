using System.Globalization;
using Herdbook.Templating;

namespace Herdbook.Warehouse.Project;

/// <summary>Between values of templates and of configurations.</summary>
internal static class ValueReading
{
    public static object? Of(Value value) => value switch
    {
        { IsNone: true } or { IsUndefined: true } => null,
        { IsBool: true } => value.IsTrue,
        { IsInt: true } => value.Int64,
        { IsFloat: true } => value.Double,
        { TextOrNull: { } text } => text,
        { AsList: { } list } => list.Span.ToArray().Select(Of).ToArray(),
        { AsTuple: { } tuple } => tuple.Span.ToArray().Select(Of).ToArray(),
        _ => value.ToString(),
    };

    public static Value From(object? value) => value switch
    {
        null => Value.None,
        bool flag => Value.From(flag),
        long whole => Value.From(whole),
        int whole => Value.From(whole),
        decimal number => Value.From((double)number),
        double number => Value.From(number),
        string text => Value.From(text),
        IReadOnlyDictionary<string, object?> map => Value.Map(map.Select(entry => new KeyValuePair<string, Value>(entry.Key, From(entry.Value)))),
        IEnumerable<object?> list => Value.List([.. list.Select(From)]),
        _ => Value.From(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
