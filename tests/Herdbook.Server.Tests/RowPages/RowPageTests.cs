using System.Net;
using System.Text;
using System.Text.Json;
using Herdbook.Server.Pages.Rows;
using Xunit;

namespace Herdbook.Server.Tests.RowPages;

/// <summary>A row's page and what is done from it.</summary>
public sealed class RowPageTests(Shelf shelf)
{
    private const string Specimen = "/tables/custom.specimen";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_shows_its_values_and_the_rows_around_it_in_both_directions()
    {
        await shelf.InsertAsync("custom.crate", """{"crate_code":"c-9","title":"A crate of its own"}""", Ct);
        await shelf.InsertAsync("custom.specimen", """[{"code":"row-1","title":"First","crate_code":"c-9"},{"code":"row-2","title":"Second","subject_type":"custom.crate","subject_id":"c-9"}]""", Ct);
        var row = await shelf.GetAsync($"{Specimen}/row?key=row-1", Ct);
        Assert.Equal(HttpStatusCode.OK, row.Status);
        Assert.Contains("A crate of its own", row.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/tables/custom.crate/row?key=c-9\"", row.Html, StringComparison.Ordinal);
        var crate = await shelf.GetAsync("/tables/custom.crate/row?key=c-9", Ct);
        Assert.Contains("by crate_code", crate.Text, StringComparison.Ordinal);
        Assert.Contains("as its subject", crate.Text, StringComparison.Ordinal);
        Assert.Contains("First", crate.Text, StringComparison.Ordinal);
        Assert.Contains("Second", crate.Text, StringComparison.Ordinal);
        Assert.Contains("/tables/custom.specimen?crate_code=eq.c-9", crate.Html, StringComparison.Ordinal);
        var subject = await shelf.GetAsync($"{Specimen}/row?key=row-2", Ct);
        Assert.Contains("A crate of its own", subject.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_values_are_shown_as_text_and_markdown_leads_nowhere_but_to_the_web()
    {
        var hostile = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["code"] = "evil-1",
            ["title"] = Shelf.Script + "\u202Eخطر",
            ["notes"] = $"# Head\n{Shelf.Script}\n\n[bad](javascript:alert(1)) <javascript:alert(2)> [good](https://example.org/a) ![pic](https://example.org/p.png) [data](data:text/html,x)\n\n[ref]\n\n[ref]: vbscript:x",
            ["script"] = Shelf.Script,
            ["facts"] = new Dictionary<string, object> { [Shelf.Script] = Shelf.Script },
            ["tags"] = new[] { Shelf.Script },
        });
        await shelf.InsertAsync("custom.specimen", hostile, Ct);
        foreach (var address in (string[])[$"{Specimen}/row?key=evil-1", $"{Specimen}/row/edit?key=evil-1", $"{Specimen}/row/delete?key=evil-1", "/search?q=window.broken", $"{Specimen}/row/cell?key=evil-1&column=title&form=1"])
        {
            var page = await shelf.GetAsync(address, Ct);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script>window", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"javascript:", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"data:", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"vbscript:", page.Html, StringComparison.OrdinalIgnoreCase);
        }

        var row = await shelf.GetAsync($"{Specimen}/row?key=evil-1", Ct);
        Assert.Contains("href=\"https://example.org/a\"", row.Html, StringComparison.Ordinal);
        Assert.Contains("<h1", row.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_value_is_cut_and_shown_whole_when_asked()
    {
        await shelf.InsertAsync("custom.specimen", JsonSerializer.Serialize(new { code = "huge-1", title = "Huge", script = new string('x', 400_000) + "the end" }), Ct);
        var page = await shelf.GetAsync($"{Specimen}/row?key=huge-1", Ct);
        Assert.InRange(Encoding.UTF8.GetByteCount(page.Html), 1_000, 100_000);
        Assert.Contains("400,007 characters", page.Text, StringComparison.Ordinal);
        Assert.Contains("the end", (await shelf.GetAsync($"{Specimen}/row?key=huge-1&whole=script", Ct)).Text, StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Repeat("> ", 5_000)) + "deep";
        Assert.True(SafeMarkdown.Html(deep) is null or { Length: < 2_000_000 });
    }

    [Fact]
    public async Task Versions_are_listed_looked_at_compared_and_restored()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"past-1","title":"One","notes":"the quick brown fox","facts":{"a":1}}""", Ct);
        await shelf.PatchAsync("custom.specimen?code=eq.past-1", """{"title":"Two","notes":"the quick red fox","facts":{"a":2}}""", Ct);
        await shelf.PatchAsync("custom.specimen?code=eq.past-1", """{"title":"Three","pieces":3}""", Ct);
        var page = await shelf.GetAsync($"{Specimen}/row?key=past-1", Ct);
        Assert.Contains("by owner", page.Text, StringComparison.Ordinal);
        var versions = System.Text.RegularExpressions.Regex.Matches(page.Html, "data-version=\"(\\d+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(3, versions.Count);
        var then = System.Text.RegularExpressions.Regex.Match(page.Html[page.Html.IndexOf($"data-version=\"{versions[2]}\"", StringComparison.Ordinal)..], "href=\"([^\"]*as_of[^\"]*)\"").Groups[1].Value;
        var past = await shelf.GetAsync(WebUtility.HtmlDecode(then), Ct);
        Assert.Contains("the quick brown fox", past.Text, StringComparison.Ordinal);
        Assert.Contains("The row as it was on", past.Text, StringComparison.Ordinal);
        var compare = await shelf.GetAsync($"{Specimen}/row/compare?key=past-1&left={versions[2]}&right={versions[1]}", Ct);
        Assert.Contains("<mark class=\"del\">brown</mark>", compare.Html, StringComparison.Ordinal);
        Assert.Contains("<mark class=\"add\">red</mark>", compare.Html, StringComparison.Ordinal);
        var ask = await shelf.GetAsync($"{Specimen}/row/restore?key=past-1&version={versions[2]}", Ct);
        var done = await shelf.PostAsync($"{Specimen}/row/restore?key=past-1", ask, [("version", versions[2]), ("etag", ask.Values("etag")[0])], Ct);
        Assert.EndsWith("said=restored", done.Location, StringComparison.Ordinal);
        var row = await shelf.RowAsync("past-1", Ct);
        Assert.Equal(("One", "the quick brown fox", 1, JsonValueKind.Null), (row.GetProperty("title").GetString(), row.GetProperty("notes").GetString(), row.GetProperty("facts").GetProperty("a").GetInt32(), row.GetProperty("pieces").ValueKind));
        var stale = await shelf.PostAsync($"{Specimen}/row/restore?key=past-1", ask, [("version", versions[1]), ("etag", ask.Values("etag")[0])], Ct);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
    }

    [Fact]
    public async Task A_row_is_deleted_and_brought_back_after_a_question()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"gone-1","title":"Gone for a while"}""", Ct);
        var ask = await shelf.GetAsync($"{Specimen}/row/delete?key=gone-1", Ct);
        Assert.Contains("can be brought back", ask.Text, StringComparison.Ordinal);
        var done = await shelf.PostAsync($"{Specimen}/row/delete?key=gone-1", ask, [("etag", ask.Values("etag")[0])], Ct);
        Assert.EndsWith("said=deleted", done.Location, StringComparison.Ordinal);
        Assert.NotEqual(JsonValueKind.Null, (await shelf.RowAsync("gone-1", Ct)).GetProperty("deleted_at").ValueKind);
        var page = await shelf.GetAsync($"{Specimen}/row?key=gone-1", Ct);
        Assert.Contains("Bring back", page.Text, StringComparison.Ordinal);
        var back = await shelf.GetAsync($"{Specimen}/row/undelete?key=gone-1", Ct);
        await shelf.PostAsync($"{Specimen}/row/undelete?key=gone-1", back, [("etag", back.Values("etag")[0])], Ct);
        Assert.Equal(JsonValueKind.Null, (await shelf.RowAsync("gone-1", Ct)).GetProperty("deleted_at").ValueKind);
    }

    [Fact]
    public async Task A_row_of_another_tenant_is_not_there()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"theirs-1","title":"Wombat of the other tenant"}""", Ct, "/t/other");
        Assert.Equal(HttpStatusCode.OK, (await shelf.GetAsync($"/t/other{Specimen}/row?key=theirs-1", Ct)).Status);
        foreach (var address in (string[])["row", "row/edit", "row/delete", "row/cell?column=title&form=1"])
        {
            var page = await shelf.GetAsync($"{Specimen}/{address}{(address.Contains('?', StringComparison.Ordinal) ? "&" : "?")}key=theirs-1", Ct);
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
        }

        Assert.DoesNotContain("Wombat", (await shelf.GetAsync("/search?q=wombat", Ct)).Text.Replace("Search: wombat", "", StringComparison.Ordinal).Replace("“wombat”", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Wombat", (await shelf.GetAsync("/t/other/search?q=wombat", Ct)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tables/custom.nothing/row?key=x")]
    [InlineData("/tables/custom.specimen/row")]
    [InlineData("/tables/custom.specimen/row?key=nobody-1")]
    [InlineData("/tables/agent.events/row?key=not-a-number")]
    [InlineData("/tables/custom.specimen/row/compare?key=nobody-1&left=1&right=2")]
    public async Task What_names_no_row_is_not_found(string address) => Assert.Equal(HttpStatusCode.NotFound, (await shelf.GetAsync(address, Ct)).Status);

    [Fact]
    public void Two_texts_are_told_apart_word_by_word()
    {
        var (left, right) = TextDiff.Between("a b c\nd", "a x c\nd e");
        Assert.Equal([new DiffPart("a ", false), new DiffPart("b", true), new DiffPart(" c\nd", false)], left);
        Assert.Equal([new DiffPart("a ", false), new DiffPart("x", true), new DiffPart(" c\nd", false), new DiffPart(" e", true)], right);
        Assert.Equal("a b c\nd", string.Concat(left.Select(part => part.Text)));
    }
}
