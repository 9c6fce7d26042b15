namespace Herdbook.Core.Herd.Prices;

/// <summary>
/// The list that ships with Herdbook: public list prices of Anthropic's models, in USD per million tokens.
/// Codes are undated, so that dated ones match them; cache prices follow the input price.
/// </summary>
public static class PriceList
{
    /// <summary>How bookings name it.</summary>
    public const string Source = "list-prices.json";

    public static async Task<PriceFile> ReadAsync(CancellationToken ct)
    {
        await using var stream = typeof(PriceList).Assembly.GetManifestResourceStream(Source)
            ?? throw new InvalidOperationException($"{Source} is missing from the assembly.");
        return await PriceReader.ReadAsync(Source, stream, ct);
    }
}
