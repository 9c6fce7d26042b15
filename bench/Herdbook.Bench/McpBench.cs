using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Herdbook.Bench.Rows;

namespace Herdbook.Bench;

/// <summary>
/// Clients that call tools of `/mcp` without a break, one tool after another: how many calls a second are answered, and how long the middle
/// one and one in a hundred take. Every call is a request of its own, as the revision of 2026-07-28 has it.
/// </summary>
internal sealed class McpBench(Workbench bench, int seconds, int clients)
{
    private static readonly (string Tool, Func<int, object> Arguments)[] Works =
    [
        ("tables_get", _ => new { table = "herd.ticket_def" }),
        ("rows_put", n => new { table = "herd.ticket_def", row = new { ticket_code = $"B-{n}", ticket_title = "A ticket of the benchmark" } }),
        ("rows_get", _ => new { table = "herd.ticket_def", key = First }),
        ("rows_list", _ => new { table = "herd.ticket_def", limit = 20, order = "ticket_code.desc" }),
        ("search", _ => new { words = First, tables = "herd.ticket_def" }),
        ("herd_log", _ => new { message = "pushed a commit", as_agent = "bench" }),
        ("herd_status", _ => new { scope = "agents" }),
    ];

    /// <summary>A ticket that is there before any is measured.</summary>
    private const string First = "B-0";

    private int _number;

    /// <summary>Whether every call was answered and none refused.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(bench.Out);
        var home = new HerdbookRows(bench, Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"mcp-{Environment.ProcessId}")));
        try
        {
            var served = await home.StartAsync(ct);
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = served.Address };
            var (name, value) = served.Works[Work.Read].Headers[0];
            http.DefaultRequestHeaders.Add(name, value);
            http.DefaultRequestHeaders.Add("Accept", "application/json, text/event-stream");
            await MakeAsync(http, "herd.agent_def", new { agent_code = "bench", agent_status = "active" }, ct);
            await MakeAsync(http, "herd.ticket_def", new { ticket_code = First, ticket_title = "The first ticket of the benchmark" }, ct);
            var whole = true;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients} clients, {seconds} s each, every call a request of its own; {Environment.ProcessorCount} cores"));
            Console.WriteLine();
            foreach (var work in Works)
            {
                whole &= await MeasureAsync(http, work.Tool, work.Arguments, ct);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the server's memory at its greatest: {Measured.Own(served.Pid) / 1048576.0:0} MiB"));
            Console.WriteLine(whole ? "Every call was answered." : "CALLS WERE REFUSED.");
            return whole;
        }
        finally
        {
            await home.StopAsync();
        }
    }

    private async Task<bool> MeasureAsync(HttpClient http, string tool, Func<int, object> arguments, CancellationToken ct)
    {
        for (var i = 0; i < 20; i++)
        {
            await CallAsync(http, tool, arguments(Interlocked.Increment(ref _number)), ct);
        }

        var clock = Stopwatch.StartNew();
        var took = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(
            async () =>
            {
                var mine = new List<(TimeSpan Took, bool Right)>();
                while (clock.Elapsed.TotalSeconds < seconds)
                {
                    var began = clock.Elapsed;
                    var right = await CallAsync(http, tool, arguments(Interlocked.Increment(ref _number)), ct);
                    mine.Add((clock.Elapsed - began, right));
                }

                return mine;
            },
            ct)));
        var all = took.SelectMany(mine => mine).ToList();
        var sorted = all.Select(call => call.Took.TotalMilliseconds).Order().ToList();
        var refused = all.Count(call => !call.Right);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tool,-12} {all.Count / clock.Elapsed.TotalSeconds,8:0} calls/s   p50 {sorted[sorted.Count / 2],7:0.0} ms   p99 {sorted[sorted.Count * 99 / 100],7:0.0} ms{(refused > 0 ? $"   {refused} refused" : "")}"));
        return refused == 0;
    }

    private static async Task MakeAsync(HttpClient http, string table, object row, CancellationToken ct)
    {
        if (!await CallAsync(http, "rows_put", new { table, row }, ct))
        {
            throw new BenchException($"rows_put of {table} was refused.");
        }
    }

    private static async Task<bool> CallAsync(HttpClient http, string tool, object arguments, CancellationToken ct)
    {
        var body = JsonSerializer.Serialize(new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "tools/call",
            @params = new
            {
                name = tool,
                arguments,
                _meta = new Dictionary<string, object>
                {
                    ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
                    ["io.modelcontextprotocol/clientInfo"] = new { name = "bench", version = "1" },
                    ["io.modelcontextprotocol/clientCapabilities"] = new { },
                },
            },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/mcp", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", tool);
        using var answer = await http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode && text.Contains("\"structuredContent\"", StringComparison.Ordinal) && !text.Contains("\"isError\":true", StringComparison.Ordinal);
    }
}
