using System.Globalization;
using Herdbook.Catalog.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows;

/// <summary>Rows as they were.</summary>
public sealed class RowPastTests : IAsyncLifetime
{
    private Shop _shop = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await Shop.OpenAsync(Ct,
        ("shop.thing", "entity", "key: [kind, number]\ncolumns:\n  kind: {type: text}\n  number: {type: integer}\n  title: {type: text}\n  pin: {type: bigint, secret: true}\n  facts: {type: jsonb}\n  tags: {type: \"text[]\"}"),
        ("shop.owner", "entity", "key: owner\ncolumns:\n  owner: {type: text}\n  name: {type: text}"),
        ("shop.pet", "entity", "key: pet\ncolumns:\n  pet: {type: text}\n  owner: {type: text, refers: shop.owner}"),
        ("shop.sale", "ledger", "columns:\n  amount: {type: integer}"),
        ("shop.count", "cache", "rebuildFrom: shop.sale\nkey: code\ncolumns:\n  code: {type: text}"));

    public async ValueTask DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_row_is_shown_as_it_was_at_each_moment()
    {
        var before = await NowAsync();
        await _shop.RunAsync(Shop.Tenant, """insert into shop.thing (kind, number, title, pin, facts, tags) values ('k', 1, 'first', 7, '{"a": 1}', '{x,y}'), ('k', 2, 'other', null, null, null)""", Ct);
        var made = await NowAsync();
        await _shop.RunAsync(Shop.Tenant, "update shop.thing set title = 'second' where number = 1", Ct);
        var changed = await NowAsync();
        await _shop.RunAsync(Shop.Tenant, "update shop.thing set deleted_at = now() where number = 1", Ct);
        var deleted = await NowAsync();

        const string Select = "select=number,title&order=number&as_of=";
        Assert.Equal("[]", await _shop.GetAsync("shop.thing", Select + before, Ct));
        Assert.Equal("""[{"number":1,"title":"first"},{"number":2,"title":"other"}]""", await _shop.GetAsync("shop.thing", Select + made, Ct));
        Assert.Equal("""[{"number":1,"title":"second"}]""", await _shop.GetAsync("shop.thing", $"title=like.s*&{Select}{changed}", Ct));
        Assert.Equal("""[{"number":2,"title":"other"}]""", await _shop.GetAsync("shop.thing", Select + deleted, Ct));
        Assert.Equal("""[{"number":1,"title":"second"}]""", await _shop.GetAsync("shop.thing", $"deleted=only&{Select}{deleted}", Ct));
        Assert.Equal("""[{"facts":{"a":1},"tags":["x","y"]}]""", await _shop.GetAsync("shop.thing", $"select=facts,tags&kind=eq.k&number=eq.1&as_of={made}", Ct));

        var table = _shop.Catalog["shop.thing"];
        var key = RowKey.Parse(table, """["k","1"]""");
        var then = await _shop.Reader.GetAsync(Shop.Tenant, table, key, DateTimeOffset.Parse(made, CultureInfo.InvariantCulture), Ct);
        Assert.Equal(("first", ""), (then!.Row.GetProperty("title").GetString(), then.ETag));
        Assert.Null(await _shop.Reader.GetAsync(Shop.Tenant, table, key, DateTimeOffset.Parse(before, CultureInfo.InvariantCulture), Ct));
        Assert.Equal("[]", await _shop.GetAsync("shop.thing", Select + changed, Ct, Shop.Other));
    }

    [Fact]
    public async Task Related_rows_are_those_of_the_same_moment()
    {
        await _shop.RunAsync(Shop.Tenant, "insert into shop.owner (owner, name) values ('o', 'Old'); insert into shop.pet (pet, owner) values ('cat', 'o')", Ct);
        var then = await NowAsync();
        await _shop.RunAsync(Shop.Tenant, "update shop.owner set name = 'New'; insert into shop.pet (pet, owner) values ('dog', 'o')", Ct);

        Assert.Equal("""[{"name":"Old","pet":[{"pet":"cat"}]}]""", await _shop.GetAsync("shop.owner", $"select=name,pet(pet)&as_of={then}", Ct));
        Assert.Equal("""[{"pet":"cat","owner":{"name":"Old"}}]""", await _shop.GetAsync("shop.pet", $"select=pet,owner!inner(name)&owner.name=eq.Old&as_of={then}", Ct));
        Assert.Equal("""[{"name":"New","pet":[{"pet":"cat"},{"pet":"dog"}]}]""", await _shop.GetAsync("shop.owner", "select=name,pet(pet)", Ct));
    }

    [Fact]
    public async Task A_ledger_shows_what_was_booked_until_then_and_a_cache_has_no_past()
    {
        await _shop.RunAsync(Shop.Tenant, "insert into shop.sale (amount) values (1)", Ct);
        var then = await NowAsync();
        await _shop.RunAsync(Shop.Tenant, "insert into shop.sale (amount) values (2)", Ct);

        Assert.Equal("""[{"amount":1}]""", await _shop.GetAsync("shop.sale", $"select=amount&as_of={then}", Ct));
        Assert.Equal("as_of_unsupported", (await Assert.ThrowsAsync<RowRefusalException>(() => _shop.GetAsync("shop.count", $"as_of={then}", Ct))).Code);
    }

    /// <summary>The database's clock, between two changes.</summary>
    private async Task<string> NowAsync()
    {
        await using var now = _shop.App.CreateCommand("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from pg_sleep(0.002)");
        return (string)(await now.ExecuteScalarAsync(Ct))!;
    }
}
