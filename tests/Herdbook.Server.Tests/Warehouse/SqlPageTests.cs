using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>The SQL page as a reader uses it, in a real browser.</summary>
public sealed class SqlPageTests(SqlSite site, Chromium chromium) : IClassFixture<SqlSite>
{
    private const string Daily = "select day, agent, cost_usd from herd_dm.daily order by day";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, bool> Pages => new()
    {
        { "sql", "/warehouse/sql", true },
        { "sql-chart", $"/warehouse/sql?q={Uri.EscapeDataString(Daily)}&chart=bar&x=day&y=cost_usd&series=agent", true },
        { "sql-failure", $"/warehouse/sql?q={Uri.EscapeDataString("select *\n  from herd_dm.missing")}", false },
        { "sql-words", "/warehouse/sql?q=select%20*%20from%20herd_dm.words", true },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_page_fits_its_window_in_light_and_dark(string name, string address, bool isGood)
    {
        foreach (var (width, height, scheme) in ((int, int, ColorScheme)[])[(1440, 900, ColorScheme.Light), (360, 780, ColorScheme.Dark)])
        {
            await using var window = await chromium.OpenAsync(site.Address, width, height, scheme);
            var answer = await window.Page.GotoAsync(address);
            Assert.Equal(isGood ? 200 : 400, answer!.Status);
            Assert.InRange(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
            Assert.Null(await window.Page.EvaluateAsync<int?>("window.broken ?? null"));
            await window.KeepPictureAsync($"{name}-{width}-{scheme.ToString().ToLowerInvariant()}", whole: true);
            if (isGood)
            {
                window.AssertNoFaults();
            }
        }
    }

    [Fact]
    public async Task Control_enter_runs_the_query_and_its_state_is_the_address()
    {
        await using var window = await chromium.OpenAsync(site.Address);
        await window.GotoAsync("/warehouse/sql");
        await window.Page.FillAsync("#sql-text", "select sum(cost_usd) as all_cost from herd_dm.daily");
        await window.Page.PressAsync("#sql-text", "Control+Enter");
        await window.Page.WaitForSelectorAsync(".sql-rows");
        Assert.Equal("442.5000", await window.TextAsync(".sql-rows tbody td"));
        Assert.Contains("q=select", window.Page.Url, StringComparison.Ordinal);
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_chart_is_drawn_with_its_layers_and_can_be_taken_as_a_picture()
    {
        await using var window = await chromium.OpenAsync(site.Address);
        await window.GotoAsync($"/warehouse/sql?q={Uri.EscapeDataString(Daily)}&chart=line&series=agent");
        await window.Page.WaitForSelectorAsync("[data-sql-chart] canvas");
        Assert.Equal(3, await window.Page.Locator(".legend li").CountAsync());
        var file = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.ClickAsync("[data-sql-png]"));
        Assert.Equal("query.png", file.SuggestedFilename);
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Without_a_script_the_form_runs_the_query()
    {
        await using var window = await chromium.OpenAsync(site.Address, scripts: false);
        await window.GotoAsync("/warehouse/sql");
        await window.Page.FillAsync("#sql-text", "select 40 + 2 as n");
        await window.Page.ClickAsync(".sql-run .btn-primary");
        Assert.Equal("42", await window.TextAsync(".sql-rows tbody td"));
    }

    [Fact]
    public async Task A_query_is_saved_opened_again_and_removed()
    {
        await using var window = await chromium.OpenAsync(site.Address);
        await window.GotoAsync($"/warehouse/sql?q={Uri.EscapeDataString(Daily)}&chart=bar");
        await window.Page.FillAsync(".sql-save input[name=title]", "Cost by day");
        await window.Page.ClickAsync(".sql-save button");
        await window.Page.WaitForSelectorAsync(".sql-saved a");
        await window.GotoAsync("/warehouse/sql");
        await window.Page.ClickAsync(".sql-saved a");
        await window.Page.WaitForSelectorAsync("[data-sql-chart] canvas");
        Assert.Equal(Daily, await window.Page.InputValueAsync("#sql-text"));
        await window.Page.ClickAsync(".sql-saved button");
        await window.Page.WaitForSelectorAsync(".sql-saved", new PageWaitForSelectorOptions { State = WaitForSelectorState.Attached });
        Assert.Equal(0, await window.Page.Locator(".sql-saved li").CountAsync());
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_failure_has_DuckDBs_words_and_its_line()
    {
        await using var window = await chromium.OpenAsync(site.Address);
        await window.Page.GotoAsync($"/warehouse/sql?q={Uri.EscapeDataString("select *\n  from herd_dm.missing")}");
        Assert.Contains("Catalog Error: Table with name missing does not exist!", await window.TextAsync(".sql-failure pre"), StringComparison.Ordinal);
        Assert.Contains("Line 2", await window.TextAsync(".sql-failure p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_query_is_cancelled_by_its_reader()
    {
        await using var window = await chromium.OpenAsync(site.Address);
        await window.GotoAsync("/warehouse/sql");
        await window.Page.FillAsync("#sql-text", "select count(*) from range(100000000) a, range(100000000) b where hash(a.range + b.range) = 1");
        // A press of the browser's driver would wait for the answer, which does not come; so the page presses itself when the clock runs.
        await window.Page.EvaluateAsync("""
            new Promise(done => {
              const cancel = document.querySelector('[data-sql-cancel]');
              new MutationObserver((_, observer) => {
                if (!cancel.hidden && document.querySelector('[data-sql-going]').textContent.startsWith('Running for')) {
                  observer.disconnect();
                  cancel.click();
                  done();
                }
              }).observe(document.querySelector('[data-sql-form]'), { subtree: true, childList: true, attributes: true, characterData: true });
              document.querySelector('[data-sql-form]').requestSubmit();
            })
            """);
        Assert.Equal("Cancelled.", await window.TextAsync("[data-sql-going]"));
        await window.Page.FillAsync("#sql-text", "select 1 as one");
        await window.Page.PressAsync("#sql-text", "Control+Enter");
        await window.Page.WaitForSelectorAsync(".sql-rows");
    }

    [Fact]
    public async Task The_schema_shows_columns_with_their_descriptions()
    {
        await using var window = await chromium.OpenAsync(site.Address);
        await window.GotoAsync("/warehouse/sql");
        await window.Page.ClickAsync(".sql-table summary >> text=daily");
        Assert.Contains("Dollars of the day.", await window.TextAsync(".sql-table[open]"), StringComparison.Ordinal);
        await window.Page.ClickAsync(".sql-table[open] code >> text=cost_usd");
        Assert.Equal("cost_usd", await window.Page.InputValueAsync("#sql-text"));
    }

    [Fact]
    public async Task Rows_are_sent_as_files()
    {
        var csv = await site.Client.GetStringAsync("/warehouse/export.csv?sql=" + Uri.EscapeDataString("select 1 as a, 'x,y' as b"), Ct);
        Assert.Equal("a,b\r\n1,\"x,y\"\r\n", csv);
        using var parquet = await site.Client.GetAsync("/warehouse/export.parquet?table=herd_dm.daily", Ct);
        Assert.Equal("daily.parquet", parquet.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal("PAR1"u8.ToArray(), (await parquet.Content.ReadAsByteArrayAsync(Ct))[..4]);
    }

    [Theory]
    [InlineData("/warehouse/export.csv?q=nothing", 404, "export_unknown")]
    [InlineData("/warehouse/export.xlsx?q=nothing", 404, "export_unknown")]
    [InlineData("/warehouse/export.csv?table=herd_dm.nothing", 404, "export_unknown")]
    [InlineData("/warehouse/export.csv?sql=drop%20table%20x", 400, "sql_refused")]
    [InlineData("/warehouse/export.parquet?sql=select%20*%20from%20'/etc/passwd'", 400, "sql_failed")]
    public async Task What_cannot_be_sent_is_refused(string address, int status, string code)
    {
        using var answer = await site.Client.GetAsync(address, Ct);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
    }
}
