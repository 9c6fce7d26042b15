using System.Text.Json;

namespace Herdbook.Core.Herd.Prices;

/// <summary>
/// models.dev: an object of models by code, <c>cost</c> in USD per million tokens, <c>limit.context</c> in tokens;
/// <c>cost.context_over_200k</c> is a tier, and <c>cost.cache_write_1h</c> tells the price of cache writes for an hour where a list has it.
/// Our own list is written this way.
/// </summary>
internal static class ModelsDevPrices
{
    public const string Format = "models.dev";

    public static bool Recognises(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.EnumerateObject().Any(m => m.Value.ValueKind == JsonValueKind.Object
            && m.Value.TryGetProperty("cost", out var cost) && cost.ValueKind == JsonValueKind.Object);

    public static PriceFile Read(string name, JsonElement root)
    {
        var file = new PriceCollector(name, Format);
        foreach (var entry in root.EnumerateObject())
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

        if (!entry.TryGetProperty("cost", out var cost) || cost.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var first = Tier(code, 0, cost);
        if (first.Input is null && first.Output is null)
        {
            return null;
        }

        List<PriceTier> tiers = [first];
        if (cost.TryGetProperty("context_over_200k", out var over) && over.ValueKind == JsonValueKind.Object)
        {
            tiers.Add(Tier(code, 200_000, over));
        }

        var context = entry.TryGetProperty("limit", out var limit) ? PriceFields.Tokens(limit, "context") : null;
        return new ListedModel(code, PriceFields.Provider(code), context, tiers);
    }

    private static PriceTier Tier(string code, int above, JsonElement cost) =>
        PriceFields.WithCacheRule(code, new PriceTier(
            above,
            PriceFields.Amount(cost, 1, "input"),
            PriceFields.Amount(cost, 1, "output"),
            PriceFields.Amount(cost, 1, "cache_read"),
            PriceFields.Amount(cost, 1, "cache_write"),
            PriceFields.Amount(cost, 1, "cache_write_1h")));
}
