using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Herdbook.Bench.Audit;
using Herdbook.Bench.Rows;

namespace Herdbook.Bench.Intake;

/// <summary>
/// Sends spans as OTLP/HTTP in protobuf from eight clients, each a request of 100 after the answer to the one before. What counts is acknowledged,
/// and so committed; at the end the book must hold each, and every call of a model must be booked.
/// </summary>
internal sealed class IntakeBench(Workbench bench, int seconds)
{
    private const int Clients = 8;
    private const double SpansBound = 20_000;
    private const double LatencyBound = 100;
    private const double MemoryBound = 400;
    private const int CallsOfRequest = 40;

    private static readonly TimeSpan Warmth = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private bool _holds = true;

    /// <summary>Whether every bound was kept.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(bench.Out);
        var folder = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"intake-{Environment.ProcessId}"));
        var home = new HerdbookRows(bench, folder);
        try
        {
            var served = await home.StartAsync(ct);
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { BaseAddress = served.Address };
            var (name, value) = await HerdbookRows.TokenAsync(folder, ct);
            http.DefaultRequestHeaders.Add(name, value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Clients} clients, {seconds} s, requests of {SpanRequest.Spans} spans ({new SpanRequest().Next().Length / 1024.0:0} KiB); {Environment.ProcessorCount} cores"));
            Console.WriteLine();
            // What is run for the first time is compiled on the way.
            var warm = await SendAsync(http, Warmth, ct);
            var cluster = Cluster.Of(folder);
            var before = Busy.Now(served.Pid, cluster.Pid);
            var sent = await SendAsync(http, TimeSpan.FromSeconds(seconds), ct);
            var busy = Busy.Now(served.Pid, cluster.Pid) - before;
            var memory = Measured.Own(served.Pid);
            await PrintAsync(cluster, sent, warm.Requests + sent.Requests, busy, memory, ct);
            return _holds;
        }
        finally
        {
            await home.StopAsync();
        }
    }

    private async Task PrintAsync(Cluster cluster, Sent sent, long requests, Busy busy, long memory, CancellationToken ct)
    {
        var rate = sent.Requests * SpanRequest.Spans / sent.Took.TotalSeconds;
        Line("spans acknowledged, each of them committed", $"{rate:N0}/s", Held(rate >= SpansBound, $"{SpansBound:N0}/s"));
        Line("  a request of 100, half within", $"{sent.Within(0.5):0.0} ms", "");
        Line("  99 of 100 within", $"{sent.Within(0.99):0.0} ms", Held(sent.Within(0.99) < LatencyBound, $"{LatencyBound:0} ms"));
        Line("  refused because too much waited, and sent again", $"{sent.Later:N0}", "");
        var thousands = sent.Requests * SpanRequest.Spans / 1_000.0;
        Line("processor time of 1,000 spans: the server", $"{busy.Server / thousands:0.0} ms", "");
        Line("  PostgreSQL", $"{busy.Database / thousands:0.0} ms", "");
        Line("  these clients", $"{busy.Clients / thousands:0.0} ms", "");
        Line("the server's memory at its greatest", $"{memory / 1048576.0:0} MiB", Held(memory / 1048576.0 < MemoryBound, $"{MemoryBound:0} MiB"));
        var kept = await CountAsync(cluster, "select count(*) from intake.span", ct);
        Line("spans in the book", $"{kept:N0}", Held(kept == requests * SpanRequest.Spans, $"{requests * SpanRequest.Spans:N0}"));
        var clock = Stopwatch.StartNew();
        var booked = 0L;
        while ((booked = await CountAsync(cluster, "select count(*) from intake.usage", ct)) < requests * CallsOfRequest && clock.Elapsed < Patience)
        {
            await Task.Delay(Beat, ct);
        }

        Line("calls of models booked from them", $"{booked:N0}", Held(booked == requests * CallsOfRequest, $"{requests * CallsOfRequest:N0}"));
        Line("  the last of them after the last answer", $"{clock.Elapsed.TotalSeconds:0.0} s", "");
    }

    private static async Task<long> CountAsync(Cluster cluster, string sql, CancellationToken ct) =>
        long.Parse(await cluster.SqlAsync(Cluster.Book, Cluster.Superuser, sql, ct), CultureInfo.InvariantCulture);

    private static async Task<Sent> SendAsync(HttpClient http, TimeSpan time, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => ClientAsync(http, clock, time, ct), ct)));
        return new Sent(clock.Elapsed, [.. clients.SelectMany(client => client.Took).Order()], clients.Sum(client => client.Later));
    }

    private static async Task<(List<double> Took, long Later)> ClientAsync(HttpClient http, Stopwatch clock, TimeSpan time, CancellationToken ct)
    {
        var (took, later, request) = (new List<double>(), 0L, new SpanRequest());
        while (clock.Elapsed < time)
        {
            var body = request.Next();
            var started = Stopwatch.GetTimestamp();
            while (!await PostAsync(http, body, ct))
            {
                later++;
                await Task.Delay(TimeSpan.FromSeconds(1), ct);
            }

            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return (took, later);
    }

    /// <summary>Whether it was acknowledged; else it has to come again.</summary>
    private static async Task<bool> PostAsync(HttpClient http, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        using var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await http.PostAsync(new Uri("/v1/traces", UriKind.Relative), content, ct);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => false,
            _ => throw new BenchException($"The spans were refused with {(int)answer.StatusCode}."),
        };
    }

    private string Held(bool kept, FormattableString bound)
    {
        _holds &= kept;
        return $"bound {bound.ToString(CultureInfo.InvariantCulture)}   {(kept ? "kept" : "NOT KEPT")}";
    }

    private static void Line(string what, FormattableString figure, string verdict) =>
        Console.WriteLine($"{what,-52}{figure.ToString(CultureInfo.InvariantCulture),14}   {verdict}".TrimEnd());

    /// <summary>Milliseconds of processor time.</summary>
    private readonly record struct Busy(double Server, double Database, double Clients)
    {
        public static Busy Now(int server, int database) => new(
            Measured.Processor(server).TotalMilliseconds, Measured.Processor(database).TotalMilliseconds, Environment.CpuUsage.TotalTime.TotalMilliseconds);

        public static Busy operator -(Busy a, Busy b) => new(a.Server - b.Server, a.Database - b.Database, a.Clients - b.Clients);
    }

    /// <param name="Milliseconds">Of every request, rising.</param>
    private sealed record Sent(TimeSpan Took, double[] Milliseconds, long Later)
    {
        public long Requests => Milliseconds.Length;

        public double Within(double part) => Milliseconds.Length == 0 ? 0 : Milliseconds[(int)Math.Min(Milliseconds.Length - 1, Math.Ceiling(part * Milliseconds.Length) - 1)];
    }
}
