using System.Text.RegularExpressions;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Herd;
using Herdbook.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests;

/// <summary>Pages as a reader uses them, in a real browser.</summary>
public sealed partial class BrowserTests(Site site, Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Pages => new()
    {
        { "overview", "/t/demo/?range=90d" },
        { "overview-real", "/?range=all&by=project" },
        { "sessions", "/t/demo/sessions" },
        { "sessions-none", "/t/demo/sessions?q=nothing-is-called-so" },
        { "session", "/t/demo/sessions/SUBAGENTS" },
        { "subagent", "/t/demo/sessions/SUBAGENT" },
        { "hostile", $"/sessions/{HostileTranscript.Code}" },
        { "intake", "/t/demo/intake" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_page_fits_its_window_without_faults_in_light_and_dark(string name, string address)
    {
        await chromium.LookAsync(site, name, await PlacedAsync(address), async (window, scheme) =>
        {
            Assert.Equal(scheme.ToString().ToLowerInvariant(), await window.Page.EvaluateAsync<string>("document.documentElement.dataset.bsTheme"));
            Assert.Null(await window.Page.EvaluateAsync<int?>("window.broken ?? null"));
        });
    }

    [Fact]
    public async Task The_figures_on_the_overview_are_those_of_the_report()
    {
        var models = await new Reports(site.Book).ReadAsync(Tenant.Demo, ReportBy.Model, DayRange.All, Ct);
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/?range=all");
        Assert.Equal("≥ " + Figures.Money(models.Sum(row => row.CostUsd ?? 0)), await window.TextAsync("[data-figure=cost]"));
        Assert.Equal(Figures.Short(models.Sum(row => row.Tokens)), await window.TextAsync("[data-figure=tokens]"));
        Assert.Equal(Figures.Exact(models.Sum(row => row.Calls)), await window.TextAsync("[data-figure=calls]"));
        foreach (var row in models.Where(row => row is { CostUsd: not null, UnpricedTokens: 0 }))
        {
            Assert.Equal(Figures.Money(row.CostUsd!.Value), await window.TextAsync($"tr[data-key='{row.Key}'] td:last-child"));
        }

        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_figure_leads_to_the_rows_it_counts()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/?range=all");
        var figure = window.Page.Locator("tr[data-key='claude-opus-4-6'] td:last-child");
        var shown = (await figure.InnerTextAsync()).Trim();
        await figure.Locator("a").ClickAsync();
        await window.Page.WaitForURLAsync("**/t/demo/sessions?model=claude-opus-4-6");
        Assert.Equal(shown, await window.TextAsync("[data-figure=cost]"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_filter_is_in_the_address_and_back_undoes_it()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/sessions");
        var all = await window.TextAsync("[data-figure=count]");
        await window.Page.Locator("form.filter input[name=q]").FillAsync("queries");
        await window.Page.WaitForURLAsync("**/sessions?*q=queries*");
        await Assertions.Expect(window.Page.Locator("[data-figure=count]")).Not.ToHaveTextAsync(all);
        var titles = await window.Page.Locator("table.sessions tbody th .title").AllInnerTextsAsync();
        Assert.NotEmpty(titles);
        await window.Page.GoBackAsync();
        await Assertions.Expect(window.Page.Locator("[data-figure=count]")).ToHaveTextAsync(all);
        await window.Page.Locator("form.filter select[name=project]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await window.Page.WaitForURLAsync("**/sessions?*project=*");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task The_grid_sorts_by_a_click_and_pages_by_a_link()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/sessions");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "USD", Exact = true }).ClickAsync();
        await window.Page.WaitForURLAsync("**/sessions?sort=cost");
        var costs = (await window.Page.Locator("table.sessions tbody td:last-child").AllInnerTextsAsync()).Where(text => text.Contains('$')).Select(Dollars).ToList();
        Assert.Equal(costs.OrderDescending(), costs);
        await window.Page.Locator("a[rel=next]").First.ClickAsync();
        await window.Page.WaitForURLAsync("**/sessions?sort=cost&page=2");
        Assert.Contains("51–", await window.TextAsync(".pager"), StringComparison.Ordinal);
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_tool_call_opens_in_place_with_arguments_and_result_as_text()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync($"/sessions/{HostileTranscript.Code}");
        var call = window.Page.Locator(".story-step", new() { HasText = "Bash" });
        await call.Locator("summary").ClickAsync();
        await Assertions.Expect(call.Locator("pre.command")).ToContainTextAsync(HostileTranscript.Script);
        await Assertions.Expect(call.Locator("pre.code")).ToContainTextAsync(HostileTranscript.Script);
        await call.GetByText("Show all").ClickAsync();
        await Assertions.Expect(call.Locator("pre.code")).ToContainTextAsync("line 2000 of a long output");
        var edit = window.Page.Locator(".story-step", new() { HasText = "Edit" });
        await edit.Locator("summary").ClickAsync();
        await Assertions.Expect(edit.Locator(".diff .del")).ToHaveTextAsync("- two");
        await Assertions.Expect(edit.Locator(".diff .add")).ToHaveTextAsync("+ <b>2</b>");
        Assert.Null(await window.Page.EvaluateAsync<int?>("window.broken ?? null"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_subagent_opens_under_the_call_that_started_it()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync(await PlacedAsync("/t/demo/sessions/SUBAGENTS"));
        var sub = window.Page.Locator("details.sub").First;
        await sub.Locator("> summary").ClickAsync();
        await Assertions.Expect(sub.Locator(".story-step").First).ToBeVisibleAsync();
        var call = sub.Locator(".story-step.k-tools").First;
        await call.Locator("summary").First.ClickAsync();
        await Assertions.Expect(call.Locator(".payload").First).ToContainTextAsync("Arguments");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task The_rest_of_a_long_conversation_comes_when_it_is_scrolled_to()
    {
        var grid = await new Sessions(site.Book).ReadAsync(Tenant.Demo, new SessionFilter { Sort = SessionSort.Tools }, Ct);
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync($"/t/demo/sessions/{grid.Rows[0].Code}");
        await Assertions.Expect(window.Page.Locator(".story-step")).ToHaveCountAsync(100);
        await window.Page.Locator(".more-steps").Last.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(window.Page.Locator(".story > .story-step:nth-child(101)")).ToBeVisibleAsync();
        window.AssertNoFaults();
    }

    [Fact]
    public async Task The_keyboard_reaches_search_palette_and_errors()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/");
        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("queries");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForURLAsync("**/t/demo/search?q=queries");
        await Assertions.Expect(window.Page.Locator("[data-found=conversations] li").First).ToContainTextAsync("queries");
        await window.Page.Locator("h1").ClickAsync();
        await window.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(window.Page.Locator("#finder-list li").First).ToHaveTextAsync(OverviewOption());
        await window.KeepPictureAsync("palette");
        await window.Page.Keyboard.TypeAsync("intake");
        await Assertions.Expect(window.Page.Locator("#finder-list li").First).ToContainTextAsync("Intake");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForURLAsync("**/t/demo/intake");
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Dark_is_chosen_at_once_and_kept()
    {
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/");
        await window.Page.Locator("[data-theme-choice=dark]").ClickAsync();
        Assert.Equal("dark", await window.Page.EvaluateAsync<string>("document.documentElement.dataset.bsTheme"));
        await window.GotoAsync("/sessions");
        Assert.Equal("dark", await window.Page.EvaluateAsync<string>("document.documentElement.dataset.bsTheme"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Pages_show_an_import_while_it_runs_and_stop_asking_when_it_ends()
    {
        const string Begin = "insert into intake.import_run (source_kind, started_at, status, files_found, bytes_found, bytes_read) values ('claude-code', now(), 'running', 9, 1000, 420) returning import_run_id";
        const string End = "update intake.import_run set status = 'done', ended_at = now(), bytes_read = 1000 where status = 'running' returning import_run_id";
        await WriteAsync(Begin);
        await using var window = await chromium.OpenAsync(site);
        await window.GotoAsync("/t/demo/intake");
        await Assertions.Expect(window.Page.Locator(".progress-line")).ToContainTextAsync("42 %");
        await WriteAsync(End);
        await Assertions.Expect(window.Page.Locator(".progress-line")).ToHaveCountAsync(0);
        Assert.Null(await window.Page.Locator("#live").GetAttributeAsync("hx-get"));
        window.AssertNoFaults();

        Task WriteAsync(string sql) => site.Book.WriteAsync(
            Tenant.Demo,
            Actor.Owner,
            new AuditEvent("test"), async (connection, ct) =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                return await command.ExecuteScalarAsync(ct);
            },
            Ct);
    }

    [Fact]
    public async Task Without_scripts_filter_order_and_steps_still_work()
    {
        await using var window = await chromium.OpenAsync(site, scripts: false);
        await window.GotoAsync("/t/demo/sessions");
        await window.Page.Locator("form.filter input[name=q]").FillAsync("queries");
        await window.Page.Locator("form.filter button").ClickAsync();
        await window.Page.WaitForURLAsync("**/sessions?q=queries*");
        await window.Page.Locator("table.sessions tbody .title").First.ClickAsync();
        var call = window.Page.Locator(".story-step.k-tools").First;
        await call.Locator("summary").First.ClickAsync();
        await call.GetByText("Open this step").First.ClickAsync();
        await Assertions.Expect(window.Page.Locator(".payload")).ToContainTextAsync("Arguments");
    }

    [GeneratedRegex("Overview")]
    private static partial Regex OverviewOption();

    [GeneratedRegex(@"[\d,]+\.\d\d")]
    private static partial Regex Amount();

    private static decimal Dollars(string text) =>
        text.Contains('<') ? 0.001m : decimal.Parse(Amount().Match(text).Value, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> PlacedAsync(string address)
    {
        if (!address.Contains("SUBAGENT", StringComparison.Ordinal))
        {
            return address;
        }

        var grid = await new Sessions(site.Book).ReadAsync(Tenant.Demo, new SessionFilter { Sort = SessionSort.Subagents }, Ct);
        var story = await new SessionStories(site.Book).ReadAsync(Tenant.Demo, grid.Rows[0].Code, Ct);
        return address.Replace("SUBAGENTS", grid.Rows[0].Code, StringComparison.Ordinal).Replace("SUBAGENT", story!.Subagents[0].Code, StringComparison.Ordinal);
    }
}
