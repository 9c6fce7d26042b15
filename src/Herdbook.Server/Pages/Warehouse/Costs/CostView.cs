using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Costs;

/// <summary>Everything that Cost shows.</summary>
/// <param name="Before">The same figures of the period before.</param>
/// <param name="Daily">A cell for each day and name of the group.</param>
/// <param name="MonthToDate">What this calendar month has cost, under the same filters.</param>
/// <param name="PricesAt">The day whose prices the usage is counted at anew.</param>
public sealed record CostView(
    InsightView Insight, CostFigures Now, CostFigures Before, long Instances, DateOnly? FirstDay, DateOnly? LastDay, DateOnly Today, IReadOnlyList<CostCell> Daily,
    CostBudget? Budget, decimal? MonthToDate, DateOnly PricesAt, CostTables Tables)
{
    public InsightRequest Request => Insight.Request;

    public CostProjection? Projection => CostProjection.Of(Now.Usd, Request.Period.From, Request.Period.To, FirstDay, Today);

    public CostProjection? ProjectionBefore => CostProjection.Of(Before.Usd, Request.Period.Before.From, Request.Period.Before.To, FirstDay, Today);

    public InsightChart SpendChart()
    {
        var buckets = Request.Buckets;
        var layers = InsightLayers.Of(Insight, buckets, Request.By, Daily.Where(cell => cell.Figures.Usd is not null).Select(cell => new InsightCell(cell.Day, cell.Code, (double)cell.Figures.Usd!)));
        if (Budget is { } budget && layers.Count > 0)
        {
            layers = [.. layers, new InsightSeries(null, "budget", "--hb-bad", [.. Enumerable.Range(0, buckets.Count).Select(at => (double?)budget.Over(buckets.Starts[at], buckets.Ends[at]))]) { Kind = "line", IsGuide = true }];
        }

        return new InsightChart("spend", $"Spend by {Request.By}, {Request.Period.Words}", "usd", buckets, layers)
        {
            Rows = Insight.Rows(CostQueries.Rows.Name),
            Parameter = Request.By,
            Marks = [.. Marks()],
        };
    }

    public InsightChart CacheChart()
    {
        var buckets = Request.Buckets;
        var sums = new (long Read, long Prompt)[buckets.Count];
        foreach (var cell in Daily)
        {
            if (buckets.Index(cell.Day) is >= 0 and var at)
            {
                sums[at] = (sums[at].Read + cell.Figures.CacheReadTokens, sums[at].Prompt + cell.Figures.PromptTokens);
            }
        }

        return new InsightChart("cache", "Cache hits, share of prompt tokens", "share", buckets,
            [new InsightSeries(null, "cache hits", "--hb-info", [.. sums.Select(sum => sum.Prompt > 0 ? (double?)sum.Read / sum.Prompt : null)])])
        {
            Kind = "line",
            IsStacked = false,
            Rows = Insight.Rows(CostQueries.Rows.Name),
        };
    }

    /// <summary>One mark a day: of the widest scope that the filters leave. Tokens without a price are said above the figures, not on every bar.</summary>
    private IEnumerable<InsightMark> Marks() => Tables.Anomalies.Rows
        .Where(row => row.Text("reason_code") != "unpriced")
        .GroupBy(row => row.Day("day"))
        .Where(day => day.Key is not null)
        .Select(day => day.First())
        .Select(row => new InsightMark(row.Day("day")!.Value, row.Number("cost_usd") ?? 0, $"{Scope(row)}{row.Text("reason")}"));

    /// <summary>Whose day it was; nothing where it was everybody's.</summary>
    public string Scope(InsightRow anomaly) => anomaly.Text("scope") is "all" or null ? "" : $"{Insight.Word(anomaly.Text("scope")!, anomaly.Text("scope_code") ?? "")}: ";
}

/// <summary>A day and a name.</summary>
public sealed record CostCell(DateOnly Day, string Code, CostFigures Figures);

/// <summary>The tables below the charts.</summary>
public sealed record CostTables(
    InsightTable Agents, InsightTable Models, InsightTable Projects, InsightTable Tickets, InsightTable PullRequests, InsightTable Anomalies, InsightTable Recost);
