using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Herdbook.Server.Tests.Otlp;

public sealed class OtlpRequestTests(TelemetrySite site) : IClassFixture<TelemetrySite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_no_otlp_is_refused_with_the_status_that_tells_an_exporter_not_to_repeat_it()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("{\"resourceSpans\": [", "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("[]", "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("{\"resourceSpans\": {}}", "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("\u0001\u0002\u0003", "application/x-protobuf"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await StatusAsync("{}", "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await StatusAsync("{}", "application/json", "br"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("{}", "application/json", "gzip"));
        using var anyone = new HttpClient { BaseAddress = site.Client.BaseAddress };
        Assert.Equal(HttpStatusCode.Unauthorized, (await anyone.PostAsync("/v1/traces", Content("{}", "application/json"), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_too_much_is_refused()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var spaces = new byte[1 << 20];
            Array.Fill(spaces, (byte)' ');
            for (var i = 0; i < 17; i++)
            {
                await gzip.WriteAsync(spaces, Ct);
            }
        }

        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await site.SendAsync("/v1/traces", content, Ct)).StatusCode);
    }

    [Fact]
    public async Task The_spans_that_can_be_kept_are_and_the_others_are_told_in_part()
    {
        const string Body = """
            {"resourceSpans": [{"scopeSpans": [{"spans": [
              {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "00f067aa0ba902b7", "name": "a\u0000b \ud800", "startTimeUnixNano": "1738074845669299666", "endTimeUnixNano": "1738074845669399666"},
              {"traceId": "00000000000000000000000000000000", "spanId": "00f067aa0ba902b8", "name": "no trace"},
              {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "00f0", "name": "short"}]}]}]}
            """;
        var answer = await site.SendAsync("/v1/traces", Content(Body, "application/json"), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var partial = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["partialSuccess"]!;
        Assert.Equal("2", (string)partial["rejectedSpans"]!);
        Assert.Equal(["100000"], await site.QueryAsync<string>("select duration_ns::text from intake.span where trace_id = '0af7651916cd43dd8448eb211c80319c'", Ct));
    }

    [Fact]
    public async Task Langfuses_address_takes_a_token_as_the_secret_key_and_no_other_address_does()
    {
        var basic = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"pk-any:{site.Token}")));
        var wrong = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("pk-any:sk-wrong")));
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync("/api/public/otel/v1/traces", Content("{}", "application/json"), Ct, basic)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.SendAsync("/api/public/otel/v1/traces", Content("{}", "application/json"), Ct, wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.SendAsync("/v1/traces", Content("{}", "application/json"), Ct, basic)).StatusCode);
    }

    [Fact]
    public async Task Metrics_are_kept_once_and_never_booked()
    {
        const string Body = """
            {"resourceMetrics": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "claude-code"}}]}, "scopeMetrics": [{"metrics": [
              {"name": "claude_code.token.usage", "unit": "tokens", "sum": {"aggregationTemporality": 1, "isMonotonic": true, "dataPoints": [
                {"startTimeUnixNano": "1738074845000000000", "timeUnixNano": "1738074846000000000", "asDouble": 1200, "attributes": [{"key": "type", "value": {"stringValue": "input"}}, {"key": "session.id", "value": {"stringValue": "metered"}}]}]}},
              {"name": "latency", "histogram": {"aggregationTemporality": 2, "dataPoints": [{"timeUnixNano": "1738074846000000000", "count": "4", "sum": 10, "bucketCounts": ["4"], "explicitBounds": []}]}}]}]}]}
            """;
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync("/v1/metrics", Content(Body, "application/json"), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync("/v1/metrics", Content(Body, "application/json"), Ct)).StatusCode);
        Assert.Equal(
            ["claude_code.token.usage delta 1200 metered", "latency cumulative 10 4"],
            await site.QueryAsync<string>("select concat_ws(' ', metric_name, temporality, value, point_count, session_code) from intake.metric_point order by 1", Ct));
    }

    private async Task<HttpStatusCode> StatusAsync(string body, string type, string? encoding = null)
    {
        var content = Content(body, type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return (await site.SendAsync("/v1/traces", content, Ct)).StatusCode;
    }

    private static ByteArrayContent Content(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}
