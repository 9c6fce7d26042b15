using System.Net;
using System.Net.Http.Headers;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests;

/// <summary>Pages as a program sees them: no browser, no script.</summary>
public sealed class PageTests(Site site)
{
    private const int Bound = 100 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages =>
    [
        "/", "/?range=all&by=agent", "/?range=all&by=project", "/?from=2026-01-01&to=2026-01-31", "/sessions", "/sessions?sort=cost", "/sessions?errors=1&sort=errors",
        "/sessions?q=telemetry", $"/sessions/{HostileTranscript.Code}", "/intake", "/intake?reason=not_json", "/t/demo/", "/t/demo/sessions", "/t/demo/sessions?page=2", "/t/demo/intake",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_answers_and_stays_below_100_KB(string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = await site.Client.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Ct)).Length, 1, Bound);
    }

    [Fact]
    public async Task The_longest_real_conversation_opens_with_its_first_steps_and_a_link_to_the_rest()
    {
        SharedData.Require("claude-code");
        var html = await GetAsync("/sessions/3a782158-6c7c-4d4d-9c73-eae031da5b18");
        Assert.Equal(100, html.Split("<li class=\"story-step").Length - 1);
        Assert.Contains("rel=\"next\"", html, StringComparison.Ordinal);
        var rest = await GetAsync("/sessions/3a782158-6c7c-4d4d-9c73-eae031da5b18?skip=100&part=steps");
        Assert.DoesNotContain("<html", rest, StringComparison.Ordinal);
        Assert.Contains(">101<", rest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?from=2026-02-30")]
    [InlineData("/sessions?to=%3Cb%3Esoon")]
    public async Task A_day_that_is_none_is_named_and_limits_nothing(string page)
    {
        var html = await GetAsync(page);
        Assert.Contains("in the address is no day", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>soon", html, StringComparison.Ordinal);
        Assert.DoesNotContain("is no day", await GetAsync("/?from=2026-01-01&to=2026-01-31"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_a_transcript_is_never_markup()
    {
        foreach (var page in (string[])["/?range=all", "/?range=all&by=project", "/sessions", $"/sessions/{HostileTranscript.Code}", "/intake"])
        {
            var html = await GetAsync(page);
            Assert.DoesNotContain("<script>window", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<i>HOUSE", html, StringComparison.Ordinal);
            Assert.DoesNotContain("\"><b>house", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_conversation_of_another_tenant_is_not_there()
    {
        using var here = await site.Client.GetAsync($"/sessions/{HostileTranscript.Code}", Ct);
        using var there = await site.Client.GetAsync($"/t/demo/sessions/{HostileTranscript.Code}", Ct);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, there.StatusCode);
        Assert.Contains("There is nothing at this address", await there.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_is_a_page_for_a_reader_and_a_problem_for_a_program()
    {
        using var page = await site.Client.GetAsync("/nowhere", Ct);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Overview", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var program = new HttpClient { BaseAddress = site.Client.BaseAddress }.AsOwner();
        using var problem = await program.GetAsync("/nowhere", Ct);
        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_demo_fleet_says_so_on_every_page_and_how_to_remove_it()
    {
        foreach (var page in (string[])["/t/demo/", "/t/demo/sessions", "/t/demo/intake", "/t/demo/nowhere"])
        {
            using var answer = await site.Client.GetAsync(page, Ct);
            Assert.Contains("herdbook demo remove", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("herdbook demo remove", await GetAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_the_pages_is_kept_for_ever_under_its_own_content()
    {
        var html = await GetAsync("/");
        var start = html.IndexOf("/assets/lib/tabler.min.css?v=", StringComparison.Ordinal);
        Assert.True(start > 0);
        var address = html[start..html.IndexOf('"', start)];
        using var kept = await site.Client.GetAsync(address, Ct);
        Assert.Equal("text/css", kept.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", kept.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        using var old = await site.Client.GetAsync("/assets/lib/tabler.min.css?v=000000000000", Ct);
        Assert.True(old.Headers.CacheControl?.NoCache);
        using var outside = await site.Client.GetAsync("/assets/..%2F..%2Fherdbook.dll", Ct);
        Assert.Equal(HttpStatusCode.NotFound, outside.StatusCode);
    }

    [Theory]
    [InlineData("/sessions?sort=cost", "/sessions?sort=cost")]
    [InlineData("//elsewhere.example/", "/")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    public async Task The_theme_link_returns_to_its_page_and_never_to_another_site(string back, string expected)
    {
        using var answer = await site.Client.GetAsync($"/theme/dark?back={Uri.EscapeDataString(back)}", Ct);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
        Assert.Contains("herdbook-theme=dark", string.Join(';', answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_book_says_what_will_stand_there_and_the_command_that_fills_it()
    {
        await site.Book.WriteAsync(
            Tenant.Default,
            Actor.Owner,
            new AuditEvent("test"), async (connection, ct) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "insert into catalog.tenant (tenant_id, title, is_demo) values ('bare', 'Bare', false) on conflict do nothing";
                return await command.ExecuteNonQueryAsync(ct);
            },
            Ct);
        foreach (var page in (string[])["/t/bare/", "/t/bare/sessions", "/t/bare/intake"])
        {
            Assert.Contains("herdbook import claude-code", await GetAsync(page), StringComparison.Ordinal);
        }
    }

    private async Task<string> GetAsync(string address)
    {
        using var answer = await site.Client.GetAsync(address, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
