using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.Intake.Linking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Intake;

/// <summary>
/// Finds links between conversations, commits, pull requests and tickets soon after something came in that could bring one, of one tenant after the
/// other. What comes meanwhile waits for the next search. It looks at the work of the last weeks, and searches a tenth of the time at most.
/// </summary>
internal sealed partial class LinkService(Book book, TimeProvider time, ILogger<LinkService> log) : BackgroundService
{
    /// <summary>How far back commits and edits are looked at; `herdbook work link` looks at all.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(60);

    // Deliveries about one pull request come within moments of each other.
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> _due = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _bell = new(0);

    /// <summary>Says that something of the tenant came in that may belong to something else.</summary>
    public void Told(Tenant tenant)
    {
        if (_due.TryAdd(tenant.Slug, true))
        {
            _bell.Release();
        }
    }

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var linker = new WorkLinker(book);
        while (true)
        {
            await _bell.WaitAsync(stoppingToken);
            await Task.Delay(Gathering, time, stoppingToken);
            foreach (var slug in _due.Keys)
            {
                _due.TryRemove(slug, out _);
                var began = time.GetTimestamp();
                await SearchAsync(linker, new Tenant(slug), stoppingToken);
                await Task.Delay(time.GetElapsedTime(began) * 9, time, stoppingToken);
            }
        }
    }

    private async Task SearchAsync(WorkLinker linker, Tenant tenant, CancellationToken ct)
    {
        try
        {
            var found = await linker.RunAsync(tenant, time.GetUtcNow() - Back, ct);
            Found(log, found.All > 0 ? LogLevel.Information : LogLevel.Debug, tenant.Slug, found.All);
        }
        catch (RefusedException e)
        {
            // A tenant that is suspended or gone: its links wait until something comes in again.
            Failed(log, tenant.Slug, e.Message);
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            Failed(log, tenant.Slug, e.Message);
            await Task.Delay(Pause, time, ct);
            Told(tenant);
        }
    }

    [LoggerMessage(EventId = 1, Message = "links of {Tenant}: {Links} found")]
    private static partial void Found(ILogger log, LogLevel level, string tenant, int links);

    [LoggerMessage(2, LogLevel.Warning, "the links of {Tenant} wait: {Reason}")]
    private static partial void Failed(ILogger log, string tenant, string reason);
}
