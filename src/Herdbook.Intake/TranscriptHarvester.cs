using System.Text.RegularExpressions;
using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Core.Herd.Work;

namespace Herdbook.Intake;

/// <summary>
/// Books what Claude Code wrote about one project. It reads in the folders of transcripts alone: the path of the project chooses a folder in
/// them, by the name that Claude Code gives it, and is never opened itself.
/// </summary>
/// <param name="folders">Where transcripts are; <see cref="TranscriptFolders.OfClaudeCode"/> where nothing is given.</param>
public sealed partial class TranscriptHarvester(Book book, TimeProvider time, Func<IReadOnlyList<string>>? folders = null) : ITranscriptHarvest
{
    /// <inheritdoc />
    public async Task<TranscriptHarvest> BookAsync(Tenant tenant, string projectPath, CancellationToken ct)
    {
        var name = Unsaid().Replace(projectPath, "-");
        var found = (folders ?? TranscriptFolders.OfClaudeCode)().Select(folder => Path.Combine(folder, name)).Where(Directory.Exists).ToList();
        if (found.Count == 0)
        {
            throw new RefusedException("path_not_found", $"No transcripts of {projectPath} are on this machine. Nothing was booked; give the folder that the agent worked in, or push its transcripts here.");
        }

        await PriceBook.EnsureListAsync(book, tenant, time, ct);
        var files = TranscriptFolders.Find(found);
        var summary = await new TranscriptImporter(book, tenant, time).ImportAsync(files, new ImportOptions { Following = true }, null, ct);
        return new TranscriptHarvest(files.Count, summary.Progress.Bookings);
    }

    /// <summary>What Claude Code writes as a hyphen in the name of a project's folder.</summary>
    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex Unsaid();
}
