using System.Globalization;
using System.Text.Json;

namespace Herdbook.Bench.Rows;

/// <summary>Herdbook with its private cluster, on a home of its own.</summary>
internal sealed class HerdbookRows(Workbench bench, string home)
{
    private static readonly Dictionary<string, string> Nothing = [];

    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) WithRow = ("Prefer", "return=representation");

    public async Task<Served> StartAsync(CancellationToken ct)
    {
        await Measured.RequireAsync(bench.Herdbook, ["up", "--home", home, "--port", "0", "--no-import", "--detach"], Nothing, ct);
        var status = await Measured.RequireAsync(bench.Herdbook, ["status", "--json", "--home", home], Nothing, ct);
        using var facts = JsonDocument.Parse(status.Output);
        return new Served("Herdbook", new Uri(facts.RootElement.GetProperty("address").GetString()!), facts.RootElement.GetProperty("pid").GetInt32(), Works(await TokenAsync(home, ct)));
    }

    /// <summary>What a request shows to be let in: a token of an agent, as one is given out.</summary>
    public async Task<(string Name, string Value)> AgentTokenAsync(string agent, string role, CancellationToken ct) =>
        ("Authorization", $"Bearer {(await Measured.RequireAsync(bench.Herdbook, ["tokens", "make", agent, "--role", role, "--agent", agent, "--home", home], Nothing, ct)).Output.Trim()}");

    public async Task StopAsync()
    {
        await Measured.RunAsync(bench.Herdbook, ["down", "--home", home], Nothing, CancellationToken.None);
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>What a request shows to be let in: the home's own token, as its commands have it.</summary>
    public static async Task<(string Name, string Value)> TokenAsync(string home, CancellationToken ct) =>
        ("Authorization", $"Bearer {(await File.ReadAllTextAsync(Path.Combine(home, "token"), ct)).Trim()}");

    private static Dictionary<Work, Asked> Works((string, string) token) => new()
    {
        [Work.Create] = new("POST", "'/v1/rows/herd.ticket_def'", "newrow()", token, Json, WithRow),
        [Work.Read] = new("GET", "'/v1/rows/herd.ticket_def?ticket_code=eq.T-' .. row()", null, token, ("Accept", "application/vnd.pgrst.object+json")),
        [Work.List] = new("GET", string.Create(CultureInfo.InvariantCulture, $"'/v1/rows/herd.ticket_def?order=ticket_code&limit={TicketRows.Page}&project_code=eq.P-' .. project()"), null, token),
        [Work.Batch] = new("POST", "'/v1/rows/herd.ticket_def'", "batch()", token, Json, WithRow),
    };
}
