using Herdbook.Core;
using Herdbook.Core.Tables;
using Herdbook.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Tables;

/// <summary>The list of tables and their map, in a real browser.</summary>
public sealed class TablesPageTests(Site site, Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pages => new()
    {
        { "tables", "/t/demo/tables" },
        { "tables-module", "/t/demo/tables?module=herd" },
        { "tables-none", "/t/demo/tables?q=nothing-is-called-so" },
        { "map", "/t/demo/tables?as=map" },
        { "map-module", "/t/demo/tables?as=map&module=intake" },
        { "map-focus", "/t/demo/tables?as=map&table=herd.ticket_def" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public Task The_pages_of_tables_fit_their_window_without_faults_in_light_and_dark(string name, string address) => chromium.LookAsync(site, name, address);

    [Fact]
    public async Task The_list_names_every_table_of_the_catalog_with_its_rows()
    {
        var catalog = site.Catalog;
        var sizes = await new TableSizes(site.Book).ReadAsync(Tenant.Demo, catalog.Tables, Ct);
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/tables");
        Assert.Equal(catalog.Tables.Select(table => table.FullName).Order(StringComparer.Ordinal), (await window.Page.Locator("table.catalog tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.key)")).Order(StringComparer.Ordinal));
        Assert.Equal(Figures.Exact(sizes["herd.agent_instance"].Rows), await window.TextAsync("tr[data-key='herd.agent_instance'] td.num"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_word_narrows_the_list_and_stands_in_the_address()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/tables");
        await window.Page.Locator("form.filter input[name=q]").FillAsync("sprint_code");
        await window.Page.WaitForURLAsync("**/tables?q=sprint_code");
        await Assertions.Expect(window.Page.Locator("tr[data-key='herd.sprint_def']")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("tr[data-key='intake.reject']")).ToHaveCountAsync(0);
        await window.Page.Locator("tr[data-key='herd.sprint_def'] a").First.ClickAsync();
        await window.Page.WaitForURLAsync("**/tables/herd.sprint_def");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task The_map_draws_every_table_and_says_the_same_as_a_list_without_scripts()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/tables?as=map&table=herd.ticket_def");
        await Assertions.Expect(window.Page.Locator(".map-space")).ToHaveAttributeAsync("data-drawn", site.Catalog.Tables.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Assertions.Expect(window.Page.Locator(".map-about")).ToContainTextAsync("Refers to");
        window.AssertNoFaults();
        await using var plain = await chromium.OpenAsync(site, scripts: false);
        await plain.GotoAsync("/t/demo/tables?as=map");
        await Assertions.Expect(plain.Page.Locator("tr[data-key='herd.ticket_def'] td").First).ToContainTextAsync("herd.project_def");
        await Assertions.Expect(plain.Page.Locator("tr[data-key='herd.project_def'] td").Last).ToContainTextAsync("herd.ticket_def");
    }
}
