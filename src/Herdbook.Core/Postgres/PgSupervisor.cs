using Herdbook.Core.Homes;

namespace Herdbook.Core.Postgres;

/// <summary>Watches a private cluster and starts it again when it dies: what was acknowledged comes back by crash recovery.</summary>
public sealed class PgSupervisor(ClusterLease lease)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>How often the cluster was started again.</summary>
    public int Revivals { get; private set; }

    /// <summary>Why the cluster could not be started again, while that is so.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Ends only by cancellation. A cluster that cannot be started is tried again, less and less often.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var pause = Beat;
        while (true)
        {
            await Task.Delay(pause, ct);
            if (lease.Cluster.Pid is not null)
            {
                pause = Beat;
                Trouble = null;
                continue;
            }

            try
            {
                await lease.ReviveAsync(ct);
                Revivals++;
            }
            catch (Exception e) when (e is RefusedException or IOException or UnauthorizedAccessException)
            {
                Trouble = e.Message;
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
