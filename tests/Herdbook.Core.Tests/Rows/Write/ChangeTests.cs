using System.Text.Json;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows.Write;

public sealed class ChangeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_reaches_the_rows_of_its_filter_and_no_others()
    {
        await using var store = await FilledAsync(3);
        var written = await store.UpdateAsync("item", "or=(code.eq.A-1,code.eq.A-3)", """{"title":"new","meta":{"a":[1,null]}}""", Ct);
        Assert.Equal(2, written.Affected);
        Assert.Equal("""[{"title":"new"},{"title":"untitled"},{"title":"new"}]""", await store.GetAsync("item", "select=title&order=code", Ct));
        Assert.Equal(0, (await store.UpdateAsync("item", "code=eq.A-9", """{"title":"new"}""", Ct)).Affected);
        Assert.Equal(0, (await store.UpdateAsync("item", "code=eq.A-1", "{}", Ct)).Affected);
    }

    [Fact]
    public async Task Changed_rows_come_back_even_when_they_no_longer_meet_the_filter()
    {
        await using var store = await FilledAsync(2);
        var shown = RowReturning.Rows(store.Shop.Parse("shop.item", "select=code,title&title=eq.untitled&order=code"), RowFormat.Json);
        var written = await store.UpdateAsync("item", "title=eq.untitled", """{"title":"new"}""", Ct, new() { Returning = shown });
        Assert.Equal("""[{"code":"A-1","title":"new"},{"code":"A-2","title":"new"}]""", Store.Shown(written));
    }

    [Fact]
    public async Task Without_a_filter_nothing_is_changed_or_deleted()
    {
        await using var store = await FilledAsync(2);
        Assert.Equal("filter_missing", (await Assert.ThrowsAsync<RowRefusalException>(() => store.UpdateAsync("item", "", """{"title":"x"}""", Ct))).Code);
        Assert.Equal("filter_missing", (await Assert.ThrowsAsync<RowRefusalException>(() => store.DeleteAsync("item", "", Ct))).Code);
        Assert.Equal("limit_on_write", (await Assert.ThrowsAsync<RowRefusalException>(() => store.DeleteAsync("item", "code=gt.A&limit=1", Ct))).Code);
    }

    [Fact]
    public async Task More_rows_than_allowed_are_told_and_none_is_changed()
    {
        await using var store = await FilledAsync(7);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.UpdateAsync("item", "code=like.A*", """{"title":"x"}""", Ct, new() { MaxAffected = 3 }));
        Assert.Equal(("max_affected", 7L), (refusal.Code, refusal.More!["found"]));
        refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.DeleteAsync("item", "code=like.A*", Ct, new() { MaxAffected = 6 }));
        Assert.Equal(7L, refusal.More!["found"]);
        Assert.Equal("""[{"count":7}]""", await store.GetAsync("item", "select=count()&title=eq.untitled", Ct));
        Assert.Equal(7, (await store.DeleteAsync("item", "code=like.A*", Ct, new() { MaxAffected = 7 })).Affected);
    }

    [Fact]
    public async Task A_thousand_rows_is_the_bound_when_none_is_given()
    {
        await using var store = await FilledAsync(1001);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.DeleteAsync("item", "code=like.A*", Ct));
        Assert.Equal((1001L, 1000L), (refusal.More!["found"], refusal.More["most"]));
        Assert.Equal(1000, (await store.DeleteAsync("item", "code=neq.A-1", Ct)).Affected);
    }

    [Fact]
    public async Task A_deleted_row_is_hidden_kept_and_deleted_once()
    {
        await using var store = await FilledAsync(1);
        Assert.Equal(1, (await store.DeleteAsync("item", "code=eq.A-1", Ct)).Affected);
        Assert.Equal(0, (await store.DeleteAsync("item", "code=eq.A-1", Ct)).Affected);
        Assert.Equal("[]", await store.GetAsync("item", "", Ct));
        Assert.Equal(0, (await store.UpdateAsync("item", "code=eq.A-1", """{"title":"x"}""", Ct)).Affected);
        Assert.Equal(1, (await store.UpdateAsync("item", "code=eq.A-1&deleted=include", """{"deleted_at":null}""", Ct)).Affected);
        Assert.Equal("""[{"code":"A-1"}]""", await store.GetAsync("item", "select=code", Ct));
    }

    [Fact]
    public async Task Of_two_changes_of_the_same_version_one_wins_and_the_other_is_told_both_versions()
    {
        await using var store = await FilledAsync(1);
        var etag = (await store.Shop.Reader.GetAsync(Shop.Tenant, store.Table("item"), new RowKey(["A-1"]), null, Ct))!.ETag;
        var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await store.UpdateAsync("item", "code=eq.A-1", $$"""{"title":"from {{number}}"}""", Ct, new() { IfMatch = etag });
                return null;
            }
            catch (RowRefusalException e)
            {
                return e;
            }
        }));

        var winner = Array.IndexOf(attempts, null);
        Assert.Single(attempts, attempt => attempt is null);
        foreach (var (refusal, number) in attempts.Select((attempt, number) => (attempt, number)).Where(pair => pair.attempt is not null))
        {
            Assert.Equal(("row_changed", 412), (refusal!.Code, refusal.Status));
            Assert.Equal($"from {number}", ((JsonElement)refusal.More!["yours"]!).GetProperty("title").GetString());
            Assert.Equal($"from {winner}", ((JsonElement)refusal.More["current"]!).GetProperty("title").GetString());
            Assert.NotEqual(etag, refusal.More["etag"]);
        }

        var again = attempts.First(attempt => attempt is not null)!.More!["etag"];
        Assert.Equal(1, (await store.UpdateAsync("item", "code=eq.A-1", """{"title":"last"}""", Ct, new() { IfMatch = (string)again! })).Affected);
    }

    [Fact]
    public async Task A_condition_on_a_version_is_about_one_row()
    {
        await using var store = await FilledAsync(2);
        Assert.Equal("if_match_one_row", (await Assert.ThrowsAsync<RowRefusalException>(() => store.DeleteAsync("item", "code=like.A*", Ct, new() { IfMatch = "\"1\"" }))).Code);
        var gone = await Assert.ThrowsAsync<RowRefusalException>(() => store.DeleteAsync("item", "code=eq.A-9", Ct, new() { IfMatch = "*" }));
        Assert.Equal(("row_changed", null), (gone.Code, gone.More!["current"]));
        Assert.Equal(1, (await store.DeleteAsync("item", "code=eq.A-1", Ct, new() { IfMatch = "*" })).Affected);
    }

    [Fact]
    public async Task Put_makes_a_row_or_changes_it_as_its_conditions_allow()
    {
        await using var store = await Store.OpenAsync(Ct);
        var made = await store.PutAsync("item", ["A-1"], """{"title":"one"}""", Ct, new() { IfNew = true });
        Assert.Equal((1, 1), (made.Affected, made.Inserted));
        Assert.Equal("row_changed", (await Assert.ThrowsAsync<RowRefusalException>(() => store.PutAsync("item", ["A-1"], """{"title":"two"}""", Ct, new() { IfNew = true }))).Code);
        var changed = await store.PutAsync("item", ["A-1"], """{"code":"A-1","title":"two"}""", Ct, new() { IfMatch = made.Rows[0].ETag });
        Assert.Equal((1, 0), (changed.Affected, changed.Inserted));
        Assert.Equal("row_changed", (await Assert.ThrowsAsync<RowRefusalException>(() => store.PutAsync("item", ["A-1"], """{"title":"three"}""", Ct, new() { IfMatch = made.Rows[0].ETag }))).Code);
        Assert.Equal("key_differs", (await Assert.ThrowsAsync<RowRefusalException>(() => store.PutAsync("item", ["A-1"], """{"code":"A-2","title":"x"}""", Ct))).Code);
        Assert.Equal("""[{"code":"A-1","title":"two"}]""", await store.GetAsync("item", "select=code,title", Ct));
    }

    [Fact]
    public async Task A_dry_run_of_a_change_keeps_nothing()
    {
        await using var store = await FilledAsync(2);
        Assert.Equal(2, (await store.DeleteAsync("item", "code=like.A*", Ct, new() { DryRun = true })).Affected);
        Assert.Equal("""[{"count":2}]""", await store.GetAsync("item", "select=count()", Ct));
    }

    [Fact]
    public async Task Concurrent_changes_without_a_condition_are_all_made()
    {
        await using var store = await FilledAsync(1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => store.UpdateAsync("item", "code=eq.A-1&title=like.*", $$"""{"title":"{{number}}"}""", Ct)));
        Assert.Equal("""[{"count":1}]""", await store.GetAsync("item", "select=count()", Ct));
    }

    [Fact]
    public async Task Embeds_find_rows_but_hide_none_that_was_changed()
    {
        await using var store = await FilledAsync(3);
        await store.InsertAsync("maker", """{"code":"m","title":"Maker"}""", Ct);
        await store.UpdateAsync("item", "code=in.(A-1,A-2)", """{"maker":"m"}""", Ct);
        const string Query = "select=code,maker:maker!item_maker_fkey!inner(title)&maker.title=eq.Maker&order=code";
        var shown = RowReturning.Rows(store.Shop.Parse("shop.item", Query), RowFormat.Json);
        var written = await store.UpdateAsync("item", $"{Query}&code=neq.A-9", """{"maker":null}""", Ct, new() { Returning = shown });
        Assert.Equal("""[{"code":"A-1","maker":null},{"code":"A-2","maker":null}]""", Store.Shown(written));
        Assert.Equal("aggregate_on_write", Assert.Throws<RowRefusalException>(() => RowReturning.Rows(store.Shop.Parse("shop.item", "select=count()"), RowFormat.Json)).Code);
    }

    [Fact]
    public async Task Of_a_junction_only_the_deletion_changes()
    {
        await using var store = await FilledAsync(1);
        await store.InsertAsync("maker", """{"code":"m","title":"Maker"}""", Ct);
        await store.InsertAsync("link", """{"code":"A-1","maker":"m","place":1}""", Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.UpdateAsync("link", "code=eq.A-1", """{"place":2}""", Ct));
        Assert.Equal(("kind_forbids", "place"), (refusal.Code, refusal.Column));
        Assert.Equal(1, (await store.UpdateAsync("link", "code=eq.A-1", """{"deleted_at":"2026-01-01"}""", Ct)).Affected);
        Assert.Equal("[]", await store.GetAsync("link", "", Ct));
    }

    private static async Task<Store> FilledAsync(int items)
    {
        var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", $"[{string.Join(",", Enumerable.Range(1, items).Select(number => $$"""{"code":"A-{{number}}"}"""))}]", Ct);
        return store;
    }
}
