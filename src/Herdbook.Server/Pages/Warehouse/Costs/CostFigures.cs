using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Costs;

/// <summary>Tokens and money of a name or a period, as mart_cost_daily sums them.</summary>
public sealed record CostFigures(
    long Calls, long InputTokens, long OutputTokens, long CacheReadTokens, long CacheCreateTokens, long PromptTokens, decimal? Usd, decimal ImputedUsd, long UnpricedTokens)
{
    public long Tokens => InputTokens + OutputTokens + CacheReadTokens + CacheCreateTokens;

    /// <summary>cache reads / (input + cache creation + cache reads), from 0 to 1; null where nothing was asked.</summary>
    public double? CacheShare => PromptTokens > 0 ? (double)CacheReadTokens / PromptTokens : null;

    public string? Shown => InsightMoney.Text(Usd, UnpricedTokens);

    public string Exact => InsightMoney.Exact(Usd, ImputedUsd, UnpricedTokens);

    public static CostFigures Of(InsightRow row) => new(
        row.Count("calls"), row.Count("input_tokens"), row.Count("output_tokens"), row.Count("cache_read_tokens"), row.Count("cache_create_tokens"),
        row.Count("prompt_tokens"), row.Money("cost_usd"), row.Money("imputed_cost_usd") ?? 0, row.Count("unpriced_tokens"));

    public static CostFigures operator +(CostFigures one, CostFigures other) => new(
        one.Calls + other.Calls, one.InputTokens + other.InputTokens, one.OutputTokens + other.OutputTokens, one.CacheReadTokens + other.CacheReadTokens,
        one.CacheCreateTokens + other.CacheCreateTokens, one.PromptTokens + other.PromptTokens,
        one.Usd is null && other.Usd is null ? null : (one.Usd ?? 0) + (other.Usd ?? 0), one.ImputedUsd + other.ImputedUsd, one.UnpricedTokens + other.UnpricedTokens);
}
