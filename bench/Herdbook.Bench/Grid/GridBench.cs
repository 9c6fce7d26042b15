using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Herdbook.Core;
using Herdbook.Bench.Rows;
using Herdbook.Core.Homes;

namespace Herdbook.Bench.Grid;

/// <summary>
/// A user's table of many rows in a book of its own, and the pages of its grid as a browser asks for them: the whole answer, over HTTP, with
/// row-level security as always. The bound: the first page, sorted by an indexed column and filtered, within 300 ms, and the last one within twice that.
/// </summary>
internal sealed partial class GridBench(Workbench bench, int rows)
{
    private const int Warm = 2;
    private const int Times = 15;
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(300);

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Whether every page came within its bound.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        if (!File.Exists(bench.Herdbook))
        {
            throw new BenchException($"{bench.Herdbook} is absent. Build it first: dotnet build -c Release src/Herdbook.Cli");
        }

        var home = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"grid-{Environment.ProcessId}"));
        try
        {
            Directory.CreateDirectory(Path.Combine(home, "tables"));
            await File.WriteAllTextAsync(Path.Combine(home, "tables", "measurement.yaml"), GridTable.Yaml, ct);
            var port = FreePort();
            Say($"starting an empty book with the table");
            await Measured.RequireAsync(bench.Herdbook, ["up", "--home", home, "--port", port, "--no-import", "--detach"], Nothing, ct);
            return await MeasureAsync(home, $"http://127.0.0.1:{port}", ct);
        }
        finally
        {
            await Measured.RunAsync(bench.Herdbook, ["down", "--home", home], Nothing, CancellationToken.None);
            if (Directory.Exists(home))
            {
                Directory.Delete(home, recursive: true);
            }
        }
    }

    private async Task<bool> MeasureAsync(string home, string address, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenBareAsync(new HerdbookHome(home), ct);
        await session.Catalog.ReloadAsync(ct);
        Say($"filling {GridTable.Name} with {rows:N0} rows");
        var clock = Stopwatch.StartNew();
        await GridTable.FillAsync(session, rows, ct);
        Say($"filled in {clock.Elapsed.TotalSeconds:N0} s");

        using var client = new HttpClient { BaseAddress = new Uri(address) };
        var (name, value) = await HerdbookRows.TokenAsync(home, ct);
        client.DefaultRequestHeaders.Add(name, value);
        var plans = new GridPlans(session);
        Print($"{rows:N0} rows, {Environment.ProcessorCount} cores; each page {Times} times after {Warm}, over HTTP, whole");
        Console.WriteLine();
        Print($"{"",-34}{"first",10}{"median",10}{"worst",10}{"bytes",10}  plan");
        var held = true;
        foreach (var (words, query) in GridTable.Asked)
        {
            held &= await PageAsync(client, plans, $"{words}: first", query, Bound, ct);
            var next = await NextAsync(client, query, ct);
            held &= await PageAsync(client, plans, $"{words}: next", next, Bound, ct);
            held &= await PageAsync(client, plans, $"{words}: last", $"{query}&page-last=1".TrimStart('&'), 2 * Bound, ct);
        }

        Console.WriteLine();
        Console.WriteLine(held
            ? "Every first and next page came within 300 ms, every last one within 600 ms."
            : "A PAGE TOOK LONGER THAN ITS BOUND.");
        return held;
    }

    private static async Task<bool> PageAsync(HttpClient client, GridPlans plans, string words, string query, TimeSpan bound, CancellationToken ct)
    {
        var times = new List<TimeSpan>();
        var bytes = 0;
        for (var at = 0; at < Warm + Times; at++)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await client.GetAsync(GridTable.Page(query), ct);
            var html = await answer.Content.ReadAsByteArrayAsync(ct);
            times.Add(clock.Elapsed);
            bytes = html.Length;
            var shown = Rows().Match(System.Text.Encoding.UTF8.GetString(html));
            if (!answer.IsSuccessStatusCode || !shown.Success || shown.Groups[1].Value == "0")
            {
                throw new BenchException($"{GridTable.Page(query)} answered {(int)answer.StatusCode} without rows.");
            }
        }

        var measured = times[Warm..].Order().ToList();
        var (median, worst) = (measured[measured.Count / 2], measured[^1]);
        Print($"{words,-34}{Ms(times[0]),10}{Ms(median),10}{Ms(worst),10}{bytes,10:N0}  {await plans.OfAsync(query, ct)}");
        return median <= bound;
    }

    /// <summary>The address that the page's own link to the next one leads to.</summary>
    private static async Task<string> NextAsync(HttpClient client, string query, CancellationToken ct)
    {
        var html = await client.GetStringAsync(GridTable.Page(query), ct);
        var link = NextLink().Match(html);
        return link.Success
            ? System.Net.WebUtility.HtmlDecode(link.Groups[1].Value).Split('?', 2)[1]
            : throw new BenchException($"{GridTable.Page(query)} leads to no next page.");
    }

    private static string Ms(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:N0} ms");

    private static string FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture).TrimEnd());

    private static void Say(FormattableString step) => Console.Error.WriteLine($"· {step.ToString(CultureInfo.InvariantCulture)}");

    [GeneratedRegex("data-rows=\"(\\d+)\"")]
    private static partial Regex Rows();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]+)\"")]
    private static partial Regex NextLink();
}
