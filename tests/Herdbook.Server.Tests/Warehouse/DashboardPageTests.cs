using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Herdbook.DuckDb;
using Herdbook.Server.Pages;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>Dashboards as a program sees them: size, what they refuse, and what stands there before there is a warehouse.</summary>
public sealed class DashboardPageTests(WarehouseSite site)
{
    private const int Bound = 100 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages =>
    [
        "/t/demo/cost", "/t/demo/cost?period=last_365d&by=model&budget=500", "/t/demo/cost?period=last_365d&by=project", "/t/demo/delivery", "/t/demo/delivery?period=last_365d",
        "/t/demo/cost/rows?of=cost_rows&period=last_365d", "/t/demo/delivery/rows?of=delivery_prs_merged&period=last_365d", "/cost", "/delivery",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_dashboard_sends_less_than_100_KB(string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var answer = await site.Client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Ct)).Length, 1, Bound);
    }

    [Theory]
    [InlineData("/t/demo/cost?period=2026-13-01..2026-14-01", "is no day")]
    [InlineData("/t/demo/cost?by=<script>alert(1)</script>", "cannot be grouped by")]
    [InlineData("/t/demo/cost?agent=a&agent=b", "2 times")]
    [InlineData("/t/demo/cost?budget=NaN", "is no budget")]
    [InlineData("/t/demo/cost?prices_at=2026-02-31", "is no day")]
    [InlineData("/t/demo/cost/rows?of=herd_dm.mart_cost_daily", "has no rows called")]
    [InlineData("/t/demo/cost/rows?of=delivery_prs_open", "has no rows called")]
    [InlineData("/t/demo/cost/rows?of=cost_rows&page=-1", "is no page")]
    [InlineData("/t/demo/delivery?period=last_99999d", "is no period")]
    public async Task What_an_address_cannot_mean_is_refused_with_a_sentence(string page, string said)
    {
        using var answer = await site.Client.GetAsync(page, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.Contains("insight_filter", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent", "'; drop table herd_dm.mart_cost_daily; --")]
    [InlineData("ticket", "<img src=x onerror=alert(1)>")]
    [InlineData("project", "$from")]
    [InlineData("pr", "\" or \"\"=\"")]
    [InlineData("model", "' union select 1 --")]
    public async Task Hostile_text_in_a_filter_is_a_name_that_nobody_bears(string filter, string value)
    {
        using var answer = await site.Client.GetAsync($"/t/demo/cost?period=last_365d&{filter}={Uri.EscapeDataString(value)}", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("No call in", html, StringComparison.Ordinal);
        Assert.Contains("show all days", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.True(site.Count("select count(*) from herd_dm.mart_cost_daily", Ct) > 0);
    }

    [Theory]
    [InlineData("/cost")]
    [InlineData("/delivery")]
    public async Task Before_a_warehouse_is_built_a_dashboard_says_what_will_stand_there_and_how_to_build_it(string page)
    {
        using var answer = await site.Client.GetAsync(page, Ct);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("No warehouse yet", html, StringComparison.Ordinal);
        Assert.Contains("herdbook warehouse build", html, StringComparison.Ordinal);
        using var rows = await site.Client.GetAsync($"{page}/rows?of={page[1..]}_total", Ct);
        Assert.Equal(HttpStatusCode.Redirect, rows.StatusCode);
    }

    [Fact]
    public async Task A_sum_over_pages_is_the_same_on_every_page()
    {
        var first = await SumAsync("/t/demo/cost/rows?of=cost_rows&period=last_365d");
        Assert.Equal(first, await SumAsync("/t/demo/cost/rows?of=cost_rows&period=last_365d&page=2"));
        Assert.Equal(first, await SumAsync("/t/demo/cost/rows?of=cost_rows&period=last_365d&page=100000"));
    }

    [Theory]
    [InlineData("cost_rows", "cost", "cost_usd", "")]
    [InlineData("cost_by_model", "cost", "cost_usd", "")]
    [InlineData("delivery_prs_merged", "delivery", "lines_added", "")]
    [InlineData("cost_rows", "cost", "calls", "&model=")]
    public async Task An_export_holds_the_rows_of_the_page_as_CSV_and_as_Parquet(string query, string area, string column, string filter)
    {
        var chosen = filter.Length == 0 ? "" : filter + Uri.EscapeDataString(site.Text("select model_code from herd_dm.mart_cost_daily group by 1 order by count(*) desc limit 1", Ct));
        var html = await site.Client.GetStringAsync($"/t/demo/{area}/rows?of={query}&period=last_365d{chosen}", Ct);
        var rows = Between(html, "data-figure=\"rows\">");
        var sum = decimal.Parse(Between(html, $"data-sum=\"{column}\">"), CultureInfo.InvariantCulture);
        foreach (var format in (string[])["csv", "parquet"])
        {
            using var answer = await site.Client.GetAsync($"/t/demo/warehouse/export.{format}?q={query}&period=last_365d{chosen}", Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal($"{query}.{format}", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
            var path = Path.Combine(site.Folder, $"{Guid.NewGuid():N}.{format}");
            await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync(Ct), Ct);
            using var database = DuckDbDatabase.InMemory();
            using var connection = database.Connect();
            Assert.Equal(rows, Figures.Exact((long)connection.Scalar($"select count(*) from '{path}'", Ct)!));
            Assert.Equal(sum, ((DuckDbDecimal)connection.Scalar($"select sum({column})::decimal(38,6) from '{path}'", Ct)!).ToDecimal());
        }
    }

    [Fact]
    public async Task An_export_of_no_query_or_no_warehouse_is_refused()
    {
        using var unknown = await site.Client.GetAsync("/t/demo/warehouse/export.csv?q=herd_dm.dim_agent", Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var missing = await site.Client.GetAsync("/warehouse/export.csv?q=cost_rows", Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("herdbook warehouse build", await missing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static string Between(string html, string start)
    {
        var at = html.IndexOf(start, StringComparison.Ordinal);
        Assert.True(at > 0, start);
        return html[(at + start.Length)..html.IndexOf('<', at)];
    }

    private async Task<string> SumAsync(string page)
    {
        var html = await site.Client.GetStringAsync(page, Ct);
        var start = html.IndexOf("data-sum=\"cost_usd\">", StringComparison.Ordinal);
        Assert.True(start > 0);
        return html[start..html.IndexOf('<', start)];
    }
}
