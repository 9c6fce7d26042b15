using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Herdbook.Server.Governance.Audit;

/// <summary>A verification that somebody started in this program.</summary>
public sealed class VerificationRun(Actor by, DateTime startedAt)
{
    private volatile object? _progress;
    private volatile VerificationReport? _report;
    private volatile string? _failure;

    public Actor By => by;

    /// <summary>UTC.</summary>
    public DateTime StartedAt => startedAt;

    /// <summary>What it does now; null before the first word.</summary>
    public VerificationProgress? Progress => _progress is VerificationProgress progress ? progress : null;

    /// <summary>Null while it runs, and where it failed.</summary>
    public VerificationReport? Report => _report;

    /// <summary>Why it ended without a report.</summary>
    public string? Failure => _failure;

    public bool Runs => _report is null && _failure is null;

    internal CancellationTokenSource Ending { get; } = new();

    internal void Tell(VerificationProgress progress) => _progress = progress;

    internal void End(VerificationReport? report, string? failure)
    {
        _failure = failure;
        _report = report;
    }
}

/// <summary>Verifies logs on request, one run of a tenant at a time, and keeps the last result until the program ends. Each run is entered in the log.</summary>
public sealed partial class VerificationDesk(Verification verification, Book book, TimeProvider time, IHostApplicationLifetime life, ILogger<VerificationDesk> log)
{
    private readonly ConcurrentDictionary<string, VerificationRun> _runs = new(StringComparer.Ordinal);
    private readonly Lock _starting = new();

    /// <summary>The run that goes on, or the last one; null before the first.</summary>
    public VerificationRun? Last(Tenant tenant) => _runs.GetValueOrDefault(tenant.Slug);

    /// <summary>Starts a run, or joins the one that goes on.</summary>
    public VerificationRun Start(Tenant tenant, Actor by)
    {
        lock (_starting)
        {
            if (Last(tenant) is { Runs: true } running)
            {
                return running;
            }

            var run = new VerificationRun(by, time.GetUtcNow().UtcDateTime);
            _runs[tenant.Slug] = run;
            _ = Task.Run(() => RunAsync(tenant, run), CancellationToken.None);
            return run;
        }
    }

    /// <summary>Ends the run that goes on; nothing is found out by it.</summary>
    public void Stop(Tenant tenant)
    {
        if (Last(tenant) is { Runs: true } running)
        {
            running.Ending.Cancel();
        }
    }

    private async Task RunAsync(Tenant tenant, VerificationRun run)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(run.Ending.Token, life.ApplicationStopping);
        try
        {
            var report = await verification.RunAsync(tenant, new VerificationOptions(), new Told(run), ending.Token);
            await book.AppendAsync(
                tenant, run.By,
                new AuditEvent("audit.verify").With("intact", report.IsIntact).With("complete", report.IsComplete).With("entries", report.Entries).With("leaves", report.Leaves)
                    .With("rows", report.Rows).With("findings", report.Counts.Values.Sum()),
                ending.Token);
            run.End(report, null);
        }
        catch (OperationCanceledException)
        {
            run.End(null, "It was stopped before its end; nothing was found out.");
        }
        catch (RefusedException refused)
        {
            run.End(null, refused.Message);
        }
        catch (Exception fault)
        {
            Failed(log, tenant.Slug, fault);
            run.End(null, "It failed; the server's log has the details. Nothing was changed.");
        }
    }

    private sealed class Told(VerificationRun run) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => run.Tell(value);
    }

    [LoggerMessage(1, LogLevel.Error, "the verification of {Tenant} failed")]
    private static partial void Failed(ILogger log, string tenant, Exception fault);
}
