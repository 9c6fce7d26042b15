using Herdbook.Core.Postgres;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests;

public sealed class TestDatabaseTests
{
    [Fact]
    public async Task Each_test_has_a_database_of_its_own_and_both_roles_act_in_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var one = await TestDatabase.CreateAsync(ct);
        await using var other = await TestDatabase.CreateAsync(ct);
        await using var asOwner = one.Database.Owner.CreateCommand("select current_user || ' in ' || current_database()");
        await using var asApp = other.Database.App.CreateCommand("select current_user || ' in ' || current_database()");

        Assert.Equal($"herdbook_owner in {one.Name}", await asOwner.ExecuteScalarAsync(ct));
        Assert.Equal($"herdbook_app in {other.Name}", await asApp.ExecuteScalarAsync(ct));
    }

    [Fact]
    public async Task A_private_cluster_has_data_checksums_and_no_tcp()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateEmptyAsync(ct);
        await using var settings = database.Database.Owner.CreateCommand(
            "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings where name in ('data_checksums', 'listen_addresses', 'server_encoding')");

        Assert.Equal("data_checksums=on listen_addresses= server_encoding=UTF8", await settings.ExecuteScalarAsync(ct));
        Assert.NotNull((await PostgresFixture.ClusterAsync()).Pid);
    }
}
