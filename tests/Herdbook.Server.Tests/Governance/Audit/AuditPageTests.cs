using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Herdbook.Server.Tests.Host;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Governance.Audit;

/// <summary>The audit log as a person reads it, in a real browser.</summary>
public sealed class AuditPageTests(Site site, Chromium chromium)
{
    private const string Rows = "/v1/rows/herd.ticket_def";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_log_to_an_entry_to_the_rows_whole_history_with_before_and_after()
    {
        await ChangeAsync("AUD-1", "Feed the <b>sheep</b>", "Feed the goats");
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/audit");
        await window.Page.Locator("[name=event]").FillAsync("rows.*");
        await window.Page.Locator("[name=table]").FillAsync("herd.ticket_def");
        await window.Page.Locator("[name=event]").PressAsync("Enter");
        await window.ArriveAsync("**/audit?*event=rows.**");
        var entries = window.Page.Locator("tr[data-entry]");
        Assert.InRange(await entries.CountAsync(), 2, 100);
        await entries.First.Locator("th a").ClickAsync();
        await window.ArriveAsync("**/audit/entries/*");
        var changed = window.Page.Locator(".change tr", new() { HasText = "ticket_title" });
        await Assertions.Expect(changed.Locator(".was")).ToHaveTextAsync("Feed the <b>sheep</b>");
        await Assertions.Expect(changed.Locator(".is")).ToHaveTextAsync("Feed the goats");

        await window.Page.Locator(".changes a", new() { HasText = "AUD-1" }).First.ClickAsync();
        await window.ArriveAsync("**/audit/row?table=herd.ticket_def&key=AUD-1");
        await Assertions.Expect(window.Page.Locator(".changes > li .state.info")).ToHaveTextAsync("update");
        await Assertions.Expect(window.Page.Locator(".changes > li .state.ok")).ToHaveTextAsync("insert");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task The_log_is_verified_by_hand_without_scripts_and_both_verdicts_are_told()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        using (var made = await server.Http.PostAsJsonAsync(Rows, new { ticket_code = "AUD-0" }, Ct))
        {
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Ct));
        }

        await using var window = await chromium.OpenAsync(server.Http.BaseAddress!, scripts: false);
        await window.GotoAsync("/audit/seal");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        var again = window.Page.GetByRole(AriaRole.Link, new() { Name = "Look again" });
        while (await again.CountAsync() > 0)
        {
            await window.GotoAsync("/audit/seal");
        }

        await Assertions.Expect(window.Page.Locator("[data-verdict=whole]")).ToContainTextAsync("intact");
        await window.GotoAsync("/audit?event=audit.verify");
        await Assertions.Expect(window.Page.Locator("tr[data-entry]").First).ToContainTextAsync("audit.verify");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Entries_whose_key_this_server_does_not_hold_are_named()
    {
        // The site's book was filled by another program, whose keys were thrown away.
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/audit/seal");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("[data-verdict=broken]")).ToContainTextAsync("not intact");
        await Assertions.Expect(window.Page.Locator("tbody code", new() { HasText = "key_unknown" }).First).ToBeVisibleAsync();
        await window.KeepPictureAsync("audit-verified", whole: true);
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_read_of_classified_rows_is_entered_before_they_are_sent_and_other_reads_are_not()
    {
        await ReadAsync("/v1/rows/erp.people?email=eq.marker@example.org");
        await ReadAsync("/tables/erp.people?email=eq.marker@example.org", "text/html");
        await ReadAsync("/v1/rows/erp.projects?select=id,people(full_name)&global_id=eq.marker@example.org&limit=1");
        await ReadAsync("/v1/rows/herd.ticket_def?ticket_title=eq.marker@example.org");
        await ReadAsync("/v1/catalog/tables/erp.people?marker@example.org");
        using var answer = JsonDocument.Parse(await ReadAsync("/v1/audit/entries?event=classified.read&limit=1000"));
        var reads = answer.RootElement.GetProperty("entries").EnumerateArray()
            .Where(read => read.GetProperty("event_data").GetProperty("filter").GetString()!.Contains("marker@example.org", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, reads.Count);
        Assert.All(reads, read => Assert.Equal(("erp.people", "owner", "confidential"), (
            read.GetProperty("subject_type").GetString(), read.GetProperty("actor_id").GetString(), read.GetProperty("event_data").GetProperty("classification").GetString())));
        Assert.Equal("email=eq.marker@example.org", reads[^1].GetProperty("event_data").GetProperty("filter").GetString());
    }

    [Fact]
    public async Task Every_page_fits_its_window_without_faults_in_light_and_dark()
    {
        await ChangeAsync("AUD-2", "A", "B");
        string? entry = null;
        foreach (var (width, scheme) in ((int, ColorScheme)[])[(1440, ColorScheme.Light), (360, ColorScheme.Dark)])
        {
            await using var window = await chromium.OpenAsync(site, width, 900, scheme);
            await window.GotoAsync("/audit?table=herd.ticket_def&key=AUD-2");
            entry ??= await window.Page.Locator("tr[data-entry]").First.GetAttributeAsync("data-entry");
            foreach (var (name, address) in ((string, string)[])[("log", "/audit"), ("entry", $"/audit/entries/{entry}"), ("row", "/audit/row?table=herd.ticket_def&key=AUD-2"), ("seal", "/audit/seal")])
            {
                await window.GotoAsync(address);
                Assert.InRange(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
                await window.KeepPictureAsync($"audit-{name}-{width}-{scheme.ToString().ToLowerInvariant()}", whole: true);
            }

            window.AssertNoFaults();
        }
    }

    [Fact]
    public async Task Another_tenants_entries_and_rows_are_not_to_be_had()
    {
        await ChangeAsync("AUD-3", "A", "B");
        var entry = (await site.Client.GetStringAsync("/audit?table=herd.ticket_def&key=AUD-3", Ct)).Split("data-entry=\"")[1][..36];
        using var foreign = await site.Client.GetAsync($"/t/demo/audit/entries/{entry}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Contains("Nothing is known of this row", await site.Client.GetStringAsync("/t/demo/audit/row?table=herd.ticket_def&key=AUD-3", Ct), StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync(string address, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", accept } } };
        using var answer = await site.Client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    private async Task ChangeAsync(string code, string first, string then)
    {
        using var made = await site.Client.PostAsJsonAsync(Rows, new { ticket_code = code, ticket_title = first }, Ct);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Ct));
        using var changed = await site.Client.PatchAsJsonAsync($"{Rows}?ticket_code=eq.{code}", new { ticket_title = then }, Ct);
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(Ct));
    }
}
