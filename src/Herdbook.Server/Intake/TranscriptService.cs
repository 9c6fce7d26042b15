using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake;
using Herdbook.Intake.Demo;
using Herdbook.Server.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Herdbook.Server.Intake;

/// <summary>While the server runs: loads the demo fleet where it is asked for, and follows the transcripts of this machine.</summary>
internal sealed partial class TranscriptService(Book book, ServerOptions options, LinkService links, TimeProvider time, ILogger<TranscriptService> log) : BackgroundService
{
    private const long Many = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Demo)
        {
            await InsistAsync(() => DemoTenant.LoadAsync(book, time, null, stoppingToken), stoppingToken);
            links.Told(Tenant.Demo);
        }

        if (options.Import)
        {
            await InsistAsync(() => PriceBook.EnsureListAsync(book, Tenant.Default, time, stoppingToken), stoppingToken);
            await Task.WhenAll(SourceFormat.All.Select(format => FollowAsync(format, stoppingToken)));
        }
    }

    private Task FollowAsync(SourceFormat format, CancellationToken ct)
    {
        var importer = new TranscriptImporter(book, Tenant.Default, time, format);
        return new TranscriptWatcher(importer, options.Reading, time).RunAsync(format.Folders, Told, failure => Failed(log, failure.Message), ct);
    }

    private void Told(ImportSummary summary)
    {
        var done = summary.Progress;
        if (done.Lines > 0)
        {
            links.Told(Tenant.Default);
        }

        // Forty agents at work add lines every second: only what is large or needs a look is told to the log.
        Read(log, done.Lines >= Many || done.Rejects > 0 ? LogLevel.Information : LogLevel.Debug, done.FilesRead, done.Lines, done.Bookings, done.Rejects);
        foreach (var (path, reason) in summary.Failures)
        {
            Unreadable(log, path, reason);
        }
    }

    /// <summary>Tries again until it is done: the database may be away for a while.</summary>
    private async Task InsistAsync(Func<Task> work, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception e) when (e is RefusedException or Npgsql.NpgsqlException or IOException)
            {
                Failed(log, e.Message);
                await Task.Delay(Pause, time, ct);
            }
        }
    }

    [LoggerMessage(EventId = 1, Message = "read {Files} files: {Lines} lines, {Bookings} bookings, {Rejects} rejected")]
    private static partial void Read(ILogger log, LogLevel level, int files, long lines, long bookings, long rejects);

    [LoggerMessage(2, LogLevel.Warning, "{Path} cannot be read: {Reason}")]
    private static partial void Unreadable(ILogger log, string path, string reason);

    [LoggerMessage(3, LogLevel.Warning, "the intake waits: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
