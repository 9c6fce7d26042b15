using Herdbook.Server.Pages.Warehouse.Insight;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Quality;

internal static class QualityEndpoint
{
    public static readonly InsightShape Shape = new(
        "quality",
        "Quality",
        [
            InsightFilter.Agent, InsightFilter.Project, new InsightFilter("reviewer", "reviewer") { ChoicesOf = "agent" }, Quiet("verdict"), Quiet("category"), Quiet("severity"),
            Quiet("outcome"), Quiet("pattern"), Quiet("rounds"),
        ],
        [])
    { MostBars = 35 };

    /// <summary>More names than a table shows.</summary>
    private const int Most = 5_000;

    public static void MapQuality(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/quality", ShowAsync);
        routes.MapRowsBehind(Shape, QualityQueries.All);
    }

    private static InsightFilter Quiet(string name) => new(name, name, IsTyped: true) { IsQuiet = true };

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, InsightDesk desk, CancellationToken ct)
    {
        using var session = await desk.OpenAsync(http, Shape, ct);
        var view = session.IsBuilt ? await ReadAsync(session, ct) : null;
        return new RazorComponentResult<QualityPage>(new { Insight = session.View, View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<QualityView> ReadAsync(InsightSession session, CancellationToken ct) => new(
        session.View,
        QualityFigures.Of((await session.AskAsync(QualityQueries.Total, ct)).Only),
        QualityFigures.Of((await session.AskBeforeAsync(QualityQueries.Total, ct)).Only),
        await session.AskAsync(QualityQueries.Daily, ct, int.MaxValue),
        await session.AskAsync(QualityQueries.Passes, ct, int.MaxValue),
        await session.AskAsync(QualityQueries.ByRounds, ct),
        await session.AskAsync(QualityQueries.ByCategory, ct),
        await session.AskAsync(QualityQueries.ByPattern, ct, Most),
        await session.AskAsync(QualityQueries.ByReviewer, ct, Most),
        await session.AskAsync(QualityQueries.ByAuthor, ct, Most));
}
