using System.Text.Json;

namespace Herdbook.Core.Herd.Prices;

/// <summary>
/// Langfuse's default model prices: an array of models with <c>pricingTiers</c> in USD per token. The default tier counts;
/// the others hang on request parameters (a fast mode) that a transcript does not hold, so they are skipped and counted.
/// </summary>
internal static class LangfusePrices
{
    public const string Format = "Langfuse";

    private const decimal PerToken = 1_000_000m;

    public static bool Recognises(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array
        && root.EnumerateArray().Any(m => m.ValueKind == JsonValueKind.Object
            && m.TryGetProperty("modelName", out _) && m.TryGetProperty("pricingTiers", out _));

    public static PriceFile Read(string name, JsonElement root)
    {
        var file = new PriceCollector(name, Format);
        foreach (var entry in root.EnumerateArray())
        {
            var code = entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("modelName", out var model)
                && model.ValueKind == JsonValueKind.String ? model.GetString()! : "";
            file.Take(code, () => Model(code, entry, file));
        }

        return file.Finish();
    }

    private static ListedModel? Model(string code, JsonElement entry, PriceCollector file)
    {
        if (!entry.TryGetProperty("pricingTiers", out var tiers) || tiers.ValueKind != JsonValueKind.Array)
        {
            throw new PriceRefusal("pricingTiers is no array");
        }

        JsonElement? standard = null;
        foreach (var tier in tiers.EnumerateArray())
        {
            if (standard is null && tier.ValueKind == JsonValueKind.Object
                && tier.TryGetProperty("isDefault", out var isDefault) && isDefault.ValueKind == JsonValueKind.True)
            {
                standard = tier;
            }
            else
            {
                file.SkipTiers(1);
            }
        }

        if (standard is not { } found || !found.TryGetProperty("prices", out var prices) || prices.ValueKind != JsonValueKind.Object)
        {
            throw new PriceRefusal("no tier with isDefault has prices");
        }

        var first = PriceFields.WithCacheRule(code, new PriceTier(
            0,
            PriceFields.Amount(prices, PerToken, "input", "input_tokens"),
            PriceFields.Amount(prices, PerToken, "output", "output_tokens"),
            PriceFields.Amount(prices, PerToken, "cache_read_input_tokens", "input_cache_read", "input_cached_tokens"),
            PriceFields.Amount(prices, PerToken, "input_cache_creation_5m", "cache_creation_input_tokens", "input_cache_creation", "cache_write_tokens"),
            PriceFields.Amount(prices, PerToken, "input_cache_creation_1h")));
        return first.Input is null && first.Output is null
            ? null
            : new ListedModel(code, PriceFields.Provider(code), null, [first]);
    }
}
