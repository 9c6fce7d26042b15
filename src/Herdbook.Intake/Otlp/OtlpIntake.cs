using System.Text.Json;
using Herdbook.Core;
using Herdbook.Intake.Otlp.Booking;
using Herdbook.Intake.Otlp.Wire;

namespace Herdbook.Intake.Otlp;

/// <summary>
/// Takes the requests of OTLP/HTTP. When a call returns, what it accepted is committed; taking the same again adds nothing, so an exporter may
/// repeat whatever it has no answer for. One for all requests: what comes together is committed together.
/// Each call takes a body of JSON or else of protobuf, and throws <see cref="OtlpMalformedException"/> where it kept nothing of it.
/// </summary>
public sealed class OtlpIntake
{
    private readonly GroupWriter<(Tenant Tenant, Actor Actor), SpanRow> _spans;
    private readonly GroupWriter<(Tenant Tenant, Actor Actor), LogRow> _logs;
    private readonly GroupWriter<(Tenant Tenant, Actor Actor), PointRow> _points;

    /// <param name="told">Called with the tenant after spans or logs were committed.</param>
    public OtlpIntake(Book book, Action<Tenant> told)
    {
        var spans = new SpanBook(book);
        var logs = new LogBook(book, spans);
        _spans = new GroupWriter<(Tenant Tenant, Actor Actor), SpanRow>((from, rows, ct) => Then(spans.WriteAsync(from.Tenant, from.Actor, rows, ct), from.Tenant), row => row.Size);
        _logs = new GroupWriter<(Tenant Tenant, Actor Actor), LogRow>((from, rows, ct) => Then(logs.WriteAsync(from.Tenant, from.Actor, rows, ct), from.Tenant), row => row.Size);
        _points = new GroupWriter<(Tenant Tenant, Actor Actor), PointRow>((from, rows, ct) => logs.WriteAsync(from.Tenant, from.Actor, rows, ct), row => row.Size);

        async Task Then(Task written, Tenant tenant)
        {
            await written;
            told(tenant);
        }
    }

    private delegate TRow? Keeping<TItem, TRow>(TItem item, out string? why);

    /// <summary>Takes ExportTraceServiceRequest.</summary>
    public Task<OtlpAnswer> TracesAsync(Tenant tenant, Actor actor, ReadOnlyMemory<byte> body, bool json, CancellationToken ct) =>
        TakeAsync(_spans, tenant, actor, json ? Read(body, OtlpJson.Spans) : OtlpProtoSpans.Spans(body.Span), SpanRow.Of, ct);

    /// <summary>Takes ExportLogsServiceRequest.</summary>
    public Task<OtlpAnswer> LogsAsync(Tenant tenant, Actor actor, ReadOnlyMemory<byte> body, bool json, CancellationToken ct)
    {
        var seen = new Dictionary<Guid, int>();
        return TakeAsync(_logs, tenant, actor, json ? Read(body, OtlpJsonOthers.Logs) : OtlpProtoLogs.Logs(body.Span), (OtlpLog log, out string? why) => LogRow.Of(log, seen, out why), ct);
    }

    /// <summary>Takes ExportMetricsServiceRequest.</summary>
    public Task<OtlpAnswer> MetricsAsync(Tenant tenant, Actor actor, ReadOnlyMemory<byte> body, bool json, CancellationToken ct)
    {
        var seen = new Dictionary<Guid, int>();
        return TakeAsync(_points, tenant, actor, json ? Read(body, OtlpJsonOthers.Points) : OtlpProtoMetrics.Points(body.Span), (OtlpPoint point, out string? why) => PointRow.Of(point, seen, out why), ct);
    }

    private static async Task<OtlpAnswer> TakeAsync<TItem, TRow>(GroupWriter<(Tenant Tenant, Actor Actor), TRow> writer, Tenant tenant, Actor actor, List<TItem> items, Keeping<TItem, TRow> keep, CancellationToken ct)
        where TRow : class
    {
        var (rejected, why) = (0L, (string?)null);
        var rows = new List<TRow>(items.Count);
        foreach (var item in items)
        {
            if (keep(item, out var reason) is { } row)
            {
                rows.Add(row);
            }
            else
            {
                (rejected, why) = (rejected + 1, why ?? reason);
            }
        }

        return await writer.WriteAsync((tenant, actor), rows, ct) ? new OtlpAnswer(rejected, why, Busy: false) : OtlpAnswer.Later;
    }

    private static List<T> Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, List<T>> read)
    {
        using var document = OtlpJson.Document(body);
        return read(document.RootElement);
    }
}
