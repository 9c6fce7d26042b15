using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>Cost and Delivery as a reader uses them, on the demo fleet's warehouse; each figure beside SQL over gold, and the totals beside the book.</summary>
public sealed class DashboardTests(WarehouseSite site, Chromium chromium)
{
    private const string Year = "period=last_365d";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pages => new()
    {
        { "cost", "/t/demo/cost?budget=500" },
        { "cost-year", $"/t/demo/cost?{Year}&by=model" },
        { "cost-rows", $"/t/demo/cost/rows?of=cost_rows&{Year}" },
        { "delivery", "/t/demo/delivery" },
        { "delivery-year", $"/t/demo/delivery?{Year}" },
        { "cost-unbuilt", "/cost" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Every_dashboard_fits_its_window_without_faults_in_light_and_dark(string name, string address) =>
        chromium.LookAsync(new Uri(site.Address), name, address, async (window, _) =>
            Assert.Equal(await window.Page.Locator("[data-insight]").CountAsync(), await window.Page.Locator("[data-insight] canvas").CountAsync()));

    [Fact]
    public async Task The_cost_of_a_year_is_golds_and_the_books()
    {
        var (from, to) = WarehouseSite.LastDays(365);
        var booked = await new Reports(site.Book).ReadAsync(Tenant.Demo, ReportBy.Model, new DayRange(from, to), Ct);
        var gold = site.Money($"select sum(cost_usd) from herd_dm.mart_cost_daily where day between '{Figures.Day(from)}' and '{Figures.Day(to)}'", Ct);
        Assert.Equal(booked.Sum(row => row.CostUsd ?? 0), gold);
        var unpriced = booked.Sum(row => row.UnpricedTokens);
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync($"/t/demo/cost?{Year}&by=model");
        Assert.Equal((unpriced > 0 ? "≥ " : "") + Figures.Money(gold), await window.TextAsync("[data-figure=cost]"));
        Assert.Equal(Figures.Exact(booked.Sum(row => row.Calls)), await window.TextAsync("[data-figure=calls]"));
        Assert.Equal(Figures.Short(booked.Sum(row => row.Tokens)), await window.TextAsync("[data-figure=tokens]"));
        foreach (var model in booked.Where(row => row is { CostUsd: not null, UnpricedTokens: 0 }).OrderByDescending(row => row.CostUsd).Take(8))
        {
            Assert.Equal(Figures.Money(model.CostUsd!.Value), await window.TextAsync($"[data-ranked=models] tr[data-key='{model.Key}'] td:last-child"));
        }
    }

    [Fact]
    public async Task A_filter_changes_every_figure_and_its_chip_takes_it_away()
    {
        var agent = site.Text("select agent_code from herd_dm.mart_cost_daily group by 1 order by sum(cost_usd) desc nulls last limit 1", Ct);
        var (from, to) = WarehouseSite.LastDays(365);
        var gold = site.Money($"select sum(cost_usd) from herd_dm.mart_cost_daily where agent_code = '{agent}' and day between '{Figures.Day(from)}' and '{Figures.Day(to)}'", Ct);
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync($"/t/demo/cost?{Year}");
        var all = await window.TextAsync("[data-figure=cost]");
        await window.Page.Locator("form.insight-filter select[name=agent]").SelectOptionAsync(agent);
        await window.ArriveAsync($"**/cost?*agent={Uri.EscapeDataString(agent)}*");
        Assert.EndsWith(Figures.Money(gold), await window.TextAsync("[data-figure=cost]"), StringComparison.Ordinal);
        Assert.Equal(1, await window.Page.Locator("[data-ranked=agents] tbody tr").CountAsync());
        await window.Page.Locator(".chip.clears").ClickAsync();
        await window.ArriveAsync($"**/cost?{Year}");
        Assert.Equal(all, await window.TextAsync("[data-figure=cost]"));
        await window.Page.GoBackAsync();
        Assert.NotEqual(all, await window.TextAsync("[data-figure=cost]"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_figure_opens_rows_that_add_up_to_it()
    {
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync($"/t/demo/cost?{Year}");
        var row = window.Page.Locator("[data-ranked=models] tbody tr").First;
        var shown = (await row.Locator("td").Last.InnerTextAsync()).Trim();
        await row.Locator("a").First.ClickAsync();
        await window.ArriveAsync("**/cost/rows?*of=cost_rows*model=*");
        Assert.EndsWith(await window.TextAsync("[data-figure=sum]"), shown, StringComparison.Ordinal);
        var sum = 0m;
        for (var pages = 0; pages < 200; pages++)
        {
            foreach (var usd in await window.Page.Locator("table.behind tbody tr td:nth-child(8)").AllInnerTextsAsync())
            {
                sum += usd.Trim() == "–" ? 0 : decimal.Parse(usd, CultureInfo.InvariantCulture);
            }

            if (await window.Page.Locator("a[rel=next]").CountAsync() == 0)
            {
                break;
            }

            await window.GotoAsync((await window.Page.Locator("a[rel=next]").GetAttributeAsync("href"))!);
        }

        Assert.EndsWith(Figures.Money(sum), shown, StringComparison.Ordinal);
        Assert.Equal(sum.ToString("#,##0.00####", CultureInfo.InvariantCulture), await window.TextAsync("[data-sum=cost_usd]"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Delivery_counts_what_gold_and_the_book_count()
    {
        var (from, to) = WarehouseSite.LastDays(365);
        var (first, last) = (Figures.Day(from), Figures.Day(to));
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync($"/t/demo/delivery?{Year}");
        var merged = site.Count($"select count(*) from herd_dm.mart_cost_per_pr where merged_at::date between '{first}' and '{last}'", Ct);
        Assert.Equal($"{Figures.Exact(merged)} PRs", await window.TextAsync("[data-figure=merged]"));
        Assert.Equal(merged, await site.BookCountAsync("select count(*) from herd.pr_def where tenant_id = 'demo' and deleted_at is null and (pr_merged_at at time zone 'UTC')::date between @from and @to", from, to, Ct));
        var done = site.Count($"select count(*) from herd_dm.mart_flow where not is_deleted and done_at::date between '{first}' and '{last}'", Ct);
        Assert.Equal($"{Figures.Exact(done)} tickets done", await window.TextAsync("[data-figure=done]"));
        var lead = site.Number($"select median(lead_time_minutes)::double from herd_dm.mart_flow where not is_deleted and done_at::date between '{first}' and '{last}'", Ct);
        Assert.Equal(Figures.Duration(TimeSpan.FromMinutes(lead)), await window.TextAsync("[data-figure=lead]"));
        await window.Page.Locator("[data-figure=merged] a").ClickAsync();
        await window.ArriveAsync("**/delivery/rows?*of=delivery_prs_merged*");
        Assert.Equal(Figures.Exact(merged), await window.TextAsync("[data-figure=rows]"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Without_a_script_figures_charts_and_filters_are_there()
    {
        var project = site.Text("select project_code from herd_dm.mart_cost_daily where project_code <> '(none)' group by 1 order by sum(cost_usd) desc nulls last limit 1", Ct);
        await using var window = await chromium.OpenAsync(new Uri(site.Address), scripts: false);
        await window.GotoAsync($"/t/demo/cost?{Year}");
        var all = await window.TextAsync("[data-figure=cost]");
        Assert.True(await window.Page.Locator("[data-insight=spend-data] svg.still path").CountAsync() > 0);
        await window.Page.Locator("[data-chart-part=spend] .day-table summary").ClickAsync();
        Assert.True(await window.Page.Locator("[data-chart-part=spend] .day-table tbody tr").CountAsync() > 0);
        await window.Page.Locator("form.insight-filter select[name=project]").SelectOptionAsync(project);
        await window.Page.Locator("form.insight-filter button").ClickAsync();
        await window.ArriveAsync("**/cost?*project=*");
        Assert.NotEqual(all, await window.TextAsync("[data-figure=cost]"));
        await window.Page.Locator("details.custom:not(.exports) > summary").ClickAsync();
        await window.Page.Locator("details.custom form button").ClickAsync();
        await window.ArriveAsync("**/cost?*from=*to=*");
    }

    [Fact]
    public async Task A_chart_is_taken_along_as_a_picture_and_its_bars_lead_to_their_rows()
    {
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync($"/t/demo/cost?{Year}");
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.Locator("[data-png=spend]").ClickAsync());
        Assert.Equal("spend.png", download.SuggestedFilename);
        await using var picture = await download.CreateReadStreamAsync();
        var mark = new byte[8];
        await picture.ReadExactlyAsync(mark, Ct);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], mark);
        await window.Page.Locator("[data-chart-part=spend] .day-table summary").ClickAsync();
        var bar = window.Page.Locator("[data-chart-part=spend] .day-table tbody tr").First;
        var shown = (await bar.Locator("td").Last.InnerTextAsync()).Trim();
        await bar.Locator("a").ClickAsync();
        await window.ArriveAsync("**/cost/rows?*period=*");
        Assert.Equal(shown, await window.TextAsync("[data-figure=sum]"));
        window.AssertNoFaults();
    }
}
