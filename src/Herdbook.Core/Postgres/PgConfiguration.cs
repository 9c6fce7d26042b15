using System.Globalization;
using System.Text;

namespace Herdbook.Core.Postgres;

/// <summary>The files that configure a private cluster. They lie in the home, outside the data directory, and are written anew at each start.</summary>
internal static class PgConfiguration
{
    /// <summary>Only the local socket, which stands in a folder that nobody else can enter: whoever reaches it is the owner.</summary>
    public const string HostRules = "local all all trust\n";

    private const string OwnSettings = "postgresql.local.conf";

    private const string Fixed = """
        # Written by Herdbook at each start. Own settings go into postgresql.local.conf, beside this file.
        listen_addresses = ''
        unix_socket_permissions = 0700
        max_connections = 60
        cluster_name = 'herdbook'

        # A commit that was acknowledged is on disk.
        fsync = on
        synchronous_commit = on
        full_page_writes = on

        # Two cores, an SSD.
        work_mem = 16MB
        maintenance_work_mem = 128MB
        max_wal_size = 4GB
        min_wal_size = 256MB
        checkpoint_timeout = 15min
        random_page_cost = 1.1
        jit = off
        # Tables are compared with their declarations by building them once more and rolling that back, all in one transaction.
        max_locks_per_transaction = 1024
        # A table that an import fills is measured while it grows: plans made when it was empty do not outlive that.
        autovacuum_naptime = 10s

        timezone = 'UTC'
        log_timezone = 'UTC'
        logging_collector = on
        log_filename = 'postgresql-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0
        log_line_prefix = '%m [%p] %u@%d '
        log_checkpoints = off
        log_lock_waits = on

        """;

    public static async Task WriteAsync(PgLayout layout, PgBinaries binaries, PgAccount account, string? extra, CancellationToken ct)
    {
        var heading = $"# PostgreSQL {binaries.Version}, {binaries.Directory}";
        var text = new StringBuilder(heading).Append('\n').Append(Fixed)
            .Append($"unix_socket_directories = {Quote(layout.SocketDirectory)}\n")
            .Append($"log_directory = {Quote(layout.LogDirectory)}\n")
            .Append(CultureInfo.InvariantCulture, $"shared_buffers = {SharedMebibytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)}MB\n")
            .Append(await CompressionAsync(layout, binaries, account, ct))
            .Append(extra)
            .Append(File.Exists(Path.Combine(layout.Root, OwnSettings)) ? $"include '{OwnSettings}'\n" : "");
        await File.WriteAllTextAsync(layout.HostRulesFile, HostRules, ct);
        await File.WriteAllTextAsync(layout.ConfigurationFile, text.ToString(), ct);
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(layout.HostRulesFile, readable);
        File.SetUnixFileMode(layout.ConfigurationFile, readable);
    }

    /// <summary>
    /// A thirty-second of the machine's memory, between PostgreSQL's own 128 MiB and 1 GiB: a large book's indexes are changed in memory, and
    /// those who write do not write others' pages first.
    /// </summary>
    /// <param name="memory">What this process may use, in bytes.</param>
    internal static long SharedMebibytes(long memory) => Math.Clamp(memory / 32 >> 20, 128, 1024);

    /// <summary>lz4 where the server was built with it; asked of the server itself.</summary>
    private static async Task<string> CompressionAsync(PgLayout layout, PgBinaries binaries, PgAccount account, CancellationToken ct)
    {
        var asked = await Command.RunAsync(
            binaries.Postgres,
            ["-D", layout.DataDirectory, "-C", "wal_compression", "-c", "wal_compression=lz4", "-c", "default_toast_compression=lz4"],
            account, ct);
        return asked.ExitCode == 0
            ? "wal_compression = lz4\ndefault_toast_compression = lz4\n"
            : "wal_compression = on\n";
    }

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
