using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Homes;

public sealed class ClusterLeaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_starts_the_cluster_and_the_last_stops_it()
    {
        await using var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-lease", Ct));
        var one = await ClusterLease.TakeAsync(ephemeral.Home, Ct);
        var other = await ClusterLease.TakeAsync(ephemeral.Home, Ct);
        Assert.Equal(PgStart.Started, one.Start);
        Assert.Equal(PgStart.Adopted, other.Start);
        Assert.False(await ClusterLease.StopOrphanAsync(ephemeral.Home, Ct));

        await one.DisposeAsync();
        Assert.NotNull(PgCluster.RunningOn(ephemeral.Home));
        await other.DisposeAsync();
        Assert.Null(PgCluster.RunningOn(ephemeral.Home));
    }

    [Fact]
    public async Task A_home_whose_path_is_too_long_for_a_socket_works_too()
    {
        var name = await EphemeralHome.NameAsync("herdbook-" + new string('x', 90), Ct);
        await using var ephemeral = EphemeralHome.Make(name);
        await using var session = await HomeSession.OpenAsync(ephemeral.Home, Ct);
        Assert.InRange(session.Lease!.Cluster.SocketDirectory.Length, 1, 80);
    }

    [Fact]
    public async Task A_home_with_a_quote_and_a_blank_in_its_path_works_too()
    {
        await using var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-it's here", Ct));
        await using var session = await HomeSession.OpenAsync(ephemeral.Home, Ct);
        await using var command = session.Database.App.CreateCommand("select current_setting('data_checksums') || current_setting('fsync') || current_setting('synchronous_commit')");
        Assert.Equal("ononon", await command.ExecuteScalarAsync(Ct));
    }

    [Fact]
    public async Task Only_the_owner_enters_the_folders_of_data_and_socket()
    {
        await using var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-lease", Ct));
        await using var lease = await ClusterLease.TakeAsync(ephemeral.Home, Ct);
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(ownerOnly, File.GetUnixFileMode(ephemeral.Home.DataDirectory));
        Assert.Equal(ownerOnly, File.GetUnixFileMode(lease.Cluster.SocketDirectory));
    }

    [Fact]
    public async Task A_login_as_the_application_cannot_become_the_superuser()
    {
        await using var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-lease", Ct));
        await using var session = await HomeSession.OpenAsync(ephemeral.Home, Ct);
        await using var command = session.Database.App.CreateCommand($"set session authorization {PgCluster.Superuser}");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }
}
