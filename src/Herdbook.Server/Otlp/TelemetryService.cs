using Herdbook.Core;
using Herdbook.Intake.Otlp;
using Herdbook.Server.Host;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Otlp;

/// <summary>
/// Settles what telemetry tells into sessions and usage, soon after it was kept. What was kept while nobody settled, because the server was killed,
/// is settled with the next start: the database says how far it came.
/// </summary>
internal sealed partial class TelemetryService(Book book, HerdbookDatabase database, TimeProvider time, ILogger<TelemetryService> log) : BackgroundService
{
    // Long enough for the spans of a step to come together, short enough for a page that is looked at.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly TenantBell _bell = new();

    /// <summary>Says that the tenant has telemetry that is not settled yet.</summary>
    public void Told(Tenant tenant) => _bell.Ring(tenant);

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settler = new TelemetrySettler(book);
        while (!await TriedAsync(() => RememberAsync(stoppingToken), stoppingToken))
        {
        }

        while (true)
        {
            foreach (var tenant in await _bell.NextAsync(Gathering, time, stoppingToken))
            {
                if (!await TriedAsync(() => settler.SettleAsync(tenant, stoppingToken), stoppingToken))
                {
                    Told(tenant);
                }
            }
        }
    }

    private async Task<bool> RememberAsync(CancellationToken ct)
    {
        foreach (var slug in await Tenants.WorkingAsync(database, ct))
        {
            Told(new Tenant(slug));
        }

        return true;
    }

    /// <summary>False where it has to be tried again; the database may be away for a while.</summary>
    private async Task<bool> TriedAsync(Func<Task<bool>> work, CancellationToken ct)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is RefusedException or NpgsqlException or IOException)
        {
            Failed(log, e.Message);
            await Task.Delay(Pause, time, ct);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "telemetry waits to be settled: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
