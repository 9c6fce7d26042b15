using Herdbook.Core.Homes;

namespace Herdbook.Core.Governance.Audit;

/// <summary>Files of secrets: readable and writable by their owner alone, written whole or not at all.</summary>
internal static class KeyFolder
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;
    private const UnixFileMode Others = ~(OwnersFolder | UnixFileMode.SetGroup | UnixFileMode.SetUser | UnixFileMode.StickyBit);

    public static void Prepare(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, OwnersFolder);
        if ((File.GetUnixFileMode(folder) & Others) != 0)
        {
            throw Unreadable(folder, "others can read it. Run: chmod 700 on the folder");
        }
    }

    /// <summary>Held while a key is made, so that two programs do not make two first keys.</summary>
    public static IDisposable Lock(string folder) => LockFile(Path.Combine(folder, "lock"), folder);

    /// <param name="path">Of the file that is locked.</param>
    /// <param name="guarded">What it guards, for the refusal.</param>
    /// <exception cref="RefusedException">`keys_unreadable`: another program has held it for ten seconds.</exception>
    public static IDisposable LockFile(string path, string guarded)
    {
        for (var waited = 0; ; waited++)
        {
            if (FileLock.TryExclusive(path) is { } held)
            {
                return held;
            }

            if (waited > 200)
            {
                throw Unreadable(guarded, "another program has held its lock for ten seconds");
            }

            Thread.Sleep(50);
        }
    }

    /// <exception cref="RefusedException">`keys_unreadable`: others can read the file.</exception>
    public static void RequireOwners(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw Unreadable(path, "others can read it. Run: chmod 600 on the file");
        }
    }

    /// <exception cref="RefusedException">`keys_unreadable`.</exception>
    public static byte[] Read(string path)
    {
        RequireOwners(path);
        try
        {
            return Convert.FromBase64String(File.ReadAllText(path).Trim());
        }
        catch (FormatException e)
        {
            throw Unreadable(path, "it does not hold base64", e);
        }
    }

    public static void Write(string path, ReadOnlySpan<byte> secret) => Replace(path, Convert.ToBase64String(secret) + "\n");

    /// <summary>Written beside and moved over, so that a reader finds the old text or the new.</summary>
    public static void Replace(string path, string text)
    {
        var beside = $"{path}.{Guid.NewGuid():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        using (var file = new StreamWriter(beside, options))
        {
            file.Write(text);
            file.Flush();
            ((FileStream)file.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    public static RefusedException Unreadable(string path, string why, Exception? inner = null) =>
        new("keys_unreadable", $"The keys at {path} cannot be used: {why}. Nothing was changed.", inner);
}
