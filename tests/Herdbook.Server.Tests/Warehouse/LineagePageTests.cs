using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Herdbook.Server.Pages.Warehouse.Agents;
using Herdbook.Server.Pages.Warehouse.Costs;
using Herdbook.Server.Pages.Warehouse.Delivery;
using Herdbook.Server.Pages.Warehouse.Insight;
using Herdbook.Server.Pages.Warehouse.Quality;
using Herdbook.Server.Pages.Warehouse.Sprints;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>Lineage as a reader uses it: every model stands there, and a figure leads back to the book.</summary>
public sealed partial class LineagePageTests(WarehouseSite site, Chromium chromium)
{
    private const string Lineage = "/t/demo/warehouse/lineage";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, Type> Dashboards => new()
    {
        { "cost", typeof(CostQueries) },
        { "delivery", typeof(DeliveryQueries) },
        { "quality", typeof(QualityQueries) },
        { "sprint", typeof(SprintQueries) },
        { "agents", typeof(AgentQueries) },
    };

    [Theory]
    [InlineData("lineage", Lineage)]
    [InlineData("lineage-mart", $"{Lineage}?node=mart_cost_daily")]
    [InlineData("lineage-page", $"{Lineage}?node=page:quality")]
    public Task The_page_fits_its_window_without_faults_in_light_and_dark(string name, string address) =>
        chromium.LookAsync(new Uri(site.Address), name, address, (window, _) => window.Page.Locator(".map-space canvas").First.WaitForAsync());

    [Fact]
    public async Task Every_model_and_every_table_that_a_model_reads_stands_there()
    {
        var page = await site.Client.GetStringAsync(Lineage, Ct);
        var expected = site.Text("select string_agg(distinct name, ' ') from (select name from meta.model union all select 'source:' || name from meta.source)", Ct).Split(' ');
        var listed = Key().Matches(page).Select(match => match.Groups["id"].Value).Where(id => !id.StartsWith("page:", StringComparison.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.True(expected.Length > 100);
    }

    [Fact]
    public async Task A_figure_of_a_dashboard_leads_column_by_column_back_to_the_book()
    {
        await using var window = await chromium.OpenAsync(new Uri(site.Address), scripts: false);
        await window.GotoAsync($"{Lineage}?node=page:cost");
        await window.Page.Locator("a.chip", new() { HasTextRegex = Mart() }).ClickAsync();
        List<string> way = ["mart_cost_daily.input_tokens"];
        while (way.Count < 10)
        {
            var chip = window.Page.Locator($"tr[data-key={way[^1].Split('.')[^1]}] a.chip", new() { HasTextRegex = Tokens() });
            if (await chip.CountAsync() == 0)
            {
                break;
            }

            Assert.Equal(1, await chip.CountAsync());
            way.Add(await chip.InnerTextAsync());
            await chip.ClickAsync();
        }

        Assert.Equal(
            [
                "mart_cost_daily.input_tokens", "bv_token_daily.input_tokens", "sn_agent_instance_token.token_input_count",
                "stg_herd__agent_instance_token_activity.token_input_count", "herd.agent_instance_token_activity.token_input_count",
            ],
            way);
        Assert.EndsWith("/t/demo/tables/herd.agent_instance_token_activity", await window.Page.GetByText("Its rows in the book").GetAttributeAsync("href"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task A_dashboard_reads_what_its_queries_name(string page, Type queries)
    {
        var named = queries.GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<InsightQuery>()
            .SelectMany(query => Gold().Matches(query.Sql)).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(named);
        var answer = await site.Client.GetStringAsync($"{Lineage}?node=page:{page}", Ct);
        var reads = answer[answer.IndexOf("<span>Reads:</span>", StringComparison.Ordinal)..answer.IndexOf("<span>Is read by:</span>", StringComparison.Ordinal)];
        Assert.Equal(named, Chip().Matches(reads).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_all_is_shown()
    {
        using var answer = await site.Client.GetAsync($"{Lineage}?node=%3Cscript%3Ealert(1)%3C/script%3E", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Nothing here is called", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("data-key=\"mart_cost_daily\"", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("<tr data-key=\"(?<id>[^\"]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex(@"\bherd_dm\.(?<name>\w+)")]
    private static partial Regex Gold();

    [GeneratedRegex("class=\"chip\"[^>]*>(?<name>[^<]+)<")]
    private static partial Regex Chip();

    [GeneratedRegex("^mart_cost_daily$")]
    private static partial Regex Mart();

    [GeneratedRegex(@"\.(input_tokens|token_input_count)$")]
    private static partial Regex Tokens();
}
