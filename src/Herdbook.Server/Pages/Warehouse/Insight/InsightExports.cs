using Herdbook.Server.Pages.Warehouse.Agents;
using Herdbook.Server.Pages.Warehouse.Costs;
using Herdbook.Server.Pages.Warehouse.Delivery;
using Herdbook.Server.Pages.Warehouse.Quality;
using Herdbook.Server.Pages.Warehouse.Sprints;
using Herdbook.Warehouse.Reading;
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
        (QualityEndpoint.Shape, QualityQueries.All),
        (SprintEndpoint.Shape, SprintQueries.All),
        (AgentEndpoint.Shape, AgentQueries.All),
    ];

    public static void MapInsightExports(this IEndpointRouteBuilder routes) => routes.MapGet("/warehouse/export.{format}", SendAsync);

    private static async Task SendAsync(HttpContext http, InsightDesk desk, string format, CancellationToken ct)
    {
        WarehouseExport.RequireFormat(format);
        var name = http.Request.Query["q"].ToString();
        var found = Dashboards.SelectMany(dashboard => dashboard.Queries.Select(query => (dashboard.Shape, Query: query))).FirstOrDefault(pair => pair.Query.Name == name);
        if (found.Query is null)
        {
            throw InsightPeriod.Refused($"There is no query called “{InsightPeriod.Shown(name)}”. Use the Export menu of a dashboard.");
        }

        using var session = await desk.OpenAsync(http, found.Shape, ct);
        var period = session.View.Request.Period;
        await session.ExportAsync(found.Query, format, () =>
        {
            http.Response.ContentType = WarehouseExport.Formats[format];
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}_{Figures.Day(period.From)}_{Figures.Day(period.To)}.{format}\"";
        }, http.Response.Body, ct);
    }
}
