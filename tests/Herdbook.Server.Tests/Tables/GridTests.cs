using System.Globalization;
using Herdbook.Catalog;
using Herdbook.Server.Pages.Tables;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Tables;

/// <summary>A grid as a reader uses it, in a real browser, on the demo fleet.</summary>
public sealed class GridTests(Site site, Chromium chromium)
{
    private const string Events = "/t/demo/tables/agent.events";
    private const string Instances = "/t/demo/tables/herd.agent_instance";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One of each module here; every other as a program reads it, in <see cref="GridPageTests"/>.</summary>
    [Fact]
    public async Task A_grid_of_every_module_opens()
    {
        await using var window = await chromium.OpenAsync(site);
        foreach (var table in site.Catalog.Tables.DistinctBy(table => table.Module))
        {
            await window.GotoAsync($"/t/demo/tables/{table.FullName}");
            Assert.Equal($"{table.Name} · Herdbook (demo)", await window.Page.TitleAsync());
            Assert.Equal(table.Name, await window.TextAsync("h1"));
            window.AssertNoFaults();
        }
    }

    [Theory]
    [InlineData("grid-instances", Instances)]
    [InlineData("grid-events", Events)]
    [InlineData("grid-tokens", "/t/demo/tables/herd.agent_instance_token_activity?select=booking_id,model_code,agent_instance_code,token_input_count,token_output_count,token_cost_usd,booked_at")]
    [InlineData("grid-filter", Events + "?event_type=in.(tool_call,tool_result)&order=occurred_at.desc&page-open=event_type")]
    [InlineData("grid-group", Events + "?group-by=event_type")]
    [InlineData("grid-empty", "/t/demo/tables/herd.decision_record")]
    [InlineData("grid-payload", Events + "?select=id,event_type,payload,session_id,model_code,duration_ms,is_error,event_key")]
    public Task A_grid_fits_its_window_without_faults_in_light_and_dark(string name, string address) => chromium.LookAsync(site, name, address, whole: false);

    [Fact]
    public async Task A_filter_by_allowed_values_is_chosen_by_boxes_and_stands_in_the_address()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(Events);
        await window.Page.GetByText("Filter", new() { Exact = true }).First.ClickAsync();
        await window.Page.Locator(".pop[open] .pick a", new() { HasText = "event_type" }).ClickAsync();
        await window.Page.Locator(".filter-editor input[value=tool_call]").CheckAsync();
        await window.Page.Locator(".filter-editor button").ClickAsync();
        await window.Page.WaitForURLAsync("**/agent.events?event_type=in.(tool_call)");
        Assert.Equal(["tool_call"], (await window.Page.Locator("td[data-column=event_type], th[data-column=event_type]").AllInnerTextsAsync()).Distinct());
        await window.Page.Locator(".chips .x").First.ClickAsync();
        await window.Page.WaitForURLAsync("**/agent.events");
        await window.Page.GoBackAsync();
        await Assertions.Expect(window.Page.Locator(".chips .chip").First).ToContainTextAsync("tool_call");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_head_sorts_and_pages_lead_forward_back_and_to_the_end()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(Instances + "?select=agent_instance_code,agent_instance_started_at&limit=25");
        await window.Page.Locator("thead a[data-sort]", new() { HasText = "agent_instance_code" }).ClickAsync();
        await window.Page.WaitForURLAsync("**order=agent_instance_code.desc*");
        await window.Page.Locator("thead a[data-sort]", new() { HasText = "agent_instance_code" }).ClickAsync();
        await window.Page.WaitForURLAsync("**order=agent_instance_code.asc*");
        var first = await KeysAsync(window);
        Assert.Equal(25, first.Length);
        Assert.Equal(0, await window.Page.Locator("a[rel=prev]").CountAsync());
        await TurnAsync(window, "next");
        var second = await KeysAsync(window);
        Assert.Equal(25, second.Length);
        Assert.Empty(first.Intersect(second));
        await TurnAsync(window, "prev");
        Assert.Equal(first, await KeysAsync(window));
        await TurnAsync(window, "last");
        var last = await KeysAsync(window);
        Assert.Equal(25, last.Length);
        Assert.Equal(0, await window.Page.Locator("a[rel=next]").CountAsync());
        await TurnAsync(window, "first");
        Assert.Equal(first, await KeysAsync(window));
        window.AssertNoFaults();

        // Walked through from the beginning every row comes once, and the last page is the same from both ends.
        var all = new List<string>(first);
        while (await window.Page.Locator("a[rel=next]").CountAsync() > 0)
        {
            await TurnAsync(window, "next");
            all.AddRange(await KeysAsync(window));
        }

        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(all[^25..], last);
    }

    [Fact]
    public async Task Columns_are_chosen_by_boxes()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(Events + "?select=id,event_type");
        await window.Page.Locator("summary", new() { HasText = "Columns" }).ClickAsync();
        await window.Page.Locator(".pop input[value=tool_name]").CheckAsync();
        await window.Page.Locator(".pop input[value=event_type]").UncheckAsync();
        await window.Page.Locator(".pop[open] button", new() { HasText = "Show" }).ClickAsync();
        await window.Page.WaitForURLAsync("**/agent.events?select=id,tool_name");
        Assert.Equal(["id", "tool_name"], (await window.Page.Locator("table.rows thead .head > :first-child").AllInnerTextsAsync()).Select(head => head.TrimEnd(' ', '↑', '↓')));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_group_counts_its_rows_and_leads_to_them()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(Events);
        await window.Page.Locator("summary", new() { HasText = "Group" }).ClickAsync();
        await window.Page.Locator(".pop[open] .pick a", new() { HasText = "tool_name" }).ClickAsync();
        await window.Page.WaitForURLAsync("**group-by=tool_name*");
        var figure = window.Page.Locator("table.groups tbody tr").Nth(1).Locator("td.num a");
        var count = (await figure.InnerTextAsync()).Trim();
        await figure.ClickAsync();
        await window.Page.WaitForURLAsync("**tool_name=*");
        Assert.Equal(count, await window.TextAsync("[data-figure=count]"));
        window.AssertNoFaults();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("json")]
    public async Task The_present_filter_is_exported_whole(string format)
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(Instances + "?select=agent_instance_code,ticket_code&ticket_code=not.is.null&limit=25");
        var count = int.Parse(await window.TextAsync("[data-figure=count]"), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        await window.Page.Locator("summary", new() { HasText = "Export" }).ClickAsync();
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.Locator($".pop[open] a[href*='export.{format}']").ClickAsync());
        Assert.Equal($"herd.agent_instance.{format}", download.SuggestedFilename);
        var text = await File.ReadAllTextAsync(await download.PathAsync(), Ct);
        var rows = format switch
        {
            "csv" => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1,
            "ndjson" => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length,
            _ => System.Text.Json.JsonDocument.Parse(text).RootElement.GetArrayLength(),
        };
        Assert.Equal(count, rows);
        Assert.True(count > 25);
    }

    [Fact]
    public async Task A_view_is_kept_under_its_name_and_removed()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(Instances + "?select=agent_instance_code&ticket_code=not.is.null&order=agent_instance_code.desc");
        await window.Page.Locator("summary", new() { HasText = "Views" }).ClickAsync();
        await window.Page.Locator(".save-view input[name=name]").FillAsync("With <b>tickets</b>");
        await window.Page.Locator(".save-view button").ClickAsync();
        await Assertions.Expect(window.Page.Locator("summary", new() { HasText = "Views" })).ToContainTextAsync("With");
        await window.GotoAsync(Instances);
        await window.Page.Locator("summary", new() { HasText = "Views" }).ClickAsync();
        await window.Page.Locator(".views a", new() { HasText = "With <b>tickets</b>" }).ClickAsync();
        await window.Page.WaitForURLAsync("**ticket_code=not.is.null*");
        await Assertions.Expect(window.Page.Locator("summary", new() { HasText = "Views" })).ToContainTextAsync("With");
        await window.Page.Locator("summary", new() { HasText = "Views" }).ClickAsync();
        await window.Page.Locator(".views button").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator(".views li")).ToHaveCountAsync(0);
        window.AssertNoFaults();
    }

    [Fact]
    public async Task The_keyboard_goes_through_rows_and_pages_and_opens_one()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(Instances + "?limit=25");
        await window.Page.Keyboard.PressAsync("j");
        await window.Page.Keyboard.PressAsync("j");
        await window.Page.Keyboard.PressAsync("k");
        await window.Page.Keyboard.PressAsync("j");
        var key = await window.Page.Locator("tr.at").GetAttributeAsync("data-key");
        Assert.Equal((await KeysAsync(window))[1], key);
        await window.Page.Keyboard.PressAsync("x");
        Assert.Equal("1", await window.TextAsync("[data-selected] b"));
        await window.Page.Keyboard.PressAsync("n");
        await window.Page.WaitForURLAsync("**page-after=*");
        await Assertions.Expect(window.Page.Locator("tr.marked")).ToHaveCountAsync(0);
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Without_scripts_filter_order_and_pages_still_work()
    {
        await using var window = await chromium.OpenAsync(site, scripts: false);
        await window.GotoAsync(Events + "?limit=25");
        await window.Page.Locator("summary", new() { HasText = "Filter" }).First.ClickAsync();
        await window.Page.Locator(".pop[open] .pick a", new() { HasText = "is_error" }).ClickAsync();
        await window.Page.Locator(".filter-editor input[value=false]").CheckAsync();
        await window.Page.Locator(".filter-editor button").ClickAsync();
        await window.Page.WaitForURLAsync("**is_error=is.false*");
        await window.Page.Locator("a[rel=next]").First.ClickAsync();
        await window.Page.WaitForURLAsync("**page-after=*");
        await Assertions.Expect(window.Page.Locator("table.rows tbody tr")).ToHaveCountAsync(25);
        await window.Page.Locator("summary", new() { HasText = "Sort" }).ClickAsync();
        await window.Page.Locator("select[name=set-order-1]").SelectOptionAsync("occurred_at");
        await window.Page.Locator("select[name=set-direction-1]").SelectOptionAsync("desc");
        await window.Page.Locator(".pop[open] button").ClickAsync();
        await window.Page.WaitForURLAsync("**order=occurred_at.desc*");
    }

    private static async Task TurnAsync(Window window, string rel)
    {
        var before = window.Page.Url;
        await window.Page.Locator($"a[rel={rel}]").First.ClickAsync();
        await window.Page.WaitForURLAsync(address => address != before);
        await Assertions.Expect(window.Page.Locator("[data-grid]:not(.htmx-request)")).ToHaveCountAsync(1);
    }

    private static Task<string[]> KeysAsync(Window window) =>
        window.Page.Locator("table.rows tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.key)");
}
