using System.Globalization;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>What a rise of a figure means to its reader.</summary>
public enum Better
{
    /// <summary>Neither way: a fact.</summary>
    Neither,
    More,
    Less,
}

/// <summary>A figure beside the one of the period before.</summary>
/// <param name="Now">Null where there is nothing to measure.</param>
/// <param name="Before">Null where there was nothing to measure.</param>
public sealed record InsightChange(double? Now, double? Before, Better Better, string BeforeShown, string BeforeWords)
{
    /// <summary>+12 %, −3.4 %, ×5.2, the same; null where there is nothing to compare with.</summary>
    public string? Words
    {
        get
        {
            if (Now is not { } now || Before is not { } before || before <= 0)
            {
                return null;
            }

            var share = (now - before) / before;
            return share switch
            {
                > 4 => "×" + (now / before).ToString("0.0", CultureInfo.InvariantCulture),
                >= 0.0005 => "+" + Percent(share),
                <= -0.0005 => "−" + Percent(-share),
                _ => "the same",
            };
        }
    }

    /// <summary>The state that its colour speaks of: ok, bad, or quiet.</summary>
    public string State => (Better, Math.Sign((Now ?? 0) - (Before ?? 0))) switch
    {
        (Better.More, > 0) or (Better.Less, < 0) => "ok",
        (Better.More, < 0) or (Better.Less, > 0) => "bad",
        _ => "quiet",
    };

    /// <summary>▲, ▼ or nothing: the direction, for those who do not see the colour.</summary>
    public string Arrow => Math.Sign((Now ?? 0) - (Before ?? 0)) switch { > 0 => "▲", < 0 => "▼", _ => "" };

    private static string Percent(double share) => (share * 100).ToString(share < 0.0995 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";
}
