using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using System.Text.Json;

namespace Herdbook.Server.Pages.Warehouse.Sql;

internal static class SqlEndpoint
{
    public static async Task<RazorComponentResult> ShowAsync(
        HttpContext http, WarehouseStore store, SavedQueries saved, LiveCatalog catalog, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct) with { NoDays = [] };
        var request = SqlRequest.Read(http.Request.Query);
        var queries = await saved.ReadAsync(page.Tenant, ct);
        using var reader = store.TryOpen(page.Tenant);
        var view = reader is null
            ? new SqlView(page, request, [], queries, null, null) { IsBuilt = false }
            : await AskAsync(reader, new SqlView(page, request, await SchemaAsync(reader, catalog, ct), queries, null, null) { Generation = reader.Generation, PublishedAt = reader.PublishedAt }, ct);
        return new RazorComponentResult<SqlPage>(new { View = view })
        {
            PreventStreamingRendering = true,
            StatusCode = view.Failure is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    public static async Task<IResult> SaveAsync(HttpContext http, SavedQueries saved, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var request = SqlRequest.Read(new QueryCollection(form.ToDictionary(pair => pair.Key, pair => pair.Value)));
        var chart = request.Kind.Length == 0 ? null : JsonSerializer.Serialize(new { chart = request.Kind, x = request.X, y = request.Y, series = request.Series });
        await saved.SaveAsync(TenantOf(http), http.Caller().Actor, form["title"].ToString(), request.Sql, chart, ct);
        return Results.LocalRedirect(request.Address(new Links(http.Request.PathBase.Value ?? "").WarehouseSql));
    }

    public static async Task<IResult> RemoveAsync(HttpContext http, SavedQueries saved, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        return await saved.RemoveAsync(TenantOf(http), http.Caller().Actor, form["code"].ToString(), ct)
            ? Results.LocalRedirect(new Links(http.Request.PathBase.Value ?? "").WarehouseSql)
            : Results.NotFound();
    }

    private static async Task<SqlView> AskAsync(WarehouseReader reader, SqlView view, CancellationToken ct)
    {
        if (view.Request.Sql.Length == 0)
        {
            return view;
        }

        try
        {
            var answer = await GuardedSql.QueryAsync(reader, view.Request.Sql, QueryLimits.People, ct);
            return view with { Answer = answer, Chart = SqlChart.Of(answer, view.Request) };
        }
        catch (RefusedException refused)
        {
            return view with { Failure = new SqlFailure(refused.Code, refused.Message, refused.More?.GetValueOrDefault("line") as int?) };
        }
    }

    /// <summary>Bronze is described where it was declared: in the catalog.</summary>
    private static async Task<IReadOnlyList<WarehouseRelation>> SchemaAsync(WarehouseReader reader, LiveCatalog catalog, CancellationToken ct)
    {
        var known = catalog.Current;
        return
        [
            .. (await WarehouseSchema.ReadAsync(reader, ct)).Select(relation => known.Find(relation.FullName) is { } table
                ? relation with
                {
                    About = relation.About.Length > 0 ? relation.About : table.About,
                    Columns = [.. relation.Columns.Select(column => column.About.Length > 0 ? column : column with { About = table.Column(column.Name)?.About ?? "" })],
                }
                : relation),
        ];
    }

    private static Tenant TenantOf(HttpContext http) => http.Features.Get<Tenant>() ?? Tenant.Default;
}
