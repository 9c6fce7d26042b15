using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>The database itself books every change of an entity or a junction.</summary>
public sealed class HistoryTests : EngineTest
{
    private const string Item = "key: code\ncolumns:\n  code: {type: text}\n  title: {type: text}\n  pin: {type: text, secret: true}\n  modified_at: {type: timestamptz, required: true, default: now()}";

    private const string Latest = "select concat_ws(' ', operation, row_key, actor, array_to_string(changed, ','), before::text) from catalog.history order by booking_id desc limit 1";

    protected override async ValueTask ArrangeAsync()
    {
        Folder.With("shop.item", "entity", Item)
            .With("shop.shelf", "junction", "key: [code, place]\ncolumns:\n  code: {type: text}\n  place: {type: integer}")
            .With("shop.quiet", "entity", "history: false\nkey: code\ncolumns:\n  code: {type: text}");
        await ApplyAsync();
    }

    [Fact]
    public async Task Every_change_is_booked_with_who_when_before_and_after()
    {
        const string Ann = "select set_config('herdbook.actor', 'ann', true); ";
        await InAsync(Ann + "insert into shop.item (code, title) values ('x', 'X')");
        Assert.Equal("insert x ann", await InAsync(Latest));
        await InAsync(Ann + "update shop.item set title = 'Y'");
        Assert.Equal("update x ann title {\"title\": \"X\"}", await InAsync(Latest));
        await InAsync(Ann + "update shop.item set deleted_at = '2026-01-01 00:00+00'");
        Assert.Equal("delete x ann deleted_at {\"deleted_at\": null}", await InAsync(Latest));
        await InAsync(Ann + "update shop.item set deleted_at = null");
        Assert.Equal("update x ann deleted_at {\"deleted_at\": \"2026-01-01T00:00:00+00:00\"}", await InAsync("set local timezone = 'Asia/Tokyo'; " + Latest));
        Assert.Equal("Y", await InAsync("select after ->> 'title' from catalog.history order by booking_id desc limit 1"));
        Assert.Equal(4L, await InAsync("select count(*) from catalog.history"));
        Assert.Equal(0L, await InAsync("select count(*) from catalog.history", "b"));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_books_nothing_and_a_row_that_gets_another_key_is_one_gone_and_one_come()
    {
        await InAsync("insert into shop.item (code, title) values ('x', 'X'), ('y', 'Y')");
        await InAsync("update shop.item set title = title");
        Assert.Equal(2L, await InAsync("select count(*) from catalog.history"));

        await InAsync("update shop.item set code = 'z' where code = 'y'");

        Assert.Equal("delete y, insert z", await InAsync("select string_agg(operation || ' ' || row_key, ', ' order by row_key) from (select * from catalog.history order by booking_id desc limit 2) h"));
    }

    [Fact]
    public async Task A_row_of_several_key_columns_is_named_by_a_JSON_array_and_a_secret_by_stars()
    {
        await InAsync("insert into shop.shelf (code, place) values ('a \"b\"', 7)");
        Assert.Equal("""["a \"b\"","7"]""", await InAsync("select row_key from catalog.history"));
        Assert.Equal("""["a","b"]""", await InAsync("select catalog.row_key('a', 'b')"));

        await InAsync("insert into shop.item (code, pin) values ('x', '1234')");
        await InAsync("update shop.item set pin = '5678'");

        Assert.Equal("update x herdbook_app pin {\"pin\": \"***\"}", ((string)(await InAsync(Latest))!).Replace((string)(await InAsync("select session_user::text"))!, "herdbook_app", StringComparison.Ordinal));
        Assert.Equal(false, await InAsync("select string_agg(h::text, '') ~ '1234|5678' from catalog.history h"));
    }

    [Theory]
    [InlineData("insert into catalog.history (table_name, row_key, operation) values ('shop.item', 'x', 'update')")]
    [InlineData("update catalog.history set actor = 'me'")]
    [InlineData("delete from catalog.history")]
    [InlineData("select catalog.book_baseline('shop', 'item', '{code}', '{}')")]
    public async Task The_application_reads_the_history_and_writes_none(string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await RefusesAsync(sql)).SqlState);

    [Fact]
    public async Task Rows_that_were_there_before_are_booked_as_they_stand_for_each_tenant_and_what_was_switched_off_books_nothing()
    {
        await InAsync("insert into shop.quiet (code) values ('x'), ('y')");
        await InAsync("insert into shop.quiet (code) values ('z')", "b");
        Assert.Equal(0L, await InAsync("select count(*) from catalog.history"));

        Folder.With("shop.quiet", "entity", "key: code\ncolumns:\n  code: {type: text}");
        await ApplyAsync();

        Assert.Equal("baseline x, baseline y", await InAsync("select string_agg(operation || ' ' || row_key, ', ' order by row_key) from catalog.history"));
        Assert.Equal("baseline z", await InAsync("select string_agg(operation || ' ' || row_key, ', ') from catalog.history", "b"));
        Assert.Equal(true, await InAsync("select relforcerowsecurity from pg_class where oid = 'shop.quiet'::regclass"));
    }

    [Fact]
    public async Task A_hundred_thousand_rows_in_one_statement_are_all_booked()
    {
        await InAsync("insert into shop.item (code, title) select n::text, 'X' from generate_series(1, 100000) n");
        await InAsync("update shop.item set title = 'Y'");

        Assert.Equal(200_000L, await InAsync("select count(*) from catalog.history"));
        Assert.Equal(100_000L, await InAsync("select count(*) from catalog.history where operation = 'update' and before ->> 'title' = 'X' and after ->> 'title' = 'Y'"));
    }

    [Fact]
    public async Task The_demo_tenants_history_goes_with_its_rows()
    {
        await InAsync("insert into catalog.tenant (tenant_id, title, is_demo) values ('demo', 'Demo', true)");
        await InAsync("insert into shop.item (code) values ('x')", "demo");
        await InAsync("insert into shop.item (code) values ('x')");

        // The row, what history booked of it, and the seal of that.
        Assert.Equal(3L, await InAsync("select catalog.erase_demo()"));

        Assert.Equal(0L, await InAsync("select count(*) from catalog.history", "demo"));
        Assert.Equal(1L, await InAsync("select count(*) from catalog.history"));
    }
}
