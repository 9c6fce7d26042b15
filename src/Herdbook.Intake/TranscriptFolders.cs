using Herdbook.Core;

namespace Herdbook.Intake;

/// <summary>A transcript on disk.</summary>
/// <param name="ModifiedNs">Time of change, in nanoseconds since 1970, as fine as the file system tells it.</param>
public sealed record TranscriptFile(string Path, long Size, long ModifiedNs);

/// <summary>Where transcripts are.</summary>
public static class TranscriptFolders
{
    private static readonly EnumerationOptions Deep = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MaxRecursionDepth = 16,
    };

    /// <summary>
    /// The folders in which Claude Code keeps transcripts, those that are there: `projects` in each folder of CLAUDE_CONFIG_DIR
    /// (several with commas between), or else in ~/.config/claude and ~/.claude.
    /// </summary>
    public static IReadOnlyList<string> OfClaudeCode()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var configured = Environment.GetEnvironmentVariable("CLAUDE_CONFIG_DIR");
        var folders = string.IsNullOrWhiteSpace(configured)
            ? [Path.Combine(home, ".config", "claude"), Path.Combine(home, ".claude")]
            : configured.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. folders.Select(f => Path.Combine(f, "projects")).Where(Directory.Exists).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The sessions of Gemini CLI: those of each project in `tmp` of GEMINI_CLI_HOME's `.gemini`, or else of ~/.gemini.</summary>
    public static IReadOnlyList<string> OfGemini()
    {
        var home = Environment.GetEnvironmentVariable("GEMINI_CLI_HOME") is { Length: > 0 } given ? given : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var projects = new DirectoryInfo(Path.Combine(home, ".gemini", "tmp"));
        return projects.Exists ? [.. projects.EnumerateDirectories().Select(p => Path.Combine(p.FullName, "chats")).Where(Directory.Exists).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Those of the folders that are there, in the one that the variable names or else in the person's own.</summary>
    internal static IReadOnlyList<string> Under(string variable, string usual, string[] folders)
    {
        var home = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), usual);
        return [.. folders.Select(f => Path.GetFullPath(Path.Combine(home, f))).Where(Directory.Exists)];
    }

    /// <summary>All transcripts at or under the paths, each once, in the order of their paths.</summary>
    /// <exception cref="RefusedException">A path is not there.</exception>
    public static List<TranscriptFile> Find(IEnumerable<string> paths) => Find(SourceFormat.ClaudeCode, paths);

    /// <summary>All files of that kind at or under the paths, each once, in the order of their paths.</summary>
    /// <exception cref="RefusedException">A path is not there.</exception>
    public static List<TranscriptFile> Find(SourceFormat format, IEnumerable<string> paths)
    {
        var found = new SortedDictionary<string, TranscriptFile>(StringComparer.Ordinal);
        foreach (var path in paths.Select(Path.GetFullPath))
        {
            if (File.Exists(path))
            {
                Add(found, new FileInfo(path));
            }
            else if (Directory.Exists(path))
            {
                foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", Deep).Where(f => format.Takes(f.FullName)))
                {
                    Add(found, file);
                }
            }
            else
            {
                throw new RefusedException("path_not_found", $"There is no file or folder {path}. Nothing was imported; give the path of a file ({string.Join(", ", format.Names)}) or a folder of them.");
            }
        }

        return [.. found.Values];
    }

    private static void Add(SortedDictionary<string, TranscriptFile> found, FileInfo file)
    {
        try
        {
            found[file.FullName] = new TranscriptFile(file.FullName, file.Length, Nanoseconds(file.LastWriteTimeUtc));
        }
        catch (FileNotFoundException)
        {
            // It went away between listing and looking: there is nothing to read.
        }
    }

    internal static long Nanoseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * 100;
}
