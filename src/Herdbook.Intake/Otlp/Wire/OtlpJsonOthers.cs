using System.Text.Json;

namespace Herdbook.Intake.Otlp.Wire;

/// <summary>Reads log records and data points from OTLP's JSON.</summary>
internal static class OtlpJsonOthers
{
    private static readonly (string Member, string Kind)[] Kinds =
        [("gauge", "gauge"), ("sum", "sum"), ("histogram", "histogram"), ("exponentialHistogram", "exponential_histogram"), ("summary", "summary")];

    /// <summary>Reads ExportLogsServiceRequest.</summary>
    public static List<OtlpLog> Logs(JsonElement request)
    {
        var logs = new List<OtlpLog>();
        foreach (var group in OtlpJson.List(request, "resourceLogs"))
        {
            var resource = OtlpJson.Resource(group);
            foreach (var scoped in OtlpJson.List(group, "scopeLogs"))
            {
                var scope = OtlpJson.Scope(scoped);
                foreach (var record in OtlpJson.List(scoped, "logRecords"))
                {
                    logs.Add(Log(record, new OtlpLog(resource, scope)));
                }
            }
        }

        return logs;
    }

    private static OtlpLog Log(JsonElement json, OtlpLog log)
    {
        log.Time = OtlpJson.Time(json, "timeUnixNano");
        log.ObservedTime = OtlpJson.Time(json, "observedTimeUnixNano");
        log.Severity = json.TryGetProperty("severityNumber", out var severity) && severity.ValueKind == JsonValueKind.Number && severity.TryGetInt32(out var number) ? number : 0;
        log.SeverityText = OtlpJson.Text(json, "severityText");
        log.EventName = OtlpJson.Text(json, "eventName");
        log.Body = OtlpJson.Member(json, "body", JsonValueKind.Object) is { } body ? OtlpJson.Value(body) : default;
        log.TraceId = OtlpJson.Id(json, "traceId");
        log.SpanId = OtlpJson.Id(json, "spanId");
        OtlpJson.Attributes(json, log.Attributes);
        return log;
    }

    /// <summary>Reads ExportMetricsServiceRequest.</summary>
    public static List<OtlpPoint> Points(JsonElement request)
    {
        var points = new List<OtlpPoint>();
        foreach (var group in OtlpJson.List(request, "resourceMetrics"))
        {
            var resource = OtlpJson.Resource(group);
            foreach (var scoped in OtlpJson.List(group, "scopeMetrics"))
            {
                var scope = OtlpJson.Scope(scoped);
                foreach (var metric in OtlpJson.List(scoped, "metrics"))
                {
                    Metric(metric, resource, scope, points);
                }
            }
        }

        return points;
    }

    private static void Metric(JsonElement json, OtlpResource resource, OtlpScope scope, List<OtlpPoint> points)
    {
        var (name, unit) = (OtlpJson.Text(json, "name") ?? "", OtlpJson.Text(json, "unit") ?? "");
        foreach (var (member, kind) in Kinds)
        {
            if (OtlpJson.Member(json, member, JsonValueKind.Object) is not { } data)
            {
                continue;
            }

            var temporality = OtlpJson.Word(data, "aggregationTemporality", "AGGREGATION_TEMPORALITY_UNSPECIFIED", "AGGREGATION_TEMPORALITY_DELTA", "AGGREGATION_TEMPORALITY_CUMULATIVE");
            foreach (var item in OtlpJson.List(data, "dataPoints"))
            {
                var point = new OtlpPoint(resource, scope, name, unit, kind)
                {
                    Temporality = temporality,
                    Start = OtlpJson.Time(item, "startTimeUnixNano"),
                    Time = OtlpJson.Time(item, "timeUnixNano"),
                    Value = Value(item),
                    Count = item.TryGetProperty("count", out var count) ? OtlpJson.Integer(count, "count") : null,
                };
                OtlpJson.Attributes(item, point.Attributes);
                points.Add(point);
            }
        }
    }

    private static double? Value(JsonElement item) =>
        item.TryGetProperty("asDouble", out var value) ? OtlpJson.Double(value, "asDouble")
            : item.TryGetProperty("asInt", out value) ? OtlpJson.Integer(value, "asInt")
            : item.TryGetProperty("sum", out value) ? OtlpJson.Double(value, "sum")
            : null;
}
