using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Herdbook.Bench.Rows;

/// <param name="PerSecond">Answered requests.</param>
/// <param name="P99">The time in which 99 of 100 were answered.</param>
internal sealed record Rate(double PerSecond, TimeSpan P50, TimeSpan P99);

/// <summary>wrk with a script for each work: eight connections, and no answer may be an error.</summary>
/// <param name="functions">Lua: what the works' words call, for a run with this mark; no two runs have the same.</param>
internal sealed class Wrk(string folder, Func<string, string> functions)
{
    public const int Connections = 8;

    private int _run;

    /// <summary>One request, to see that the server does what is measured.</summary>
    public async Task<string> TryAsync(Served server, Work work, CancellationToken ct)
    {
        // The first request of a script, as wrk would send it.
        var script = await WriteAsync(server, work, ct);
        var dry = await Measured.RequireAsync("wrk", ["-t1", "-c1", "-d1s", "--timeout", "60s", "-s", script, server.Address.ToString(), "show"], Nothing, ct);
        var shown = dry.Output.Split('\n').First(line => line.StartsWith("FIRST ", StringComparison.Ordinal))[6..];
        using var asked = JsonDocument.Parse(Convert.FromHexString(shown));
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(new HttpMethod(server.Works[work].Method), asked.RootElement.GetProperty("path").GetString());
        if (asked.RootElement.GetProperty("body").GetString() is { Length: > 0 } body)
        {
            request.Content = new StringContent(body.Replace("\"ticket_code\":\"", "\"ticket_code\":\"try-", StringComparison.Ordinal), Encoding.UTF8, MediaTypeHeaderValue.Parse(server.Works[work].Headers.First(header => header.Name == "Content-Type").Value));
        }

        foreach (var (name, value) in server.Works[work].Headers.Where(header => header.Name != "Content-Type"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await http.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return answer.IsSuccessStatusCode ? text : throw new BenchException($"{server.Name} answers {work} with {(int)answer.StatusCode}: {text[..Math.Min(text.Length, 500)]}");
    }

    /// <param name="mustAnswer">Without a single answer there is no rate.</param>
    public async Task<Rate> RunAsync(Served server, Work work, int seconds, bool mustAnswer, CancellationToken ct)
    {
        var script = await WriteAsync(server, work, ct);
        var length = string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s");
        var connections = string.Create(CultureInfo.InvariantCulture, $"-c{Connections}");
        var run = await Measured.RequireAsync("wrk", ["-t2", connections, length, "--timeout", "60s", "-s", script, server.Address.ToString()], Nothing, ct);
        using var said = JsonDocument.Parse(run.Output.Split('\n').First(line => line.StartsWith('{')));
        var figures = said.RootElement;
        if (figures.GetProperty("faults").GetInt64() is var faults and > 0)
        {
            throw new BenchException($"{server.Name} failed {faults} times at {work}.");
        }

        return mustAnswer && figures.GetProperty("requests").GetInt64() == 0
            ? throw new BenchException($"{server.Name} answered nothing within {seconds} s at {work}: give more --seconds.")
            : new Rate(figures.GetProperty("requests").GetDouble() / figures.GetProperty("micros").GetDouble() * 1e6, Micros("p50"), Micros("p99"));

        TimeSpan Micros(string name) => TimeSpan.FromMicroseconds(figures.GetProperty(name).GetDouble());
    }

    private static readonly Dictionary<string, string> Nothing = [];

    private async Task<string> WriteAsync(Served server, Work work, CancellationToken ct)
    {
        var asked = server.Works[work];
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{work}-{++_run}.lua").ToLowerInvariant());
        await File.WriteAllTextAsync(path, Script(asked, string.Create(CultureInfo.InvariantCulture, $"W{_run}")), ct);
        return path;
    }

    private string Script(Asked asked, string mark) => string.Create(CultureInfo.InvariantCulture, $$"""
        local threads = 0
        function setup(thread)
          thread:set("thread_id", threads)
          threads = threads + 1
        end
        {{functions(mark)}}
        function init(args)
          count = 0
          math.randomseed(1000 + thread_id)
          wrk.method = "{{asked.Method}}"
          {{string.Join("\n  ", asked.Headers.Select(header => $"wrk.headers[\"{header.Name}\"] = \"{header.Value}\""))}}
          if args[1] == "show" then
            local body = {{asked.Body ?? "''"}}
            local text = string.format('{"path":"%s","body":"%s"}', {{asked.Path}}, (body:gsub('"', '\\"')))
            print("FIRST " .. (text:gsub(".", function(c) return string.format("%02x", c:byte()) end)))
          end
        end
        function request() return wrk.format(nil, {{asked.Path}}, nil, {{asked.Body ?? "nil"}}) end
        function done(summary, latency, requests)
          local e = summary.errors
          print(string.format('{"requests":%d,"micros":%d,"faults":%d,"p50":%d,"p99":%d}', summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
        end

        """);
}
