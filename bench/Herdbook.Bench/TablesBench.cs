using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Herdbook.Bench.Rows;

namespace Herdbook.Bench;

/// <summary>
/// Declares many users' tables, then adds one more again and again over HTTP while clients read rows without a break. What counts is the time
/// from sending the declaration until rows of the new table are written and read back, and the longest that a reader ever waited.
/// </summary>
internal sealed class TablesBench(Workbench bench, int tables, int clients)
{
    private const int AtOnce = 50;
    private const int Added = 10;

    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether every table was usable within a second, no read failed, and none waited for a quarter of one.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(bench.Out);
        var home = new HerdbookRows(bench, Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"tables-{Environment.ProcessId}")));
        try
        {
            Say("starting an empty book");
            var served = await home.StartAsync(ct);
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = served.Address, Timeout = TimeSpan.FromMinutes(5) };
            var (name, value) = served.Works[Work.Read].Headers[0];
            http.DefaultRequestHeaders.Add(name, value);
            Say(string.Create(CultureInfo.InvariantCulture, $"declaring {tables:N0} tables"));
            var declared = await DeclareManyAsync(http, ct);
            return await MeasureAsync(http, served, declared, ct);
        }
        finally
        {
            await home.StopAsync();
        }
    }

    private async Task<TimeSpan> DeclareManyAsync(HttpClient http, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        foreach (var chunk in Enumerable.Range(0, tables).Chunk(AtOnce))
        {
            await DeclareAsync(http, [.. chunk.Select(Yaml)], ct);
        }

        await WriteAsync(http, "custom.t0", 100, ct);
        return clock.Elapsed;
    }

    private async Task<bool> MeasureAsync(HttpClient http, Served served, TimeSpan declared, CancellationToken ct)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"{clients} clients read"));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var readers = Enumerable.Range(0, clients).Select(_ => Task.Run(() => new Reader(served).RunAsync(ended.Token), ct)).ToList();
        await Task.Delay(TimeSpan.FromSeconds(2), ct);
        var took = new List<TimeSpan>();
        for (var i = 0; i < Added; i++)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"adding table {tables + i + 1:N0}"));
            var clock = Stopwatch.StartNew();
            await DeclareAsync(http, [Yaml(tables + i)], ct);
            await WriteAsync(http, $"custom.t{tables + i}", 1, ct);
            await ReadAsync(http, $"custom.t{tables + i}", ct);
            took.Add(clock.Elapsed);
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        }

        await ended.CancelAsync();
        var reads = await Task.WhenAll(readers);
        return Print(declared, took, reads);
    }

    private bool Print(TimeSpan declared, List<TimeSpan> took, Reads[] reads)
    {
        var (slowest, longest, failed) = (took.Max(), reads.Max(read => read.Longest), reads.Sum(read => read.Failed));
        Console.WriteLine();
        Line($"{tables:N0} users' tables, declared {AtOnce} at a time in {declared.TotalSeconds:0.0} s; {clients} clients reading; {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Line($"one more, planned, applied, written and read   median {took.Order().ElementAt(took.Count / 2).TotalMilliseconds,6:0} ms   slowest {slowest.TotalMilliseconds,6:0} ms   bound {Usable.TotalMilliseconds,6:0} ms");
        Line($"a read meanwhile                               median {Median(reads),6:0.0} ms   slowest {longest.TotalMilliseconds,6:0} ms   bound {Pause.TotalMilliseconds,6:0} ms");
        Line($"reads                                          {reads.Sum(read => read.Count),9:N0}      failed  {failed,6:N0}      bound      0");
        return slowest <= Usable && longest <= Pause && failed == 0;
    }

    private static double Median(Reads[] reads) => reads.Average(read => read.Median.TotalMilliseconds);

    /// <summary>Plans, then applies what was planned: both requests count.</summary>
    private static async Task DeclareAsync(HttpClient http, string[] yaml, CancellationToken ct)
    {
        var plan = await SendAsync(http, new { declarations = yaml }, ct);
        await SendAsync(http, new { declarations = yaml, plan = plan.GetProperty("plan").GetString() }, ct);
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, object body, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(new Uri("/v1/catalog/tables", UriKind.Relative), body, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new BenchException($"The declaration was refused: {text}");
    }

    private static async Task WriteAsync(HttpClient http, string table, int rows, CancellationToken ct)
    {
        var body = Enumerable.Range(0, rows).Select(i => new { code = string.Create(CultureInfo.InvariantCulture, $"r{i}"), title = "A row", size = i + 1 });
        using var answer = await http.PostAsJsonAsync(new Uri($"/v1/rows/{table}", UriKind.Relative), body, ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"Rows of {table} were refused: {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }

    private static async Task ReadAsync(HttpClient http, string table, CancellationToken ct)
    {
        var rows = await http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/rows/{table}", UriKind.Relative), ct);
        if (rows.GetArrayLength() != 1)
        {
            throw new BenchException($"{table} gave back {rows.GetArrayLength()} rows, not the one that was written.");
        }
    }

    private static string Yaml(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        table: custom.t{{number}}
        kind: entity
        about: A table of the benchmark.
        key: code
        columns:
          code:  {type: text}
          title: {type: text, required: true}
          size:  {type: integer, min: 0}
          state: {type: text, default: open, oneOf: [open, done]}
          agent: {type: text, refers: herd.agent_def}
        indexes: [[state, size]]
        search: [title]
        """);

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Say(string step) => Console.Error.WriteLine($"· {step}");

    private sealed record Reads(long Count, long Failed, TimeSpan Longest, TimeSpan Median);

    /// <summary>One client with one connection, which asks again as soon as it was answered.</summary>
    private sealed class Reader(Served served)
    {
        private readonly List<TimeSpan> _took = [];
        private long _failed;

        public async Task<Reads> RunAsync(CancellationToken ct)
        {
            using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = served.Address, Timeout = TimeSpan.FromSeconds(30) };
            var (name, value) = served.Works[Work.Read].Headers[0];
            http.DefaultRequestHeaders.Add(name, value);
            while (!ct.IsCancellationRequested)
            {
                var clock = Stopwatch.StartNew();
                try
                {
                    using var answer = await http.GetAsync(new Uri("/v1/rows/custom.t0?limit=25&order=code", UriKind.Relative), CancellationToken.None);
                    _failed += answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsByteArrayAsync(CancellationToken.None)).Length > 2 ? 0 : 1;
                }
                catch (HttpRequestException)
                {
                    _failed++;
                }

                _took.Add(clock.Elapsed);
            }

            _took.Sort();
            return new Reads(_took.Count, _failed, _took[^1], _took[_took.Count / 2]);
        }
    }
}
