using System.Text.Json;
using System.Text.RegularExpressions;

namespace Herdbook.Core.Herd.Prices;

/// <summary>What the price formats have in common: amounts are checked the same way, and missing cache prices follow the same rule.</summary>
internal static partial class PriceFields
{
    /// <summary>No model is this dear; a larger figure is a slip of the unit.</summary>
    public const decimal GreatestPerMillion = 1_000_000m;

    private const int LongestCode = 200;

    /// <summary>USD per million tokens of a field, NULL where none of the names is there.</summary>
    /// <param name="perMillion">What one unit of the file is worth: 1 for a file per million tokens, 1,000,000 for one per token.</param>
    /// <exception cref="PriceRefusal">Not a number, negative, or beyond <see cref="GreatestPerMillion"/>.</exception>
    public static decimal? Amount(JsonElement prices, decimal perMillion, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!prices.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var amount))
            {
                throw new PriceRefusal($"{name} is no number");
            }

            if (amount < 0)
            {
                throw new PriceRefusal($"{name} is negative");
            }

            if (amount > GreatestPerMillion / perMillion)
            {
                throw new PriceRefusal($"{name} is more than {GreatestPerMillion:N0} USD per million tokens");
            }

            return Rounded(amount * perMillion);
        }

        return null;
    }

    /// <summary>A positive whole number of tokens, or NULL. A size that makes no sense is left out: it prices nothing.</summary>
    public static int? Tokens(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var tokens)
        && tokens is > 0 and <= int.MaxValue && tokens == decimal.Truncate(tokens)
            ? (int)tokens
            : null;

    /// <summary>
    /// Anthropic prices the cache by the input price: reads 0.1 times, writes for 5 minutes 1.25 times, for 1 hour twice.
    /// Other vendors have no such rule, so what their entry leaves out stays unknown.
    /// </summary>
    public static PriceTier WithCacheRule(string modelCode, PriceTier tier) =>
        Provider(modelCode) != Anthropic || tier.Input is not { } input
            ? tier
            : tier with
            {
                CacheRead = tier.CacheRead ?? Rounded(input * 0.1m),
                CacheCreate = tier.CacheCreate ?? Rounded(input * 1.25m),
                CacheCreate1h = tier.CacheCreate1h ?? Rounded(input * 2m),
            };

    public const string Anthropic = "anthropic";

    /// <summary>The vendor that a model's code names, or NULL.</summary>
    public static string? Provider(string modelCode) => modelCode switch
    {
        _ when Claude().IsMatch(modelCode) => Anthropic,
        _ when OpenAi().IsMatch(modelCode) => "openai",
        _ when Gemini().IsMatch(modelCode) => "google",
        _ => null,
    };

    /// <exception cref="PriceRefusal">Empty, padded, or longer than a code can be.</exception>
    public static void CheckCode(string code)
    {
        if (code.Length == 0 || code.Length > LongestCode || code.Trim() != code || code.Contains('\0'))
        {
            throw new PriceRefusal($"its name is empty, padded or longer than {LongestCode} characters");
        }
    }

    private static decimal Rounded(decimal amount) => decimal.Round(amount, 6, MidpointRounding.AwayFromZero);

    [GeneratedRegex("(^|[/.]|--)claude-", RegexOptions.IgnoreCase)]
    private static partial Regex Claude();

    [GeneratedRegex("^(openai/)?(gpt-|chatgpt-|codex-|o[1-9](-|$))", RegexOptions.IgnoreCase)]
    private static partial Regex OpenAi();

    [GeneratedRegex("^((google|gemini)/)?gemini-", RegexOptions.IgnoreCase)]
    private static partial Regex Gemini();
}

/// <summary>One model's entry cannot be true; the others of the file still count.</summary>
internal sealed class PriceRefusal(string reason) : Exception(reason);
