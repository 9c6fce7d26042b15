using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Seal;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Governance.Audit;

/// <summary>`/v1/audit/entries`: the log by filters, the latest first.</summary>
internal static class EntriesEndpoint
{
    private const int DefaultPage = 100;

    private sealed record Page(IReadOnlyList<Told> Entries, Guid? Next);

    private sealed record Told(
        Guid Id, long? Leaf, string EventType, JsonElement EventData, string? ActorId, string ActorType, DateTime CreatedAt, string? SubjectType, string? SubjectId,
        long? RowCount, string? RowsDigest, string? KeyId, string? Signature);

    /// <summary>`actor`, `actor_type`, `event` (`rows.*` for all that begin so), `subject_type`, `subject_id`, `from`, `to`, `limit`, and `after` with the `next` of the page before.</summary>
    public static async Task<IResult> ListAsync(HttpContext http, AuditLog log, CancellationToken ct)
    {
        string? Word(string name) => http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
        DateTime? Time(string name) => Word(name) is not { } text ? null
            : DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.UtcDateTime
            : throw Unreadable(name, "a time, as 2026-11-21T09:30:00Z");
        var limit = Word("limit") is not { } most ? DefaultPage
            : int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= AuditLog.MaximumPage ? number
            : throw Unreadable("limit", $"a number from 1 to {AuditLog.MaximumPage}");
        var filter = new AuditFilter(Word("actor"), Word("actor_type"), Word("event"), Word("subject_type"), Word("subject_id"), Time("from"), Time("to"));
        var rows = await log.ReadAsync(http.Caller().Tenant, filter, Word("after") is { } last ? Guid.TryParse(last, out var id) ? id : throw Unreadable("after", "the 'next' of the page before") : null, limit, ct);
        return Results.Json(new Page([.. rows.Select(Tell)], rows.Count == limit ? rows[^1].Entry.Id : null), AuditModule.Names);
    }

    public static async Task<IResult> GetAsync(HttpContext http, AuditLog log, Guid id, CancellationToken ct) =>
        await log.FindAsync(http.Caller().Tenant, id, ct) is { } found
            ? Results.Json(Tell(found), AuditModule.Names)
            : throw new RefusedException("entry_unknown", $"The audit log has no entry {id}.");

    private static Told Tell(AuditRow row)
    {
        var entry = row.Entry;
        using var data = JsonDocument.Parse(entry.EventData);
        return new Told(
            entry.Id, row.LeafIndex, entry.EventType, data.RootElement.Clone(), entry.ActorId, entry.ActorType, entry.CreatedAt, entry.SubjectType, entry.SubjectId,
            entry.RowCount, entry.RowsDigest, entry.KeyId, row.Signature);
    }

    internal static RefusedException Unreadable(string name, string what) => new("audit_query", $"'{name}' is to be {what}.") { Rule = name };
}
