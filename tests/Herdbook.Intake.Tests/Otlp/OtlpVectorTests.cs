using System.Text.Json.Nodes;
using Herdbook.Intake.Otlp;
using Herdbook.Intake.Otlp.Wire;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.Otlp;

/// <summary>Payloads of many SDKs.</summary>
public sealed class OtlpVectorTests(TelemetryFixture fixture) : IClassFixture<TelemetryFixture>
{
    private static readonly string[] CacheWrites = ["input_cache_creation", "input_cache_creation_5m", "input_cache_creation_1h"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JsonObject[] Vectors() =>
        [.. JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.Require("genai-traces"), "otlp-json-vectors.json")))!.AsArray().Select(vector => vector!.AsObject())];

    [Fact]
    public async Task Every_payload_is_kept_span_by_span_or_refused()
    {
        var tenant = fixture.NextTenant();
        var (spans, rejected, refused) = (0L, 0L, 0);
        foreach (var vector in Vectors())
        {
            try
            {
                rejected += (await fixture.TracesAsync(tenant, vector["resourceSpans"]!, Ct)).Rejected;
                spans += Ids(vector["resourceSpans"]!).Count;
            }
            catch (OtlpMalformedException e)
            {
                Assert.Contains("traceId", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        // Five write their ids as a list of bytes, which is not OTLP; one has two spans without any id.
        Assert.Equal((5, 2L), (refused, rejected));
        var kept = Vectors().Where(v => !v.ToJsonString().Contains("\"data\":[", StringComparison.Ordinal)).SelectMany(v => Ids(v["resourceSpans"]!)).Distinct().Order().ToArray();
        Assert.Equal(kept, await fixture.QueryAsync<string>(tenant, "select trace_id || '/' || span_id from intake.span order by 1", Ct), StringComparer.Ordinal);
        Assert.True(await fixture.SettleAsync(tenant, Ct));
    }

    [Fact]
    public void What_a_call_used_is_what_the_vectors_expect()
    {
        var checkedVectors = 0;
        foreach (var vector in Vectors().Where(v => v.ContainsKey("expected_usage_details")))
        {
            using var document = OtlpJson.Document(System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["resourceSpans"] = vector["resourceSpans"]!.DeepClone() }.ToJsonString()));
            var usage = SpanReading.Of(OtlpJson.Spans(document.RootElement).Single().Attributes).Usage;
            var expected = vector["expected_usage_details"]!.AsObject();
            var title = (string)vector["title"]!;
            Assert.True(Number(expected, "input") is null || Number(expected, "input") == usage.Input, title);
            Assert.True(Number(expected, "output") is null || Number(expected, "output") == usage.Output - (usage.Reasoning ?? 0), title);
            Assert.True((Number(expected, "output_reasoning_tokens") ?? 0) == (usage.Reasoning ?? 0), title);
            Assert.True((Number(expected, "input_cached_tokens") ?? Number(expected, "input_cache_read") ?? 0) == (usage.CacheRead ?? 0), title);
            Assert.True(CacheWrites.Sum(name => Number(expected, name) ?? 0) == (usage.CacheCreate ?? 0), title);
            checkedVectors++;
        }

        Assert.Equal(9, checkedVectors);
    }

    [Fact]
    public async Task Kinds_are_told_under_every_convention()
    {
        var tenant = fixture.NextTenant();
        (string Key, string Value, string Kind)[] told =
        [
            ("gen_ai.operation.name", "chat", "model"), ("gen_ai.operation.name", "embeddings", "embedding"), ("gen_ai.operation.name", "invoke_agent", "agent"),
            ("openinference.span.kind", "RETRIEVER", "retrieval"), ("openinference.span.kind", "CHAIN", "workflow"), ("langfuse.observation.type", "generation", "model"),
            ("traceloop.span.kind", "tool", "tool"), ("ai.operationId", "ai.streamText.doStream", "model"), ("ai.operationId", "ai.streamText", "workflow"),
            ("operation.name", "ai.toolCall weather", "tool"), ("llm.request.type", "chat", "model"), ("http.method", "GET", "other"),
        ];
        var spans = told.Select((t, i) => Telemetry.Span(1, i + 1, null, t.Kind, (t.Key, t.Value)));
        await fixture.TracesAsync(tenant, Telemetry.Resource(spans), Ct);
        Assert.Equal(told.Select(t => t.Kind), await fixture.QueryAsync<string>(tenant, "select run_kind from intake.span order by span_id", Ct));
    }

    private static List<string> Ids(JsonNode resourceSpans) =>
    [
        .. from resource in resourceSpans.AsArray()
           from scope in resource!["scopeSpans"]?.AsArray() ?? []
           from span in scope!["spans"]?.AsArray() ?? []
           where span!["traceId"] is JsonValue
           select $"{span["traceId"]}/{span["spanId"]}",
    ];

    private static long? Number(JsonObject expected, string name) => expected[name] is { } value ? (long)value : null;
}
