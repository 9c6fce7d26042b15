using Herdbook.Core;
using Herdbook.Core.Governance.Approvals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>
/// Keeps approvals going: listens for what happens, does what falls due, and sends what waits. Everything it needs is in the database, so a
/// restart goes on where it was, and any number of servers may run.
/// </summary>
internal sealed partial class ApprovalService(
    ApprovalBell bell, ApprovalClock clock, WebhookPostman postman, HerdbookDatabase database, TimeProvider time, ILogger<ApprovalService> log) : BackgroundService
{
    /// <summary>How late something due is done at most, where nothing goes wrong.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Quietly(bell.RunAsync(stoppingToken)), Quietly(RoundsAsync(stoppingToken)), Quietly(AtOnceAsync(stoppingToken)));

    /// <summary>Everything that is due, in every tenant.</summary>
    private async Task RoundsAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            await TryAsync(
                async () =>
                {
                    foreach (var slug in await Tenants.ListAsync(database, ct))
                    {
                        var tenant = new Tenant(slug);
                        await clock.RunAsync(tenant, ct);
                        await postman.RunAsync(tenant, ct);
                    }
                },
                ct);
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    /// <summary>What was just decided is sent at once.</summary>
    private async Task AtOnceAsync(CancellationToken ct)
    {
        await foreach (var slug in bell.Rung.ReadAllAsync(ct))
        {
            await TryAsync(() => postman.RunAsync(new Tenant(slug), ct), ct);
        }
    }

    private async Task TryAsync(Func<Task> work, CancellationToken ct)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is NpgsqlException or TimeoutException or InvalidOperationException or RefusedException)
        {
            // The next round does what this one could not.
            NotNow(e.Message);
        }
    }

    private static async Task Quietly(Task work) => await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(4201, LogLevel.Warning, "What is due for approvals waits for the next round: {Why}")]
    private partial void NotNow(string why);
}
