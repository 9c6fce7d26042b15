using Herdbook.Core.Postgres;

namespace Herdbook.Core.Homes;

/// <summary>
/// A share in a home's running cluster. The first to come starts it, the last to go stops it, and one that is killed leaves it to the next:
/// a server and any number of commands use one cluster at once.
/// </summary>
public sealed class ClusterLease : IAsyncDisposable
{
    private readonly HerdbookHome _home;
    private readonly FileLock _share;

    private ClusterLease(HerdbookHome home, FileLock share, PgCluster cluster, PgStart start)
    {
        _home = home;
        _share = share;
        Cluster = cluster;
        Start = start;
    }

    public PgCluster Cluster { get; }

    /// <summary>How this lease found the cluster.</summary>
    public PgStart Start { get; }

    /// <exception cref="RefusedException">The cluster cannot be made or started; see docs/errors.md.</exception>
    public static async Task<ClusterLease> TakeAsync(HerdbookHome home, CancellationToken ct)
    {
        using var turn = await FileLock.ExclusiveAsync(TurnFile(home), ct);
        var share = FileLock.TryShared(ShareFile(home)) ?? throw new InvalidOperationException("Only whoever has the turn locks the share exclusively.");
        try
        {
            var cluster = await PgCluster.OpenAsync(home, ct);
            var start = await cluster.StartAsync(ct);
            await cluster.EnsureDatabaseAsync(ct);
            return new ClusterLease(home, share, cluster, start);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    /// <summary>Starts the cluster again if it died. PostgreSQL recovers everything that was acknowledged.</summary>
    public async Task<PgStart> ReviveAsync(CancellationToken ct)
    {
        using var turn = await FileLock.ExclusiveAsync(TurnFile(_home), ct);
        return await Cluster.StartAsync(ct);
    }

    /// <summary>Stops the cluster of a home that nobody uses.</summary>
    /// <returns>False: somebody uses it, and it was left running.</returns>
    public static async Task<bool> StopOrphanAsync(HerdbookHome home, CancellationToken ct)
    {
        if (!Directory.Exists(home.Root))
        {
            return true;
        }

        using var turn = await FileLock.ExclusiveAsync(TurnFile(home), ct);
        using var alone = FileLock.TryExclusive(ShareFile(home));
        if (alone is null)
        {
            return false;
        }

        if (PgCluster.RunningOn(home) is not null)
        {
            await (await PgCluster.OpenAsync(home, ct)).StopAsync(ct);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        using var turn = await FileLock.ExclusiveAsync(TurnFile(_home), CancellationToken.None);
        _share.Dispose();
        using var alone = FileLock.TryExclusive(ShareFile(_home));
        if (alone is not null)
        {
            await Cluster.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Locked by whoever starts or stops the cluster, for as long as that takes.</summary>
    private static string TurnFile(HerdbookHome home) => Path.Combine(home.Root, "cluster.lock");

    /// <summary>Locked in shared mode by everybody who uses the cluster.</summary>
    private static string ShareFile(HerdbookHome home) => Path.Combine(home.Root, "cluster.users");
}
