using System.Net;
using System.Text.Json;
using Xunit;

namespace Herdbook.Server.Tests.Live;

public sealed class LiveTests(LiveSite site, Chromium chromium) : IClassFixture<LiveSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_running_agent_says_how_it_stands_and_the_most_urgent_comes_first()
    {
        var agents = (await JsonAsync("/v1/herd/live")).EnumerateArray().ToList();
        Assert.Equal(
            [("waits", "waiting"), ("loops", "looping"), ("fails", "blocked"), ("hangs", "blocked"), ("works", "working")],
            agents.Select(a => (Text(a, "instance_code"), Text(a, "state"))));
        var works = agents[^1];
        Assert.Equal((300, 0.05m, "B-1"), (works.GetProperty("tokens_per_minute").GetInt64(), works.GetProperty("cost_usd").GetDecimal(), Text(works, "ticket_code")));
        Assert.Equal("the same call 5 times", Text(agents[1], "why"));
        Assert.Equal("Bash does not answer", Text(agents[3], "why"));

        var page = await PageAsync("/live");
        foreach (var word in (string[])["waits for approval", "File the W-1", "looping", "step 5 of works", "data-live=\"/v1/herd/live/events\""])
        {
            Assert.Contains(word, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Work of ended", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_watches_hears_of_the_next_event_without_asking()
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        bounded.CancelAfter(TimeSpan.FromSeconds(30));
        using var answer = await site.Http.GetAsync("/v1/herd/live/events", HttpCompletionOption.ResponseHeadersRead, bounded.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(bounded.Token));
        Assert.DoesNotContain("a new step", await NextAsync(reader, bounded.Token), StringComparison.Ordinal);

        await site.WriteAsync(
            """
            insert into agent.events (session_id, event_key, event_type, message)
            select id, gen_random_uuid(), 'assistant_message', 'a new step' from agent.sessions where agent_instance_code = 'waits'
            """, Ct);
        Assert.Contains("a new step", await NextAsync(reader, bounded.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_shows_what_a_ticket_waits_for_and_who_holds_it_while_the_lease_runs()
    {
        var board = await PageAsync("/board");
        string Card(string ticket) => board[board.IndexOf($"id=\"t-{ticket}\"", StringComparison.Ordinal)..].Split("</li>")[0];
        Assert.Contains("claimed", Card("B-1"), StringComparison.Ordinal);
        Assert.Contains("1 ticket waits for it", Card("B-1"), StringComparison.Ordinal);
        Assert.Contains("href=\"#t-B-1\"", Card("B-2"), StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#t-B-5\"", Card("B-3"), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>roof", board, StringComparison.Ordinal);
        Assert.Contains(">ready<", Card("B-4"), StringComparison.Ordinal);
        Assert.DoesNotContain(">ready<", Card("B-2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call")]
    [InlineData("session")]
    [InlineData("day")]
    public async Task What_telemetry_tells_otherwise_is_listed_by_call_session_and_day(string by)
    {
        var told = await JsonAsync($"/v1/herd/reconcile?by={by}&source=telemetry");
        var row = Assert.Single(told.GetProperty("rows").EnumerateArray());
        Assert.Equal(("telemetry", -50L, -0.01m), (Text(row, "source"), row.GetProperty("differing_tokens").GetInt64(), row.GetProperty("differing_usd").GetDecimal()));
        var page = await PageAsync($"/reconcile?by={by}");
        Assert.Contains("-50", page, StringComparison.Ordinal);
        Assert.Contains("-0.01", page, StringComparison.Ordinal);
        Assert.Empty((await JsonAsync($"/v1/herd/reconcile?by={by}&from=2020-01-01&to=2020-12-31")).GetProperty("rows").EnumerateArray());
    }

    [Theory]
    [InlineData("by=month", "reconcile_by")]
    [InlineData("source=rumour", "reconcile_source")]
    [InlineData("from=soon", "reconcile_day")]
    public async Task A_comparison_that_cannot_be_is_refused_by_its_name(string query, string code)
    {
        using var answer = await site.Http.GetAsync($"/v1/herd/reconcile?{query}", Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, Text(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement, "code"));
    }

    [Fact]
    public async Task Traces_are_listed_with_what_they_used_and_a_filter_leaves_those_that_fit()
    {
        string Row(string page, char trace) => page[page.IndexOf($"data-key=\"{new string(trace, 32)}\"", StringComparison.Ordinal)..].Split("</tr>")[0];
        var all = await PageAsync("/traces");
        foreach (var word in (string[])["invoke_agent triage", "support-desk", "href=\"/sessions/works\"", "4.0 s", "1,500", "$0.05", "1 error"])
        {
            Assert.Contains(word, Row(all, 'a'), StringComparison.Ordinal);
        }

        Assert.Contains(">ok<", Row(all, 'b'), StringComparison.Ordinal);
        Assert.DoesNotContain(new string('b', 32), await PageAsync("/traces?errors=1"), StringComparison.Ordinal);
        Assert.DoesNotContain(new string('b', 32), await PageAsync("/traces?service=support-desk"), StringComparison.Ordinal);
        Assert.Contains("No trace fits", await PageAsync("/traces?service=nobody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_shows_what_it_cost_and_each_link_says_why_and_how_sure()
    {
        var pulls = await PageAsync("/work");
        Assert.Contains("acme/house#5", pulls, StringComparison.Ordinal);
        Assert.Contains("https://github.com/acme/house/pull/5", pulls, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>walls", pulls, StringComparison.Ordinal);
        Assert.Contains("B-2", await PageAsync("/work?by=ticket"), StringComparison.Ordinal);
        Assert.Contains("No finding has a cost yet", await PageAsync("/work?by=finding"), StringComparison.Ordinal);
        var links = await PageAsync("/work?by=links&of=pr:acme/house%235");
        foreach (var word in (string[])["by the branch", "on the branch walls", "nearly certain", "90 %", "likely", "80 %", "href=\"/sessions/works\""])
        {
            Assert.Contains(word, links, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("work")]
    [InlineData("work?by=links")]
    [InlineData("traces")]
    public Task A_page_of_work_or_traces_fits_a_desk_in_light_and_a_phone_in_the_dark(string page) =>
        chromium.LookAsync(site.Address, "watch-" + page.Split('?')[0] + page.Length, $"/{page}");

    private static async Task<string> NextAsync(StreamReader reader, CancellationToken ct)
    {
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return "";
    }

    private static string? Text(JsonElement of, string member) => of.GetProperty(member).GetString();

    private async Task<JsonElement> JsonAsync(string address) => JsonDocument.Parse(await site.Http.GetStringAsync(address, Ct)).RootElement;

    private async Task<string> PageAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", "text/html" } } };
        using var answer = await site.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
