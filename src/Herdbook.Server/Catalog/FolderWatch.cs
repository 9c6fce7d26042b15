using Herdbook.Core;
using Herdbook.Core.Users;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Catalog;

/// <summary>What of the operator's folder is not taken in, at this moment.</summary>
internal sealed class FolderState
{
    private volatile IReadOnlyList<TableProblem> _problems = [];

    public IReadOnlyList<TableProblem> Problems
    {
        get => _problems;
        set => _problems = value;
    }
}

/// <summary>Follows the operator's folder: what can be taken in is applied at once, what is refused is told and tried again when something changed.</summary>
internal sealed partial class FolderWatch(UserFolder folder, FolderSync sync, FolderState state, LiveCatalog live, TimeProvider time, ILogger<FolderWatch> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.5);

    private string? _done;
    private object? _catalog;

    /// <summary>Tables of the folder are there before the first request.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (Fingerprint() is { } now)
        {
            await TakeInAsync(now, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FollowAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends.
        }
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var before = _done;
        while (true)
        {
            await Task.Delay(Tick, time, ct);
            var now = Fingerprint();

            // A file that is being written is left until it rests.
            if (now is not null && now == before && (now != _done || (state.Problems.Count > 0 && !ReferenceEquals(_catalog, live.Current))))
            {
                await TakeInAsync(now, ct);
            }

            before = now;
        }
    }

    private async Task TakeInAsync(string fingerprint, CancellationToken ct)
    {
        try
        {
            var problems = await sync.RunAsync(ct);
            foreach (var problem in problems.Except(state.Problems))
            {
                Refused(log, problem.File.Length == 0 ? problem.Table : $"{problem.File}:{problem.Line}:{problem.Column}", problem.Message, problem.Remedy);
            }

            state.Problems = problems;
            (_done, _catalog) = (fingerprint, live.Current);
        }
        catch (Exception away) when (away is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            Waits(log, away.Message);
        }
    }

    private string? Fingerprint()
    {
        try
        {
            return folder.Fingerprint();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Place}: {Message} {Remedy}")]
    private static partial void Refused(ILogger log, string place, string message, string remedy);

    [LoggerMessage(2, LogLevel.Warning, "the folder of tables waits: {Reason}")]
    private static partial void Waits(ILogger log, string reason);
}
