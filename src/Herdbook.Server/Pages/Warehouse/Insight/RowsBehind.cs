using System.Globalization;
using Herdbook.Core;
using Herdbook.Server.Pages.Warehouse.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>`/cost/rows?of=cost_rows&amp;…`: the rows that a figure counts, a hundred a page, with their sums.</summary>
internal static class RowsBehind
{
    public static void MapRowsBehind(this IEndpointRouteBuilder routes, InsightShape shape, IReadOnlyList<InsightQuery> queries)
    {
        routes.ServiceProvider.GetRequiredService<InsightExports>().Add(shape, queries);
        routes.MapGet($"/{shape.Area}/rows", (HttpContext http, InsightDesk desk, CancellationToken ct) => ShowAsync(http, desk, shape, queries, ct));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, InsightDesk desk, InsightShape shape, IReadOnlyList<InsightQuery> queries, CancellationToken ct)
    {
        var name = http.Request.Query["of"].ToString();
        var query = queries.FirstOrDefault(query => query.Name == name)
            ?? throw new RefusedException("insight_filter", $"{shape.Title} has no rows called “{InsightPeriod.Shown(name)}”. It has {string.Join(", ", queries.Select(query => query.Name))}.");
        var page = http.Request.Query["page"].ToString();
        if (page.Length > 0 && !(int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > 0))
        {
            throw InsightPeriod.Refused($"“{InsightPeriod.Shown(page)}” is no page. Pages are counted from 1.");
        }

        using var session = await desk.OpenAsync(http, shape, ct);
        if (!session.IsBuilt)
        {
            return Results.LocalRedirect(session.View.Address());
        }

        var view = await session.PageAsync(query, page.Length == 0 ? 1 : int.Parse(page, CultureInfo.InvariantCulture), ct);
        return new RazorComponentResult<InsightRowsPage>(new { View = view }) { PreventStreamingRendering = true };
    }
}
