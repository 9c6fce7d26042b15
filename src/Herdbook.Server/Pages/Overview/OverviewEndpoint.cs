using Herdbook.Core.Herd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Overview;

internal static class OverviewEndpoint
{
    public static void MapOverview(this IEndpointRouteBuilder routes) => routes.MapGet("/", ShowAsync);

    private static async Task<RazorComponentResult> ShowAsync(
        HttpContext http, Overviews overviews, IntakeBook intake, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var span = await overviews.SpanAsync(page.Tenant, ct);
        var request = OverviewRequest.From(http.Request.Query, span, page.Now);
        var spend = await overviews.ReadAsync(page.Tenant, request.Stack, request.Range.Days, ct);
        var rejects = await intake.ReasonsAsync(page.Tenant, ct);
        return new RazorComponentResult<OverviewPage>(new { View = new OverviewView(page, request, span, spend, rejects) })
        {
            PreventStreamingRendering = true,
        };
    }
}

/// <summary>Everything the page shows.</summary>
public sealed record OverviewView(
    PageContext Page, OverviewRequest Request, BookedSpan Span, SpendOverview Spend, IReadOnlyList<RejectReason> Rejects)
{
    public bool IsEmptyBook => Span.FirstAt is null;

    /// <summary>The conversations that a figure of this range counts.</summary>
    public string Rows(params ReadOnlySpan<(string Name, string? Value)> filter)
    {
        var days = Request.Range;
        return Links.With(
            Links.With(Page.Links.Sessions, filter),
            ("range", days.Name == "all" ? null : days.Name),
            ("from", days.Name is null && days.Days.From is { } from ? Figures.Day(from) : null),
            ("to", days.Name is null && days.Days.To is { } to ? Figures.Day(to) : null));
    }

    public IEnumerable<ReportRow> Unpriced => Spend.Models.Where(model => model.UnpricedTokens > 0);
}
