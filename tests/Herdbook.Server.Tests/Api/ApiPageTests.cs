using Herdbook.Core;
using Herdbook.Server.Pages.Api;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Api;

/// <summary>The page on which the API is read and tried.</summary>
public sealed class ApiPageTests(Site site, Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pages => new()
    {
        { "api", "/t/demo/api" },
        { "api-table", "/t/demo/api/herd.ticket_def?try=1&select=ticket_code,ticket_title&column=ticket_code&op=like&value=*&order=ticket_code.desc&limit=3" },
        { "api-read-only", "/t/demo/api/intake.usage" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public Task The_pages_fit_their_window_without_faults_in_light_and_dark(string name, string address) => chromium.LookAsync(site, name, address);

    [Fact]
    public async Task A_request_is_tried_in_place_and_stands_in_the_address()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/api");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "agent_def", Exact = true }).ClickAsync();
        await window.Page.WaitForURLAsync("**/t/demo/api/herd.agent_def");
        await window.Page.Locator("input[name=select]").FillAsync("agent_code");
        await window.Page.Locator("input[name=order]").FillAsync("agent_code.asc");
        await window.Page.Locator("input[name=limit]").FillAsync("2");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("[data-figure=status]")).ToHaveTextAsync("200 OK");
        await Assertions.Expect(window.Page.Locator(".api-sent code")).ToHaveTextAsync("/t/demo/v1/rows/herd.agent_def?select=agent_code&order=agent_code.asc&limit=2");
        await Assertions.Expect(window.Page.Locator(".api-answer")).ToContainTextAsync("\"agent_code\": ");
        Assert.Contains("try=1", window.Page.Url, StringComparison.Ordinal);
        Assert.EndsWith(" ms", await window.TextAsync("[data-figure=took]"), StringComparison.Ordinal);
        window.AssertNoFaults();

        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Page.Locator("[data-figure=status]")).ToHaveTextAsync("200 OK");
    }

    [Fact]
    public async Task Without_scripts_a_filter_is_tried_by_the_form_alone()
    {
        await using var window = await chromium.OpenAsync(site, scripts: false);
        await window.GotoAsync("/t/demo/api/herd.agent_def");
        await window.Page.Locator("select[name=column]").SelectOptionAsync("agent_code");
        await window.Page.Locator("select[name=op]").SelectOptionAsync("in");
        await window.Page.Locator("input[name=value]").FillAsync("nobody,\"no one\"");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("[data-figure=status]")).ToHaveTextAsync("200 OK");
        await Assertions.Expect(window.Page.Locator(".api-answer")).ToHaveTextAsync("[]");
    }

    [Fact]
    public async Task A_refusal_is_shown_as_the_program_would_get_it()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/api/herd.agent_def?try=1&select=agent_cod");
        Assert.StartsWith("400", await window.TextAsync("[data-figure=status]"), StringComparison.Ordinal);
        await Assertions.Expect(window.Page.Locator(".api-answer")).ToContainTextAsync("agent_code");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Every_line_for_a_shell_that_reads_works_on_every_table()
    {
        var faults = new List<string>();
        foreach (var table in Schema.Declared.Tables)
        {
            foreach (var (_, line) in new CurlLines(Schema.Declared, table, site.Address).All().Where(each => each.Line.StartsWith("curl '", StringComparison.Ordinal)))
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, line[6..^1]);
                request.Headers.Accept.ParseAdd("*/*");
                using var answer = await site.Client.SendAsync(request, Ct);
                if (!answer.IsSuccessStatusCode && !line.Contains("/v1/history/", StringComparison.Ordinal))
                {
                    faults.Add($"{line} {await answer.Content.ReadAsStringAsync(Ct)}");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public async Task Nothing_but_a_query_of_this_table_can_be_tried()
    {
        foreach (var hostile in new[] { "#/../../healthz", "&a=b#c", "../../../healthz", "http://example.org/", "\r\nHost: example.org", "<script>alert(1)</script>" })
        {
            var address = $"/t/demo/api/herd.agent_def?try=1&select={Uri.EscapeDataString(hostile)}&rest={Uri.EscapeDataString(hostile)}";
            var page = await site.Client.GetStringAsync(new Uri(address, UriKind.Relative), Ct);
            Assert.Contains("<code>/t/demo/v1/rows/herd.agent_def?", page, StringComparison.Ordinal);
            Assert.DoesNotContain("alive", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        }
    }
}
