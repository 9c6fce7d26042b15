using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Herdbook.Server.Tests.Intake;

/// <summary>Lines of our own format, as curl sends them.</summary>
public sealed class EventsTests(IntakeSite site) : IClassFixture<IntakeSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_line_books_a_run_and_the_same_line_again_adds_nothing()
    {
        const string Line = """{"run":"nightly-1","id":"n1","agent":"reviewer","model":"claude-sonnet-4-5","input_tokens":1000,"output_tokens":200,"message":"Read three files.","ticket":"DBC-87","project":"book"}""";
        var first = await PostAsync(Line);
        var again = await PostAsync(Line);

        Assert.Equal((1, 1, 1), (first.GetProperty("taken").GetInt32(), first.GetProperty("events").GetInt32(), first.GetProperty("bookings").GetInt32()));
        Assert.Equal((1, 0, 0), (again.GetProperty("taken").GetInt32(), again.GetProperty("events").GetInt32(), again.GetProperty("bookings").GetInt32()));
        Assert.Equal("reviewer DBC-87 0.006000", await site.ScalarAsync<string>(
            """
            select concat_ws(' ', i.agent_code, i.ticket_code, t.token_cost_usd)
              from herd.agent_instance i join herd.agent_instance_token_activity t using (agent_instance_code)
             where agent_instance_code = 'nightly-1'
            """, Ct));
    }

    [Fact]
    public async Task Each_line_that_cannot_be_taken_is_told_and_the_others_are_booked()
    {
        var answer = await PostAsync(string.Join('\n',
            """{"run":"mixed","id":"a","message":"One"}""",
            """{"message":"no run"}""",
            """{"run":"mixed","id":"b","message":"A number that no database holds","payload":{"x":1e400000}}""",
            "",
            """{"run":"mixed","id":"c","type":"call","input_tokens":5}""",
            """{"run":"mixed","id":"d","message":"torn""",
            """{"run":"mixed","id":"e","type":"tool_call","tool":"shell","message":"ls","payload":{"nul":"\u0000"}}"""));

        Assert.Equal((6, 2, 2), (answer.GetProperty("lines").GetInt32(), answer.GetProperty("taken").GetInt32(), answer.GetProperty("events").GetInt32()));
        Assert.Equal(
            [(2, "missing_field"), (3, "wrong_type"), (5, "missing_field"), (6, "torn")],
            answer.GetProperty("faults").EnumerateArray().Select(f => (f.GetProperty("line").GetInt32(), f.GetProperty("reason").GetString()!)).OrderBy(f => f.Item1));
    }

    [Fact]
    public async Task An_idempotency_key_names_lines_that_have_no_id()
    {
        const string Twice = "{\"run\":\"keyed\",\"message\":\"tick\"}\n{\"run\":\"keyed\",\"message\":\"tick\"}";
        Assert.Equal(2, (await PostAsync(Twice, "batch-1", packed: true)).GetProperty("events").GetInt32());
        Assert.Equal(0, (await PostAsync(Twice, "batch-1")).GetProperty("events").GetInt32());
        Assert.Equal(2, (await PostAsync(Twice, "batch-2")).GetProperty("events").GetInt32());
    }

    [Fact]
    public async Task Of_requests_that_come_together_each_is_told_what_was_new_of_its_own()
    {
        const string Refused = "{\"run\":\"crowd\",\"id\":\"crowd/x\",\"message\":\"A number that no database holds\",\"payload\":{\"x\":1e400000}}\n{\"run\":\"crowd\",\"id\":\"crowd/y\",\"message\":\"ok\"}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => PostAsync(
            n == 7 ? Refused : $$"""{"run":"crowd","id":"crowd/{{n / 2}}","message":"tick","at":"2026-05-01T08:00:00Z","model":"claude-sonnet-4-5","input_tokens":100,"output_tokens":10}""")));

        var told = answers.Select(a => (Events: a.GetProperty("events").GetInt32(), Bookings: a.GetProperty("bookings").GetInt32(), Faults: a.GetProperty("faults").GetArrayLength())).ToArray();
        Assert.Equal((1, 0, 1), told[7]);
        // Two requests tell each call: it was new to one of them.
        Assert.All(told.Where((_, n) => n is not 6 and not 7).Chunk(2), pair => Assert.Equal((1, 1, 0), (pair.Sum(t => t.Events), pair.Sum(t => t.Bookings), pair.Sum(t => t.Faults))));
        Assert.Equal(12, await site.ScalarAsync<long>("select count(*) from herd.agent_instance_token_activity where agent_instance_code = 'crowd'", Ct));
    }

    [Fact]
    public async Task A_providers_own_cost_is_booked_as_it_tells_it()
    {
        await PostAsync("""{"run":"billed","id":"c1","model":"gpt-5","input_tokens":10,"output_tokens":1,"cost_usd":0.25}""");

        Assert.Equal(0.25m, await site.ScalarAsync<decimal>("select cost_usd from intake.usage where message_id = 'c1'", Ct));
    }

    [Fact]
    public async Task Where_no_line_is_taken_the_request_is_refused()
    {
        using var answer = await SendAsync("{\"run\":3}", null, packed: false);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("events_refused", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private async Task<JsonElement> PostAsync(string lines, string? key = null, bool packed = false)
    {
        using var answer = await SendAsync(lines, key, packed);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<HttpResponseMessage> SendAsync(string lines, string? key, bool packed)
    {
        var bytes = Encoding.UTF8.GetBytes(lines);
        if (packed)
        {
            using var buffer = new MemoryStream();
            await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            {
                await gzip.WriteAsync(bytes, Ct);
            }

            bytes = buffer.ToArray();
        }

        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        if (packed)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/intake/events") { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await site.Server.Http.SendAsync(request, Ct);
    }
}
