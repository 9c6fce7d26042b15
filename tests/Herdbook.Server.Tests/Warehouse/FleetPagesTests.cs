using System.Globalization;
using System.Net;
using Herdbook.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>Quality, Sprint and Agents as a reader uses them, on the demo fleet's warehouse; each figure beside SQL over the facts.</summary>
public sealed class FleetPagesTests(WarehouseSite site, Chromium chromium)
{
    private const string Year = "period=last_365d";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Within(string day)
    {
        var (from, to) = WarehouseSite.LastDays(365);
        return $"{day} between '{Figures.Day(from)}' and '{Figures.Day(to)}'";
    }

    public static TheoryData<string, string> Pages => new()
    {
        { "quality", "/t/demo/quality" },
        { "quality-year", $"/t/demo/quality?{Year}" },
        { "quality-findings", $"/t/demo/quality/rows?of=quality_findings&{Year}&category=security" },
        { "sprint", "/t/demo/sprint" },
        { "sprint-slipped", "/t/demo/sprint?sprint=SPR-18" },
        { "agents", $"/t/demo/agents?{Year}" },
        { "agent", $"/t/demo/agents/juniper?{Year}" },
        { "agent-gone", "/t/demo/agents/larch" },
        { "agents-unbuilt", "/agents" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public Task Every_page_fits_its_window_without_faults_in_light_and_dark(string name, string address) => chromium.LookAsync(new Uri(site.Address), name, address);

    [Fact]
    public async Task The_figures_of_quality_are_the_facts()
    {
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync($"/t/demo/quality?{Year}");
        var reviews = $"from herd_dm.fact_review_quality where {Within("reviewed_at::date")}";
        Assert.StartsWith(Figures.Exact(site.Count($"select count(*) {reviews}", Ct)), await window.TextAsync("[data-figure=reviews]"), StringComparison.Ordinal);
        Assert.StartsWith(Figures.Exact(site.Count($"select sum(finding_count)::bigint {reviews}", Ct)), await window.TextAsync("[data-figure=findings]"), StringComparison.Ordinal);
        Assert.StartsWith(Figures.Exact(site.Count($"select sum(blocking_count)::bigint {reviews}", Ct)), await window.TextAsync("[data-figure=blocking]"), StringComparison.Ordinal);
        var share = site.Number($"select avg(case when review_verdict = 'approved' then 1.0 else 0 end) {reviews} and review_round = 1", Ct);
        Assert.InRange(share, 0.1, 0.9);
        Assert.Equal(Figures.Share(share), await window.TextAsync("[data-figure=first-pass]"));
        var category = site.Text("select finding_category from herd_dm.mart_cost_per_review_finding where kind = 'finding' group by 1 order by count(*) desc, 1 limit 1", Ct);
        var found = site.Count($"select count(*) from herd_dm.mart_cost_per_review_finding where kind = 'finding' and finding_category = '{category}' and {Within("day")}", Ct);
        Assert.Equal(Figures.Exact(found), await window.TextAsync($"[data-ranked=categories] tr[data-key='{category}'] td:last-child"));
        await window.Page.Locator($"[data-ranked=categories] tr[data-key='{category}'] a").ClickAsync();
        await window.ArriveAsync($"**/quality/rows?*category={category}*");
        Assert.Equal(Figures.Exact(found), await window.TextAsync("[data-figure=rows]"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_figure_of_the_sprint_is_its_tickets()
    {
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync("/t/demo/sprint");
        var sprint = site.Text("select sprint_code from herd_dm.mart_sprint where is_current", Ct);
        var points = site.Count($"select sum(ticket_points)::bigint from herd_dm.mart_flow where sprint_code = '{sprint}' and is_done and not is_deleted", Ct);
        Assert.True(points > 0);
        Assert.StartsWith(Figures.Exact(points), await window.TextAsync("[data-figure=done-points]"), StringComparison.Ordinal);
        await window.Page.Locator("[data-figure=done-points] a").ClickAsync();
        await window.ArriveAsync("**/sprint/rows?*of=sprint_tickets_done*");
        Assert.Equal(Figures.Exact(points), await window.TextAsync("[data-sum=ticket_points]"));
        await window.GotoAsync("/t/demo/sprint");
        var slipped = site.Text("select sprint_code from herd_dm.mart_sprint where actual_end_at > planned_end_at + interval 3 day", Ct);
        await window.Page.Locator("select[name=sprint]").SelectOptionAsync(slipped);
        await window.ArriveAsync($"**/sprint?*sprint={slipped}*");
        await Assertions.Expect(window.Page.Locator(".sprint-lead")).ToContainTextAsync("slipped by");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task An_agent_chosen_in_the_list_has_a_page_of_its_own_whose_figures_are_the_facts()
    {
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync($"/t/demo/agents?{Year}");
        var cost = site.Money($"select sum(cost_usd) from herd_dm.mart_cost_daily where agent_code = 'cedar' and {Within("day")}", Ct);
        Assert.Equal(Figures.Money(cost), await window.TextAsync("[data-ranked=agents] tr[data-key=cedar] td:last-child"));
        await window.Page.Locator("[data-ranked=agents] tr[data-key=cedar] a").ClickAsync();
        await window.ArriveAsync("**/agents/cedar?period=last_365d");
        Assert.Equal(Figures.Money(cost), await window.TextAsync("[data-figure=cost]"));
        var merged = site.Count($"select count(*) from herd_dm.fact_pr_delivery f join herd_dm.dim_agent a on a.agent_sk = f.agent_sk where a.agent_code = 'cedar' and {Within("f.merged_at::date")}", Ct);
        Assert.StartsWith(Figures.Exact(merged), await window.TextAsync("[data-figure=merged]"), StringComparison.Ordinal);
        await window.Page.Locator("form.insight-filter select[name=agent]").SelectOptionAsync("juniper");
        await window.ArriveAsync("**/agents/juniper?period=last_365d");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task An_agent_that_got_better_shows_it_over_time()
    {
        using var answer = await site.Client.GetAsync($"/t/demo/agents/juniper?{Year}", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var halves = site.Number("select avg(case when is_first_pass then 1.0 else 0 end) filter (where first_review_day >= current_date - 120) - avg(case when is_first_pass then 1.0 else 0 end) filter (where first_review_day < current_date - 240) from herd_dm.mart_review_rounds where author_agent_code = 'juniper'", Ct);
        Assert.True(halves > 0.1, halves.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("/t/demo/agents/nobody-is-called-so")]
    [InlineData("/t/demo/sprint?sprint=SPR-999")]
    public async Task What_is_not_there_is_404_with_a_way_on(string address)
    {
        using var answer = await site.Client.GetAsync(address, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("href=\"/t/demo/", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/t/demo/quality?" + Year)]
    [InlineData("/t/demo/sprint")]
    [InlineData("/t/demo/agents?" + Year)]
    [InlineData("/t/demo/agents/claude-code%2FExplore?" + Year)]
    [InlineData("/t/demo/quality?reviewer=%3Cscript%3E")]
    [InlineData("/quality")]
    [InlineData("/sprint")]
    public async Task A_page_answers_below_100_KB(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new System.Net.Http.Headers.StringWithQualityHeaderValue("br"));
        using var answer = await site.Client.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Ct)).Length, 1, 100 * 1024);
    }
}
