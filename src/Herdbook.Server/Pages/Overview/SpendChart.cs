using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Core.Herd;

namespace Herdbook.Server.Pages.Overview;

/// <summary>What js/charts.js draws: a bar per day, a layer per series, each with its colour slot and the address of its rows.</summary>
public sealed record SpendChart(IReadOnlyList<string> Days, IReadOnlyList<SpendSeries> Series, string Sessions, string Parameter)
{
    /// <summary>Beyond these, the smallest series stand together as "others".</summary>
    private const int MostSeries = 11;

    /// <summary>A longer range is cut to its newest days: more bars than pixels say nothing.</summary>
    private const int MostDays = 730;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static SpendChart From(OverviewView view)
    {
        var cells = view.Spend.Days;
        var (first, last) = Ends(view);
        var days = new List<string>();
        for (var day = last.DayNumber - first.DayNumber >= MostDays ? last.AddDays(1 - MostDays) : first; day <= last; day = day.AddDays(1))
        {
            days.Add(Figures.Day(day));
        }

        var at = days.Select((day, index) => (day, index)).ToDictionary(pair => pair.day, pair => pair.index);
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

        return new SpendChart(days, series, view.Page.Links.Sessions, kind);

        SpendSeries Layer(string? key, string name, int slot, IEnumerable<SpendCell> members)
        {
            var cost = new decimal[days.Count];
            var tokens = new long[days.Count];
            foreach (var cell in members)
            {
                if (at.TryGetValue(cell.Day, out var index))
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

    private static string Name(OverviewView view, string kind, string key) =>
        kind == "project" ? view.Page.ProjectTitle(key) : key;

    private static (DateOnly First, DateOnly Last) Ends(OverviewView view)
    {
        var cells = view.Spend.Days;
        var first = view.Request.Range.Days.From ?? Day(cells is [var oldest, ..] ? oldest.Day : null) ?? DateOnly.FromDateTime(view.Page.Now.UtcDateTime);
        var last = view.Request.Range.Days.To ?? Day(cells is [.., var newest] ? newest.Day : null) ?? first;
        return last < first ? (first, first) : (first, last);
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>One layer: US dollars and tokens for each day.</summary>
/// <param name="Key">The filter that shows its rows; null for several series together.</param>
/// <param name="Slot">Colour slot; -1 for none.</param>
public sealed record SpendSeries(string? Key, string Name, int Slot, decimal[] Cost, long[] Tokens);
