using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>A server of someone else's may have room for few locks.</summary>
public sealed class LockRoomTests
{
    [Fact]
    public async Task A_server_without_room_for_the_locks_is_told_of_with_the_setting_to_change()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-locks", ct));
        var cluster = await PgCluster.OpenAsync(ephemeral.Home, ct, "fsync = off\nmax_connections = 10\nmax_locks_per_transaction = 10\nmax_prepared_transactions = 0\n");
        await cluster.StartAsync(ct);
        await Schema.EnsureRolesAsync(cluster.ConnectionString("postgres"), ct);
        await using var database = HerdbookDatabase.ConnectAsRoles(cluster.ConnectionString("postgres"));

        var refusal = await Assert.ThrowsAsync<CatalogException>(() => Applier.ApplyAsync(database.Owner, CatalogLoader.Load(CatalogFolder.Own), ApplyOptions.Safe, ct));

        Assert.Contains("max_locks_per_transaction = 1024", refusal.Message, StringComparison.Ordinal);
    }
}
