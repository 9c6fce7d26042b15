using Herdbook.Testing;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>From one catalog to the next, on a database with rows of two tenants.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private const string Item = "key: code\ncolumns:\n  code: {type: text}\n  count: {type: integer}\n";

    private readonly CatalogFolder _folder = new CatalogFolder().With("shop.item", "entity", Item);
    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(_database, Ct);
        await ApplyAsync();
        await RunAsync("a", "insert into shop.item (code, count) values ('x', 1)");
        await RunAsync("b", "insert into shop.item (code, count) values ('x', 300)");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_added_is_applied_at_once_and_keeps_the_rows()
    {
        _folder.With("shop.item", "entity", """
            key: code
            columns:
              code: {type: text, about: The code.}
              count: {type: bigint, min: 0}
              size: {type: text, required: true, default: M, oneOf: [S, M, L]}
              number: {type: bigint, identity: true}
              part_of: {type: text, refers: shop.item}
              created_at: {type: timestamptz, required: true, default: now()}
              deleted_at: {type: timestamptz}
            unique: [[size, code]]
            indexes: [[count], {columns: [size], where: "count > 3"}]
            checks: {small: "count < 1000"}
            """).With("shop.sale", "ledger", "columns:\n  code: {type: text}");

        var plan = await ApplyAsync();

        Assert.DoesNotContain(plan.Steps, step => step.Destructive);
        Assert.Equal("300 M", await RunAsync("b", "select count || ' ' || size from shop.item"));
        Assert.Empty((await PlanAsync()).Steps);
    }

    [Fact]
    public async Task A_link_added_to_filled_tables_is_checked_over_every_tenant()
    {
        _folder.With("shop.kind", "entity", "key: kind\ncolumns:\n  kind: {type: text}").With("shop.item", "entity", Item + "  kind: {type: text}\n");
        await ApplyAsync();
        await RunAsync("a", "insert into shop.kind (kind) values ('k'); update shop.item set kind = 'k'");
        await RunAsync("b", "update shop.item set kind = 'k'");
        _folder.With("shop.item", "entity", Item + "  kind: {type: text, refers: shop.kind}\n");

        var refused = await Assert.ThrowsAsync<CatalogException>(ApplyAsync);
        Assert.Contains("make link item_kind_fkey", refused.Message, StringComparison.Ordinal);
        Assert.Equal(true, await RunAsync("a", "select relforcerowsecurity from pg_class where oid = 'shop.item'::regclass"));

        await RunAsync("b", "insert into shop.kind (kind) values ('k')");
        await ApplyAsync();
        Assert.Empty((await PlanAsync()).Steps);
    }

    [Theory]
    [InlineData("key: code\ncolumns:\n  code: {type: text}", "drop column count")]
    [InlineData("key: code\ncolumns:\n  code: {type: text}\n  count: {type: smallint}", "change the type of count from integer to smallint")]
    [InlineData("key: code\ncolumns:\n  code: {type: text}\n  count: {type: text}", "change the type of count from integer to text")]
    public async Task What_destroys_is_refused_until_its_table_is_named(string declaration, string what)
    {
        _folder.With("shop.item", "entity", declaration);

        var refused = await Assert.ThrowsAsync<PlanRefusedException>(ApplyAsync);
        Assert.Equal(what, Assert.Single(refused.Steps).What);
        Assert.Contains($"shop.item: {what}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(300, await RunAsync("b", "select count from shop.item"));
        await Assert.ThrowsAsync<PlanRefusedException>(() => ApplyAsync("shop.other"));

        Assert.Contains((await ApplyAsync("shop.item")).Steps, step => step.Destructive);
        Assert.Empty((await PlanAsync()).Steps);
    }

    [Fact]
    public async Task A_table_that_is_declared_no_longer_is_dropped_only_when_named_and_so_is_a_whole_module()
    {
        _folder.With("store.room", "entity", "key: room\ncolumns:\n  room: {type: text}");
        await ApplyAsync();
        _folder.Without("store.room");

        var refused = await Assert.ThrowsAsync<PlanRefusedException>(ApplyAsync);
        Assert.Equal("store.room", Assert.Single(refused.Steps).Table);

        await ApplyAsync("store.room");
        Assert.Empty((await PlanAsync()).Steps);
        Assert.Equal(true, await RunAsync("a", "select to_regclass('store.room') is null"));
    }

    [Fact]
    public async Task A_rule_that_is_taken_away_is_refused_until_its_table_is_named_and_one_that_changes_is_not()
    {
        _folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  count: {type: integer, min: 0}");
        await ApplyAsync();
        _folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  count: {type: integer, min: 1}");
        await ApplyAsync();
        _folder.With("shop.item", "entity", Item);

        Assert.Equal("drop constraint item_count_range", Assert.Single((await Assert.ThrowsAsync<PlanRefusedException>(ApplyAsync)).Steps).What);
        await ApplyAsync("shop.item");
    }

    [Theory]
    [InlineData("size: {type: text, required: true}", "column size is required and has no default, and the table has rows")]
    [InlineData("count2: {type: integer, required: true}", "column count2 is required")]
    public async Task A_required_column_without_a_default_is_refused_while_any_tenant_has_rows(string column, string message)
    {
        _folder.With("shop.item", "entity", Item + $"  {column}\n");

        Assert.Contains("refused while the table has rows", Assert.Single((await PlanAsync()).Steps).What, StringComparison.Ordinal);
        Assert.Contains(message, (await Assert.ThrowsAsync<PlanRefusedException>(ApplyAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_holds_nulls_is_not_made_required()
    {
        await RunAsync("a", "insert into shop.item (code) values ('y')");
        _folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  count: {type: integer, required: true}");

        Assert.Contains("some rows hold none", (await Assert.ThrowsAsync<PlanRefusedException>(ApplyAsync)).Message, StringComparison.Ordinal);
        await RunAsync("a", "update shop.item set count = 0 where count is null");
        await ApplyAsync();
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_database_as_it_was()
    {
        var before = await StateAsync();
        _folder.With("shop.a", "entity", "key: code\ncolumns:\n  code: {type: text}")
            .With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  count: {type: integer, max: 10}\n  more: {type: text}");

        var failed = await Assert.ThrowsAsync<CatalogException>(ApplyAsync);

        Assert.Contains("A step failed, and nothing was changed. shop.item: make constraint item_count_range", failed.Message, StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync());
    }

    [Theory]
    [InlineData("checks: {bad: \"nothing > 3\"}", 8, "column \"nothing\" does not exist")]
    [InlineData("checks: {bad: \"true); commit; select (1\"}", 8, "cannot insert multiple commands")]
    [InlineData("indexes: [{columns: [count], where: \"count >\"}]", 8, "syntax error")]
    public async Task SQL_in_a_declaration_that_PostgreSQL_refuses_is_told_with_its_line(string line, int number, string message)
    {
        var before = await StateAsync();
        _folder.With("shop.item", "entity", Item + line);

        var error = Assert.Single((await Assert.ThrowsAsync<CatalogException>(PlanAsync)).Errors);

        Assert.Equal((_folder.FileOf("shop.item"), number), (error.File, error.Line));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Of_two_appliers_one_waits_and_then_finds_nothing_to_do()
    {
        _folder.With("shop.sale", "ledger", "columns:\n  code: {type: text}").With("shop.item", "entity", Item + "  size: {type: text}\n");
        var catalog = _folder.Load();

        var plans = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _database.Database.ApplyAsync(catalog, Ct)));

        Assert.Single(plans, plan => !plan.IsEmpty);
        Assert.Equal(2L, await RunAsync("a", "select count(*) from catalog.applied_plan"));
    }

    [Fact]
    public async Task A_key_that_changes_takes_the_links_to_it_along()
    {
        const string Shelf = "key: shelf\ncolumns:\n  shelf: {type: text}\n  code: {type: text, refers: shop.item}";
        _folder.With("shop.shelf", "entity", Shelf);
        await ApplyAsync();
        await RunAsync("b", "insert into shop.shelf (shelf, code) values ('s', 'x')");
        await _database.Database.Owner.RunAsync(null, """
            alter table shop.shelf drop constraint shelf_code_fkey;
            alter table shop.item drop constraint item_pkey;
            alter table shop.item add constraint item_pkey primary key (code, tenant_id);
            alter table shop.item no force row level security;
            alter table shop.shelf no force row level security;
            alter table shop.shelf add constraint shelf_code_fkey foreign key (tenant_id, code) references shop.item (tenant_id, code);
            alter table shop.item force row level security;
            alter table shop.shelf force row level security;
            """, Ct);

        Assert.Contains((await PlanAsync()).Steps, step => step.What == "take away link shelf_code_fkey, to make it again");
        await ApplyAsync();

        Assert.Empty((await PlanAsync()).Steps);
        Assert.NotNull(await _database.Database.App.RefusesAsync("b", "insert into shop.shelf (shelf, code) values ('t', 'y')", Ct));
    }

    [Fact]
    public async Task A_catalog_whose_words_alone_changed_is_recorded_without_a_step()
    {
        _folder.With("shop.item", "entity", Item + "display: {columns: [code]}\n");
        var catalog = _folder.Load();
        Assert.False(await Applier.IsCurrentAsync(_database.Database.Owner, catalog, Ct));

        Assert.Empty((await ApplyAsync()).Steps);

        Assert.True(await Applier.IsCurrentAsync(_database.Database.Owner, catalog, Ct));
        Assert.Equal("code", await RunAsync("a", "select declaration -> 'display' -> 'columns' ->> 0 from catalog.manifest where table_name = 'shop.item'"));
    }

    private Task<CatalogPlan> ApplyAsync() => _database.Database.ApplyAsync(_folder.Load(), Ct);

    private Task<CatalogPlan> ApplyAsync(params string[] allowed) => _database.Database.ApplyAsync(_folder.Load(), Ct, allowed);

    private Task<CatalogPlan> PlanAsync() => _database.Database.PlanAsync(_folder.Load(), Ct);

    private Task<object?> RunAsync(string tenant, string sql) => _database.Database.App.RunAsync(tenant, sql, Ct);

    /// <summary>Every column and constraint there is, and every plan that was applied.</summary>
    private Task<object?> StateAsync() => _database.Database.Owner.RunAsync(null, """
        select (select string_agg(attrelid::regclass || '.' || attname || ' ' || atttypid::regtype, ',' order by attrelid, attnum)
                  from pg_attribute where attrelid in (select oid from pg_class where relnamespace::regnamespace::text not like 'pg_%' and relnamespace <> 'information_schema'::regnamespace))
            || (select string_agg(conname, ',' order by oid) from pg_constraint)
            || (select count(*) from catalog.applied_plan)
            || (select string_agg(nspname, ',' order by oid) from pg_namespace)
        """, Ct);
}
