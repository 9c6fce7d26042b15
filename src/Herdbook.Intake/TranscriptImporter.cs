using System.Collections.Concurrent;
using Herdbook.Core;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Intake.Booking;

namespace Herdbook.Intake;

/// <summary>
/// Imports what agents left in files, Claude Code's transcripts unless another format is named. Importing is idempotent, in any order, by any number of importers at once;
/// a kill at any point loses nothing that was booked and books nothing twice.
/// </summary>
public sealed class TranscriptImporter(Book book, Tenant tenant, TimeProvider time, SourceFormat? format = null)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(500);

    // A file that cannot be read is not asked for every second.
    private static readonly TimeSpan RetryFailedAfter = TimeSpan.FromMinutes(1);

    // While files are followed, a few lines more are no import of their own: the files' own rows tell of them.
    private const long RunBytes = 8 << 20;

    private readonly SourceFormat _format = format ?? SourceFormat.ClaudeCode;

    // What the files looked like when they were read to their end: an unchanged one costs no query.
    private readonly ConcurrentDictionary<string, (long Size, long ModifiedNs, int Rejects)> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _failed = new(StringComparer.Ordinal);
    private bool _begun;

    /// <summary>All files of its format at or under the paths.</summary>
    /// <exception cref="RefusedException">A path is not there.</exception>
    public List<TranscriptFile> Find(IEnumerable<string> paths) => TranscriptFolders.Find(_format, paths);

    /// <summary>Reads what is new at the paths.</summary>
    /// <param name="report">Told about twice a second, and once at the end.</param>
    public async Task<ImportSummary> ImportAsync(
        IReadOnlyList<TranscriptFile> files, ImportOptions options, Action<ImportProgress>? report, CancellationToken ct)
    {
        await Tenants.RequireAtWorkAsync(book, tenant, ct);
        var started = time.GetTimestamp();
        var sources = new SourceBook(book, tenant, _format.Code, time);
        var first = !_begun;
        if (first)
        {
            await sources.CloseDeadRunsAsync(ct);
            _begun = true;
        }

        var changed = await ChangedAsync(files, options, sources, ct);
        var progress = new ImportProgress
        {
            FilesFound = files.Count,
            FilesChanged = changed.Count,
            BytesFound = changed.Sum(c => Math.Max(0, c.File.Size - c.Known.Offset)),
        };
        var failures = new ConcurrentQueue<(string, string)>();
        if (changed.Count > 0)
        {
            var noted = first || !options.Following || progress.BytesFound >= RunBytes;
            var run = noted ? await sources.StartRunAsync(time.GetUtcNow(), changed.Count, progress.BytesFound, ct) : default(long?);
            await ReadAsync(changed, options, sources, run, progress, failures, report, ct);
        }

        report?.Invoke(progress);
        return new ImportSummary(
            progress, files.Sum(f => (long)(_seen.TryGetValue(f.Path, out var s) ? s.Rejects : 0)), time.GetElapsedTime(started), [.. failures]);
    }

    private async Task ReadAsync(
        List<(TranscriptFile File, KnownFile Known)> changed, ImportOptions options, SourceBook sources, long? run, ImportProgress progress,
        ConcurrentQueue<(string Path, string Reason)> failures, Action<ImportProgress>? report, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reporting = ReportAsync(sources, run, progress, report, done.Token);
        var chunks = new ChunkBook(book, tenant, _format.Code, options.Subscription ? "imputed" : "list");
        try
        {
            var degree = new ParallelOptions { MaxDegreeOfParallelism = options.Readers, CancellationToken = ct };
            await Parallel.ForEachAsync(changed, degree, async (entry, token) =>
            {
                try
                {
                    await new FileImport(_format, entry.File, sources, chunks, options, progress, time).ReadAsync(entry.Known, token);
                    progress.File(failed: false);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // One file that cannot be read is no reason to leave the others.
                    failures.Enqueue((entry.File.Path, e.Message));
                    _failed[entry.File.Path] = time.GetUtcNow() + RetryFailedAfter;
                    progress.File(failed: true);
                    await sources.FailAsync(entry.Known.Id, e.Message, token);
                }
            });
            await RememberAsync(changed, options, sources, ct);
            if (progress.Bookings > 0)
            {
                await new BudgetEvaluation(book, time).RunAsync(tenant, ct);
            }
        }
        finally
        {
            await done.CancelAsync();
            await reporting;
            if (run is { } noted)
            {
                await EndRunAsync(sources, noted, progress, failures, ct);
            }
        }
    }

    private async Task EndRunAsync(
        SourceBook sources, long run, ImportProgress progress, ConcurrentQueue<(string Path, string Reason)> failures, CancellationToken ct)
    {
        var whole = progress.FilesRead + progress.FilesFailed == progress.FilesChanged;
        var status = !whole ? "interrupted" : failures.IsEmpty ? "done" : "failed";
        var detail = failures.TryPeek(out var first) ? $"{failures.Count} of the files could not be read; the first is {first.Path}: {first.Reason}" : null;
        try
        {
            await sources.UpdateRunAsync(run, progress, status, time.GetUtcNow(), detail, ct.IsCancellationRequested ? CancellationToken.None : ct);
        }
        catch (Npgsql.NpgsqlException) when (!whole)
        {
            // The database is gone, and the import ends for that reason: it must not be hidden by this one.
        }
    }

    /// <summary>Which files differ from what was read of them.</summary>
    private async Task<List<(TranscriptFile File, KnownFile Known)>> ChangedAsync(
        IReadOnlyList<TranscriptFile> files, ImportOptions options, SourceBook sources, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var candidates = files
            .Where(f => !_seen.TryGetValue(f.Path, out var s) || s.Size != f.Size || s.ModifiedNs != f.ModifiedNs)
            .Where(f => !options.Following || !_failed.TryGetValue(f.Path, out var retry) || retry <= now)
            .ToList();
        var changed = new List<(TranscriptFile, KnownFile)>();
        if (candidates.Count == 0)
        {
            return changed;
        }

        var known = await KnownAsync(candidates, options, sources, ct);
        foreach (var file in candidates)
        {
            var entry = known[StoredPath(file, options)];
            if (entry.Status == "read" && entry.Size == file.Size && entry.ModifiedNs == file.ModifiedNs)
            {
                _seen[file.Path] = (file.Size, file.ModifiedNs, entry.Rejects);
            }
            else
            {
                changed.Add((file, entry));
            }
        }

        return changed;
    }

    private async Task RememberAsync(
        List<(TranscriptFile File, KnownFile Known)> read, ImportOptions options, SourceBook sources, CancellationToken ct)
    {
        var files = read.ConvertAll(r => r.File);
        var known = await KnownAsync(files, options, sources, ct);
        foreach (var file in files)
        {
            var entry = known[StoredPath(file, options)];
            if (entry is { Status: "read", Size: { } size, ModifiedNs: { } modified })
            {
                _seen[file.Path] = (size, modified, entry.Rejects);
            }
        }
    }

    private static Task<Dictionary<string, KnownFile>> KnownAsync(
        List<TranscriptFile> files, ImportOptions options, SourceBook sources, CancellationToken ct) =>
        sources.RegisterAsync([.. files.Select(f => StoredPath(f, options)).Distinct(StringComparer.Ordinal)], ct);

    /// <summary>A path holds the name of its user as often as a line does.</summary>
    private static string StoredPath(TranscriptFile file, ImportOptions options) => options.Redaction.Apply(file.Path);

    private async Task ReportAsync(SourceBook sources, long? run, ImportProgress progress, Action<ImportProgress>? report, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(ReportEvery, time, ct);
                report?.Invoke(progress);
                if (run is { } noted)
                {
                    await sources.UpdateRunAsync(noted, progress, "running", null, null, ct);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The import has ended; its last word follows.
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or RefusedException)
        {
            // Progress is for the eye: what was booked does not depend on it.
        }
    }
}
