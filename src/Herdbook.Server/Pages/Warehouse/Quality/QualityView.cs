using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Quality;

/// <summary>Everything that Quality shows.</summary>
public sealed record QualityView(
    InsightView Insight, QualityFigures Now, QualityFigures Before, InsightTable Daily, InsightTable Passes, InsightTable Rounds, InsightTable Categories, InsightTable Patterns,
    InsightTable Reviewers, InsightTable Authors)
{
    public InsightRequest Request => Insight.Request;

    private InsightBuckets Buckets => Request.Buckets;

    public InsightChart VerdictChart()
    {
        var buckets = Buckets;
        return new InsightChart("verdicts", $"Verdicts, {Request.Period.Words}", "count", buckets,
            [Layer("approved", "approved", "--hb-ok"), Layer("request_changes", "changes asked for", "--hb-bad"), Layer("comment", "comment", "--hb-quiet")])
        {
            Rows = Insight.Rows(QualityQueries.Reviews.Name),
            Parameter = "verdict",
        };

        InsightSeries Layer(string column, string name, string colour) =>
            new(column, name, colour, buckets.Sum(Daily.Rows.Select(row => (row.Day("day")!.Value, row.Number(column) ?? 0))));
    }

    public InsightChart PassChart()
    {
        var buckets = Buckets;
        var shares = new double?[buckets.Count];
        foreach (var row in Passes.Rows)
        {
            if (buckets.Index(row.Day("day")!.Value) is >= 0 and var at)
            {
                shares[at] = row.Number("first_pass_share");
            }
        }

        return new InsightChart("first-pass", "First-pass rate: approved by the first review", "share", buckets, [new InsightSeries(null, "first-pass rate", "--hb-ok", shares)])
        {
            Kind = "line",
            IsStacked = false,
            Rows = Insight.Rows(QualityQueries.Requests.Name),
        };
    }
}
