using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;

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
        return new Served("Herdbook", new Uri(facts.RootElement.GetProperty("address").GetString()!), facts.RootElement.GetProperty("pid").GetInt32(), Works(Authorization));
    }

    /// <summary>As the book's owner: the home's token costs a server no question to its database.</summary>
    public (string Name, string Value) Authorization => ("Authorization", "Bearer " + HomeToken.Open(new HerdbookHome(home)).Text);

    public async Task StopAsync()
    {
        await Measured.RunAsync(bench.Herdbook, ["down", "--home", home], Nothing, CancellationToken.None);
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static Dictionary<Work, Asked> Works((string, string) owner) => new()
    {
        [Work.Create] = new("POST", "'/v1/rows/herd.ticket_def'", "newrow()", Json, WithRow, owner),
        [Work.Read] = new("GET", "'/v1/rows/herd.ticket_def?ticket_code=eq.T-' .. row()", null, ("Accept", "application/vnd.pgrst.object+json"), owner),
        [Work.List] = new("GET", string.Create(CultureInfo.InvariantCulture, $"'/v1/rows/herd.ticket_def?order=ticket_code&limit={TicketRows.Page}&project_code=eq.P-' .. project()"), null, owner),
        [Work.Batch] = new("POST", "'/v1/rows/herd.ticket_def'", "batch()", Json, WithRow, owner),
    };
}
