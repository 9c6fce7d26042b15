using System.Globalization;

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
    public long Count(string column) => this[column] is { } value ? (long)Exact(value) : 0;

    public decimal? Money(string column) => this[column] is { } value ? Exact(value) : null;

    public double? Number(string column) => this[column] switch
    {
        null => null,
        double number => number,
        var value => (double)Exact(value),
    };

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

    /// <summary>Any of DuckDB's figures; one that no figure of a page can reach is a fault.</summary>
    private static decimal Exact(object value) => value switch
    {
        decimal exact => exact,
        long whole => whole,
        IFormattable figure => decimal.Parse(figure.ToString(null, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{value.GetType().Name} is no figure."),
    };
}
