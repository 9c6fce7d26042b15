using Herdbook.Core;
using Herdbook.Core.Governance.Budgets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Governance.Budgets;

/// <summary>
/// Looks at what was booked, every few seconds and for each tenant: whatever wrote it, its warnings and stops come. A tenant without budgets
/// costs one short query.
/// </summary>
internal sealed partial class BudgetService(HerdbookDatabase database, BudgetEvaluation evaluation, TimeProvider time, ILogger<BudgetService> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Tick, time, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        try
        {
            foreach (var slug in await Tenants.ListAsync(database, ct))
            {
                foreach (var alert in await evaluation.RunAsync(new Tenant(slug), ct))
                {
                    Told(log, alert.Level == BudgetWords.Stop ? LogLevel.Warning : LogLevel.Information, slug, alert.BudgetId, alert.Level, alert.WindowKey, alert.Used, alert.Limit);
                }
            }
        }
        catch (Exception e) when (e is NpgsqlException or RefusedException)
        {
            // The next look begins where this one did: nothing is passed over.
            Failed(log, e.Message);
        }
    }

    [LoggerMessage(EventId = 1, Message = "tenant {Tenant}, budget {Budget}: {What} in {Window}, {Used} of {Limit}")]
    private static partial void Told(ILogger log, LogLevel level, string tenant, Guid budget, string what, string window, decimal used, decimal limit);

    [LoggerMessage(2, LogLevel.Warning, "budgets wait: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
