using System.Globalization;
using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Rows;

/// <summary>A row's own page, and its versions side by side.</summary>
internal static class RowEndpoint
{
    public static void MapRow(this IEndpointRouteBuilder routes) => routes.MapGet("/tables/{name}/row", ShowAsync);

    public static void MapVersions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tables/{name}/row/compare", CompareAsync);
        routes.MapGet("/tables/{name}/row/restore", RestoreAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string name, RowDesk desk, RowStory story, CancellationToken ct)
    {
        var query = http.Request.Query;
        DateTimeOffset? asOf = DateTimeOffset.TryParse(query["as_of"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
        if (await desk.FindAsync(http, name, asOf, ct) is not { } place)
        {
            return Results.NotFound();
        }

        var (named, naming) = await desk.Around.ReadAsync(place.Page.Tenant, place.Catalog, place.Table, place.Key, place.Row, RowView.Shown, ct);
        var changes = await story.ChangesAsync(place.Page.Tenant, place.Table, place.Key, ct);
        var (before, after) = asOf is null ? await story.BesideAsync(place.Page.Tenant, place.Table, place.Key, ct) : default;
        var view = new RowView(place, named, naming, changes, before, after)
        {
            AsOf = asOf,
            Whole = query["whole"],
            Said = query["said"].ToString() switch
            {
                "inserted" => "Inserted.",
                "saved" => "Saved.",
                "restored" => "Restored.",
                "deleted" => "Deleted.",
                "undeleted" => "Brought back.",
                "unchanged" => "Nothing was changed: every value is as it was.",
                _ => null,
            },
        };
        return new RazorComponentResult<RowPage>(new { View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<IResult> CompareAsync(HttpContext http, string name, RowDesk desk, RowStory story, CancellationToken ct)
    {
        var query = http.Request.Query;
        if (await desk.FindAsync(http, name, null, ct) is not { } place
            || await VersionAsync(place, query["left"], story, ct) is not { } from)
        {
            return Results.NotFound();
        }

        var to = await VersionAsync(place, query["right"], story, ct);
        // The earlier one stands on the left, whichever was named first.
        var view = to is not null && to.Version < from.Version ? new CompareView(place, to, from, place.Row) : new CompareView(place, from, to, place.Row);
        return new RazorComponentResult<ComparePage>(new { View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<IResult> RestoreAsync(HttpContext http, string name, RowDesk desk, RowStory story, CancellationToken ct) =>
        await desk.FindAsync(http, name, null, ct) is { CanEdit: true } place && await VersionAsync(place, http.Request.Query["version"], story, ct) is { } version
            ? new RazorComponentResult<ComparePage>(new { View = new CompareView(place, version, null, place.Row) { Restores = true } }) { PreventStreamingRendering = true }
            : Results.NotFound();

    /// <summary>The version of that booking; null where the address names none.</summary>
    public static async Task<RowChange?> VersionAsync(RowPlace place, string? booking, RowStory story, CancellationToken ct) =>
        place.Table.History && long.TryParse(booking, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await story.ChangeAsync(place.Page.Tenant, place.Table, place.Key, number, ct) is { } version
            ? version
            : null;
}
