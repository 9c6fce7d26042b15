namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>Money of the warehouse in words: unpriced tokens make it a lower bound, and nothing priced is a word, never 0.</summary>
internal static class InsightMoney
{
    /// <summary>$12.30 · ≥ $12.30 · unpriced; null where nothing was used.</summary>
    public static string? Text(decimal? usd, long unpriced) => usd switch
    {
        null or 0 when unpriced > 0 => "unpriced",
        null => null,
        { } known when unpriced > 0 => "≥ " + Figures.Money(known),
        { } known => Figures.Money(known),
    };

    /// <summary>The exact figure and what it is made of.</summary>
    public static string Exact(decimal? usd, decimal imputed, long unpriced)
    {
        var text = usd is { } known ? Figures.ExactMoney(known) + " at list price" : "nothing is priced";
        if (imputed != 0)
        {
            text += $", of it {Figures.ExactMoney(imputed)} imputed: a subscription paid";
        }

        return unpriced > 0 ? $"{text}; {Figures.Exact(unpriced)} tokens more have no price" : text;
    }

    public static RankedCell Cell(decimal? usd, decimal imputed, long unpriced) =>
        Text(usd, unpriced) is "unpriced"
            ? new RankedCell("", Exact(null, imputed, unpriced)) { Word = "unpriced" }
            : new RankedCell(Text(usd, unpriced), Exact(usd, imputed, unpriced));
}
