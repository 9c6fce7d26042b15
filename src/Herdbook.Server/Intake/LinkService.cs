using Herdbook.Core;
using Herdbook.Intake.Linking;
using Herdbook.Server.Host;
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

    private readonly TenantBell _bell = new();

    /// <summary>Says that something of the tenant came in that may belong to something else.</summary>
    public void Told(Tenant tenant) => _bell.Ring(tenant);

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
            foreach (var tenant in await _bell.NextAsync(Gathering, time, stoppingToken))
            {
                var began = time.GetTimestamp();
                await SearchAsync(linker, tenant, stoppingToken);
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
