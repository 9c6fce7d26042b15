using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Tables;
using Herdbook.Server.Pages.Tables;
using Xunit;

namespace Herdbook.Server.Tests.Tables;

/// <summary>Grids as a program sees them: no browser, no script.</summary>
public sealed partial class GridPageTests(Site site)
{
    private const int Bound = 100 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_grid_with_all_its_columns_stays_below_100_KB()
    {
        foreach (var address in site.Catalog.Tables.Select(table => $"/t/demo/tables/{table.FullName}?select=*").Concat(["/t/demo/tables", "/t/demo/tables?as=map"]))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            using var answer = await site.Client.SendAsync(request, Ct);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, address);
            Assert.InRange((await answer.Content.ReadAsByteArrayAsync(Ct)).Length, 1, Bound);
        }
    }

    [Fact]
    public async Task Every_grid_of_every_table_opens()
    {
        foreach (var table in site.Catalog.Tables)
        {
            var html = await site.Client.GetStringAsync($"/t/demo/tables/{table.FullName}", Ct);
            Assert.Contains($"<title>{table.Name} · Herdbook (demo)</title>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("empty error", html, StringComparison.Ordinal);
            var heads = Heads().Matches(html).Select(head => head.Groups[1].Value).ToList();
            if (heads.Count > 0)
            {
                Assert.Equal(new GridState(table).Columns.Select(column => column.Name), heads);
                Assert.True(Keys(html).Count > 0, table.FullName);
            }
            else
            {
                Assert.Contains(table.FullName, html[html.IndexOf("class=\"empty", StringComparison.Ordinal)..], StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Rows_with_empty_values_are_on_some_page_as_well_in_either_direction()
    {
        var sets = new List<string[]>();
        foreach (var order in (string[])["ticket_code.asc", "ticket_code.desc", "ticket_code.desc.nullslast", "ticket_code.asc.nullsfirst"])
        {
            var page = await site.Client.GetStringAsync($"/t/demo/tables/herd.agent_instance?select=agent_instance_code,ticket_code&limit=100&order={order}", Ct);
            var first = Keys(page);
            var all = new List<string>(first);
            while (Turned(page, "next") is { } next)
            {
                page = await site.Client.GetStringAsync(next, Ct);
                all.AddRange(Keys(page));
            }

            while (Turned(page, "prev") is { } previous)
            {
                page = await site.Client.GetStringAsync(previous, Ct);
            }

            Assert.True(all.Count > 100, "There is more than one page.");
            Assert.Equal(first, Keys(page));
            sets.Add([.. all.Order(StringComparer.Ordinal)]);
        }

        Assert.True(sets.TrueForAll(set => set.SequenceEqual(sets[0])));
        Assert.Equal(sets[0].Length, sets[0].Distinct().Count());
    }

    [Theory]
    [InlineData("herd.agent_instance?agent_instance_started_at=gte.soon")]
    [InlineData("herd.agent_instance?agent_code=no_operator")]
    [InlineData("herd.agent_instance?page-after=made-up")]
    [InlineData("agent.events?or=(nothing.eq.1)")]
    [InlineData("agent.events?id=eq.99999999999999999999999")]
    public async Task What_cannot_be_answered_is_a_page_that_says_why(string address)
    {
        using var answer = await site.Client.GetAsync("/t/demo/tables/" + address, Ct);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("These rows cannot be shown", html, StringComparison.Ordinal);
        Assert.Contains("<title>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("herd.nothing")]
    [InlineData("pg_catalog.pg_class")]
    [InlineData("agent_instance")]
    [InlineData("herd.agent_instance%22;drop")]
    public async Task A_table_that_the_catalog_lacks_is_not_there(string table)
    {
        using var answer = await site.Client.GetAsync("/t/demo/tables/" + table, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Text_in_rows_is_never_markup()
    {
        foreach (var address in (string[])["/tables/agent.events?select=*&limit=200", "/tables/agent.sessions?select=*", "/tables/herd.project_def?select=*", "/tables/agent.events?group-by=message"])
        {
            var html = await site.Client.GetStringAsync(address, Ct);
            Assert.DoesNotContain("<script>window", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<i>HOUSE", html, StringComparison.Ordinal);
            Assert.DoesNotContain("\"><b>house", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_grid_shows_its_own_tenants_rows_alone()
    {
        var here = await site.Client.GetStringAsync($"/tables/agent.sessions?agent_instance_code=eq.{HostileTranscript.Code}&select=agent_instance_code", Ct);
        var there = await site.Client.GetStringAsync($"/t/demo/tables/agent.sessions?agent_instance_code=eq.{HostileTranscript.Code}&select=agent_instance_code", Ct);
        Assert.Contains("data-rows=\"1\"", here, StringComparison.Ordinal);
        Assert.Contains("No row fits this filter", there, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_answered_with_the_address_of_its_state()
    {
        using var answer = await site.Client.GetAsync("/t/demo/tables/agent.events?limit=25&order=&set-column=event_type&set-ask=any&set-value=hook&set-value=system", Ct);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/t/demo/tables/agent.events?event_type=in.(hook,system)&limit=25", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task An_empty_table_says_what_will_stand_there_and_the_command_that_fills_it()
    {
        foreach (var table in site.Catalog.Tables.Where(table => table is { Writer: TableWriter.Anyone, Kind: TableKind.Entity, Module: "herd" }))
        {
            var html = WebUtility.HtmlDecode(await site.Client.GetStringAsync($"/t/demo/tables/{table.FullName}", Ct));
            if (!html.Contains("data-rows", StringComparison.Ordinal))
            {
                Assert.Contains(table.About, html, StringComparison.Ordinal);
                Assert.Contains($"/t/demo/v1/rows/{table.FullName} -H 'Content-Type: application/json'", html, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task What_was_deleted_and_what_was_is_shown_when_asked()
    {
        const string Grid = "/t/demo/tables/catalog.saved_view?view_name=eq.Gone";
        var views = new SavedViews(site.Book);
        await views.SaveAsync(Tenant.Demo, Actor.Owner, "herd.ticket_def", "Gone", "limit=25", Ct);
        var kept = Assert.Single(await views.ReadAsync(Tenant.Demo, "herd.ticket_def", Ct), view => view.ViewName == "Gone");
        await Task.Delay(20, Ct);
        var between = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        await Task.Delay(20, Ct);
        Assert.True(await views.RemoveAsync(Tenant.Demo, Actor.Owner, kept.SavedViewId, Ct));

        Assert.Contains("No row fits this filter", await site.Client.GetStringAsync(Grid, Ct), StringComparison.Ordinal);
        var deleted = await site.Client.GetStringAsync(Grid + "&deleted=only", Ct);
        Assert.Contains("data-rows=\"1\"", deleted, StringComparison.Ordinal);
        Assert.Contains(">deleted</span>", deleted, StringComparison.Ordinal);
        Assert.Contains("data-rows=\"1\"", await site.Client.GetStringAsync($"{Grid}&as_of={between}", Ct), StringComparison.Ordinal);
        Assert.Contains("No row fits this filter", await site.Client.GetStringAsync(Grid + "&as_of=2020-01-01", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_without_a_name_is_refused()
    {
        var grid = await site.Client.GetStringAsync("/t/demo/tables/agent.events", Ct);
        var token = Regex.Match(grid, "__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "  "), KeyValuePair.Create("query", "limit=25"), KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var answer = await site.Client.PostAsync("/t/demo/tables/agent.events/views", form, Ct);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("view_name", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    /// <summary>The rows of a page.</summary>
    private static List<string> Keys(string html) => [.. RowKeys().Matches(html).Select(row => row.Groups[1].Value)];

    /// <summary>Where the pager leads; null where it does not.</summary>
    private static string? Turned(string html, string rel) =>
        Regex.Match(html, $"<a rel=\"{rel}\" href=\"([^\"]+)\"") is { Success: true } link ? WebUtility.HtmlDecode(link.Groups[1].Value) : null;

    [GeneratedRegex("<span class=\"head\"><(?:a|span)[^>]*>([^<]+)<")]
    private static partial Regex Heads();

    [GeneratedRegex("<tr data-key=\"([^\"]*)\"")]
    private static partial Regex RowKeys();
}
