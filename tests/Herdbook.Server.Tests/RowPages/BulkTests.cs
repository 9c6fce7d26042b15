using System.Net;
using Xunit;

namespace Herdbook.Server.Tests.RowPages;

/// <summary>Many rows changed together: previewed by a change that is taken back, then done.</summary>
public sealed class BulkTests(Shelf shelf)
{
    private const string Edit = "/tables/custom.specimen/edit";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_shows_what_would_change_and_changes_nothing_until_it_is_confirmed()
    {
        await shelf.InsertAsync("custom.specimen", """[{"code":"bulk-1","title":"A","pieces":1},{"code":"bulk-2","title":"B","pieces":2},{"code":"bulk-3","title":"C","pieces":3}]""", Ct);
        (string, string)[] selection = [("key", "bulk-1"), ("key", "bulk-2")];
        using var content = new FormUrlEncodedContent(selection.Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        using var opened = await shelf.Http.PostAsync(new Uri(Edit, UriKind.Relative), content, Ct);
        var choose = await Shelf.Page.OfAsync(opened, Ct);
        Assert.Contains("Edit 2 rows", choose.Text, StringComparison.Ordinal);
        var preview = await shelf.PostAsync($"{Edit}/preview", choose, [.. selection, ("column", "pieces"), ("f-pieces", "42")], Ct);
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Contains("2 rows would change", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Change 2 rows", preview.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await shelf.RowAsync("bulk-1", Ct)).GetProperty("pieces").GetInt32());
        var done = await shelf.PostAsync($"{Edit}/apply", preview, [.. selection, ("column", "pieces"), ("f-pieces", "42"), ("count", "2")], Ct);
        Assert.Contains("2 rows have pieces 42 now", done.Text.Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal((42, 42, 3), (await PiecesAsync("bulk-1"), await PiecesAsync("bulk-2"), await PiecesAsync("bulk-3")));
    }

    [Fact]
    public async Task A_rule_that_would_be_broken_is_shown_at_the_value_before_anything_is_done()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"rule-1","title":"A","pieces":1}""", Ct);
        var choose = await shelf.GetAsync($"{Edit}?code=eq.rule-1", Ct);
        var preview = await shelf.PostAsync($"{Edit}/preview", choose, [("filter", "code=eq.rule-1"), ("column", "pieces"), ("f-pieces", "1000")], Ct);
        Assert.Equal(HttpStatusCode.BadRequest, preview.Status);
        Assert.Contains("min/max", preview.Field("pieces"), StringComparison.Ordinal);
        Assert.DoesNotContain("/edit/apply", preview.Html, StringComparison.Ordinal);
        Assert.Equal(1, await PiecesAsync("rule-1"));
    }

    [Fact]
    public async Task A_filter_that_finds_other_rows_than_the_preview_did_is_shown_anew()
    {
        await shelf.InsertAsync("custom.specimen", """{"code":"moved-1","title":"Moved","serial":"MV-1"}""", Ct);
        var choose = await shelf.GetAsync($"{Edit}?title=eq.Moved", Ct);
        var preview = await shelf.PostAsync($"{Edit}/preview", choose, [("filter", "title=eq.Moved"), ("column", "size"), ("f-size", "L")], Ct);
        await shelf.InsertAsync("custom.specimen", """{"code":"moved-2","title":"Moved"}""", Ct);
        var refused = await shelf.PostAsync($"{Edit}/apply", preview, [("filter", "title=eq.Moved"), ("column", "size"), ("f-size", "L"), ("count", "1")], Ct);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("no longer those of the preview", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Change 2 rows", refused.Text, StringComparison.Ordinal);
        Assert.Equal("M", (await shelf.RowAsync("moved-1", Ct)).GetProperty("size").GetString());
    }

    [Fact]
    public async Task More_than_a_thousand_rows_are_refused_and_so_is_no_row()
    {
        await shelf.InsertAsync("custom.specimen", $"[{string.Join(',', Enumerable.Range(1, 1_001).Select(n => $$"""{"code":"many-{{n}}","title":"One of too many"}"""))}]", Ct);
        var choose = await shelf.GetAsync($"{Edit}?title=eq.One of too many", Ct);
        Assert.Contains("at most 1,000 at once", choose.Text, StringComparison.Ordinal);
        var preview = await shelf.PostAsync($"{Edit}/preview", choose, [("filter", "title=eq.One of too many"), ("column", "size"), ("f-size", "L")], Ct);
        Assert.Contains("1001", preview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/edit/apply", preview.Html, StringComparison.Ordinal);
        Assert.Contains("No row is selected", (await shelf.GetAsync(Edit, Ct)).Text, StringComparison.Ordinal);
    }

    private async Task<int> PiecesAsync(string code) => (await shelf.RowAsync(code, Ct)).GetProperty("pieces").GetInt32();
}
