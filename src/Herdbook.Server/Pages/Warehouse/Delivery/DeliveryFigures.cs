using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Delivery;

/// <summary>What came, went and cost in a period. Times are medians in minutes.</summary>
/// <param name="MergedWithCost">Merged pull requests that something with a price was put to: what a mean is over.</param>
/// <param name="BlockedMinutes">Of the tickets done in the period, over their whole life.</param>
public sealed record DeliveryFigures(
    long Opened, long Merged, long Closed, double? MergeMinutes, double? ReviewMinutes, long MergedLines, decimal? MergedUsd, long MergedWithCost, long MergedUnpriced,
    long Done, double? LeadMinutes, double? CycleMinutes, double? BlockedMinutes, long DoneBlocked, decimal? DoneUsd, long DoneWithCost, long DoneUnpriced)
{
    public decimal? UsdPerRequest => MergedWithCost > 0 ? MergedUsd / MergedWithCost : null;

    public decimal? UsdPerTicket => DoneWithCost > 0 ? DoneUsd / DoneWithCost : null;

    /// <summary>The cost of what was merged, by the lines that it added and deleted.</summary>
    public decimal? UsdPerLine => MergedLines > 0 ? MergedUsd / MergedLines : null;

    /// <summary>Minutes that a done ticket was blocked, the mean over all of them.</summary>
    public double? BlockedPerTicket => Done > 0 ? (BlockedMinutes ?? 0) / Done : null;

    public static DeliveryFigures Of(InsightRow row) => new(
        row.Count("opened"), row.Count("merged"), row.Count("closed"), row.Number("merge_minutes"), row.Number("review_minutes"), row.Count("merged_lines"),
        row.Money("merged_cost_usd"), row.Count("merged_with_cost"), row.Count("merged_unpriced"), row.Count("done"), row.Number("lead_minutes"), row.Number("cycle_minutes"),
        row.Number("blocked_minutes"), row.Count("done_blocked"), row.Money("done_cost_usd"), row.Count("done_with_cost"), row.Count("done_unpriced"));
}
