using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Herd.Reconcile;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Overview;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Live;

/// <summary>`/v1/herd/reconcile`: what sources told of the same calls, beside what is booked.</summary>
internal static class ReconcileEndpoint
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<IResult> ShowAsync(HttpContext http, Reconciliations reconciliations, CancellationToken ct)
    {
        var query = http.Request.Query;
        var filter = new ReconcileFilter(By(query["by"]), new DayRange(Day(query, "from"), Day(query, "to")), Named(query["source"]), query["all"] == "true", Page(query["page"]));
        return Results.Json(await reconciliations.ReadAsync(http.Caller().Tenant, filter, ct), Names);
    }

    /// <summary>`call`, `session` or `day`.</summary>
    /// <exception cref="RefusedException">`reconcile_by`.</exception>
    public static ReconcileBy By(string? text) => text switch
    {
        null or "" or "call" => ReconcileBy.Call,
        "session" => ReconcileBy.Session,
        "day" => ReconcileBy.Day,
        _ => throw new RefusedException("reconcile_by", $"Nothing is compared by “{text}”. Ask by call, session or day."),
    };

    public static int Page(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 1_000_000) : 1;

    public static string? Named(string? source) => string.IsNullOrWhiteSpace(source) ? null : source;

    private static DateOnly? Day(IQueryCollection query, string name) => query[name].ToString() is not { Length: > 0 } text ? null
        : NamedRange.ParseDay(text) ?? throw new RefusedException("reconcile_day", $"{name}: “{text}” is no day. Write it as yyyy-MM-dd, for example 2026-01-31.");
}
