using System.Diagnostics;
using Herdbook.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Catalog;

/// <summary>
/// Takes in what other programs apply: at once where PostgreSQL's notifications arrive, and within a second where a pooler swallows them.
/// </summary>
internal sealed partial class CatalogWatch(HerdbookDatabase database, LiveCatalog live, ILogger<CatalogWatch> log) : BackgroundService
{
    private const string Listen = "listen herdbook_catalog";

    private const string Latest = "select max(applied_plan_id) from catalog.applied_plan";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    /// <summary>The first request finds every table.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await live.ReloadAsync(cancellationToken);
        }
        catch (NpgsqlException away)
        {
            Away(log, away.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception away) when (away is NpgsqlException or IOException or InvalidOperationException && !stoppingToken.IsCancellationRequested)
            {
                // The database may be away for a while; what was applied meanwhile is found when it is back.
                Debug.WriteLine(away.Message);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using (var listen = new NpgsqlCommand(Listen, connection))
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        long? seen = null;
        while (true)
        {
            await using var ask = new NpgsqlCommand(Latest, connection);
            var latest = await ask.ExecuteScalarAsync(ct) as long? ?? 0;
            if (latest != seen)
            {
                seen = latest;
                await live.ReloadAsync(ct);
            }

            await connection.WaitAsync(Pause, ct);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "users' tables are not read yet: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
