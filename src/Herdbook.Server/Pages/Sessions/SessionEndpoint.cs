using System.Globalization;
using Herdbook.Core.Herd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Sessions;

internal static class SessionEndpoint
{
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sessions/{**code}", ShowAsync);
        routes.MapGet("/events/{id:long}", EventAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, string code, SessionStories stories, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        if (await stories.ReadAsync(page.Tenant, code, ct) is not { } story)
        {
            return Results.NotFound();
        }

        var query = http.Request.Query;
        var kind = Enum.TryParse<StepKind>(query["kind"], ignoreCase: true, out var asked) && Enum.IsDefined(asked) ? asked : StepKind.All;
        var skip = int.TryParse(query["skip"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var view = new SessionView(page, story, new Timeline(story), kind, skip);
        return query["part"] == "steps"
            ? new RazorComponentResult<Steps>(new { View = view }) { PreventStreamingRendering = true }
            : new RazorComponentResult<SessionPage>(new { View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<IResult> EventAsync(
        HttpContext http, long id, SessionStories stories, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        if (await stories.EventAsync(page.Tenant, id, ct) is not { } detail)
        {
            return Results.NotFound();
        }

        var view = new EventView(page, detail, http.Request.Query["all"] == "1");
        return http.Request.Query["part"] == "body"
            ? new RazorComponentResult<EventBody>(new { View = view }) { PreventStreamingRendering = true }
            : new RazorComponentResult<EventPage>(new { View = view }) { PreventStreamingRendering = true };
    }
}

/// <summary>Everything a conversation's page shows.</summary>
public sealed record SessionView(PageContext Page, SessionStory Story, Timeline Timeline, StepKind Kind, int Skip)
{
    public SessionMember Self => Story.Self;

    public string Name => Self.Title ?? Self.Code;

    public string Address(StepKind kind, int skip = 0, bool asPart = false) => Links.With(
        Page.Links.Session(Self.Code),
        ("kind", kind is StepKind.All ? null : kind.ToString().ToLowerInvariant()),
        ("skip", skip > 0 ? skip.ToString(CultureInfo.InvariantCulture) : null),
        ("part", asPart ? "steps" : null));

    /// <summary>The page on which a step stands, at the step.</summary>
    public string AddressOf(TimelineStep step) =>
        $"{Address(StepKind.All, (step.Number - 1) / Timeline.PageSize * Timeline.PageSize)}#e{step.Event.Id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Itself, its subagents, and both.</summary>
    public IEnumerable<(string Word, Usage Sum)> Sums()
    {
        yield return (Self.IsMain ? "main" : "this subagent", Self);
        if (Story.Subagents.Count > 0)
        {
            yield return ($"{Figures.Count(Story.Subagents.Count, "subagent")}", Usage.Sum(Story.Subagents));
            yield return ("all", Usage.Sum([Self, .. Story.Subagents]));
        }
    }
}

/// <summary>One event with its payload.</summary>
/// <param name="All">Without the bound on long texts.</param>
public sealed record EventView(PageContext Page, EventDetail Detail, bool All);
