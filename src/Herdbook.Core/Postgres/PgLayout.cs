using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Core.Postgres;

/// <summary>Where a private cluster keeps its things.</summary>
internal sealed record PgLayout(string Root, string DataDirectory, string LogDirectory, string SocketDirectory)
{
    /// <summary>A socket's path has room for 107 bytes on Linux and 103 on macOS; the file's name takes some.</summary>
    private const int LongestSocketPath = 100;

    private const string SocketName = ".s.PGSQL.5432";

    public string ConfigurationFile => Path.Combine(Root, "postgresql.conf");

    public string HostRulesFile => Path.Combine(Root, "pg_hba.conf");

    public string IdentityRulesFile => Path.Combine(Root, "pg_ident.conf");

    public string EngineDirectory => Path.Combine(Root, "engine");

    public string Socket => Path.Combine(SocketDirectory, SocketName);

    public string StartLog => Path.Combine(LogDirectory, "start.log");

    public string VersionFile => Path.Combine(DataDirectory, "PG_VERSION");

    public string PidFile => Path.Combine(DataDirectory, "postmaster.pid");

    /// <summary>What PG_VERSION says; null where no cluster was made yet.</summary>
    public int? Major => File.Exists(VersionFile) && int.TryParse(File.ReadAllText(VersionFile), out var major) ? major : null;

    public static PgLayout Of(HerdbookHome home)
    {
        var socket = Path.Combine(home.Root, "run");
        if (Encoding.UTF8.GetByteCount(Path.Combine(socket, SocketName)) > LongestSocketPath)
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home.Root)))[..16];
            socket = Path.Combine(ShortFolder(), $"herdbook-{digest}");
        }

        return new PgLayout(home.Root, home.DataDirectory, Path.Combine(home.LogDirectory, "postgres"), socket);
    }

    private static string ShortFolder()
    {
        if (Environment.IsPrivilegedProcess && Directory.Exists("/run"))
        {
            return "/run";
        }

        return Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 40 } xdg && Directory.Exists(xdg) ? xdg : "/tmp";
    }
}
