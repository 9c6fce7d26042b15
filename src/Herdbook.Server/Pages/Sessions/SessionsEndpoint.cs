using Herdbook.Core.Herd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Sessions;

internal static class SessionsEndpoint
{
    public static void MapSessions(this IEndpointRouteBuilder routes) => routes.MapGet("/sessions", ShowAsync);

    private static async Task<RazorComponentResult> ShowAsync(
        HttpContext http, Core.Herd.Sessions sessions, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var request = SessionsRequest.From(http.Request.Query, page.Now);
        var grid = await sessions.ReadAsync(page.Tenant, request.Filter, ct);
        return new RazorComponentResult<SessionsPage>(new { View = new SessionsView(page, request, grid) }) { PreventStreamingRendering = true };
    }
}

/// <summary>Everything the page shows.</summary>
public sealed record SessionsView(PageContext Page, SessionsRequest Request, SessionGrid Grid)
{
    public SessionFilter Filter => Request.Filter;

    /// <summary>Nothing was asked for and nothing is there.</summary>
    public bool IsEmptyBook => Grid.Count == 0 && Filter with { Sort = SessionSort.Started, Descending = true, Page = 1 } == new SessionFilter();

    public int First => ((Filter.Page - 1) * SessionFilter.PageSize) + 1;

    public int Last => First + Grid.Rows.Count - 1;

    /// <summary>What is being filtered by, and the address without it.</summary>
    public IEnumerable<(string Name, string Value, string Without)> Chosen()
    {
        var links = Page.Links;
        if (Filter.Text is { } text)
        {
            yield return ("text", text, Request.With(links, filter => filter with { Text = null }));
        }

        if (Filter.Project is { } project)
        {
            yield return ("project", Page.ProjectTitle(project), Request.With(links, filter => filter with { Project = null }));
        }

        if (Filter.Model is { } model)
        {
            yield return ("model", model, Request.With(links, filter => filter with { Model = null }));
        }

        if (Filter.Agent is { } agent)
        {
            yield return ("agent", agent, Request.With(links, filter => filter with { Agent = null }));
        }

        if (Filter.Branch is { } branch)
        {
            yield return ("branch", branch, Request.With(links, filter => filter with { Branch = null }));
        }

        if (Filter.Ticket is { } ticket)
        {
            yield return ("ticket", ticket, Request.With(links, filter => filter with { Ticket = null }));
        }

        if (Filter.Days != DayRange.All)
        {
            yield return ("days", new Overview.NamedRange(Request.RangeName, Filter.Days).Words, Request.With(links, filter => filter with { Days = DayRange.All }));
        }

        if (Filter.WithErrors)
        {
            yield return ("with", "errors", Request.With(links, filter => filter with { WithErrors = false }));
        }

        if (Filter.Unpriced)
        {
            yield return ("with", "unpriced tokens", Request.With(links, filter => filter with { Unpriced = false }));
        }
    }
}
