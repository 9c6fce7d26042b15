namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>One name of a ranked table.</summary>
/// <param name="Key">Its code.</param>
/// <param name="Weight">What its bar is long by.</param>
public sealed record RankedRow(string Key, string Name, double Weight, IReadOnlyList<RankedCell> Cells)
{
    /// <summary>The rows behind it.</summary>
    public string? Href { get; init; }

    /// <summary>A variable of the style sheet; null for things that have no colour.</summary>
    public string? Colour { get; init; }

    /// <summary>A line below the name.</summary>
    public string? Under { get; init; }
}

/// <summary>One figure of it.</summary>
/// <param name="Text">As people read it; null where there is none.</param>
/// <param name="Exact">On hover.</param>
public sealed record RankedCell(string? Text, string? Exact = null)
{
    /// <summary>A word beside it that warns: unpriced.</summary>
    public string? Word { get; init; }

    /// <summary>A class of the style sheet: bad-text.</summary>
    public string? State { get; init; }

    /// <summary>Money, with what is imputed or has no price said.</summary>
    public static RankedCell Money(decimal? usd, decimal imputed = 0, long unpriced = 0) => InsightMoney.Cell(usd, imputed, unpriced);
}
