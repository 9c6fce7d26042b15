using System.Text.Json;

namespace Herdbook.Core.Herd.Prices;

/// <summary>
/// LiteLLM's model_prices_and_context_window.json: an object of models by code, USD per token, with a tier above 200,000 tokens
/// where a vendor has one. <c>sample_spec</c> explains the format and is no model.
/// </summary>
internal static class LiteLlmPrices
{
    public const string Format = "LiteLLM";

    private const decimal PerToken = 1_000_000m;
    private const string Sample = "sample_spec";

    public static bool Recognises(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.EnumerateObject().Any(m => m.Value.ValueKind == JsonValueKind.Object
            && (m.Value.TryGetProperty("litellm_provider", out _) || m.Value.TryGetProperty("input_cost_per_token", out _)));

    public static PriceFile Read(string name, JsonElement root)
    {
        var file = new PriceCollector(name, Format);
        foreach (var entry in root.EnumerateObject().Where(e => e.Name != Sample))
        {
            file.Take(entry.Name, () => Model(entry.Name, entry.Value));
        }

        return file.Finish();
    }

    private static ListedModel? Model(string code, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw new PriceRefusal("its entry is no object");
        }

        var first = PriceFields.WithCacheRule(code, new PriceTier(
            0,
            PriceFields.Amount(entry, PerToken, "input_cost_per_token"),
            PriceFields.Amount(entry, PerToken, "output_cost_per_token"),
            PriceFields.Amount(entry, PerToken, "cache_read_input_token_cost"),
            PriceFields.Amount(entry, PerToken, "cache_creation_input_token_cost"),
            PriceFields.Amount(entry, PerToken, "cache_creation_input_token_cost_above_1hr")));
        if (first.Input is null && first.Output is null)
        {
            return null;
        }

        List<PriceTier> tiers = [first];
        if (Above200k(code, entry, first) is { } above)
        {
            tiers.Add(above);
        }

        var provider = entry.TryGetProperty("litellm_provider", out var named) && named.ValueKind == JsonValueKind.String
            ? named.GetString()
            : PriceFields.Provider(code);
        return new ListedModel(code, provider, PriceFields.Tokens(entry, "max_input_tokens"), tiers);
    }

    /// <summary>What the tier leaves out costs what it costs below it, but for a cache price that follows the tier's input price.</summary>
    private static PriceTier? Above200k(string code, JsonElement entry, PriceTier first)
    {
        var listed = new PriceTier(
            200_000,
            PriceFields.Amount(entry, PerToken, "input_cost_per_token_above_200k_tokens"),
            PriceFields.Amount(entry, PerToken, "output_cost_per_token_above_200k_tokens"),
            PriceFields.Amount(entry, PerToken, "cache_read_input_token_cost_above_200k_tokens"),
            PriceFields.Amount(entry, PerToken, "cache_creation_input_token_cost_above_200k_tokens"),
            PriceFields.Amount(entry, PerToken, "cache_creation_input_token_cost_above_1hr_above_200k_tokens"));
        if (listed is { Input: null, Output: null, CacheRead: null, CacheCreate: null, CacheCreate1h: null })
        {
            return null;
        }

        var ruled = PriceFields.WithCacheRule(code, listed);
        return new PriceTier(
            ruled.AboveInputTokens,
            ruled.Input ?? first.Input,
            ruled.Output ?? first.Output,
            ruled.CacheRead ?? first.CacheRead,
            ruled.CacheCreate ?? first.CacheCreate,
            ruled.CacheCreate1h ?? first.CacheCreate1h);
    }
}
