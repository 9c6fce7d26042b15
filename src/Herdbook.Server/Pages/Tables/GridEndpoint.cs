using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Tables;

internal static class GridEndpoint
{
    public static void MapGrid(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tables/{name}", ShowAsync);
        routes.MapGet("/tables/{name}/export.{format}", ExportAsync);
        routes.MapPost("/tables/{name}/views", SaveAsync);
        routes.MapPost("/tables/{name}/views/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, string name, LiveCatalog live, GridReader grids, SavedViews saved, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var catalog = live.Current;
        if (catalog.Find(name) is not { } table)
        {
            return Results.NotFound();
        }

        var state = Read(table, http.Request.Query);
        var links = new Links(http.Request.PathBase.Value ?? "");
        if (GridForm.IsSent(http.Request.Query))
        {
            return Results.LocalRedirect(GridForm.Apply(state, http.Request.Query).Address(links));
        }

        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var views = await saved.ReadAsync(page.Tenant, table.FullName, ct);
        var view = await grids.ReadAsync(new GridView(page, catalog, state, null, views) { Origin = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}" }, ct);
        http.Response.StatusCode = view.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return new RazorComponentResult<GridPage>(new { View = view }) { PreventStreamingRendering = true, StatusCode = http.Response.StatusCode };
    }

    /// <summary>The rows as a file, streamed: nothing of it is held.</summary>
    private static async Task ExportAsync(HttpContext http, string name, string format, LiveCatalog live, GridExport export, CancellationToken ct)
    {
        if (live.Current.Find(name) is not { } table || GridExport.Formats.All(known => known.Format != format))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await export.WriteAsync(http, live.Current, Read(table, http.Request.Query), format, ct);
    }

    private static async Task<IResult> SaveAsync(HttpContext http, string name, LiveCatalog live, SavedViews saved, CancellationToken ct)
    {
        if (live.Current.Find(name) is not { } table)
        {
            return Results.NotFound();
        }

        var form = await http.Request.ReadFormAsync(ct);
        var state = Read(table, form["query"].ToString());
        await saved.SaveAsync(TenantOf(http), Actor.Owner, table.FullName, form["name"].ToString(), state.Query, ct);
        return Results.LocalRedirect(state.Address(new Links(http.Request.PathBase.Value ?? "")));
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, string name, LiveCatalog live, SavedViews saved, CancellationToken ct)
    {
        if (live.Current.Find(name) is not { } table)
        {
            return Results.NotFound();
        }

        var form = await http.Request.ReadFormAsync(ct);
        if (!Guid.TryParse(form["key"], out var key) || !await saved.RemoveAsync(TenantOf(http), Actor.Owner, key, ct))
        {
            return Results.NotFound();
        }

        return Results.LocalRedirect(Read(table, form["query"].ToString()).Address(new Links(http.Request.PathBase.Value ?? "")));
    }

    private static Tenant TenantOf(HttpContext http) => http.Features.Get<Tenant>() ?? Tenant.Default;

    private static GridState Read(TableDeclaration table, IQueryCollection query) =>
        GridState.Read(table, query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? ""))).Where(pair => !pair.Key.StartsWith(GridForm.Prefix, StringComparison.Ordinal)));

    private static GridState Read(TableDeclaration table, string query) =>
        Read(table, new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)));
}
