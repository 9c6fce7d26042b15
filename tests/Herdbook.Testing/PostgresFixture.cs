using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;

namespace Herdbook.Testing;

/// <summary>One private cluster for the whole test process: started when first asked for, stopped and removed at its end.</summary>
public static class PostgresFixture
{
    // Tests end processes, not machines: what the kernel holds survives, and waiting for the disk would only cost time.
    private const string Settings = "fsync = off\nfull_page_writes = off\nmax_connections = 200\nmin_wal_size = 80MB\n";

    private static readonly Lazy<Task<PgCluster>> Shared = new(StartAsync);

    public static Task<PgCluster> ClusterAsync() => Shared.Value;

    private static async Task<PgCluster> StartAsync()
    {
        var ephemeral = EphemeralHome.Make(await EphemeralHome.NameAsync("herdbook-tests", CancellationToken.None));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => ephemeral.DisposeAsync().AsTask().GetAwaiter().GetResult();
        var cluster = await PgCluster.OpenAsync(ephemeral.Home, CancellationToken.None, Settings);
        await cluster.StartAsync(CancellationToken.None);
        return cluster;
    }
}
