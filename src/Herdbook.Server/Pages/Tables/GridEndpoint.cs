using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Core.Tables;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Tables;

internal static class GridEndpoint
{
    public static void MapGrid(this IEndpointRouteBuilder routes)
    {
        var reading = routes.MapGroup("").RequiresRows(Permission.Read).AddEndpointFilter(FormGuard.CheckAsync);
        reading.MapGet("/tables/{name}", ShowAsync);
        reading.MapGet("/tables/{name}/export.{format}", ExportAsync);
        var keeping = routes.MapGroup("").Requires(Permission.ViewsWrite).AddEndpointFilter(FormGuard.CheckAsync);
        keeping.MapPost("/tables/{name}/views", SaveAsync);
        keeping.MapPost("/tables/{name}/views/remove", RemoveAsync);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, string name, LiveCatalog live, GridReader grids, SavedViews saved, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var catalog = live.CurrentFor(http);
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
        if (live.CurrentFor(http).Find(name) is not { } table || GridExport.Formats.All(known => known.Format != format))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await export.WriteAsync(http, live.CurrentFor(http), Read(table, http.Request.Query), format, ct);
    }

    private static async Task<IResult> SaveAsync(HttpContext http, string name, LiveCatalog live, SavedViews saved, CancellationToken ct)
    {
        if (live.CurrentFor(http).Find(name) is not { } table)
        {
            return Results.NotFound();
        }

        var form = await http.Request.ReadFormAsync(ct);
        var state = Read(table, form["query"].ToString());
        await saved.SaveAsync(TenantOf(http), http.Caller().Actor, table.FullName, form["name"].ToString(), state.Query, ct);
        return Results.LocalRedirect(state.Address(new Links(http.Request.PathBase.Value ?? "")));
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, string name, LiveCatalog live, SavedViews saved, CancellationToken ct)
    {
        if (live.CurrentFor(http).Find(name) is not { } table)
        {
            return Results.NotFound();
        }

        var form = await http.Request.ReadFormAsync(ct);
        if (!Guid.TryParse(form["key"], out var key) || !await saved.RemoveAsync(TenantOf(http), http.Caller().Actor, key, ct))
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
