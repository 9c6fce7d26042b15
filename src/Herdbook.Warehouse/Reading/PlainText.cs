using System.Globalization;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Reading;

/// <summary>Values as text for people and programs: exact, culture-free, moments in ISO 8601.</summary>
public static class PlainText
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>A value of <see cref="DuckDbVector.GetValue"/>; a null is empty, a nested value is JSON, a BLOB is hexadecimal.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", Plain),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", Plain),
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", Plain),
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", Plain),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        double number => number.ToString("R", Plain),
        float number => number.ToString("R", Plain),
        object?[] or Dictionary<string, object?> or KeyValuePair<object, object?>[] => RowJson.Text(value),
        IFormattable other => other.ToString(null, Plain),
        _ => value.ToString() ?? "",
    };
}
