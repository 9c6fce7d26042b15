using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Rows;

/// <summary>Whether a row stands, and which of its versions: delete, bring back, restore. Each is asked first, and done by POST.</summary>
internal static class StandingEndpoint
{
    private static readonly byte[] Standing = "{\"deleted_at\":null}"u8.ToArray();

    public static void MapStanding(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tables/{name}/row/delete", (HttpContext http, string name, RowDesk desk, CancellationToken ct) => AskAsync(http, name, false, desk, ct));
        routes.MapPost("/tables/{name}/row/delete", DeleteAsync);
        routes.MapGet("/tables/{name}/row/undelete", (HttpContext http, string name, RowDesk desk, CancellationToken ct) => AskAsync(http, name, true, desk, ct));
        routes.MapPost("/tables/{name}/row/undelete", UndeleteAsync);
        routes.MapPost("/tables/{name}/row/restore", RestoreAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, string name, bool undeletes, RowDesk desk, CancellationToken ct)
    {
        if (await desk.FindAsync(http, name, null, ct) is not { CanDelete: true } place)
        {
            return Results.NotFound();
        }

        return place.IsDeleted == undeletes ? await AskedAsync(desk, place, undeletes, null, ct) : Results.LocalRedirect(place.Address);
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string name, RowDesk desk, RowWriter writer, CancellationToken ct)
    {
        if (await desk.FindAsync(http, name, null, ct) is not { CanDelete: true } place)
        {
            return Results.NotFound();
        }

        try
        {
            await writer.DeleteAsync(place.Page.Tenant, place.Page.Actor, Only(place), await MatchAsync(http, ct), ct);
            return FormEndpoint.Said(place, "deleted");
        }
        catch (RowRefusalException e)
        {
            return await AskedAsync(desk, place, false, e, ct);
        }
    }

    private static async Task<IResult> UndeleteAsync(HttpContext http, string name, RowDesk desk, RowWriter writer, CancellationToken ct)
    {
        if (await desk.FindAsync(http, name, null, ct) is not { CanDelete: true } place)
        {
            return Results.NotFound();
        }

        try
        {
            await writer.UpdateAsync(place.Page.Tenant, place.Page.Actor, Only(place), RowBody.Json(Standing), null, await MatchAsync(http, ct), ct);
            return FormEndpoint.Said(place, "undeleted");
        }
        catch (RowRefusalException e)
        {
            return await AskedAsync(desk, place, true, e, ct);
        }
    }

    private static async Task<IResult> RestoreAsync(HttpContext http, string name, RowDesk desk, RowStory story, RowHistory history, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        if (await desk.FindAsync(http, name, null, ct) is not { CanEdit: true } place || await RowEndpoint.VersionAsync(place, form["version"], story, ct) is not { } version)
        {
            return Results.NotFound();
        }

        try
        {
            await history.RestoreAsync(place.Page.Tenant, place.Page.Actor, place.Table, place.Key, version.Version, await MatchAsync(http, ct), ct);
            return FormEndpoint.Said(place, "restored");
        }
        catch (RowRefusalException e)
        {
            var fault = new FieldFault(e.Message, e.Rule, e.Code == "row_changed" ? "Look at both versions again, and restore then." : e.Remedy);
            return new RazorComponentResult<ComparePage>(new { View = new CompareView(place, version, null, place.Row) { Restores = true, Fault = fault } }) { PreventStreamingRendering = true, StatusCode = e.Status };
        }
    }

    private static RowQuery Only(RowPlace place) => RowQuery.All(place.Table) with { Where = place.Key.Condition(place.Table), Deleted = RowDeleted.Include };

    private static async Task<RowWriteOptions> MatchAsync(HttpContext http, CancellationToken ct) =>
        (await http.Request.ReadFormAsync(ct))["etag"].ToString() is { Length: > 0 } etag ? RowWriteOptions.Plain with { IfMatch = etag } : RowWriteOptions.Plain;

    private static async Task<IResult> AskedAsync(RowDesk desk, RowPlace place, bool undeletes, RowRefusalException? refusal, CancellationToken ct)
    {
        var (_, naming) = undeletes ? ([], []) : await desk.Around.ReadAsync(place.Page.Tenant, place.Catalog, place.Table, place.Key, place.Row, RowView.Shown, ct);
        var view = new ConfirmView(place, undeletes, naming) { Fault = refusal is null ? null : new FieldFault(refusal.Message, refusal.Rule, refusal.Code == "row_changed" ? "Look at the row again first." : refusal.Remedy) };
        return new RazorComponentResult<ConfirmPage>(new { View = view }) { PreventStreamingRendering = true, StatusCode = refusal?.Status ?? StatusCodes.Status200OK };
    }
}
