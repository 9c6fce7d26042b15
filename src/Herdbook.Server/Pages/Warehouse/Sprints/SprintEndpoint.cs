using Herdbook.Server.Pages.Warehouse.Insight;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Sprints;

internal static class SprintEndpoint
{
    public static readonly InsightShape Shape = new("sprint", "Sprint", [], [])
    {
        // The list of sprints is long enough to see a trend; the sprint itself has its own days.
        Period = "last_365d",
        Extras = [new InsightExtra("sprint", text => text, _ => null)],
    };

    /// <summary>More than a sprint has.</summary>
    private const int Most = 5_000;

    public static void MapSprint(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sprint", ShowAsync);
        routes.MapRowsBehind(Shape, SprintQueries.All);
    }

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, InsightDesk desk, CancellationToken ct)
    {
        using var session = await desk.OpenAsync(http, Shape, ct);
        var view = session.IsBuilt ? await ReadAsync(session, ct) : null;
        if (view is { One: null } && session.View.Request.Extra("sprint") is not null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return new RazorComponentResult<SprintPage>(new { Insight = session.View, View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<SprintView> ReadAsync(InsightSession session, CancellationToken ct) => new(
        session.View,
        (await session.AskAsync(SprintQueries.One, ct, 1)).Rows is [var one] ? one : null,
        await session.AskAsync(SprintQueries.Burndown, ct),
        await session.AskAsync(SprintQueries.Every, ct),
        await session.AskAsync(SprintQueries.Members, ct, Most),
        await session.AskAsync(SprintQueries.Blocked, ct, Most),
        await session.AskAsync(SprintQueries.Changes, ct, Most));
}
