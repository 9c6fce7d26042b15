using System.Diagnostics;
using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>Another program, written by others, counts the same files to the same totals.</summary>
public sealed class CcusageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private sealed record Totals(long Input, long Output, long Created, long Read, decimal Cost);

    [Fact]
    public async Task Totals_equal_those_of_ccusage_on_each_transcript_and_on_all_together()
    {
        var transcripts = Directory.EnumerateFiles(SharedData.Require("claude-code"), "transcript.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var ccusage = await InstallAsync();
        foreach (var chosen in transcripts.Select(t => new[] { t }).Append(transcripts))
        {
            var config = Directory.CreateTempSubdirectory("herdbook-ccusage-").FullName;
            try
            {
                var project = Directory.CreateDirectory(Path.Combine(config, "projects", "all")).FullName;
                foreach (var transcript in chosen)
                {
                    File.Copy(transcript, Path.Combine(project, Path.GetFileName(Path.GetDirectoryName(transcript)) + ".jsonl"));
                }

                await using var home = new TestHome();
                home.Environment["CLAUDE_CONFIG_DIR"] = config;
                // Without a path: where Claude Code keeps them, as ccusage finds them.
                var import = await home.RunAsync(Ct, "import", "claude-code", "--json");
                Assert.True(import.ExitCode == 0, import.Error);
                Assert.Equal(await TheirsAsync(ccusage, config), await OursAsync(home));
            }
            finally
            {
                Directory.Delete(config, recursive: true);
            }
        }
    }

    private static async Task<Totals> OursAsync(TestHome home)
    {
        var report = await home.RunAsync(Ct, "report", "--by", "model", "--json");
        var rows = JsonDocument.Parse(report.Output).RootElement.EnumerateArray().ToArray();
        Assert.All(rows, r => Assert.Equal(0, r.GetProperty("unpriced_tokens").GetInt64()));
        long Sum(string column) => rows.Sum(r => r.GetProperty(column).GetInt64());
        return new Totals(
            Sum("input_tokens"), Sum("output_tokens"), Sum("cache_creation_tokens"), Sum("cache_read_tokens"),
            decimal.Round(rows.Sum(r => r.GetProperty("cost_usd").GetDecimal()), 2));
    }

    private static async Task<Totals> TheirsAsync(string ccusage, string config)
    {
        var run = await RunAsync("node", [ccusage, "daily", "--json", "--offline"], ("CLAUDE_CONFIG_DIR", config));
        var totals = JsonDocument.Parse(run).RootElement.GetProperty("totals");
        long Of(string name) => totals.GetProperty(name).GetInt64();
        return new Totals(
            Of("inputTokens"), Of("outputTokens"), Of("cacheCreationTokens"), Of("cacheReadTokens"),
            decimal.Round(totals.GetProperty("totalCost").GetDecimal(), 2));
    }

    /// <summary>The version that the benchmarks pin.</summary>
    private static async Task<string> InstallAsync()
    {
        var bench = Path.Combine(SharedData.Repository, "bench");
        var program = Path.Combine(bench, "node_modules", "ccusage", "src", "cli.js");
        if (!File.Exists(program))
        {
            await RunAsync("npm", ["ci", "--prefix", bench, "--no-audit", "--no-fund"]);
        }

        return program;
    }

    private static async Task<string> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }
}
