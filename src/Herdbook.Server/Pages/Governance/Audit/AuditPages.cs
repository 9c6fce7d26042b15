using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Governance.Audit;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Governance.Audit;

/// <summary>`/audit`: who did what, what changed by it, what happened to a row, and whether the log is what was written.</summary>
internal static class AuditPages
{
    private const int PerPage = 100;

    public static void MapAuditPages(this IEndpointRouteBuilder pages)
    {
        var audit = pages.MapGroup("/audit").Requires(Permission.AuditRead).AddEndpointFilter(FormGuard.CheckAsync);
        audit.MapGet("", LogAsync);
        audit.MapGet("/entries/{id:guid}", EntryAsync);
        audit.MapGet("/row", RowAsync);
        audit.MapGet("/seal", SealAsync);
        audit.MapPost("/verify", Verify);
        audit.MapPost("/verify/stop", Stop);
    }

    private static async Task<IResult> LogAsync(HttpContext http, AuditLog log, SealState seal, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        string? Word(string name) => http.Request.Query[name].ToString().Trim() is { Length: > 0 } value ? value[..Math.Min(value.Length, 500)] : null;
        var asked = new AuditAsked(Word("actor"), Word("event"), Word("table"), Word("key"), Day(Word("from")), Day(Word("to")));
        var after = Guid.TryParse(Word("after"), out var last) ? last : (Guid?)null;
        var rows = await log.ReadAsync(page.Tenant, asked.Filter, after, PerPage + 1, ct);
        return Page<AuditPage>(new AuditView(page, asked, [.. rows.Take(PerPage)], rows.Count > PerPage, after is null, await seal.ReadAsync(page.Tenant, ct)));
    }

    private static async Task<IResult> EntryAsync(HttpContext http, Guid id, AuditLog log, AuditChanges changes, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var row = await log.FindAsync(page.Tenant, id, ct) ?? throw new RefusedException("entry_unknown", $"The audit log has no entry {id}.");
        return Page<EntryPage>(new EntryView(page, row, await changes.OfEntryAsync(page.Tenant, id, ct)));
    }

    private static async Task<IResult> RowAsync(HttpContext http, AuditLog log, AuditChanges changes, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var (table, key) = (http.Request.Query["table"].ToString(), http.Request.Query["key"].ToString());
        if (table.Length == 0 || key.Length == 0)
        {
            return Results.LocalRedirect(page.Links.Audit);
        }

        var before = long.TryParse(http.Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var found = await changes.OfRowAsync(page.Tenant, table, key, before, ct);
        var entries = before is null ? await log.ReadAsync(page.Tenant, new AuditFilter(SubjectType: table, SubjectId: key), null, AuditChanges.MostRows, ct) : [];
        return Page<RowHistoryPage>(new RowHistoryView(
            page, table, key, [.. found.Take(AuditChanges.MostRows)], entries, found.Count > AuditChanges.MostRows ? found[AuditChanges.MostRows - 1].BookingId : null));
    }

    private static async Task<IResult> SealAsync(HttpContext http, SealState seal, VerificationDesk desk, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        return Page<SealPage>(new SealView(page, await seal.ReadAsync(page.Tenant, ct), desk.Last(page.Tenant)));
    }

    private static IResult Verify(HttpContext http, VerificationDesk desk)
    {
        var caller = http.Caller();
        desk.Start(caller.Tenant, caller.Actor);
        return Back(http);
    }

    private static IResult Stop(HttpContext http, VerificationDesk desk)
    {
        desk.Stop(http.Caller().Tenant);
        return Back(http);
    }

    private static IResult Back(HttpContext http) => Results.LocalRedirect(new Links(http.Request.PathBase.Value ?? "").Seal);

    private static RazorComponentResult<TPage> Page<TPage>(object view)
        where TPage : IComponent => new(new { View = view }) { PreventStreamingRendering = true };

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue ? day : null;
}
