using System.Net;
using Herdbook.Core;
using Herdbook.Server.Pages;
using Herdbook.Warehouse.Build;
using Microsoft.Playwright;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>Health as a reader uses it: what it says is what the book and the warehouse hold, and its button has it built.</summary>
[Collection("builds of the demo")]
public sealed class HealthPageTests(WarehouseSite site, Chromium chromium)
{
    private const string Runs = """
        select r.run_id, r.status, r.reason, r.generation, r.rows_extracted, r.steps_done, (select count(*) from warehouse.run_step s where s.run_id = r.run_id)
          from warehouse.run r
         where r.ended_at is not null
         order by r.requested_at desc
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("health", "/t/demo/warehouse")]
    [InlineData("health-unbuilt", "/warehouse")]
    public Task The_page_fits_its_window_without_faults_in_light_and_dark(string name, string address) => chromium.LookAsync(new Uri(site.Address), name, address);

    [Fact]
    public async Task Freshness_tests_and_models_are_what_the_warehouse_says_of_itself()
    {
        await using var window = await chromium.OpenAsync(new Uri(site.Address), scripts: false);
        await window.GotoAsync("/t/demo/warehouse");
        Assert.Equal(Figures.Exact(new WarehouseFolder(site.Home, Tenant.Demo).Current), await window.TextAsync("[data-figure=generation]"));
        Assert.Equal(Figures.Exact(site.Count("select count(*) from meta.test", Ct)), await window.TextAsync("[data-figure=tests]"));
        Assert.Equal(Figures.Exact(site.Count("select count(*) from meta.test where status = 'passed'", Ct)), await window.TextAsync("[data-figure=passed]"));
        Assert.Equal(Figures.Exact(site.Count("select count(*) from meta.model", Ct)), await window.TextAsync("#models .fig"));
        var model = window.Page.Locator("tr[data-key=mart_cost_daily] td");
        Assert.Equal(Figures.Exact(site.Count("select count(*) from herd_dm.mart_cost_daily", Ct)), await model.Nth(3).InnerTextAsync());
        Assert.Equal(Figures.Exact(site.Count("select count(*) from meta.test where model = 'mart_cost_daily'", Ct)), await model.Nth(6).InnerTextAsync());
        var source = window.Page.Locator("tr[data-key='herd.ticket_def'] td");
        Assert.Equal(Figures.Exact(site.Count("select count(*) from herd.ticket_def", Ct)), await source.Nth(0).InnerTextAsync());
        var brought = site.Text("select strftime(max(e.extracted_at) at time zone 'UTC', '%Y-%m-%dT%H:%M:%S') from meta.extract e join meta.bronze b on b.batch = e.batch where b.table_name = 'herd.ticket_def'", Ct);
        Assert.StartsWith(brought, await source.Nth(1).Locator("time").GetAttributeAsync("datetime"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Builds_and_their_steps_are_the_books()
    {
        var runs = await BookedAsync();
        Assert.NotEmpty(runs);
        await using var window = await chromium.OpenAsync(new Uri(site.Address), scripts: false);
        await window.GotoAsync("/t/demo/warehouse");
        foreach (var run in runs.Take(25))
        {
            var row = window.Page.Locator($"tr[data-key='{run.Id}'] td");
            Assert.Equal(run.Status, await row.Nth(0).Locator(".state").InnerTextAsync());
            Assert.Equal(
                [run.Generation is { } generation ? Figures.Exact(generation) : "–", run.RowsRead is { } read ? Figures.Exact(read) : "–", run.StepsDone is { } done ? Figures.Exact(done) : "–"],
                [await row.Nth(3).InnerTextAsync(), await row.Nth(4).InnerTextAsync(), await row.Nth(5).InnerTextAsync()]);
        }

        var first = runs[^1];
        Assert.Equal(("succeeded", 1), (first.Status, first.Generation));
        await window.Page.Locator($"tr[data-key='{first.Id}'] a").ClickAsync();
        Assert.Equal(Figures.Exact(first.Steps), await window.TextAsync("#steps .fig"));
        Assert.Equal(Math.Min(400, first.Steps), await window.Page.Locator("section[aria-labelledby=steps] tbody tr").CountAsync());
    }

    [Fact]
    public async Task Build_now_makes_a_run_that_the_page_follows_to_its_end()
    {
        var before = await BookedAsync();
        await using var window = await chromium.OpenAsync(new Uri(site.Address));
        await window.GotoAsync("/t/demo/warehouse");
        await using (await site.HoldBuildsAsync(Ct))
        {
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Build now" }).ClickAsync();
            await Assertions.Expect(window.Page.Locator(".progress-line .state")).ToHaveTextAsync("queued");
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Build now" })).ToBeDisabledAsync();
        }

        await Assertions.Expect(window.Page.Locator(".progress-line")).ToHaveCountAsync(0);
        Assert.Equal("unchanged", await window.TextAsync("section[aria-labelledby=runs] tbody tr:first-child .state"));
        var after = await BookedAsync();
        Assert.Equal(before.Count + 1, after.Count);
        Assert.Equal(("unchanged", "manual"), (after[0].Status, after[0].Reason));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task No_other_site_and_no_form_of_elsewhere_has_it_built()
    {
        var before = await BookedAsync();
        foreach (var (header, value, status) in ((string, string, HttpStatusCode)[])[
            ("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden), ("Origin", "https://example.org", HttpStatusCode.Forbidden), ("X-Nothing", "1", HttpStatusCode.BadRequest)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/t/demo/warehouse/build") { Content = new FormUrlEncodedContent([]) };
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await site.Client.SendAsync(request, Ct);
            Assert.Equal(status, answer.StatusCode);
        }

        Assert.Equal(before.Count, (await BookedAsync()).Count);
        Assert.Null(await new RunBook(site.Book).QueuedAsync(Tenant.Demo, Ct));
    }

    [Theory]
    [InlineData("/warehouse")]
    [InlineData("/warehouse/lineage")]
    public async Task Without_a_warehouse_the_page_says_what_to_run(string address)
    {
        var page = await site.Client.GetStringAsync(address, Ct);
        Assert.Contains("No warehouse yet", page, StringComparison.Ordinal);
        Assert.Contains("<code>herdbook warehouse build</code>", page, StringComparison.Ordinal);
    }

    /// <summary>Runs that are over, the newest first.</summary>
    private Task<List<Booked>> BookedAsync() => site.Book.ReadAsync(
        Tenant.Demo,
        async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(Runs, connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var runs = new List<Booked>();
            while (await reader.ReadAsync(ct))
            {
                runs.Add(new Booked(
                    reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetInt32(3),
                    reader.IsDBNull(4) ? null : reader.GetInt64(4), reader.IsDBNull(5) ? null : reader.GetInt32(5), reader.GetInt64(6)));
            }

            return runs;
        },
        Ct);

    private sealed record Booked(Guid Id, string Status, string Reason, int? Generation, long? RowsRead, int? StepsDone, long Steps);
}
