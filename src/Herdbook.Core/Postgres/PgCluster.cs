using System.Globalization;
using Npgsql;

namespace Herdbook.Core.Postgres;

/// <summary>How a cluster came to be running.</summary>
public enum PgStart
{
    /// <summary>It was not running and was started.</summary>
    Started,

    /// <summary>It was running already, left by a program that ended without stopping it or shared with one that runs.</summary>
    Adopted,
}

/// <summary>
/// A private PostgreSQL cluster in a home: a Unix socket, no TCP, data checksums on, durable commits.
/// It outlives the program that started it, so a killed program loses nothing; the next one adopts it.
/// </summary>
/// <remarks>Callers serialise starting and stopping by <see cref="ClusterLease"/>.</remarks>
public sealed class PgCluster
{
    /// <summary>The cluster's superuser; it exists behind the private socket only.</summary>
    public const string Superuser = "herdbook";

    /// <summary>The database of the book.</summary>
    public const string DatabaseName = "herdbook";

    private readonly PgLayout _layout;
    private readonly PgAccount _account;
    private readonly string? _settings;

    private PgCluster(PgLayout layout, PgAccount account, PgBinaries binaries, string? settings)
    {
        _layout = layout;
        _account = account;
        _settings = settings;
        Binaries = binaries;
    }

    public PgBinaries Binaries { get; private set; }

    /// <summary>The folder of the socket: what psql calls the host.</summary>
    public string SocketDirectory => _layout.SocketDirectory;

    /// <summary>The server's process id while it lives; null otherwise.</summary>
    public int? Pid => LivingPid(_layout);

    /// <summary>Makes the folders, and the cluster where there is none yet. Starts nothing.</summary>
    /// <param name="settings">Further lines of postgresql.conf; for tests.</param>
    /// <exception cref="RefusedException">No binaries, another version's cluster, or a home that cannot be used.</exception>
    public static async Task<PgCluster> OpenAsync(HerdbookHome home, CancellationToken ct, string? settings = null)
    {
        var layout = PgLayout.Of(home);
        var account = PgAccount.ForCluster();
        await PgFolders.PrepareAsync(home, layout, account, ct);
        var binaries = await PgBinaries.ChooseAsync(layout.Major, ct);
        binaries = await PgFolders.ReachableAsync(binaries, layout, account, ct);
        var cluster = new PgCluster(layout, account, binaries, settings);
        if (layout.Major is null)
        {
            await cluster.InitialiseAsync(ct);
        }

        return cluster;
    }

    /// <summary>The server's process id for a home's cluster, without opening it; null where none lives.</summary>
    public static int? RunningOn(HerdbookHome home) => LivingPid(PgLayout.Of(home));

    /// <summary>Removes the folder of the socket where that lies outside the home. No server may run.</summary>
    public static void RemoveSocketDirectory(HerdbookHome home)
    {
        var directory = PgLayout.Of(home).SocketDirectory;
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public string ConnectionString(string database) => ConnectionString(_layout, database);

    /// <summary>For a cluster that runs on a home, without opening it.</summary>
    public static string ConnectionString(HerdbookHome home, string database) => ConnectionString(PgLayout.Of(home), database);

    /// <summary>Starts the server, or adopts the one that runs, and returns when it answers; after a crash that includes recovery.</summary>
    public async Task<PgStart> StartAsync(CancellationToken ct)
    {
        if (Pid is not null)
        {
            if (await AnswersWithinAsync(TimeSpan.FromSeconds(60), ct))
            {
                return PgStart.Adopted;
            }

            await StopAsync(ct, immediate: true);
        }

        _account.MakePrivateDirectory(_layout.SocketDirectory);
        await PgFolders.ClearRemainsAsync(_layout, ct);
        await PgConfiguration.WriteAsync(_layout, Binaries, _account, _settings, ct);
        var options = string.Create(CultureInfo.InvariantCulture,
            $"-c config_file={Shell(_layout.ConfigurationFile)} -c hba_file={Shell(_layout.HostRulesFile)} -c ident_file={Shell(_layout.IdentityRulesFile)}");
        var started = await Command.RunAsync(
            Binaries.PgCtl,
            ["start", "-D", _layout.DataDirectory, "-l", _layout.StartLog, "-o", options, "-w", "-t", "3600", "-s"],
            _account, ct);
        if (started.ExitCode != 0)
        {
            throw PgFaults.OfStart(_layout, started);
        }

        if (!await AnswersWithinAsync(TimeSpan.FromSeconds(10), ct))
        {
            throw PgFaults.OfStart(_layout, started);
        }

        return PgStart.Started;
    }

    /// <summary>Stops the server and waits for its end. Does nothing where none runs.</summary>
    /// <param name="immediate">Without a checkpoint; the next start recovers.</param>
    public async Task StopAsync(CancellationToken ct, bool immediate = false)
    {
        if (Pid is null)
        {
            return;
        }

        var stopped = await Command.RunAsync(
            Binaries.PgCtl, ["stop", "-D", _layout.DataDirectory, "-m", immediate ? "immediate" : "fast", "-w", "-t", "300", "-s"], _account, ct);
        if (stopped.ExitCode != 0 && Pid is not null)
        {
            throw new RefusedException("server_stop", $"PostgreSQL (process {Pid}) did not stop: {stopped.Error.Trim()} Its log is in {_layout.LogDirectory}.");
        }
    }

    /// <summary>Makes the book's database where it is missing, and sees that data checksums are on.</summary>
    public async Task EnsureDatabaseAsync(CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using (var checksums = source.CreateCommand("show data_checksums"))
        {
            if (await checksums.ExecuteScalarAsync(ct) is not "on")
            {
                throw new RefusedException("checksums_off",
                    $"The cluster in {_layout.DataDirectory} has no data checksums, so silent damage would go unseen. " +
                    $"Run `herdbook down`, then {Path.Combine(Binaries.Directory, "pg_checksums")} --enable -D {_layout.DataDirectory}.");
            }
        }

        await using var exists = source.CreateCommand("select exists (select from pg_database where datname = $1)");
        exists.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DatabaseName });
        if (await exists.ExecuteScalarAsync(ct) is not true)
        {
            await using var create = source.CreateCommand($"create database {DatabaseName}");
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task InitialiseAsync(CancellationToken ct)
    {
        // initdb makes the folder's content in one go; one that was cut short is not a cluster, and nothing of value is in it.
        PgFolders.Empty(_layout.DataDirectory);
        string[] locale = Binaries.Major >= 17
            ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            : ["--locale=C"];
        var made = await Command.RunAsync(
            Binaries.InitDb,
            ["-D", _layout.DataDirectory, "-U", Superuser, "--auth=trust", "--data-checksums", "--encoding=UTF8", "--no-instructions", .. locale],
            _account, ct);
        if (made.ExitCode != 0)
        {
            PgFolders.Empty(_layout.DataDirectory);
            throw PgFaults.OfInitialising(_layout, made);
        }
    }

    private async Task<bool> AnswersWithinAsync(TimeSpan patience, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        var until = DateTime.UtcNow + patience;
        while (Pid is not null)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(ct);
                return true;
            }
            catch (NpgsqlException) when (DateTime.UtcNow < until)
            {
                await Task.Delay(50, ct);
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }

        return false;
    }

    private static string ConnectionString(PgLayout layout, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = layout.SocketDirectory,
        Username = Superuser,
        Database = database,
        Timeout = 5,
    }.ConnectionString;

    private static int? LivingPid(PgLayout layout)
    {
        try
        {
            return int.TryParse(File.ReadLines(layout.PidFile).FirstOrDefault(), out var pid)
                && Processes.IsAlive(pid)
                && (!OperatingSystem.IsLinux() || Processes.StandsIn(pid, layout.DataDirectory)) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Shell(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
