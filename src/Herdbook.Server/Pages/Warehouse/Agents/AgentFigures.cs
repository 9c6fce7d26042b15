using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Agents;

/// <summary>What agents did and cost in a period.</summary>
/// <param name="Reviewed">Their pull requests that had their first review in it.</param>
/// <param name="FirstPass">Of these, those that it approved.</param>
/// <param name="Reviews">Reviews that they gave.</param>
public sealed record AgentFigures(
    long Agents, long Instances, long Done, long Merged, long Lines, long Reviewed, long FirstPass, long Findings, long Reviews, decimal? Usd, decimal ImputedUsd, long UnpricedTokens,
    decimal? MergedUsd, long MergedWithCost, long MergedUnpriced)
{
    public double? FirstPassShare => Reviewed > 0 ? (double)FirstPass / Reviewed : null;

    public double? FindingsEach => Reviewed > 0 ? (double)Findings / Reviewed : null;

    /// <summary>What a merged pull request cost in its whole life, the mean over those with a cost.</summary>
    public decimal? UsdPerRequest => MergedWithCost > 0 ? MergedUsd / MergedWithCost : null;

    public static AgentFigures Of(InsightRow row) => new(
        row.Count("agents"), row.Count("instances"), row.Count("done"), row.Count("merged"), row.Count("lines"), row.Count("reviewed"), row.Count("first_pass"), row.Count("findings"),
        row.Count("reviews"), row.Money("cost_usd"), row.Money("imputed_cost_usd") ?? 0, row.Count("unpriced_tokens"), row.Money("merged_cost_usd"), row.Count("merged_with_cost"),
        row.Count("merged_unpriced"));
}
