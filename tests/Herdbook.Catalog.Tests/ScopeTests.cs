using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>A plan that looks at some tables leaves every other one alone.</summary>
public sealed class ScopeTests : IAsyncLifetime
{
    private readonly CatalogFolder _folder = new CatalogFolder()
        .With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: \"varchar(10)\"}\n  part_of: {type: text, refers: shop.item}")
        .With("shop.shelf", "entity", "key: shelf\ncolumns:\n  shelf: {type: text}\n  code: {type: text, refers: shop.item}");

    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(_database, Ct);
        await _database.Database.ApplyAsync(_folder.Load(), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Only_the_named_tables_are_compared()
    {
        await _database.Database.Owner.RunAsync(null, "alter table shop.shelf add mine text; drop policy tenant on shop.item; drop function catalog.erase_demo()", Ct);
        _folder.With("shop.box", "entity", "key: box\ncolumns:\n  box: {type: text}\n  code: {type: text, refers: shop.item}");

        var plan = await ApplyAsync("shop.box");

        Assert.All(plan.Steps, step => Assert.Equal("shop.box", step.Table));
        Assert.Empty((await PlanAsync("shop.box")).Steps);
        Assert.Equal("shop.box", await _database.Database.App.RunAsync("a", "select table_name from catalog.manifest where table_name = 'shop.box'", Ct));
        Assert.Equal(4, (await _database.Database.PlanAsync(_folder.Load(), Ct)).Steps.Select(step => step.Table).Append("shop.box").Distinct().Count());
        Assert.NotNull(await _database.Database.App.RefusesAsync("a", "insert into shop.box (box, code) values ('b', 'nothing')", Ct));
    }

    [Fact]
    public async Task A_new_table_beside_a_table_that_is_read_waits_for_nobody()
    {
        await using var reader = await _database.Database.Owner.OpenConnectionAsync(Ct);
        await using var transaction = await reader.BeginTransactionAsync(Ct);
        await using var read = new NpgsqlCommand("select set_config('herdbook.tenant', 'a', true), (select count(*) from shop.item)", reader);
        await read.ExecuteScalarAsync(Ct);
        _folder.With("shop.box", "entity", "key: box\ncolumns:\n  box: {type: text}\n  code: {type: text, refers: shop.item}");

        await ApplyAsync("shop.box");

        await transaction.CommitAsync(Ct);
    }

    [Fact]
    public async Task Tables_that_refer_to_a_key_that_changes_come_into_the_scope()
    {
        _folder.With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  part_of: {type: text, refers: shop.item}");

        var plan = await ApplyAsync("shop.item");

        Assert.Contains(plan.Steps, step => step is { Table: "shop.shelf", What: "take away link shelf_code_fkey, to make it again" });
        Assert.Empty((await _database.Database.PlanAsync(_folder.Load(), Ct)).Steps);
    }

    [Fact]
    public async Task A_table_that_is_removed_goes_and_others_of_its_module_stay()
    {
        _folder.Without("shop.shelf");
        var scope = new PlanScope(new HashSet<string>(), new HashSet<string> { "shop.shelf" });

        var refused = await Assert.ThrowsAsync<PlanRefusedException>(() => ApplyAsync(ApplyOptions.Safe with { Scope = scope }));
        Assert.All(refused.Steps, step => Assert.Equal("shop.shelf", step.Table));
        await ApplyAsync(new ApplyOptions(new HashSet<string> { "shop.shelf" }) { Scope = scope });

        Assert.Equal("", await _database.Database.App.RunAsync("a", "select coalesce(string_agg(table_name, ','), '') from catalog.manifest where table_name = 'shop.shelf'", Ct));
        Assert.Empty((await _database.Database.PlanAsync(_folder.Load(), Ct)).Steps);
    }

    [Fact]
    public async Task Six_hundred_tables_are_planned_with_the_locks_of_a_server_as_it_comes()
    {
        for (var i = 0; i < 600; i++)
        {
            var refers = i == 0 ? "" : $", refers: many.t{i - 1}";
            _folder.With($"many.t{i}", "entity", $"key: code\ncolumns:\n  code: {{type: text}}\n  other: {{type: text{refers}}}\n  size: {{type: integer, min: 0}}\nindexes: [[other], [size]]\nunique: [[other, size]]");
        }

        var catalog = _folder.Load();
        // A server as it comes has room for 64 locks for each of 100 connections.
        const int Room = 6_400;
        var most = 0L;
        using var ended = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                most = Math.Max(most, (long)(await _database.Database.App.RunAsync(null, "select count(distinct (locktype, database, relation, classid, objid)) from pg_locks where not fastpath", Ct))!);
                await Task.Delay(20, Ct);
            }
        }, Ct);

        var plan = await _database.Database.PlanAsync(catalog, Ct);
        Assert.InRange(most, 1, Room / 2);
        await _database.Database.ApplyAsync(catalog, Ct);
        Assert.Empty((await _database.Database.PlanAsync(catalog, Ct)).Steps);
        await ended.CancelAsync();
        await watch;

        Assert.Equal(600, plan.Steps.Count(step => step.What == "create table"));
        Assert.InRange(most, 1, Room);
    }

    private Task<CatalogPlan> ApplyAsync(ApplyOptions options) =>
        Applier.InLockAsync(_database.Database.Owner, (connection, ct) => Applier.ApplyAsync(connection, _folder.Load(), options, ct), Ct);

    private Task<CatalogPlan> ApplyAsync(params string[] scope) => ApplyAsync(ApplyOptions.Safe with { Scope = Scope(scope) });

    private Task<CatalogPlan> PlanAsync(params string[] scope) => Planner.PlanAsync(_database.Database.Owner, _folder.Load(), Scope(scope), Ct);

    private static PlanScope Scope(string[] tables) => new(tables.ToHashSet(StringComparer.Ordinal), new HashSet<string>());
}
