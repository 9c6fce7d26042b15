using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows.Write;

public sealed class InsertTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_comes_back_with_its_key_and_version()
    {
        await using var store = await Store.OpenAsync(Ct);
        var written = await store.InsertAsync("item", """{"code":"A-1","title":"One"}""", Ct);

        Assert.Equal((1, 1), (written.Affected, written.Inserted));
        Assert.Equal("A-1", written.Rows[0].Key!.Text);
        var read = await store.Shop.Reader.GetAsync(Shop.Tenant, store.Table("item"), new RowKey(["A-1"]), null, Ct);
        Assert.Equal(read!.ETag, written.Rows[0].ETag);
        Assert.Equal("One", read.Row.GetProperty("title").GetString());
        Assert.True(read.Row.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Rows_come_back_as_the_query_shows_them()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("maker", """{"code":"m","title":"Maker"}""", Ct);
        var shown = RowReturning.Rows(store.Shop.Parse("shop.item", "select=code,made_by:maker!item_maker_fkey(title)&order=code.desc"), RowFormat.Json);
        var written = await store.InsertAsync("item", """[{"code":"A-1","maker":"m","title":"a"},{"code":"A-2","maker":null,"title":"b"}]""", Ct, write: new() { Returning = shown });

        Assert.Equal("""[{"code":"A-2","made_by":null},{"code":"A-1","made_by":{"title":"Maker"}}]""", Store.Shown(written));
    }

    [Fact]
    public async Task A_missing_column_takes_its_default_when_asked()
    {
        await using var store = await Store.OpenAsync(Ct);
        const string Rows = """[{"code":"A-1","title":"x","active":false},{"code":"A-2","size":"M"},{"code":"A-3","active":null}]""";
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", Rows, Ct));
        Assert.Equal(("columns_differ", 2L), (refusal.Code, refusal.More!["row"]));

        await store.InsertAsync("item", Rows, Ct, new() { Missing = RowMissing.Default });
        Assert.Equal(
            """[{"code":"A-1","title":"x","active":false,"number":1},{"code":"A-2","title":"untitled","active":true,"number":2},{"code":"A-3","title":"untitled","active":null,"number":3}]""",
            await store.GetAsync("item", "select=code,title,active,number&order=code", Ct));
    }

    [Fact]
    public async Task Listed_columns_alone_are_written()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """[{"code":"A-1","title":"x","nonsense":1,"stars":9},{"title":"y","code":"A-2"}]""", Ct, new() { Columns = ["code", "title"] });
        Assert.Equal("""[{"code":"A-1","stars":null},{"code":"A-2","stars":null}]""", await store.GetAsync("item", "select=code,stars&order=code", Ct));
    }

    [Fact]
    public async Task Rows_of_nothing_but_defaults_are_rows()
    {
        await using var store = await Store.OpenAsync(Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("note", "{}", Ct));
        Assert.Equal(("value_missing", "body"), (refusal.Code, refusal.Column));
        Assert.Equal(0, (await store.InsertAsync("note", "[]", Ct)).Affected);
    }

    [Fact]
    public async Task A_merge_changes_what_stands_and_revives_what_was_deleted()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """[{"code":"A-1","title":"one"},{"code":"A-2","title":"two"}]""", Ct);
        await store.DeleteAsync("item", "code=eq.A-2", Ct);
        var merge = new RowInsertOptions { Resolution = RowResolution.Merge };
        var written = await store.InsertAsync("item", """[{"code":"A-1","title":"ONE"},{"code":"A-2","title":"TWO"},{"code":"A-3","title":"three"}]""", Ct, merge);

        Assert.Equal((3, 1), (written.Affected, written.Inserted));
        Assert.Equal("""[{"code":"A-1","title":"ONE"},{"code":"A-2","title":"TWO"},{"code":"A-3","title":"three"}]""", await store.GetAsync("item", "select=code,title&order=code", Ct));
        var twice = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", """[{"code":"A-1","title":"a"},{"code":"A-1","title":"b"}]""", Ct, merge));
        Assert.Equal("row_twice", twice.Code);
    }

    [Fact]
    public async Task Ignored_duplicates_leave_what_stands()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """{"code":"A-1","title":"one","size":"S"}""", Ct);
        var ignore = new RowInsertOptions { Resolution = RowResolution.Ignore, OnConflict = ["size", "title"] };
        var written = await store.InsertAsync("item", """[{"code":"A-9","title":"one","size":"S"},{"code":"A-2","title":"two","size":"S"}]""", Ct, ignore);
        Assert.Equal(1, written.Affected);
        Assert.Equal("""[{"code":"A-1"},{"code":"A-2"}]""", await store.GetAsync("item", "select=code&order=code", Ct));
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", """{"code":"A-9","title":"x"}""", Ct, ignore with { OnConflict = ["stars"] }));
        Assert.Equal(("on_conflict_unknown", "Name the columns of one: code; title,size."), (refusal.Code, refusal.Remedy));
    }

    [Fact]
    public async Task Given_numbers_move_the_sequence_on()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("note", """{"note_id":7,"body":"a"}""", Ct);
        await store.InsertAsync("note", """{"body":"b"}""", Ct);
        await store.InsertAsync("note", """{"note_id":5000000,"body":"c"}""", Ct);
        await store.InsertAsync("note", """{"body":"d"}""", Ct);
        Assert.Equal("""[{"note_id":7},{"note_id":8},{"note_id":5000000},{"note_id":5000001}]""", await store.GetAsync("note", "select=note_id&order=note_id", Ct));
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("note", """{"note_id":9007199254740992,"body":"e"}""", Ct));
        Assert.Equal("value_range", refusal.Code);
        await store.InsertAsync("note", """{"body":"f"}""", Ct);
        Assert.Equal("""[{"note_id":5000002}]""", await store.GetAsync("note", "select=note_id&body=eq.f", Ct));
    }

    [Fact]
    public async Task A_dry_run_does_everything_and_keeps_nothing()
    {
        await using var store = await Store.OpenAsync(Ct);
        var shown = RowReturning.Rows(store.Shop.Parse("shop.item", "select=code,title"), RowFormat.Json);
        var written = await store.InsertAsync("item", """{"code":"A-1"}""", Ct, write: new() { DryRun = true, Returning = shown });
        Assert.Equal("""[{"code":"A-1","title":"untitled"}]""", Store.Shown(written));
        Assert.Equal("[]", await store.GetAsync("item", "", Ct));
        await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", """{"code":"bad"}""", Ct, write: new() { DryRun = true }));
    }

    [Fact]
    public async Task Kinds_that_never_change_take_new_rows_alone()
    {
        await using var store = await Store.OpenAsync(Ct);
        Assert.Equal(1, (await store.InsertAsync("sale", """{"code":"A-1","amount":12.5}""", Ct)).Affected);
        Assert.Equal(1, (await store.InsertAsync("label", """{"body":"text"}""", Ct)).Affected);
        Assert.Equal(0, (await store.InsertAsync("label", """{"sha":"982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1","body":"text"}""", Ct, new() { Resolution = RowResolution.Ignore })).Affected);
        foreach (var (table, code) in new[] { ("sale", "kind_forbids"), ("label", "kind_forbids"), ("sum", "table_system") })
        {
            var refusals = new[]
            {
                await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync(table, "{}", Ct, new() { Resolution = RowResolution.Merge })),
                await Assert.ThrowsAsync<RowRefusalException>(() => store.UpdateAsync(table, $"{store.Table(table).Key[0]}=eq.1", "{}", Ct)),
                await Assert.ThrowsAsync<RowRefusalException>(() => store.DeleteAsync(table, $"{store.Table(table).Key[0]}=eq.1", Ct)),
            };
            Assert.All(refusals, refusal => Assert.Equal((code, 405), (refusal.Code, refusal.Status)));
            Assert.All(refusals, refusal => Assert.NotNull(refusal.Remedy));
        }
    }

    [Theory]
    [InlineData("sale", """{"booking_id":1,"amount":1}""", "booking_id")]
    [InlineData("item", """{"tenant_id":"b","code":"A-1"}""", "tenant_id")]
    [InlineData("note", """{"body":"a","twice":"aa"}""", "twice")]
    public async Task A_column_that_the_database_fills_is_refused_by_name(string table, string body, string column)
    {
        await using var store = await Store.OpenAsync(Ct);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync(table, body, Ct));
        Assert.Equal(("column_not_writable", column), (refusal.Code, refusal.Column));
    }

    [Fact]
    public async Task A_junction_s_row_stands_again_when_it_is_merged()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("maker", """{"code":"m","title":"Maker"}""", Ct);
        await store.InsertAsync("item", """{"code":"A-1"}""", Ct);
        await store.InsertAsync("link", """{"code":"A-1","maker":"m","place":1}""", Ct);
        await store.DeleteAsync("link", "code=eq.A-1", Ct);
        Assert.Equal("[]", await store.GetAsync("link", "", Ct));
        var merge = new RowInsertOptions { Resolution = RowResolution.Merge };
        await store.InsertAsync("link", """{"code":"A-1","maker":"m","place":1}""", Ct, merge);
        Assert.Equal("""[{"place":1}]""", await store.GetAsync("link", "select=place", Ct));
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("link", """{"code":"A-1","maker":"m","place":2}""", Ct, merge));
        Assert.Equal("kind_forbids", refusal.Code);
    }

    [Fact]
    public async Task Another_tenant_s_rows_are_neither_seen_nor_in_the_way()
    {
        await using var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """{"code":"A-1","title":"a"}""", Ct);
        await store.InsertAsync("item", """{"code":"A-1","title":"b"}""", Ct, tenant: Shop.Other);
        await store.UpdateAsync("item", "code=eq.A-1", """{"title":"c"}""", Ct);
        Assert.Equal("""[{"title":"c"}]""", await store.GetAsync("item", "select=title", Ct));
        Assert.Equal("""[{"title":"b"}]""", await store.GetAsync("item", "select=title", Ct, Shop.Other));
        await store.InsertAsync("maker", """{"code":"m","title":"Maker"}""", Ct, tenant: Shop.Other);
        var refusal = await Assert.ThrowsAsync<RowRefusalException>(() => store.InsertAsync("item", """{"code":"A-2","maker":"m"}""", Ct));
        Assert.Equal(("reference_missing", 409), (refusal.Code, refusal.Status));
    }
}
