using Herdbook.Core;

namespace Herdbook.Intake;

/// <summary>Follows folders: books what is there, then what is added, about a second after it was written, until it is cancelled.</summary>
public sealed class TranscriptWatcher(TranscriptImporter importer, ImportOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="paths">Asked anew in each round: a folder may appear later.</param>
    /// <param name="told">After each round that read something.</param>
    /// <param name="failed">After a round that failed; the next one tries again.</param>
    public async Task RunAsync(
        Func<IEnumerable<string>> paths, Action<ImportSummary>? told, Action<Exception>? failed, CancellationToken ct)
    {
        var following = options with { Following = true };
        while (true)
        {
            try
            {
                var files = importer.Find(paths());
                var summary = await importer.ImportAsync(files, following, null, ct);
                if (summary.Progress.FilesChanged > 0)
                {
                    told?.Invoke(summary);
                }
            }
            catch (Exception e) when (e is RefusedException or Npgsql.NpgsqlException or IOException)
            {
                failed?.Invoke(e);
            }

            await Task.Delay(Pause, time, ct);
        }
    }
}
