using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Agents;

/// <summary>Everything that Agents shows, of all of them or of one.</summary>
public sealed record AgentView(
    InsightView Insight, AgentFigures Now, AgentFigures Before, InsightTable Agents, InsightTable Costs, InsightTable Merges, InsightTable Passes, AgentTables? One)
{
    public InsightRequest Request => Insight.Request;

    private InsightBuckets Buckets => Request.Buckets;

    public InsightChart CostChart() => new(
        "agent-cost", $"Cost, {Request.Period.Words}", "usd", Buckets,
        InsightLayers.Of(Insight, Buckets, "agent", Costs.Rows.Where(row => row.Money("cost_usd") is not null).Select(row => new InsightCell(row.Day("day")!.Value, row.Text("code"), (double)row.Money("cost_usd")!))))
    {
        Rows = Insight.Rows(AgentQueries.Instances.Name),
        Parameter = "agent",
    };

    public InsightChart MergedChart() => new(
        "agent-merged", "Pull requests merged", "count", Buckets,
        InsightLayers.Of(Insight, Buckets, "agent", Merges.Rows.Select(row => new InsightCell(row.Day("day")!.Value, row.Text("code"), row.Count("merged")))))
    {
        Rows = Insight.Rows(AgentQueries.Requests.Name),
        Parameter = "agent",
    };

    public InsightChart PassChart() => Line("agent-passes", "First-pass rate: approved by the first review", "share", "first-pass rate", "first_pass_share", "--hb-ok");

    public InsightChart FindingChart() => Line("agent-findings", "Findings of a pull request, the mean", "count", "findings each", "findings_each", "--hb-bad");

    private InsightChart Line(string id, string title, string unit, string name, string column, string colour)
    {
        var buckets = Buckets;
        var values = new double?[buckets.Count];
        foreach (var row in Passes.Rows)
        {
            if (buckets.Index(row.Day("day")!.Value) is >= 0 and var at)
            {
                values[at] = row.Number(column);
            }
        }

        return new InsightChart(id, title, unit, buckets, [new InsightSeries(null, name, colour, values)]) { Kind = "line", IsStacked = false, Rows = Insight.Rows(AgentQueries.Reviewed.Name) };
    }
}

/// <summary>What one agent's page has beside.</summary>
/// <param name="Versions">The newest first; none where nobody defined it.</param>
public sealed record AgentTables(InsightTable Versions, InsightTable Models, InsightTable Requests, InsightTable Tickets, InsightTable Observations);
