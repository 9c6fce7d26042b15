using System.Text.Json;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Xunit;

namespace Herdbook.Core.Tests.Rows.Write;

public sealed class HistoryTests
{
    private static readonly RowKey Key = new(["A-1"]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_change_is_a_version_that_says_who_and_what()
    {
        await using var store = await ChangedAsync();
        var versions = await HistoryOf(store).VersionsAsync(Shop.Tenant, store.Table("item"), Key, null, 10, Ct);

        Assert.Equal(["delete", "update", "insert"], versions.Select(version => version.Operation));
        Assert.All(versions, version => Assert.Equal("test", version.Actor));
        Assert.Contains("title", versions[1].Changed!);
        Assert.Equal("one", versions[1].Before!.Value.GetProperty("title").GetString());
        Assert.Equal("two", versions[1].After!.Value.GetProperty("title").GetString());
        Assert.DoesNotContain("secret word", JsonSerializer.Serialize(versions), StringComparison.Ordinal);
        Assert.Equal(versions[2].Version, (await HistoryOf(store).VersionsAsync(Shop.Tenant, store.Table("item"), Key, versions[1].Version, 10, Ct)).Single().Version);
        Assert.Empty(await HistoryOf(store).VersionsAsync(Shop.Other, store.Table("item"), Key, null, 10, Ct));
    }

    [Fact]
    public async Task A_row_is_seen_as_it_was_at_a_moment()
    {
        await using var store = await ChangedAsync();
        var history = HistoryOf(store);
        var versions = await history.VersionsAsync(Shop.Tenant, store.Table("item"), Key, null, 10, Ct);
        var then = await history.AtAsync(Shop.Tenant, store.Table("item"), Key, versions[1].ChangedAt, Ct);
        Assert.Equal("two", then!.After!.Value.GetProperty("title").GetString());
        Assert.Null(await history.AtAsync(Shop.Tenant, store.Table("item"), Key, versions[2].ChangedAt.AddSeconds(-1), Ct));
    }

    [Fact]
    public async Task Two_versions_are_compared_column_by_column()
    {
        await using var store = await ChangedAsync();
        var versions = await HistoryOf(store).VersionsAsync(Shop.Tenant, store.Table("item"), Key, null, 10, Ct);
        var compared = await HistoryOf(store).CompareAsync(Shop.Tenant, store.Table("item"), Key, versions[2].Version, versions[1].Version, Ct);
        var kinds = compared.Columns.ToDictionary(change => change.Column, change => change.Kind);
        Assert.Equal(("changed", "added", "removed"), (kinds["title"], kinds["size"], kinds["stars"]));
        Assert.DoesNotContain("code", kinds.Keys);
        Assert.Equal("version_unknown", (await Assert.ThrowsAsync<RowRefusalException>(() => HistoryOf(store).CompareAsync(Shop.Tenant, store.Table("item"), Key, 0, versions[0].Version, Ct))).Code);
    }

    [Fact]
    public async Task A_version_is_restored_by_a_new_one()
    {
        await using var store = await ChangedAsync();
        var history = HistoryOf(store);
        var versions = await history.VersionsAsync(Shop.Tenant, store.Table("item"), Key, null, 10, Ct);
        var written = await history.RestoreAsync(Shop.Tenant, Actor.Owner, store.Table("item"), Key, versions[2].Version, RowWriteOptions.Plain, Ct);

        Assert.Equal(1, written.Affected);
        Assert.Equal("""[{"title":"one","size":null,"stars":3,"deleted_at":null}]""", await store.GetAsync("item", "select=title,size,stars,deleted_at", Ct));
        Assert.Equal("\"secret word\"", await store.Shop.Book.ReadAsync(Shop.Tenant, async (connection, ct) =>
        {
            await using var command = new Npgsql.NpgsqlCommand("select to_json(hidden)::text from shop.item", connection);
            return (string)(await command.ExecuteScalarAsync(ct))!;
        }, Ct));
        var after = await history.VersionsAsync(Shop.Tenant, store.Table("item"), Key, null, 10, Ct);
        Assert.Equal((4, "owner"), (after.Count, after[0].Actor));
        Assert.Equal("row_changed", (await Assert.ThrowsAsync<RowRefusalException>(() =>
            history.RestoreAsync(Shop.Tenant, Actor.Owner, store.Table("item"), Key, versions[2].Version, new() { IfMatch = "\"1\"" }, Ct))).Code);
    }

    [Fact]
    public async Task Kinds_that_never_change_have_no_history()
    {
        await using var store = await Store.OpenAsync(Ct);
        Assert.Equal("history_none", (await Assert.ThrowsAsync<RowRefusalException>(() => HistoryOf(store).VersionsAsync(Shop.Tenant, store.Table("sale"), new(["1"]), null, 10, Ct))).Code);
    }

    private static RowHistory HistoryOf(Store store) => new(store.Shop.Book, new LiveCatalog(store.Shop.Catalog));

    private static async Task<Store> ChangedAsync()
    {
        var store = await Store.OpenAsync(Ct);
        await store.InsertAsync("item", """{"code":"A-1","title":"one","stars":3,"hidden":"secret word"}""", Ct);
        await store.UpdateAsync("item", "code=eq.A-1", """{"title":"two","size":"S","stars":null}""", Ct);
        await store.DeleteAsync("item", "code=eq.A-1", Ct);
        return store;
    }
}
