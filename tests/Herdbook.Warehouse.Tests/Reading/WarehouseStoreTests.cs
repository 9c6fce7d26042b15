using Herdbook.Core;
using Herdbook.Warehouse.Reading;
using Xunit;

namespace Herdbook.Warehouse.Tests.Reading;

public sealed class WarehouseStoreTests : IDisposable
{
    private readonly Generations _home = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Without_a_warehouse_it_says_what_to_run()
    {
        Assert.Null(_home.Store.TryOpen(Tenant.Default));
        var refused = Assert.Throws<RefusedException>(() => _home.Store.Open(Tenant.Demo));
        Assert.Equal("warehouse_absent", refused.Code);
        Assert.Contains("herdbook warehouse build --tenant demo", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_keeps_its_generation_and_the_next_one_gets_the_new()
    {
        _home.Publish("create table t as select 1 as n");
        using var old = _home.Store.Open(Tenant.Default);
        using (var same = _home.Store.Open(Tenant.Default))
        {
            Assert.Equal(old.Generation, same.Generation);
        }

        _home.Publish("create table t as select 2 as n");
        _home.Publish("create table t as select 3 as n");
        _home.Publish("create table t as select 4 as n");
        using var fresh = _home.Store.Open(Tenant.Default);
        _home.Folder.Sweep(_home.Store.Holds);
        Assert.Equal((1, 4), (old.Generation, fresh.Generation));
        Assert.Equal(1, await OneAsync(old));
        Assert.Equal(4, await OneAsync(fresh));
    }

    [Fact]
    public async Task Readers_see_the_old_or_the_new_state_while_generations_change()
    {
        _home.Publish("create table a as select 0 as n; create table b as select 0 as n");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var seen = new HashSet<int>();
            // A reader whose turn comes after the last build still reads.
            do
            {
                using var reader = _home.Store.Open(Tenant.Default);
                var row = (await reader.QueryAsync("select (select n from a), (select n from b)", NamedQuery.None, QueryLimits.Page, Ct)).Rows.Single();
                Assert.Equal(row[0], row[1]);
                seen.Add((int)row[0]!);
            }
            while (!ending.IsCancellationRequested);

            return seen.Count;
        }, Ct)).ToList();
        for (var i = 1; i <= 8; i++)
        {
            _home.Publish($"create table a as select {i} as n; create table b as select {i} as n");
            _home.Folder.Sweep(_home.Store.Holds);
        }

        await ending.CancelAsync();
        Assert.All(await Task.WhenAll(readers), seen => Assert.InRange(seen, 1, 9));
    }

    [Fact]
    public async Task Parameters_are_bound_by_name()
    {
        _home.Publish("create table t as select 1 as n, date '2026-01-31' as day");
        using var reader = _home.Store.Open(Tenant.Default);
        var values = new Dictionary<string, object?> { ["from"] = "2026-01-01", ["unused"] = 1, ["agent"] = null };
        var answer = await reader.QueryAsync(new NamedQuery("t", "select n from t where day >= $from::date and ($agent::varchar is null or false)", values), QueryLimits.Page, Ct);
        Assert.Single(answer.Rows);
        await Assert.ThrowsAsync<ArgumentException>(() => reader.QueryAsync("select $missing", values, QueryLimits.Page, Ct));
    }

    private static async Task<object?> OneAsync(WarehouseReader reader) => (await reader.QueryAsync("select n from t", NamedQuery.None, QueryLimits.Page, Ct)).Rows.Single()[0];
}
