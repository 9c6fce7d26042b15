using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using Herdbook.Bench.Rows;

namespace Herdbook.Bench.Paperclip;

/// <summary>
/// The same work of a fleet's control plane in Herdbook and in Paperclip, on one PostgreSQL, asked by one generator: a ticket is created, a
/// call's cost is booked, the month's spending is read with its budget, tickets are listed. Both let in by an agent's token, both with a budget.
/// </summary>
internal sealed class PaperclipBench(Workbench bench, int seconds, FleetRows rows)
{
    private const double Promise = 10;

    private static readonly (Work Work, string Name)[] Works =
    [
        (Work.Create, "create a ticket"),
        (Work.CostEvent, "book a cost event"),
        (Work.CostSummary, "cost summary and budget"),
        (Work.List, "list 50 tickets"),
    ];

    private bool _holds = true;

    /// <summary>Whether Herdbook does ten times of each, or more.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Measured.RequirePrograms("psql", "wrk", "npm");
        var folder = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"paperclip-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        var home = Path.Combine(folder, "home");
        var herdbook = new HerdbookRows(bench, home);
        try
        {
            Say("starting an empty book, and filling it");
            var ours = await FillAsync(herdbook, home, ct);
            var cluster = Cluster.Of(home);
            Say("installing Paperclip (the first time takes minutes and 1.6 GB), and filling it");
            var paperclip = new PaperclipServer(bench, cluster, Path.Combine(folder, "paperclip"));
            await paperclip.InstallAsync(ct);
            var (address, process) = await paperclip.StartAsync(Started.FreePort(), ct);
            await using (process)
            {
                await CompareAsync(cluster, folder, ours, await paperclip.FillAsync(address, process.Pid, rows, ct), ct);
            }

            return _holds;
        }
        finally
        {
            await herdbook.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<Served> FillAsync(HerdbookRows herdbook, string home, CancellationToken ct)
    {
        var served = await herdbook.StartAsync(ct);
        using var http = new HttpClient { BaseAddress = served.Address, Timeout = TimeSpan.FromMinutes(5) };
        var (name, value) = await HerdbookRows.TokenAsync(home, ct);
        http.DefaultRequestHeaders.Add(name, value);
        foreach (var lines in rows.HerdbookEvents(DateTime.UtcNow))
        {
            using var body = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
            using var answer = await http.PostAsync(new Uri("/v1/intake/events", UriKind.Relative), body, ct);
            answer.EnsureSuccessStatusCode();
        }

        var budget = new { scope_type = "tenant", measure = "usd", window_kind = "month", limit_amount = FleetRows.BudgetUsd };
        using var set = await http.PostAsJsonAsync(new Uri("/v1/governance/budgets/set", UriKind.Relative), budget, ct);
        set.EnsureSuccessStatusCode();
        var cluster = Cluster.Of(home);
        await cluster.SqlAsync(Cluster.Book, Cluster.AppRole, TicketRows.Fill("herd", rows.Tickets), ct);
        await cluster.SqlAsync(Cluster.Book, Cluster.Superuser, "vacuum analyze", ct);
        var token = await herdbook.AgentTokenAsync(FleetRows.Agent, "operator", ct);
        return served with
        {
            Works = new Dictionary<Work, Asked>
            {
                [Work.Create] = new("POST", "'/v1/rows/herd.ticket_def'",
                    $$"""'{"ticket_code":"' .. number() .. '","ticket_title":"Ticket","ticket_description":"{{FleetRows.Description}}","ticket_current_status":"todo"}'""",
                    token, ("Content-Type", "application/json"), ("Prefer", "return=representation")),
                [Work.CostEvent] = new("POST", "'/v1/intake/events'",
                    $$"""'{"run":"live-' .. thread_id .. '","id":"' .. number() .. '","type":"call","model":"{{FleetRows.Model}}","input_tokens":{{FleetRows.Input}},"output_tokens":{{FleetRows.Output}},"at":"' .. now() .. '"}'""",
                    token, ("Content-Type", "application/x-ndjson")),
                [Work.CostSummary] = new("GET", "'/v1/governance/budgets'", null, token),
                [Work.List] = new("GET", string.Create(CultureInfo.InvariantCulture, $"'/v1/rows/herd.ticket_def?order=created_at.desc&limit={FleetRows.Page}'"), null, token),
            },
        };
    }

    private async Task CompareAsync(Cluster cluster, string folder, Served ours, Served theirs, CancellationToken ct)
    {
        var wrk = new Wrk(folder, FleetRows.Functions);
        var server = await cluster.SqlAsync("postgres", Cluster.Superuser, "select current_setting('server_version') || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')", ct);
        Console.WriteLine(Text($"{rows.Tickets:N0} tickets and {rows.Events:N0} cost events in each before, {Wrk.Connections} connections, {seconds} s each; PostgreSQL {server}; {Environment.ProcessorCount} cores"));
        Console.WriteLine();
        Line("", "Herdbook", theirs.Name, "ratio", "");
        foreach (var (work, name) in Works)
        {
            Say($"{name}: do both answer?");
            await wrk.TryAsync(theirs, work, ct);
            await wrk.TryAsync(ours, work, ct);
            var (their, our) = (await MeasureAsync(theirs), await MeasureAsync(ours));
            var ratio = our.PerSecond / their.PerSecond;
            _holds &= ratio >= Promise;
            Line(name, Text($"{our.PerSecond:N0}/s"), Text($"{their.PerSecond:N0}/s"), Text($"{ratio:N1}"), Text($"bound {Promise:0}   {(ratio >= Promise ? "kept" : "NOT KEPT")}"));
            Line("  half / 99 % within", Times(our), Times(their), "", "");

            async Task<Rate> MeasureAsync(Served one)
            {
                Say($"{name}: {one.Name}");
                await wrk.RunAsync(one, work, Math.Max(2, seconds / 3), mustAnswer: false, ct);
                await cluster.SettleAsync(ct);
                return await wrk.RunAsync(one, work, seconds, mustAnswer: true, ct);
            }
        }

        Line("peak resident memory", Text($"{ours.Peak / 1048576.0:N0} MiB"), Text($"{theirs.Peak / 1048576.0:N0} MiB"), Text($"{(double)ours.Peak / theirs.Peak:N2}"), "");
        Console.WriteLine();
        Console.WriteLine("""
            Create: POST /v1/rows/herd.ticket_def, with history and a signed audit entry; POST /api/companies/ID/issues, with its activity.
            Cost event: POST /v1/intake/events, one line; POST /api/companies/ID/cost-events, one event, with a look at the month's budget, which Herdbook takes every three seconds.
            Cost summary: GET /v1/governance/budgets, the month's spending, its limit and what is left; GET /api/companies/ID/costs/summary, spending, limit and share.
            List: the newest 50. Each is let in by a token of an agent, kept as its hash. Warm-up before each; commits wait for the disk in both.
            """);
    }

    private static void Line(string what, string ours, string theirs, string ratio, string verdict) =>
        Console.WriteLine($"{what,-26}{ours,22}{theirs,24}{ratio,8}   {verdict}".TrimEnd());

    private static string Times(Rate rate) => Text($"{rate.P50.TotalMilliseconds:N1} / {rate.P99.TotalMilliseconds:N1} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Say(string step) => Console.Error.WriteLine($"· {step}");
}
