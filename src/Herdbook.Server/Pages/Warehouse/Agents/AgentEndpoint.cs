using Herdbook.Server.Pages.Warehouse.Insight;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Agents;

/// <summary>`/agents`, and a page for each agent: choosing one in the filter leads there, so an address with a filter is the address of its page.</summary>
internal static class AgentEndpoint
{
    public static readonly InsightShape Shape = new("agents", "Agents", [InsightFilter.Agent, InsightFilter.Project], []) { MostBars = 35, Period = "last_90d" };

    /// <summary>More names than a table shows.</summary>
    private const int Most = 5_000;

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/agents", ShowAllAsync);
        routes.MapRowsBehind(Shape, AgentQueries.All);

        // A code can hold a slash: claude-code/Explore.
        routes.MapGet("/agents/{**code}", ShowOneAsync);
    }

    private static async Task<IResult> ShowAllAsync(HttpContext http, InsightDesk desk, CancellationToken ct)
    {
        using var session = await desk.OpenAsync(http, Shape, ct);
        if (session.View.Request["agent"] is { } code)
        {
            return Results.LocalRedirect(session.View.Request.Address($"{session.View.Home}/{Uri.EscapeDataString(code)}", ("agent", null)));
        }

        var view = session.IsBuilt ? await ReadAsync(session, one: false, ct) : null;
        return new RazorComponentResult<AgentsPage>(new { Insight = session.View, View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<IResult> ShowOneAsync(HttpContext http, string code, InsightDesk desk, CancellationToken ct)
    {
        // An escaped slash is the one letter that routing leaves as it was written.
        code = code.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

        // The page is the list under one filter; the address says it once.
        http.Request.QueryString = http.Request.QueryString.Add("agent", code);
        using var session = await desk.OpenAsync(http, Shape, ct);
        var view = session.IsBuilt ? await ReadAsync(session, one: true, ct) : null;
        if (view is { One.Versions.Rows.Count: 0, Agents.Rows.Count: 0 } && session.View.Choices.GetValueOrDefault("agent")?.All(agent => agent.Code != code) != false)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return new RazorComponentResult<AgentPage>(new { Insight = session.View, View = view, Code = code }) { PreventStreamingRendering = true };
    }

    private static async Task<AgentView> ReadAsync(InsightSession session, bool one, CancellationToken ct) => new(
        session.View,
        AgentFigures.Of((await session.AskAsync(AgentQueries.Total, ct)).Only),
        AgentFigures.Of((await session.AskBeforeAsync(AgentQueries.Total, ct)).Only),
        await session.AskAsync(AgentQueries.List, ct, Most),
        await session.AskAsync(AgentQueries.Costs, ct, int.MaxValue),
        await session.AskAsync(AgentQueries.Merges, ct, int.MaxValue),
        await session.AskAsync(AgentQueries.Passes, ct, int.MaxValue),
        one
            ? new AgentTables(
                await session.AskAsync(AgentQueries.Versions, ct),
                await session.AskAsync(AgentQueries.Models, ct),
                await session.AskAsync(AgentQueries.Requests, ct),
                await session.AskAsync(AgentQueries.Tickets, ct),
                await session.AskAsync(AgentQueries.Observations, ct))
            : null);
}
