namespace Herdbook.Core.Herd.Prices;

/// <summary>What one file says models cost.</summary>
/// <param name="Name">The file, as its reader named it; kept as the source of each price.</param>
/// <param name="Format">models.dev, Langfuse or LiteLLM.</param>
/// <param name="Models">Models with a price, each code once.</param>
/// <param name="Refused">Models whose prices cannot be true; none of their prices is taken.</param>
/// <param name="SkippedModels">Models without a price per text token (images, audio, embeddings by the piece).</param>
/// <param name="SkippedTiers">Tiers that depend on something a transcript does not tell, such as a fast mode.</param>
public sealed record PriceFile(
    string Name,
    string Format,
    IReadOnlyList<ListedModel> Models,
    IReadOnlyList<RefusedPrice> Refused,
    int SkippedModels,
    int SkippedTiers);

/// <param name="Tiers">At least one; the first applies from the first token, the others rise by <see cref="PriceTier.AboveInputTokens"/>.</param>
public sealed record ListedModel(string ModelCode, string? Provider, int? ContextWindow, IReadOnlyList<PriceTier> Tiers);

/// <summary>USD per million tokens, six decimals. NULL is "not known": a call that uses such tokens is unpriced.</summary>
/// <param name="AboveInputTokens">The tier applies when input, cache reads and cache writes of the call together exceed it.</param>
/// <param name="CacheCreate">Cache writes kept for 5 minutes.</param>
/// <param name="CacheCreate1h">Cache writes kept for 1 hour.</param>
public sealed record PriceTier(
    int AboveInputTokens, decimal? Input, decimal? Output, decimal? CacheRead, decimal? CacheCreate, decimal? CacheCreate1h)
{
    /// <summary>Same prices, whatever the tier.</summary>
    internal bool CostsAs(PriceTier other) => this with { AboveInputTokens = other.AboveInputTokens } == other;
}

/// <param name="Reason">Names the field and what is wrong with it.</param>
public sealed record RefusedPrice(string ModelCode, string Reason);
