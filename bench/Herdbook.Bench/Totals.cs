using System.Text.Json;

namespace Herdbook.Bench;

/// <summary>What a program says was used, over all days.</summary>
internal sealed record Totals(long Input, long Output, long CacheCreation, long CacheRead, decimal CostUsd)
{
    public bool SameTokensAs(Totals other) => this with { CostUsd = 0 } == other with { CostUsd = 0 };

    /// <summary>Of `herdbook report --by day --json`.</summary>
    public static Totals OfHerdbook(string json) =>
        Sum(json, root => root, "input_tokens", "output_tokens", "cache_creation_tokens", "cache_read_tokens", "cost_usd");

    /// <summary>Of `ccusage daily --json`.</summary>
    public static Totals OfCcusage(string json) =>
        Sum(json, root => root.GetProperty("daily"), "inputTokens", "outputTokens", "cacheCreationTokens", "cacheReadTokens", "totalCost");

    private static Totals Sum(
        string json, Func<JsonElement, JsonElement> rows, string input, string output, string cacheCreation, string cacheRead, string cost)
    {
        using var document = JsonDocument.Parse(json);
        var days = rows(document.RootElement).EnumerateArray().ToList();
        return new Totals(Tokens(input), Tokens(output), Tokens(cacheCreation), Tokens(cacheRead), days.Sum(day => day.GetProperty(cost).GetDecimal()));

        long Tokens(string name) => days.Sum(day => day.GetProperty(name).GetInt64());
    }
}
