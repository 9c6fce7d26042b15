using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Herdbook.Core.Postgres;

namespace Herdbook.Cli.Doctor;

/// <summary>The programs that Herdbook is fetched and built with, and psql.</summary>
internal static class Programs
{
    private const int OldestNode = 20;

    public static async Task<Finding> NodeAsync(CancellationToken ct)
    {
        var version = await VersionAsync("node", ct);
        var major = version is null ? 0 : int.TryParse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var n) ? n : 0;
        return version is null || major < OldestNode
            ? new Finding("node", Health.Warn, version is null ? "not found" : $"{version} is older than {OldestNode}",
                "Updating Herdbook needs Node.js 20 or later: https://nodejs.org, or apt-get install nodejs npm.")
            : new Finding("node", Health.Ok, version);
    }

    public static async Task<Finding> NpmAsync(CancellationToken ct) => await VersionAsync("npm", ct) is { } version
        ? new Finding("npm", Health.Ok, version)
        : new Finding("npm", Health.Warn, "not found", "Updating Herdbook needs npm: https://nodejs.org, or apt-get install npm.");

    public static Finding Psql() => PgBinaries.FindClient("psql") is { } path
        ? new Finding("psql", Health.Ok, path)
        : new Finding("psql", Health.Warn, "not found: `herdbook psql` needs it", "On Debian: apt-get install postgresql-client; on macOS: brew install libpq.");

    private static async Task<string?> VersionAsync(string program, CancellationToken ct)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            var output = await process!.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
