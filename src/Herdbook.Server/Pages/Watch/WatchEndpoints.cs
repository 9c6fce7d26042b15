using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Herd.Live;
using Herdbook.Core.Herd.Reconcile;
using Herdbook.Server.Live;
using Herdbook.Server.Pages.Overview;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Watch;

/// <summary>What is watched: the agents that run, and what sources tell differently of the same calls.</summary>
internal static class WatchEndpoints
{
    public static void MapWatch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/live", LiveAsync);
        routes.MapGet("/board", BoardAsync);
        routes.MapGet("/reconcile", ReconcileAsync);
    }

    private static async Task<RazorComponentResult> LiveAsync(HttpContext http, LiveDesk desk, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var agents = await desk.ReadAsync(page.Tenant, ct);
        return new RazorComponentResult<LivePage>(new { View = new LiveView(page, agents) }) { PreventStreamingRendering = true };
    }

    private static async Task<RazorComponentResult> BoardAsync(HttpContext http, TicketBoard board, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var project = http.Request.Query["project"].ToString() is { Length: > 0 } named ? named : null;
        var columns = await board.ReadAsync(page.Tenant, project, ct);
        return new RazorComponentResult<BoardPage>(new { View = new BoardView(page, project, columns) }) { PreventStreamingRendering = true };
    }

    private static async Task<IResult> ReconcileAsync(
        HttpContext http, Reconciliations reconciliations, Overviews overviews, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var query = http.Request.Query;
        var range = NamedRange.From(query, await overviews.SpanAsync(page.Tenant, ct), page.Now);
        var source = ReconcileEndpoint.Named(query["source"]);
        var filter = new ReconcileFilter(
            Enum.TryParse<ReconcileBy>(query["by"], ignoreCase: true, out var by) && Enum.IsDefined(by) ? by : ReconcileBy.Call,
            range.Days, source is not null && ReconcileFilter.Sources.Contains(source) ? source : null, query["all"] == "true", ReconcileEndpoint.Page(query["page"]));
        var told = await reconciliations.ReadAsync(page.Tenant, filter, ct);
        return new RazorComponentResult<ReconcilePage>(new { View = new ReconcileView(page, range, filter, told) }) { PreventStreamingRendering = true };
    }
}

/// <summary>What the page of running agents shows.</summary>
public sealed record LiveView(PageContext Page, IReadOnlyList<LiveAgent> Agents)
{
    public static (string Word, string Colour) Word(LiveState state) => state switch
    {
        LiveState.Waiting => ("waits for approval", "warn"),
        LiveState.Looping => ("looping", "bad"),
        LiveState.Blocked => ("blocked", "bad"),
        LiveState.Working => ("working", "live"),
        _ => ("quiet", ""),
    };

    /// <summary>How many stand so, the most urgent first.</summary>
    public IEnumerable<(LiveState State, int Count)> Counts => Agents.CountBy(a => a.StateAt(Page.Now)).OrderBy(c => c.Key).Select(c => (c.Key, c.Value));
}

/// <summary>What the board shows.</summary>
/// <param name="Project">Only its tickets; null for all.</param>
public sealed record BoardView(PageContext Page, string? Project, IReadOnlyList<BoardColumn> Columns)
{
    public IEnumerable<string> Projects => Page.Facts.Known.Where(name => name.Kind == "project").Select(name => name.Code).Order(StringComparer.Ordinal);
}

/// <summary>What the page of differences shows.</summary>
public sealed record ReconcileView(PageContext Page, NamedRange Range, ReconcileFilter Filter, Reconciliation Told)
{
    public string Address(ReconcileFilter filter, string? range = null) => Links.With(
        Page.Links.Reconcile,
        ("by", filter.By is ReconcileBy.Call ? null : filter.By.ToString().ToLowerInvariant()),
        ("source", filter.Source),
        ("all", filter.All ? "true" : null),
        ("range", range ?? Range.Name),
        ("from", range is null && Range.Name is null && Range.Days.From is { } from ? Figures.Day(from) : null),
        ("to", range is null && Range.Name is null && Range.Days.To is { } to ? Figures.Day(to) : null),
        ("page", filter.Page > 1 ? $"{filter.Page}" : null));

    public static string Signed(long difference) => difference > 0 ? $"+{Figures.Exact(difference)}" : Figures.Exact(difference);

    public static string Money(decimal? usd, bool signed = false) => usd is not { } amount ? "–" : (signed && amount > 0 ? "+" : "") + Figures.ExactMoney(amount)[..^4];
}
