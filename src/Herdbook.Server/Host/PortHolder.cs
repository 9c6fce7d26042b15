using System.Globalization;
using Herdbook.Core.Postgres;

namespace Herdbook.Server.Host;

/// <summary>Who listens on a port, as far as the kernel tells this user.</summary>
internal static class PortHolder
{
    private const string Listening = "0A";

    /// <summary>For example `process 4711 (nginx)`; null where it is not to be known.</summary>
    public static string? Describe(int port)
    {
        try
        {
            var sockets = Inodes(port);
            return Directory.EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
                .Where(pid => pid > 0 && Holds(pid, sockets))
                .Select(pid => $"process {pid} ({Processes.CommandLine(pid)})")
                .FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static HashSet<string> Inodes(int port)
    {
        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return [.. ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(fields => $"socket:[{fields[9]}]")];
    }

    private static bool Holds(int pid, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{pid}/fd").Any(fd => new FileInfo(fd).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
