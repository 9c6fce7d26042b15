using System.Globalization;
using Herdbook.Core.Herd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Work;

/// <summary>What pull requests, tickets and findings cost, and how work belongs together.</summary>
internal static class WorkEndpoint
{
    public static void MapWork(this IEndpointRouteBuilder routes) => routes.MapGet("/work", ShowAsync);

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, WorkCosts costs, WorkLinkList links, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var query = http.Request.Query;
        var by = WorkView.Kinds.Any(kind => kind.By == query["by"]) ? query["by"].ToString() : "pr";
        var all = query["all"] == "1";
        var at = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, 100_000) : 1;
        (string, string)? of = query["of"].ToString().Replace("\0", "", StringComparison.Ordinal).Split(':', 2) is [{ Length: > 0 } type, { Length: > 0 } code] ? (type, code) : null;
        IReadOnlyList<WorkCost> spent = by switch
        {
            "links" => [],
            "ticket" => await costs.ReadAsync(page.Tenant, WorkKind.Ticket, !all, WorkView.MostCosts, ct),
            "finding" => await costs.ReadAsync(page.Tenant, WorkKind.Finding, !all, WorkView.MostCosts, ct),
            _ => await costs.ReadAsync(page.Tenant, WorkKind.Pr, !all, WorkView.MostCosts, ct),
        };
        var found = by == "links" ? await links.ReadAsync(page.Tenant, of, at, ct) : [];
        return new RazorComponentResult<WorkPage>(new { View = new WorkView(page, by, all, of, at, spent, found) }) { PreventStreamingRendering = true };
    }
}
