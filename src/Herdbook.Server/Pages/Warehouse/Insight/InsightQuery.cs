namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>
/// A question to gold, by name: what a page shows, an export holds and a figure's rows are, so that the three are always the same.
/// Its parameters are those of <see cref="InsightRequest.Parameters"/>; a filter that is null limits nothing.
/// </summary>
/// <param name="Name">Unique; in addresses.</param>
/// <param name="Title">Over its rows.</param>
/// <param name="Sql">One DuckDB statement, with its order.</param>
public sealed record InsightQuery(string Name, string Title, string Sql)
{
    /// <summary>What its rows are, in a sentence.</summary>
    public string? About { get; init; }

    /// <summary>Columns whose sum over all rows means something.</summary>
    public IReadOnlyList<string> Sums { get; init; } = [];

    /// <summary>The dashboard that it belongs to, as in its address.</summary>
    public string Area => Name[..Name.IndexOf('_', StringComparison.Ordinal)];
}
