using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Herdbook.Core.Postgres;

/// <summary>What the operating system says of processes. Where there is no /proc, only whether one lives is known.</summary>
public static partial class Processes
{
    private const string Proc = "/proc";
    private const int Terminate = 15;

    /// <summary>False for a process that ended, also when nobody has collected it yet.</summary>
    public static bool IsAlive(int pid)
    {
        if (Directory.Exists(Proc + "/self"))
        {
            return Status(pid) is { } fields && fields[0] is not ("Z" or "X");
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A number that differs between two processes that had the same id; null where it cannot be known.</summary>
    public static long? StartedAt(int pid) =>
        Status(pid) is { Length: > 19 } fields && long.TryParse(fields[19], CultureInfo.InvariantCulture, out var ticks) ? ticks : null;

    /// <summary>The command line, blanks between its words; null where it cannot be read.</summary>
    public static string? CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"{Proc}/{pid}/cmdline").Replace('\0', ' ').Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Living processes that stand in a folder: a cluster's server and all of its workers stand in its data directory.</summary>
    public static IReadOnlyList<int> StandingIn(string directory)
    {
        if (!Directory.Exists(Proc))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(Proc)
            .Select(path => int.TryParse(Path.GetFileName(path), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && StandsIn(pid, directory) && IsAlive(pid))];
    }

    /// <summary>Whether a process stands in a folder. Links on the way to it make no difference.</summary>
    public static bool StandsIn(int pid, string directory) =>
        CurrentDirectory(pid) is { } current
        && (current == directory || (Path.GetFileName(current) == Path.GetFileName(directory) && SameFolder(current, directory)));

    /// <summary>Asks a process to end in order. False: there is none any more, or it is not ours.</summary>
    public static bool AskToEnd(int pid) => Kill(pid, Terminate) == 0;

    /// <summary>Leaves the terminal, so that neither its Ctrl-C nor its closing reaches this process.</summary>
    public static void LeaveTerminal() => _ = StartSession();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int StartSession();

    private static bool SameFolder(string one, string other) => Real(one) == Real(other);

    /// <summary>The path without links in any of its parts.</summary>
    private static string Real(string path)
    {
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? real;
        }

        return real;
    }

    private static string? CurrentDirectory(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"{Proc}/{pid}/cwd", returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The fields of /proc/pid/stat from the state on; the name before them may contain anything.</summary>
    private static string[]? Status(int pid)
    {
        try
        {
            var line = File.ReadAllText($"{Proc}/{pid}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
