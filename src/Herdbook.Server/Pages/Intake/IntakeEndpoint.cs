using System.Globalization;
using Herdbook.Core.Herd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Intake;

internal static class IntakeEndpoint
{
    public static void MapIntake(this IEndpointRouteBuilder routes) => routes.MapGet("/intake", ShowAsync);

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, IntakeBook intake, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var query = http.Request.Query;
        var filter = new IntakeFilter(
            Text(query["reason"]),
            long.TryParse(query["source"], NumberStyles.None, CultureInfo.InvariantCulture, out var source) ? source : null,
            Text(query["path"]),
            Text(query["status"]),
            Number(query["page"]),
            Number(query["rejects"]));
        var state = await intake.ReadAsync(page.Tenant, filter, ct);
        return new RazorComponentResult<IntakePage>(new { View = new IntakeView(page, filter, state) }) { PreventStreamingRendering = true };
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim()[..Math.Min(value.Trim().Length, 500)];

    private static int Number(string? value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 1_000_000) : 1;
}

/// <summary>Everything the page shows.</summary>
public sealed record IntakeView(PageContext Page, IntakeFilter Filter, IntakeState State)
{
    public string Address(IntakeFilter filter) => Links.With(
        Page.Links.Intake,
        ("path", filter.Text),
        ("status", filter.Status),
        ("page", filter.SourcePage > 1 ? filter.SourcePage.ToString(CultureInfo.InvariantCulture) : null),
        ("reason", filter.Reason),
        ("source", filter.Source?.ToString(CultureInfo.InvariantCulture)),
        ("rejects", filter.RejectPage > 1 ? filter.RejectPage.ToString(CultureInfo.InvariantCulture) : null));

    /// <summary>Nothing was ever imported here.</summary>
    public bool IsEmpty => State.Runs.Count == 0 && State.SourceCount == 0 && Filter is { Text: null, Status: null, SourcePage: 1 };

    /// <summary>The semantic colour of a state's word.</summary>
    public static string Colour(string status) => status switch
    {
        "running" or "reading" => "live",
        "done" or "read" => "ok",
        "failed" => "bad",
        "interrupted" or "tail_pending" => "warn",
        _ => "",
    };
}
