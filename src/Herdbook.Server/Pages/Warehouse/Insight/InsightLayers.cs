namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>What happened on one day under one name.</summary>
/// <param name="Key">The name's code; null for what has none.</param>
public sealed record InsightCell(DateOnly Day, string? Key, double Value);

/// <summary>Makes layers of cells: the heaviest names each one, the rest together.</summary>
internal static class InsightLayers
{
    /// <summary>As many as there are colours.</summary>
    private const int Most = 11;

    public static IReadOnlyList<InsightSeries> Of(InsightView view, InsightBuckets buckets, string kind, IEnumerable<InsightCell> cells)
    {
        var names = cells.GroupBy(cell => cell.Key).OrderByDescending(name => name.Sum(cell => cell.Value)).ThenBy(name => name.Key, StringComparer.Ordinal).ToList();
        var alone = names.Count > Most + 1 ? Most : names.Count;
        var layers = names.Take(alone).Select(name => new InsightSeries(
            name.Key ?? "(none)",
            name.Key is { } code ? view.Word(kind, code) : "(none)",
            InsightSeries.ColourOf(view.Page, kind, name.Key),
            buckets.Sum(name.Select(cell => (cell.Day, cell.Value))))).ToList();
        if (names.Count > alone)
        {
            layers.Add(new InsightSeries(null, $"{names.Count - alone} others", "--s-none", buckets.Sum(names.Skip(alone).SelectMany(name => name).Select(cell => (cell.Day, cell.Value)))));
        }

        return layers;
    }
}
