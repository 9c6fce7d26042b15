namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>One value that a filter can take.</summary>
public sealed record Choice(string Code, string? Title = null)
{
    public string Word => Title is { Length: > 0 } title && title != Code ? title : Code;
}

/// <summary>How old the figures are.</summary>
/// <param name="At">When the generation that they come from was published, UTC.</param>
/// <param name="Generation">Its number.</param>
public sealed record Freshness(DateTime At, int Generation);

/// <summary>What every dashboard has beside its own figures.</summary>
/// <param name="Choices">For each filter the values that the warehouse knows.</param>
/// <param name="HasSprint">Whether a sprint is under way.</param>
/// <param name="Fresh">Null where there is no warehouse yet.</param>
public sealed record InsightView(
    PageContext Page, InsightRequest Request, IReadOnlyDictionary<string, IReadOnlyList<Choice>> Choices, bool HasSprint, Freshness? Fresh)
{
    public InsightShape Shape => Request.Shape;

    /// <summary>The dashboard's own address, without a state.</summary>
    public string Home => $"{Page.Links.Root}/{Shape.Area}";

    /// <summary>This dashboard with its state changed.</summary>
    public string Address(params ReadOnlySpan<(string Name, string? Value)> changes) => Request.Address(Home, changes);

    /// <summary>The rows that a figure counts: those of a named query under the same filters, and further ones.</summary>
    public string Rows(string query, params ReadOnlySpan<(string Name, string? Value)> changes) => Request.Address($"{Home}/rows", [("of", query), ("by", null), .. changes]);

    /// <summary>A named query's rows under the same filters, as a file.</summary>
    /// <param name="format">csv or parquet.</param>
    public string Export(string query, string format) => Request.Address($"{Page.Links.Root}/warehouse/export.{format}", ("q", query));

    /// <summary>The name that a filter's value is shown by.</summary>
    public string Word(string filter, string code) => filter == "project" && Choice(filter, code)?.Title is null
        ? Page.ProjectTitle(code)
        : Choice(filter, code)?.Word ?? code;

    private Choice? Choice(string filter, string code) => Choices.GetValueOrDefault(filter)?.FirstOrDefault(choice => choice.Code == code);
}
