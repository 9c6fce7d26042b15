using System.Globalization;
using System.Numerics;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The answer to a question: its columns in order, and its rows, or the first of them.</summary>
/// <param name="HasMore">Whether rows were left behind.</param>
public sealed record InsightTable(IReadOnlyList<string> Columns, IReadOnlyList<InsightRow> Rows, bool HasMore)
{
    /// <summary>The one row of a question that has one.</summary>
    public InsightRow Only => Rows[0];

    /// <summary>A table of values as DuckDB gave them.</summary>
    public static InsightTable Of(IReadOnlyList<string> columns, IEnumerable<object?[]> rows, bool hasMore)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            places.TryAdd(column, places.Count);
        }

        return new InsightTable(columns, [.. rows.Select(row => new InsightRow(places, row))], hasMore);
    }
}

/// <summary>A row by the names of its columns. A value that is not there is null, never zero.</summary>
public sealed class InsightRow(IReadOnlyDictionary<string, int> places, object?[] values)
{
    public object? this[string column] => values[places[column]];

    public IReadOnlyList<object?> Values => values;

    public string? Text(string column) => this[column]?.ToString();

    /// <summary>Zero where nothing is.</summary>
    public long Count(string column) => this[column] switch
    {
        null => 0,
        BigInteger large => (long)large,
        var value => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    public decimal? Money(string column) => this[column] is { } value ? Convert.ToDecimal(value, CultureInfo.InvariantCulture) : null;

    public double? Number(string column) => this[column] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    public DateOnly? Day(string column) => this[column] switch
    {
        DateOnly day => day,
        DateTime time => DateOnly.FromDateTime(time),
        DateTimeOffset time => DateOnly.FromDateTime(time.UtcDateTime),
        _ => null,
    };

    /// <summary>In UTC.</summary>
    public DateTime? Time(string column) => this[column] switch
    {
        DateTimeOffset time => time.UtcDateTime,
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        _ => null,
    };
}
