namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The rows of a named query: those that a figure counts.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Rows">How many there are in all.</param>
/// <param name="Sums">Over all rows, by column.</param>
public sealed record InsightRowsView(InsightView Insight, InsightQuery Query, InsightTable Table, int Page, long Rows, InsightRow? Sums)
{
    public const int PageSize = 100;

    public long Pages => (Rows + PageSize - 1) / PageSize;

    /// <summary>This list, further on.</summary>
    public string At(long page) => Insight.Rows(Query.Name, ("by", Insight.Request.By == (Insight.Shape.Groups is [var usual, ..] ? usual : "") ? null : Insight.Request.By), ("page", page == 1 ? null : page.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}

/// <summary>How a value of gold is shown: its column's name tells what it is.</summary>
internal static class InsightCells
{
    /// <summary>Whether it is a figure, and stands to the right.</summary>
    public static bool IsFigure(string column, object? value) => !IsCode(column) && value is not (string or bool or DateOnly or DateTime or DateTimeOffset or Guid or null);

    public static bool IsCode(string column) => column.EndsWith("_code", StringComparison.Ordinal) || column == "code";

    public static string Shown(string column, object? value) => value switch
    {
        null or "(none)" => "–",
        bool flag => flag ? "yes" : "no",
        DateOnly day => Figures.Day(day),
        DateTime time => Figures.ExactTime(time)[..16],
        DateTimeOffset time => Figures.ExactTime(time.UtcDateTime)[..16],
        string text => text,
        decimal or double or float when column.EndsWith("_minutes", StringComparison.Ordinal) || column.StartsWith("minutes_", StringComparison.Ordinal) =>
            Figures.Duration(TimeSpan.FromMinutes(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture))),
        decimal usd when column.EndsWith("_usd", StringComparison.Ordinal) => usd.ToString("#,##0.00####", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable figure => figure.ToString("#,##0.####", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>agent code · cost, USD · cycle time</summary>
    public static string Head(string column) => column switch
    {
        "pr_code" => "pull request",
        "agent_instance_code" => "instance",
        _ when column.EndsWith("_usd", StringComparison.Ordinal) => column[..^4].Replace('_', ' ') + ", USD",
        _ when column.EndsWith("_code", StringComparison.Ordinal) => column[..^5].Replace('_', ' '),
        _ when column.EndsWith("_at", StringComparison.Ordinal) => column[..^3].Replace('_', ' ') + ", UTC",
        _ when column.EndsWith("_minutes", StringComparison.Ordinal) => column[..^8].Replace('_', ' '),
        _ => column.Replace('_', ' '),
    };

    /// <summary>Where a code leads: to its row in the book, or its conversation.</summary>
    public static string? Link(Links links, string column, object? value) => value is string { Length: > 0 } code && code != "(none)"
        ? column switch
        {
            "agent_instance_code" => links.Session(code),
            "agent_code" => $"{links.Root}/agents/{Uri.EscapeDataString(code)}",
            "ticket_code" => links.Row("herd.ticket_def", code),
            "pr_code" => links.Row("herd.pr_def", code),
            "project_code" => links.Row("herd.project_def", code),
            "model_code" => links.Row("herd.model_def", code),
            _ => null,
        }
        : null;
}
