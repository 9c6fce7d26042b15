using System.Globalization;
using Herdbook.Server.Pages.Warehouse.Insight;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Costs;

internal static class CostEndpoint
{
    public static readonly InsightShape Shape = new(
        "cost", "Cost", [InsightFilter.Agent, InsightFilter.Model, InsightFilter.Project, InsightFilter.Ticket, InsightFilter.PullRequest], ["agent", "model", "project"])
    {
        Extras =
        [
            new InsightExtra(CostBudget.Parameter, text => CostBudget.Read(text)!.Month.ToString(CultureInfo.InvariantCulture), _ => null),
            new InsightExtra(PricesAt, text => Figures.Day(InsightPeriod.Day(text)), Figures.Day),
        ],
    };

    /// <summary>The parameter that names the day whose prices count.</summary>
    private const string PricesAt = "prices_at";

    /// <summary>More names than a table shows.</summary>
    private const int Most = 5_000;

    public static void MapCost(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cost", ShowAsync);
        routes.MapRowsBehind(Shape, CostQueries.All);
    }

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, InsightDesk desk, CancellationToken ct)
    {
        using var session = await desk.OpenAsync(http, Shape, ct);
        var view = session.IsBuilt ? await ReadAsync(session, ct) : null;
        return new RazorComponentResult<CostPage>(new { Insight = session.View, View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<CostView> ReadAsync(InsightSession session, CancellationToken ct)
    {
        var request = session.View.Request;
        var budget = CostBudget.Read(request.Extra(CostBudget.Parameter));
        var pricesAt = request.Extra(PricesAt) is { } text ? InsightPeriod.Day(text) : request.Today;
        var total = (await session.AskAsync(CostQueries.Total, ct)).Only;
        var before = (await session.AskBeforeAsync(CostQueries.Total, ct)).Only;
        var span = (await session.AskAsync(CostQueries.Span, ct)).Only;
        var daily = await session.AskAsync(CostQueries.Daily, ct, int.MaxValue);
        var month = budget is null ? null : (await session.AskAsync(CostQueries.Month, ct)).Only.Money("cost_usd");
        return new CostView(
            session.View,
            CostFigures.Of(total),
            CostFigures.Of(before),
            total.Count("instances"),
            span.Day("first_day"),
            span.Day("last_day"),
            request.Today,
            [.. daily.Rows.Select(row => new CostCell(row.Day("day")!.Value, row.Text("code")!, CostFigures.Of(row)))],
            budget,
            month,
            pricesAt,
            new CostTables(
                await session.AskAsync(CostQueries.ByAgent, ct, Most),
                await session.AskAsync(CostQueries.ByModel, ct, Most),
                await session.AskAsync(CostQueries.ByProject, ct, Most),
                await session.AskAsync(CostQueries.ByTicket, ct, Most),
                await session.AskAsync(CostQueries.ByPullRequest, ct, Most),
                await session.AskAsync(CostQueries.Anomalies, ct, Most),
                await session.AskAsync(CostQueries.Recost, ct, Most)));
    }
}
