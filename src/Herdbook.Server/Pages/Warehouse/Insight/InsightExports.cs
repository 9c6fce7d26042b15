using Herdbook.Core;
using Herdbook.Server.Pages.Warehouse.Costs;
using Herdbook.Server.Pages.Warehouse.Delivery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>`/warehouse/export.csv?q=cost_rows&amp;…`: a named query's rows under a page's filters, all of them.</summary>
internal static class InsightExports
{
    /// <summary>Every dashboard with what it asks.</summary>
    private static readonly (InsightShape Shape, IReadOnlyList<InsightQuery> Queries)[] Dashboards =
    [
        (CostEndpoint.Shape, CostQueries.All),
        (DeliveryEndpoint.Shape, DeliveryQueries.All),
    ];

    public static void MapInsightExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/warehouse/export.csv", (HttpContext http, InsightDesk desk, CancellationToken ct) => SendAsync(http, desk, "csv", ct));
        routes.MapGet("/warehouse/export.parquet", (HttpContext http, InsightDesk desk, CancellationToken ct) => SendAsync(http, desk, "parquet", ct));
    }

    private static async Task<IResult> SendAsync(HttpContext http, InsightDesk desk, string format, CancellationToken ct)
    {
        var name = http.Request.Query["q"].ToString();
        var found = Dashboards.SelectMany(dashboard => dashboard.Queries.Select(query => (dashboard.Shape, Query: query))).FirstOrDefault(pair => pair.Query.Name == name);
        if (found.Query is null)
        {
            throw InsightPeriod.Refused($"There is no query called “{InsightPeriod.Shown(name)}”. Use the Export menu of a dashboard.");
        }

        await using var session = await desk.OpenAsync(http, found.Shape, ct);
        if (!session.IsBuilt)
        {
            throw new RefusedException("warehouse_missing", "There is no warehouse yet, so there is nothing to export. Build it: herdbook warehouse build.");
        }

        var period = session.View.Request.Period;
        return Results.File(
            session.Export(found.Query, format, ct),
            format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.apache.parquet",
            $"{name}_{Figures.Day(period.From)}_{Figures.Day(period.To)}.{format}");
    }
}
