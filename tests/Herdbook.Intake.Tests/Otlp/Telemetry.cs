using System.Text.Json.Nodes;

namespace Herdbook.Intake.Tests.Otlp;

/// <summary>Writes OTLP's JSON.</summary>
internal static class Telemetry
{
    private const ulong Second = 1_000_000_000;
    private const ulong Noon = 1_748_779_200 * Second;

    public static JsonArray Resource(IEnumerable<JsonObject> spans) =>
        [new JsonObject { ["resource"] = new JsonObject { ["attributes"] = Attributes(("service.name", "shop")) }, ["scopeSpans"] = new JsonArray(new JsonObject { ["spans"] = new JsonArray([.. spans.Select(span => span.DeepClone())]) }) }];

    public static JsonArray Logs(params JsonObject[] records) =>
        [new JsonObject { ["scopeLogs"] = new JsonArray(new JsonObject { ["logRecords"] = new JsonArray([.. records.Select(record => record.DeepClone())]) }) }];

    public static JsonObject Span(int trace, int span, int? parent, string name, params (string Key, object Value)[] attributes) => new()
    {
        ["traceId"] = $"{trace:x32}",
        ["spanId"] = $"{span:x16}",
        ["parentSpanId"] = parent is { } id ? $"{id:x16}" : "",
        ["name"] = name,
        ["startTimeUnixNano"] = (Noon + ((ulong)span * Second)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["endTimeUnixNano"] = (Noon + ((ulong)(span + 10) * Second)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["attributes"] = Attributes(attributes),
    };

    public static JsonObject Log(string body, int at, params (string Key, object Value)[] attributes) => new()
    {
        ["timeUnixNano"] = (Noon + ((ulong)at * Second)).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["body"] = new JsonObject { ["stringValue"] = body },
        ["attributes"] = Attributes(attributes),
    };

    private static JsonArray Attributes(params (string Key, object Value)[] attributes) => new([.. attributes.Select(attribute => new JsonObject
    {
        ["key"] = attribute.Key,
        ["value"] = attribute.Value is int number
            ? new JsonObject { ["intValue"] = number.ToString(System.Globalization.CultureInfo.InvariantCulture) }
            : new JsonObject { ["stringValue"] = (string)attribute.Value },
    })]);
}
