using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Sprints;

/// <summary>Everything that Sprint shows.</summary>
/// <param name="One">The chosen sprint; null where there is none of that code.</param>
/// <param name="Every">Sprints that ran in the period, the newest first.</param>
public sealed record SprintView(
    InsightView Insight, InsightRow? One, InsightTable Burndown, InsightTable Every, InsightTable Tickets, InsightTable Blocked, InsightTable Changes)
{
    public InsightRequest Request => Insight.Request;

    /// <summary>The last day of the burndown that there is something of.</summary>
    public InsightRow? Last => Burndown.Rows is [.., var last] ? last : null;

    /// <summary>Points that came in after the first day less those that went out.</summary>
    public long ScopeChange => One is null ? 0 : One.Count("scope_points") - One.Count("committed_points");

    public InsightChart BurndownChart()
    {
        var days = Burndown.Rows.Select(row => row.Day("day")!.Value).ToList();
        var end = One!.Time("planned_end_at") is { } planned && DateOnly.FromDateTime(planned) > days[^1] ? DateOnly.FromDateTime(planned) : days[^1];
        var buckets = InsightBuckets.Over(days[0], end, int.MaxValue);
        var (first, span) = (Burndown.Rows[0].Number("scope_points") ?? 0, Math.Max(1, (One.Time("planned_end_at") is { } ends ? DateOnly.FromDateTime(ends) : end).DayNumber - days[0].DayNumber));
        double?[] ideal = [.. Enumerable.Range(0, buckets.Count).Select(at => (double?)Math.Max(0, first * (1 - ((double)at / span))))];
        return new InsightChart("burndown", "Burndown, points at the end of the day", "count", buckets,
        [
            new InsightSeries(null, "remaining", "--hb-info", Line("remaining_points")), new InsightSeries(null, "scope", "--hb-quiet", Line("scope_points")),
            new InsightSeries(null, "ideal", "--hb-ok", ideal) { IsGuide = true },
        ])
        {
            Kind = "line",
            IsStacked = false,
            Rows = Insight.Rows(SprintQueries.Burndown.Name),
        };

        double?[] Line(string column)
        {
            var values = new double?[buckets.Count];
            foreach (var row in Burndown.Rows)
            {
                values[buckets.Index(row.Day("day")!.Value)] = row.Number(column);
            }

            return values;
        }
    }
}
