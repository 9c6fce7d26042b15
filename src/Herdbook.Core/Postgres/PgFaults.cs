namespace Herdbook.Core.Postgres;

/// <summary>What PostgreSQL's own programs complain of, in words that say what to do.</summary>
internal static class PgFaults
{
    public static RefusedException OfInitialising(PgLayout layout, Command made) =>
        OutOfSpace(made.Error) ?? new RefusedException("server_start",
            $"PostgreSQL could not make its cluster in {layout.DataDirectory}: {LastLines(made.Error)}");

    public static RefusedException OfStart(PgLayout layout, Command started)
    {
        var log = Newest(layout);
        return OutOfSpace(started.Error + log) ?? new RefusedException("server_start",
            $"PostgreSQL did not start on {layout.DataDirectory}. Nothing was changed. It says: {LastLines(log.Length > 0 ? log : started.Error)} " +
            $"The whole log is in {layout.LogDirectory}.");
    }

    private static RefusedException? OutOfSpace(string text) =>
        text.Contains("No space left on device", StringComparison.Ordinal)
            ? new RefusedException("disk_full", "The disk is full: PostgreSQL could not write. What was acknowledged is kept. Free some space and start again.")
            : null;

    private static string LastLines(string text) =>
        string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(4));

    /// <summary>The end of what was written last: the collector's log once it runs, the start's before.</summary>
    private static string Newest(PgLayout layout)
    {
        try
        {
            var newest = new DirectoryInfo(layout.LogDirectory).EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc);
            return newest is null ? "" : string.Join('\n', File.ReadLines(newest.FullName).TakeLast(6));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
