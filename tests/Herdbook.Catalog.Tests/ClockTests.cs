using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>The generated tenant replays a year with the times that it happened at; nobody else says when something happened.</summary>
public sealed class ClockTests : EngineTest
{
    private const string Noon = "select set_config('herdbook.clock', '2020-06-01 12:00+00', true); ";

    private const string Times = """
        select string_agg(to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' ' || operation, ', ' order by booking_id)
          from catalog.history
        """;

    protected override async ValueTask ArrangeAsync()
    {
        Folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  title: {type: text}\n  modified_at: {type: timestamptz, required: true, default: now()}")
            .With("shop.spot", "entity", "key: code\ncolumns:\n  code: {type: text}\n  updated_at: {type: timestamptz, required: true, default: now()}");
        await ApplyAsync();
    }

    [Fact]
    public async Task The_demos_history_and_its_rows_carry_the_given_times()
    {
        await InAsync(Noon + "insert into shop.item (code, title) values ('x', 'X')", "demo");
        await InAsync("select set_config('herdbook.clock', '2020-06-02 13:30+00', true); update shop.item set title = 'Y'", "demo");
        Assert.Equal("2020-06-02 13:30", await InAsync("select to_char(modified_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from shop.item", "demo"));
        await InAsync("select set_config('herdbook.clock', '2020-06-03 00:00+00', true); update shop.item set deleted_at = catalog.clock()", "demo");
        await InAsync(Noon + "insert into shop.spot (code) values ('s'); update shop.spot set code = 't'", "demo");

        Assert.Equal(
            "2020-06-01 12:00 insert, 2020-06-02 13:30 update, 2020-06-03 00:00 delete, 2020-06-01 12:00 insert, 2020-06-01 12:00 delete, 2020-06-01 12:00 insert",
            await InAsync(Times, "demo"));
        Assert.Equal(true, await InAsync("select updated_at = '2020-06-01 12:00+00' from shop.spot", "demo"));
        Assert.Equal(true, await InAsync("select bool_and(booked_at > now() - interval '1 hour') from catalog.history", "demo"));
    }

    [Fact]
    public async Task The_demos_rows_can_each_carry_their_own_time()
    {
        const string Own = "select set_config('herdbook.clock', 'row', true); ";
        await InAsync(Own + "insert into shop.item (code, created_at, modified_at) values ('x', '2020-01-01 00:00+00', '2020-01-01 00:00+00'), ('y', '2020-01-02 00:00+00', '2020-01-02 00:00+00')", "demo");
        await InAsync(Own + "update shop.item i set title = 'T', modified_at = t.at from (values ('x', timestamptz '2020-02-01 08:00+00'), ('y', '2020-02-02 09:00+00')) t (code, at) where t.code = i.code", "demo");
        await InAsync(Own + "update shop.item set deleted_at = '2020-03-01 10:00+00', modified_at = '2020-03-01 10:00+00' where code = 'y'", "demo");

        Assert.Equal(
            "x 01-01 00:00 insert, y 01-02 00:00 insert, x 02-01 08:00 update, y 02-02 09:00 update, y 03-01 10:00 delete",
            await InAsync("select string_agg(concat_ws(' ', row_key, to_char(changed_at at time zone 'UTC', 'MM-DD HH24:MI'), operation), ', ' order by changed_at) from catalog.history", "demo"));
        Assert.Equal(true, await InAsync("select bool_and(modified_at < '2021-01-01') from shop.item", "demo"));
    }

    [Fact]
    public async Task Without_a_given_time_the_demo_has_the_present()
    {
        await InAsync("insert into shop.item (code) values ('x')", "demo");
        await InAsync("select set_config('herdbook.clock', '', true); update shop.item set title = 'Y'", "demo");

        Assert.Equal(true, await InAsync("select bool_and(changed_at > now() - interval '1 hour') from catalog.history", "demo"));
    }

    [Theory]
    [InlineData("2020-06-01 12:00+00")]
    [InlineData("infinity")]
    [InlineData("row")]
    [InlineData("not a time")]
    public async Task Another_tenant_has_the_present_whatever_is_set(string clock)
    {
        var set = $"select set_config('herdbook.clock', '{clock}', true); ";
        await InAsync(set + "insert into shop.item (code, title, created_at, modified_at) values ('x', 'X', '2020-01-01', '2020-01-01')");
        await InAsync(set + "update shop.item set title = 'Y', modified_at = '2020-01-01'");
        await InAsync(set + "insert into shop.spot (code) values ('s'); update shop.spot set code = 't'");

        Assert.Equal(true, await InAsync(
            $"with s as materialized (select set_config('herdbook.clock', '{clock}', true)) select catalog.clock() between now() - interval '1 hour' and now() + interval '1 hour' from s"));
        Assert.Equal(true, await InAsync("select count(*) = 5 and bool_and(changed_at between now() - interval '1 hour' and now() + interval '1 hour') from catalog.history"));
        Assert.Equal(true, await InAsync("select bool_and(modified_at between now() - interval '1 hour' and now() + interval '1 hour') from shop.item"));
    }

    /// <summary>The tenant is set to demo and back while the statement runs: the trigger of the row sees the first, that of the statement the last.</summary>
    [Theory]
    [InlineData("update shop.item set title = set_config('herdbook.tenant', 'demo', true) returning set_config('herdbook.tenant', 'a', true)")]
    [InlineData("with s as materialized (select set_config('herdbook.tenant', 'demo', true)) update shop.item set title = 'Y' from s returning set_config('herdbook.tenant', 'a', true)")]
    public async Task A_tenant_that_calls_itself_demo_in_the_midst_of_a_statement_wins_nothing(string sql)
    {
        await InAsync("insert into shop.item (code) values ('x')");
        try
        {
            await InAsync(Noon + sql);
        }
        catch (PostgresException refused)
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        Assert.Equal(true, await InAsync("select bool_and(changed_at > now() - interval '1 hour') from catalog.history"));
        Assert.Equal(true, await InAsync("select bool_and(modified_at > now() - interval '1 hour') from shop.item"));
    }

    [Fact]
    public async Task Not_even_the_owner_gives_another_tenants_row_a_time()
    {
        await InAsync("insert into shop.item (code) values ('x')");
        await Owner.RunAsync("a", Noon + "update shop.item set title = 'Y'", Ct);

        Assert.Equal(true, await InAsync("select count(*) = 2 and bool_and(changed_at > now() - interval '1 hour') from catalog.history"));
    }
}
