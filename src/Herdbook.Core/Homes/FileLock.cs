namespace Herdbook.Core.Homes;

/// <summary>An advisory lock on a file, kept by the operating system: it ends with the process that holds it, however that ends.</summary>
internal sealed class FileLock : IDisposable
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMacOS = 35;

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>The lock that excludes every other; null while anybody holds one.</summary>
    public static FileLock? TryExclusive(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A lock that excludes only the exclusive one; null while somebody holds that.</summary>
    public static FileLock? TryShared(string path) => Try(path, FileAccess.Read, FileShare.Read);

    /// <summary>Whether somebody holds the exclusive lock on the file. Makes no file.</summary>
    public static bool IsHeld(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var free = TryShared(path);
        return free is null;
    }

    public static async Task<FileLock> ExclusiveAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            if (TryExclusive(path) is { } taken)
            {
                return taken;
            }

            await Task.Delay(20, ct);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static FileLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            // For the owner alone: whoever could open it could lock it.
            return new FileLock(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = access,
                Share = share,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
        }
        catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMacOS)
        {
            return null;
        }
    }
}
