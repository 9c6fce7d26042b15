using Herdbook.Core.Homes;

namespace Herdbook.Core.Postgres;

/// <summary>Makes, checks and clears the folders that a cluster needs.</summary>
internal static class PgFolders
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The database's account passes through the home and sees no names in it.</summary>
    private const UnixFileMode Passage = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="RefusedException">`home_not_writable` or `home_unreachable`.</exception>
    public static async Task PrepareAsync(HerdbookHome home, PgLayout layout, PgAccount account, CancellationToken ct)
    {
        var passage = account.Name is null ? OwnerOnly : Passage;
        try
        {
            // The mode of a folder with other people's files in it is none of our business.
            var ours = File.Exists(HomeChecks.VersionFile(home)) || !Directory.Exists(home.Root) || !Directory.EnumerateFileSystemEntries(home.Root).Any();
            Directory.CreateDirectory(home.Root, passage);
            if (ours)
            {
                File.SetUnixFileMode(home.Root, passage);
            }

            Directory.CreateDirectory(home.LogDirectory, passage);
            File.SetUnixFileMode(home.LogDirectory, passage);
            account.MakePrivateDirectory(layout.DataDirectory);
            account.MakePrivateDirectory(layout.LogDirectory);
            await File.WriteAllTextAsync(layout.IdentityRulesFile, "", ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HomeChecks.NotWritable(home, e);
        }

        if (!await account.ReachesAsync(layout.DataDirectory, ct))
        {
            throw new RefusedException("home_unreachable",
                $"PostgreSQL runs as `{account.Name}`, because it refuses root, and that user cannot reach {home.Root}: a folder above it is closed. " +
                $"Choose another home (--home /var/lib/herdbook), or open the way (chmod o+x on the folders above), or start Herdbook as an ordinary user.");
        }
    }

    /// <summary>The same binaries, copied into the home once where the database's account cannot reach them in place.</summary>
    public static async Task<PgBinaries> ReachableAsync(PgBinaries binaries, PgLayout layout, PgAccount account, CancellationToken ct)
    {
        if (await account.CanRunAsync(binaries.Postgres, ct))
        {
            return binaries;
        }

        var tree = Path.GetDirectoryName(binaries.Directory)!;
        if (!Directory.Exists(Path.Combine(tree, "lib")) || !Directory.Exists(Path.Combine(tree, "share")))
        {
            throw new RefusedException("binaries_unreachable",
                $"PostgreSQL runs as `{account.Name}`, because it refuses root, and that user cannot run {binaries.Postgres}. " +
                "Open the way (chmod o+x on the folders above), or install PostgreSQL for everybody, or start Herdbook as an ordinary user.");
        }

        var engine = Path.Combine(layout.EngineDirectory, binaries.Version);
        if (!Directory.Exists(engine))
        {
            var unfinished = $"{engine}.{Environment.ProcessId}";
            CopyTree(new DirectoryInfo(tree), unfinished);
            Directory.CreateDirectory(layout.EngineDirectory);
            File.SetUnixFileMode(layout.EngineDirectory, Passage);
            Directory.Move(unfinished, engine);
        }

        return binaries with { Directory = Path.Combine(engine, "bin") };
    }

    /// <summary>
    /// Clears what a server that did not end in order left behind: workers that still leave, and lock files that name nobody or, after a reboot, a stranger.
    /// </summary>
    /// <remarks>They go only when no process stands in the data directory: two servers on one directory destroy it.</remarks>
    public static async Task ClearRemainsAsync(PgLayout layout, CancellationToken ct)
    {
        var patience = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        IReadOnlyList<int> remaining;
        while ((remaining = Processes.StandingIn(layout.DataDirectory)).Count > 0)
        {
            if (DateTime.UtcNow > patience)
            {
                throw new RefusedException("server_start",
                    $"Processes of a PostgreSQL that was killed still work on {layout.DataDirectory} ({string.Join(", ", remaining)}). Nothing was changed. End them and start again.");
            }

            await Task.Delay(50, ct);
        }

        if (OperatingSystem.IsLinux())
        {
            File.Delete(layout.PidFile);
            File.Delete(layout.Socket);
            File.Delete(layout.Socket + ".lock");
        }
    }

    /// <summary>Removes everything in a folder, not the folder.</summary>
    public static void Empty(string directory)
    {
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private static void CopyTree(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo folder)
            {
                CopyTree(folder, target);
            }
            else
            {
                File.Copy(entry.FullName, target);
            }
        }
    }
}
