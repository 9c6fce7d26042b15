using System.Globalization;
using System.Text.Json;

namespace Herdbook.Intake.Otlp;

/// <summary>A log record as intake.telemetry_log keeps it.</summary>
internal sealed record LogRow
{
    private const int MostBytes = 1 << 20;

    public required Guid Key { get; init; }

    public required OtlpResource Resource { get; init; }

    public string? EventName { get; init; }

    public DateTimeOffset? At { get; init; }

    public string? Severity { get; init; }

    public string? Scope { get; init; }

    public string? TraceId { get; init; }

    public string? SpanId { get; init; }

    public required SpanReading Reading { get; init; }

    /// <summary>What the record itself tells of a call: Claude Code's and Codex's do. The figures of other records repeat those of a span.</summary>
    public TelemetryUsage? Call { get; init; }

    public byte[]? Body { get; init; }

    public required byte[] Attributes { get; init; }

    public int Size => 500 + Attributes.Length + (Body?.Length ?? 0);

    /// <summary>The row of a record, or null and why the record cannot be kept.</summary>
    /// <param name="seen">How often the same record stood in the request before: an exporter that repeats itself sends the whole request again.</param>
    public static LogRow? Of(OtlpLog log, Dictionary<Guid, int> seen, out string? why)
    {
        why = null;
        if (!OtlpText.IsTime(log.Time) || !OtlpText.IsTime(log.ObservedTime))
        {
            why = "a log record's time is after the year 2262";
            return null;
        }

        var resource = OtlpText.Key(log.Resource);
        var (attributes, body) = (OtlpText.Json(log.Attributes), log.Body.Kind == OtlpKind.Empty ? null : OtlpText.Json(log.Body, static (json, value) => value.WriteTo(json)));
        var reading = SpanReading.Of(log.Attributes);
        var name = OtlpText.Code(Name(log));
        var row = new LogRow
        {
            Key = OtlpText.Key(seen, (log, resource, attributes, body, name), static (json, told) =>
            {
                json.WriteString("resource", told.resource);
                json.WriteString("scope", told.log.Scope.Name);
                json.WriteNumber("time", told.log.Time);
                json.WriteNumber("observed", told.log.ObservedTime);
                json.WriteNumber("severity", told.log.Severity);
                json.WriteString("event", told.name);
                json.WriteString("trace", Convert.ToHexStringLower(told.log.TraceId));
                json.WriteString("span", Convert.ToHexStringLower(told.log.SpanId));
                json.WriteBase64String("attributes", told.attributes);
                json.WriteBase64String("body", told.body);
            }),
            Resource = log.Resource,
            EventName = name,
            At = OtlpText.Time(log.Time) ?? Stamp(log) ?? OtlpText.Time(log.ObservedTime),
            Severity = OtlpText.Code(log.SeverityText) ?? (log.Severity > 0 ? log.Severity.ToString(CultureInfo.InvariantCulture) : null),
            Scope = OtlpText.Code(log.Scope.Name),
            TraceId = OtlpText.Id(log.TraceId, 16),
            SpanId = OtlpText.Id(log.SpanId, 8),
            Reading = reading,
            Call = CallOf(name, log),
            Body = body,
            Attributes = attributes,
        };
        if (row.Size > MostBytes)
        {
            why = "a log record is larger than 1 MiB";
            return null;
        }

        return row;
    }

    /// <summary>Whole: `claude_code.api_request`, `codex.sse_event`. Claude Code's attribute leaves the first word to the body.</summary>
    private static string? Name(OtlpLog log)
    {
        var named = log.EventName is { Length: > 0 } name ? name : Text(log, "event.name");
        return log.Body.Text is { } body && body.StartsWith("claude_code.", StringComparison.Ordinal) && (named is null || body.EndsWith(named, StringComparison.Ordinal)) ? body : named;
    }

    private static TelemetryUsage? CallOf(string? name, OtlpLog log)
    {
        TelemetryUsage? call = name switch
        {
            "claude_code.api_request" => new TelemetryUsage
            {
                Input = Count(log, "input_tokens"),
                Output = Count(log, "output_tokens"),
                CacheRead = Count(log, "cache_read_tokens"),
                CacheCreate = Count(log, "cache_creation_tokens"),
                Cost = UsageReading.Money(Value(log, "cost_usd")),
            },
            "codex.sse_event" when Text(log, "event.kind") == "response.completed" => new TelemetryUsage
            {
                Input = Math.Max(0, (Count(log, "input_token_count") ?? 0) - (Count(log, "cached_token_count") ?? 0)),
                Output = Count(log, "output_token_count"),
                Reasoning = Count(log, "reasoning_token_count"),
                CacheRead = Count(log, "cached_token_count"),
            },
            _ => null,
        };
        return call is { IsEmpty: false } ? call : null;
    }

    private static OtlpValue Value(OtlpLog log, string name)
    {
        foreach (var (key, value) in log.Attributes)
        {
            if (key == name)
            {
                return value;
            }
        }

        return default;
    }

    private static string? Text(OtlpLog log, string name) => Value(log, name).Text;

    private static long? Count(OtlpLog log, string name) => Value(log, name).Count;

    private static DateTimeOffset? Stamp(OtlpLog log) =>
        DateTimeOffset.TryParse(Text(log, "event.timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}
