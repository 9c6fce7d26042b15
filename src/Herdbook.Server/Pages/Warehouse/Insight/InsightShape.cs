namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>A filter that a dashboard offers.</summary>
/// <param name="Name">In the address, and the parameter of the queries.</param>
/// <param name="Word">Before its value on a chip.</param>
/// <param name="IsTyped">Whether a reader types it, where a list would be too long.</param>
public sealed record InsightFilter(string Name, string Word, bool IsTyped = false)
{
    /// <summary>The filter whose values it can take, where they are not its own.</summary>
    public string? ChoicesOf { get; init; }

    /// <summary>Whether only links set it: no field is offered, but a chip says that it limits.</summary>
    public bool IsQuiet { get; init; }

    public static readonly InsightFilter Agent = new("agent", "agent");

    public static readonly InsightFilter Model = new("model", "model");

    public static readonly InsightFilter Project = new("project", "project");

    public static readonly InsightFilter Ticket = new("ticket", "ticket", IsTyped: true);

    public static readonly InsightFilter PullRequest = new("pr", "pull request", IsTyped: true);
}

/// <summary>What a dashboard's address may say.</summary>
/// <param name="Area">Its path below the tenant's root.</param>
/// <param name="Title">Its name in the navigation.</param>
/// <param name="Groups">What its chart can be grouped by; the first is meant where the address says nothing.</param>
public sealed record InsightShape(string Area, string Title, IReadOnlyList<InsightFilter> Filters, IReadOnlyList<string> Groups)
{
    public const string UsualPeriod = "last_30d";

    /// <summary>Further parameters.</summary>
    public IReadOnlyList<InsightExtra> Extras { get; init; } = [];

    /// <summary>Bars that a chart has at most, before days become weeks and weeks months. Medians and rare things want few.</summary>
    public int MostBars { get; init; } = InsightBuckets.Most;

    /// <summary>Meant where the address names none.</summary>
    public string Period { get; init; } = UsualPeriod;
}

/// <summary>A parameter of one dashboard.</summary>
/// <param name="Name">In the address, and in the queries.</param>
/// <param name="Read">What its text means to a query; throws `insight_filter` where it means nothing.</param>
/// <param name="Usual">What is meant where the address says nothing, given the UTC day.</param>
public sealed record InsightExtra(string Name, Func<string, string> Read, Func<DateOnly, string?> Usual);
