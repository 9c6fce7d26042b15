using Herdbook.Server.Pages.Warehouse.Insight;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Delivery;

internal static class DeliveryEndpoint
{
    public static readonly InsightShape Shape = new("delivery", "Delivery", [InsightFilter.Agent, InsightFilter.Project, InsightFilter.Ticket], []) { MostBars = 35 };

    /// <summary>More names than a table shows.</summary>
    private const int Most = 5_000;

    public static void MapDelivery(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/delivery", ShowAsync);
        routes.MapRowsBehind(Shape, DeliveryQueries.All);
    }

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, InsightDesk desk, CancellationToken ct)
    {
        using var session = await desk.OpenAsync(http, Shape, ct);
        var view = session.IsBuilt ? await ReadAsync(session, ct) : null;
        return new RazorComponentResult<DeliveryPage>(new { Insight = session.View, View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<DeliveryView> ReadAsync(InsightSession session, CancellationToken ct) => new(
        session.View,
        DeliveryFigures.Of((await session.AskAsync(DeliveryQueries.Total, ct)).Only),
        DeliveryFigures.Of((await session.AskBeforeAsync(DeliveryQueries.Total, ct)).Only),
        await session.AskAsync(DeliveryQueries.RequestsDaily, ct, int.MaxValue),
        await session.AskAsync(DeliveryQueries.Times, ct, int.MaxValue),
        await session.AskAsync(DeliveryQueries.InProgress, ct, int.MaxValue),
        await session.AskAsync(DeliveryQueries.ByAgent, ct, Most),
        await session.AskAsync(DeliveryQueries.ByProject, ct, Most),
        await session.AskAsync(DeliveryQueries.OpenRequests, ct, Most),
        await session.AskAsync(DeliveryQueries.OpenTickets, ct, Most));
}
