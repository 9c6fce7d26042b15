using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Npgsql;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>What runs on a home.</summary>
/// <param name="Ready">What /readyz says; false where nothing runs.</param>
/// <param name="DatabaseBytes">Null where no database answers.</param>
internal sealed record HomeStatus(
    string Home, string Version, bool Running, bool Ready, string? Address, int? Pid, DateTimeOffset? StartedAt,
    string Database, int? DatabasePid, string? DatabaseVersion, long? DatabaseBytes);

/// <summary>`herdbook status`: looks, and starts nothing.</summary>
internal static class StatusCommand
{
    private const string VersionAndSize = "select current_setting('server_version'), pg_database_size(current_database())";

    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command("status", "Show what runs on the home.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            var status = await LookAsync(parsed.HomeOf(), ct);
            if (parsed.GetValue(json))
            {
                Output.Json(status);
            }
            else
            {
                Print(status);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<HomeStatus> LookAsync(HerdbookHome home, CancellationToken ct)
    {
        var server = ControlPlane.Running(home);
        var pid = PgCluster.RunningOn(home);
        var outside = DatabaseAddress.FromEnvironment();
        var (version, bytes) = outside is null && pid is null
            ? (null, null)
            : await AskAsync(outside ?? PgCluster.ConnectionString(home, PgCluster.DatabaseName), ct);
        return new HomeStatus(
            home.Root, Product.Version, server is not null, await IsReadyAsync(server?.Address, ct), server?.Address, server?.Pid, server?.StartedAt,
            outside is null ? "private" : DatabaseAddress.Variable, pid, version, bytes);
    }

    private static async Task<(string? Version, long? Bytes)> AskAsync(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false;Timeout=3");
            await using var command = source.CreateCommand(VersionAndSize);
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? (reader.GetString(0), reader.GetInt64(1)) : (null, null);
        }
        catch (NpgsqlException)
        {
            return (null, null);
        }
    }

    private static async Task<bool> IsReadyAsync(string? address, CancellationToken ct)
    {
        if (address is null)
        {
            return false;
        }

        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await http.GetAsync(new Uri(address + "/readyz"), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static void Print(HomeStatus status)
    {
        var grid = new Grid().AddColumn().AddColumn();
        void Row(string name, string value) => grid.AddRow($"[grey]{name}[/]", Markup.Escape(value));
        Row("home", status.Home);
        Row("server", (status.Running, status.Address) switch
        {
            (false, _) => "not running; `herdbook up` starts it",
            (true, null) => $"starting, process {status.Pid}",
            (true, var address) => $"{address}, {(status.Ready ? "ready" : "not ready")}, process {status.Pid}, since {status.StartedAt:yyyy-MM-dd HH:mm:ss} UTC",
        });
        Row("database", (status.Database, status.DatabaseVersion) switch
        {
            (_, { } version) => $"PostgreSQL {version}, {status.Database}{(status.DatabasePid is { } pid ? $", process {pid}" : "")}",
            ("private", null) => status.DatabasePid is null ? "not running" : $"process {status.DatabasePid}, does not answer",
            _ => "does not answer",
        });
        if (status.DatabaseBytes is { } bytes)
        {
            Row("size", string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MB"));
        }

        Row("version", status.Version);
        AnsiConsole.Write(grid);
    }
}
