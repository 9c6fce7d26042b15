using System.Globalization;

namespace Herdbook.Core.Homes;

/// <summary>What must hold before anything is written to a home.</summary>
public static class HomeChecks
{
    /// <summary>The form of the home's folders and files. A program refuses a home of a later form.</summary>
    public const int Format = 1;

    private const long DefaultLeastFree = 256;

    /// <summary>Free bytes below which nothing is started: HERDBOOK_MIN_FREE_MB, 256 MB if unset.</summary>
    public static long LeastFreeBytes =>
        (long.TryParse(Environment.GetEnvironmentVariable("HERDBOOK_MIN_FREE_MB"), CultureInfo.InvariantCulture, out var mb) && mb >= 0 ? mb : DefaultLeastFree) << 20;

    public static string VersionFile(HerdbookHome home) => Path.Combine(home.Root, "VERSION");

    /// <summary>Makes the home if need be, and writes its form into it.</summary>
    /// <exception cref="RefusedException">`home_newer`, `home_not_writable` or `disk_full`.</exception>
    public static void Prepare(HerdbookHome home)
    {
        RefuseNewer(home);
        var existed = Directory.Exists(home.Root);
        try
        {
            const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if (!existed)
            {
                Directory.CreateDirectory(home.Root, ownerOnly);
            }

            RefuseFull(home);
            var probe = Path.Combine(home.Root, string.Create(CultureInfo.InvariantCulture, $".probe-{Environment.ProcessId}"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
            if (!File.Exists(VersionFile(home)))
            {
                File.WriteAllText(VersionFile(home), string.Create(CultureInfo.InvariantCulture, $"{Format}\n"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(home, e);
        }
    }

    /// <exception cref="RefusedException">`home_newer`.</exception>
    public static void RefuseNewer(HerdbookHome home)
    {
        if (File.Exists(VersionFile(home))
            && int.TryParse(File.ReadLines(VersionFile(home)).FirstOrDefault(), CultureInfo.InvariantCulture, out var format)
            && format > Format)
        {
            throw new RefusedException("home_newer",
                $"{home.Root} was written by a newer Herdbook (form {format}; this program knows {Format}). Nothing was changed. Update Herdbook, or choose another --home.");
        }
    }

    /// <summary>Whether the home, or the nearest folder above it that exists, can be written. Writes nothing that stays.</summary>
    public static bool WouldBeWritable(HerdbookHome home)
    {
        try
        {
            var probe = Path.Combine(Existing(home), $".herdbook-{Guid.NewGuid():n}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Free bytes on the home's file system, for whoever is not root.</summary>
    public static long FreeBytes(HerdbookHome home) => new DriveInfo(Existing(home)).AvailableFreeSpace;

    public static RefusedException NotWritable(HerdbookHome home, Exception cause) =>
        cause.Message.Contains("No space left", StringComparison.Ordinal)
            ? new RefusedException("disk_full", $"The disk of {home.Root} is full. What was acknowledged is kept. Free some space and start again.", cause)
            : new RefusedException("home_not_writable",
                $"Herdbook cannot write to its home {home.Root}: {cause.Message.TrimEnd('.')}. Choose another with --home or HERDBOOK_HOME, or make it yours (chown).", cause);

    private static string Existing(HerdbookHome home)
    {
        var folder = home.Root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    private static void RefuseFull(HerdbookHome home)
    {
        var free = FreeBytes(home);
        if (free < LeastFreeBytes)
        {
            throw new RefusedException("disk_full",
                $"Only {free >> 20} MB are free on the disk of {home.Root}; Herdbook starts with {LeastFreeBytes >> 20} MB or more, so that what it acknowledges fits. " +
                "Nothing was changed. Free some space, or choose another --home.");
        }
    }
}
