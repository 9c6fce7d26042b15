namespace Herdbook.Core;

/// <summary>The folder that holds a private book: cluster, socket, logs, and the lock of the one program that runs it.</summary>
/// <param name="Root">Absolute path.</param>
public sealed record HerdbookHome(string Root)
{
    /// <summary>The PostgreSQL data directory.</summary>
    public string DataDirectory => Path.Combine(Root, "postgres");

    /// <summary>PostgreSQL's and the server's logs.</summary>
    public string LogDirectory => Path.Combine(Root, "log");

    /// <summary>The secrets that sign, readable by their owner alone. Outside the database, and not part of its dump.</summary>
    public string KeyDirectory => Path.Combine(Root, "keys");

    /// <summary>The home's own token for HTTP, readable by its owner alone.</summary>
    public string TokenFile => Path.Combine(Root, "token");

    /// <summary>Held with an exclusive lock while a control plane runs on this home.</summary>
    public string LockFile => Path.Combine(Root, "herdbook.lock");

    /// <summary>What runs here: process id, address, started at; JSON. Stale after a kill: trust it only with the lock held.</summary>
    public string StateFile => Path.Combine(Root, "server.json");

    /// <summary>Is there when somebody removed the demo fleet: `up` does not bring it back by itself.</summary>
    public string NoDemoFile => Path.Combine(Root, "no-demo");

    /// <summary>`--home`, else HERDBOOK_HOME, else the XDG data folder (for root: /var/lib/herdbook, which the database's user can reach).</summary>
    public static HerdbookHome Resolve(string? option)
    {
        var root = option ?? Environment.GetEnvironmentVariable("HERDBOOK_HOME");
        if (string.IsNullOrWhiteSpace(root))
        {
            root = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
                ? "/var/lib/herdbook"
                : Path.Combine(DataFolder(), "herdbook");
        }

        return new HerdbookHome(Path.GetFullPath(root));
    }

    private static string DataFolder() =>
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
}
