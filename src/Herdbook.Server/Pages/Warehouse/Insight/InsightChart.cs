using System.Text.Json;
using System.Text.Json.Serialization;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>A chart over days, weeks or months: drawn by js/insight.js, as a picture without a script, and as a table.</summary>
/// <param name="Id">Unique on its page.</param>
/// <param name="Title">What it shows, with the unit.</param>
/// <param name="Unit">usd, count, tokens, share or hours: how its values are written.</param>
public sealed record InsightChart(string Id, string Title, string Unit, InsightBuckets Buckets, IReadOnlyList<InsightSeries> Series)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>bar or line.</summary>
    public string Kind { get; init; } = "bar";

    /// <summary>Whether the layers stand on each other, so that their sum means something.</summary>
    public bool IsStacked { get; init; } = true;

    /// <summary>The address of the rows behind; a bar adds its days, and a layer its key under <see cref="Parameter"/>.</summary>
    public string? Rows { get; init; }

    /// <summary>The filter that a layer's key is a value of.</summary>
    public string? Parameter { get; init; }

    /// <summary>Days to look at, with the reason.</summary>
    public IReadOnlyList<InsightMark> Marks { get; init; } = [];

    public bool IsEmpty => Series.Count == 0 || Series.All(series => series.Values.All(value => value is null or 0));

    /// <summary>A value as people read it.</summary>
    public string Show(double value) => InsightUnits.Show(Unit, value);

    /// <summary>The rows behind one bar.</summary>
    public string? RowsOf(int bucket) => RowsOf(Buckets.Period(bucket));

    /// <summary>The rows behind one day.</summary>
    public string? RowsOf(DateOnly day) => RowsOf($"{Figures.Day(day)}..{Figures.Day(day)}");

    /// <summary>The rows behind a period, in place of the one that the address has.</summary>
    private string? RowsOf(string period)
    {
        if (Rows?.Split('?', 2) is not [var page, var state])
        {
            return Rows is null ? null : Links.With(Rows, ("period", period));
        }

        var kept = state.Split('&').Where(pair => !pair.StartsWith("period=", StringComparison.Ordinal));
        return Links.With($"{page}?{string.Join('&', kept)}", ("period", period));
    }

    /// <summary>JSON that is safe inside a script element: the default encoder escapes &lt;, &gt; and &amp;.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            Title,
            Unit,
            Kind,
            Stacked = IsStacked,
            Buckets.Size,
            Starts = Buckets.Starts.Select(Figures.Day),
            Ends = Buckets.Ends.Select(Figures.Day),
            Series,
            Rows,
            Parameter,
            Marks = Marks.Select(mark => new { At = Buckets.Index(mark.Day), Day = Figures.Day(mark.Day), mark.Value, mark.Reason }).Where(mark => mark.At >= 0),
        },
        Json);
}

/// <summary>One layer or line.</summary>
/// <param name="Key">The filter's value that shows its rows; null for several together.</param>
/// <param name="Colour">A variable of the style sheet, so that it follows the theme: --s3, --hb-ok.</param>
/// <param name="Values">For each bucket; null where there is nothing to show.</param>
public sealed record InsightSeries(string? Key, string Name, string Colour, IReadOnlyList<double?> Values)
{
    /// <summary>bar or line, where it differs from the chart's.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether it is a bound or an expectation, drawn in dashes and in no sum.</summary>
    public bool IsGuide { get; init; }

    /// <summary>The colour that a model, agent or project has on every page; other things have one by the same rule.</summary>
    public static string ColourOf(PageContext page, string kind, string? key) => page.Palette.Slot(kind, key) is >= 0 and var slot ? $"--s{slot}" : "--s-none";
}

/// <summary>A day to look at.</summary>
public sealed record InsightMark(DateOnly Day, double Value, string Reason);

/// <summary>How values of each unit are written.</summary>
internal static class InsightUnits
{
    public static string Show(string unit, double value) => unit switch
    {
        "usd" => Figures.Money((decimal)value),
        "tokens" => Figures.Short((long)value),
        "share" => Figures.Share(value),
        "hours" => Figures.Duration(TimeSpan.FromHours(value)),
        _ => value == Math.Floor(value) ? Figures.Exact((long)value) : value.ToString("N1", System.Globalization.CultureInfo.InvariantCulture),
    };
}
