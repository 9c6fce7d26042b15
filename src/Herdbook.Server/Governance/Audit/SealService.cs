using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Governance.Audit;

/// <summary>
/// Seals the logs of all tenants, one after the other, four times a second, and publishes their heads. The generated fleet's log is sealed, but
/// not published: it may be erased at any time. Takes up a key of the entries that another program made.
/// </summary>
internal sealed partial class SealService(
    HerdbookDatabase database, Book book, AuditKeys keys, CheckpointKey key, AuditTree tree, SealState state, PublishOptions options, TimeProvider time, ILogger<SealService> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PublishingBeat = TimeSpan.FromSeconds(1);

    /// <summary>After a fault, until it is tried again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, DateTimeOffset> _resting = new(StringComparer.Ordinal);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(RepeatAsync(Beat, SealAsync, stoppingToken), PublishAsync(stoppingToken));

    private async Task SealAsync(CancellationToken ct)
    {
        foreach (var slug in await Tenants.ListAsync(database, ct))
        {
            var tenant = new Tenant(slug);
            if (_resting.TryGetValue(slug, out var until) && time.GetUtcNow() < until)
            {
                continue;
            }

            _resting.Remove(slug);
            try
            {
                while ((await Sealer.TurnAsync(tenant, ct)).More)
                {
                    ct.ThrowIfCancellationRequested();
                }

                state.Tell(tenant, null);
            }
            catch (RefusedException e) when (e.Code == "lease_lost")
            {
                Waits(log, slug, e.Message);
            }
            catch (RefusedException e)
            {
                state.Tell(tenant, e.Message);
                _resting[slug] = time.GetUtcNow() + Rest;
                Refused(log, slug, e.Message);
            }
        }
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        var publisher = new CheckpointPublisher(book, options.Places(key, http), time, options.Every);
        await RepeatAsync(
            PublishingBeat,
            async token =>
            {
                keys.Reload();
                foreach (var slug in await Tenants.ListAsync(database, token))
                {
                    var tenant = new Tenant(slug);
                    if (tenant != Tenant.Demo && await tree.HeadAsync(tenant, token) is { } head && await publisher.PublishAsync(tenant, head, token) is { Failed: > 0 and var failed })
                    {
                        NotPublished(log, slug, failed);
                    }
                }
            },
            ct);
    }

    private Sealer Sealer => field ??= new Sealer(book, key, time, $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}")
    {
        Compare = (connection, tenant, signed, ct) => tenant == Tenant.Demo ? Task.CompletedTask : new CheckpointFolder(options.Folder, key).CompareAsync(connection, tenant, signed, ct),
    };

    /// <summary>Until the server ends. What the database or the disk refuses is tried again.</summary>
    private async Task RepeatAsync(TimeSpan beat, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or RefusedException or IOException or InvalidOperationException or UnauthorizedAccessException)
            {
                Waits(log, "all tenants", e.Message);
                await Task.Delay(PublishingBeat, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await Task.Delay(beat, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "the audit log of {Tenant} is not sealed: {Reason}")]
    private static partial void Refused(ILogger log, string tenant, string reason);

    [LoggerMessage(2, LogLevel.Warning, "sealing of {Tenant} waits: {Reason}")]
    private static partial void Waits(ILogger log, string tenant, string reason);

    [LoggerMessage(3, LogLevel.Warning, "the checkpoint of {Tenant} did not arrive at {Places} places; it is tried again")]
    private static partial void NotPublished(ILogger log, string tenant, int places);
}
