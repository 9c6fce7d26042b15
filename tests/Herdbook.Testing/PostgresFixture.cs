using System.Diagnostics;
using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Postgres;

namespace Herdbook.Testing;

/// <summary>One private cluster for the whole test process: started when first asked for, stopped and removed at its end.</summary>
public static class PostgresFixture
{
    private const string Prefix = "herdbook-tests-";

    // Tests end processes, not machines: what the kernel holds survives, and waiting for the disk would only cost time.
    private const string Settings = "fsync = off\nfull_page_writes = off\nmax_connections = 200\nmin_wal_size = 80MB\n";

    private static readonly Lazy<Task<PgCluster>> Shared = new(StartAsync);

    public static Task<PgCluster> ClusterAsync() => Shared.Value;

    private static async Task<PgCluster> StartAsync()
    {
        await SweepAsync();
        var home = new HerdbookHome(Path.Combine(Path.GetTempPath(),
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Random.Shared.Next():x8}")));
        var cluster = await PgCluster.OpenAsync(home, CancellationToken.None, Settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(home, cluster);
        await cluster.StartAsync(CancellationToken.None);
        return cluster;
    }

    private static void End(HerdbookHome home, PgCluster cluster)
    {
        try
        {
            cluster.StopAsync(CancellationToken.None, immediate: true).GetAwaiter().GetResult();
            Directory.Delete(home.Root, recursive: true);
        }
        catch (Exception e) when (e is IOException or RefusedException)
        {
            Debug.WriteLine(e.Message);
        }
    }

    /// <summary>A test process that was killed could not clean up; the next one does.</summary>
    private static async Task SweepAsync()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var pid = Path.GetFileName(left)[Prefix.Length..].Split('-')[0];
            if (!int.TryParse(pid, out var owner) || Processes.IsAlive(owner))
            {
                continue;
            }

            try
            {
                var home = new HerdbookHome(left);
                await (await PgCluster.OpenAsync(home, CancellationToken.None)).StopAsync(CancellationToken.None, immediate: true);
                Directory.Delete(left, recursive: true);
            }
            catch (Exception e) when (e is IOException or RefusedException)
            {
                Debug.WriteLine(e.Message);
            }
        }
    }
}
