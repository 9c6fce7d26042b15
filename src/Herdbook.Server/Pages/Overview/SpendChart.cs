using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Core.Herd;

namespace Herdbook.Server.Pages.Overview;

/// <summary>What js/charts.js draws: a bar per bucket of days, a layer per series, each with its colour slot and the address of its rows.</summary>
/// <param name="Bucket">day, week or month.</param>
/// <param name="Starts">The first day of each bar.</param>
/// <param name="Ends">The last day of each bar.</param>
public sealed record SpendChart(
    string Bucket, IReadOnlyList<string> Starts, IReadOnlyList<string> Ends, IReadOnlyList<SpendSeries> Series, string Sessions, string Parameter)
{
    /// <summary>Beyond these, the smallest series stand together as "others".</summary>
    private const int MostSeries = 11;

    /// <summary>A range of more days is drawn by week, and of more weeks by month: bars thinner than that say nothing.</summary>
    private const int MostDays = 92;

    private const int MostWeeks = 92;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static SpendChart From(OverviewView view)
    {
        var cells = view.Spend.Days;
        var (first, last) = Edges(view);
        var bucket = (last.DayNumber - first.DayNumber) switch
        {
            < MostDays => "day",
            < MostWeeks * 7 => "week",
            _ => "month",
        };
        var starts = new List<DateOnly>();
        for (var start = Start(first, bucket); start <= last; start = Next(start, bucket))
        {
            starts.Add(start);
        }

        var at = starts.Select((start, index) => (start, index)).ToDictionary(pair => pair.start, pair => pair.index);
        var kind = view.Request.Stack.ToString().ToLowerInvariant();
        var byWeight = cells.GroupBy(cell => cell.Key)
            .OrderByDescending(group => group.Sum(cell => cell.Usage.CostUsd ?? 0)).ThenByDescending(group => group.Sum(cell => cell.Usage.Tokens)).ToList();
        var series = byWeight.Take(byWeight.Count > MostSeries + 1 ? MostSeries : MostSeries + 1)
            .Select(group => Layer(group.Key, Name(view, kind, group.Key), view.Page.Palette.Slot(kind, group.Key), group)).ToList();
        var rest = byWeight.Skip(series.Count).ToList();
        if (rest.Count > 0)
        {
            series.Add(Layer(null, $"{rest.Count} others", -1, rest.SelectMany(group => group)));
        }

        return new SpendChart(
            bucket,
            [.. starts.Select(Figures.Day)],
            [.. starts.Select(start => Figures.Day(Next(start, bucket).AddDays(-1)))],
            series,
            view.Page.Links.Sessions,
            kind);

        SpendSeries Layer(string? key, string name, int slot, IEnumerable<SpendCell> members)
        {
            var cost = new decimal[starts.Count];
            var tokens = new long[starts.Count];
            foreach (var cell in members)
            {
                if (Day(cell.Day) is { } day && at.TryGetValue(Start(day, bucket), out var index))
                {
                    cost[index] += cell.Usage.CostUsd ?? 0;
                    tokens[index] += cell.Usage.Tokens;
                }
            }

            return new SpendSeries(key, name, slot, cost, tokens);
        }
    }

    /// <summary>JSON that is safe inside a script element: the default encoder escapes &lt;, &gt; and &amp;.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static DateOnly Start(DateOnly day, string bucket) => bucket switch
    {
        "week" => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        "month" => new DateOnly(day.Year, day.Month, 1),
        _ => day,
    };

    private static DateOnly Next(DateOnly start, string bucket) => bucket switch
    {
        "week" => start.AddDays(7),
        "month" => start.AddMonths(1),
        _ => start.AddDays(1),
    };

    private static string Name(OverviewView view, string kind, string key) =>
        kind == "project" ? view.Page.ProjectTitle(key) : key;

    private static (DateOnly First, DateOnly Last) Edges(OverviewView view)
    {
        var cells = view.Spend.Days;
        var first = view.Request.Range.Days.From ?? Day(cells is [var oldest, ..] ? oldest.Day : null) ?? DateOnly.FromDateTime(view.Page.Now.UtcDateTime);
        var last = view.Request.Range.Days.To ?? Day(cells is [.., var newest] ? newest.Day : null) ?? first;
        return last < first ? (first, first) : (first, last);
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>One layer: US dollars and tokens for each bar.</summary>
/// <param name="Key">The filter that shows its rows; null for several series together.</param>
/// <param name="Slot">Colour slot; -1 for none.</param>
public sealed record SpendSeries(string? Key, string Name, int Slot, decimal[] Cost, long[] Tokens);
