using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class PriceCommandTests
{
    private const string Transcript = """
        {"type":"user","sessionId":"0b7e7a52-54a1-4f5c-9d4b-0d7c7f4f2a11","cwd":"/home/ann/barn","uuid":"8d3e1b3c-5a51-4b9c-8f12-1b9f7a0c2d01","parentUuid":null,"timestamp":"2026-01-05T08:00:00.000Z","message":{"role":"user","content":"count the sheep"}}
        {"type":"assistant","sessionId":"0b7e7a52-54a1-4f5c-9d4b-0d7c7f4f2a11","cwd":"/home/ann/barn","uuid":"8d3e1b3c-5a51-4b9c-8f12-1b9f7a0c2d02","parentUuid":"8d3e1b3c-5a51-4b9c-8f12-1b9f7a0c2d01","timestamp":"2026-01-05T08:00:04.000Z","requestId":"req_011","message":{"id":"msg_011","type":"message","role":"assistant","model":"barn-1","content":[{"type":"text","text":"Three."}],"usage":{"input_tokens":1000000,"output_tokens":500000,"cache_read_input_tokens":2000000,"cache_creation_input_tokens":1000000,"cache_creation":{"ephemeral_5m_input_tokens":1000000,"ephemeral_1h_input_tokens":0}}}}

        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_booked_without_a_price_is_corrected_when_one_is_imported()
    {
        await using var home = new TestHome();
        await home.UpAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-tests-prices-");
        try
        {
            var (transcript, prices) = (Path.Combine(folder.FullName, "0b7e7a52-54a1-4f5c-9d4b-0d7c7f4f2a11.jsonl"), Path.Combine(folder.FullName, "prices.json"));
            await File.WriteAllTextAsync(transcript, Transcript, Ct);
            await File.WriteAllTextAsync(prices, """{"barn-1": {"cost": {"input": 15, "output": 75, "cache_read": 1.5, "cache_write": 18.75}}, "bad": {"cost": {"input": -1}}}""", Ct);
            Assert.Equal(0, (await home.RunAsync(Ct, "import", "claude-code", transcript)).ExitCode);
            Assert.Equal((null, 4_500_000), await BarnAsync(home));

            var imported = await home.RunAsync(Ct, "prices", "import", prices);
            Assert.Equal(0, imported.ExitCode);
            Assert.Contains("1 added", imported.Output, StringComparison.Ordinal);
            Assert.Contains("bad: input is negative", imported.Output, StringComparison.Ordinal);
            Assert.Equal((null, 4_500_000), await BarnAsync(home));

            Assert.Equal(0, (await home.RunAsync(Ct, "reprice")).ExitCode);
            Assert.Equal((74.25m, 0), await BarnAsync(home));
            Assert.Equal(0, (await JsonAsync(home, "reprice", "--json")).GetProperty("calls").GetInt64());
            Assert.Contains((await JsonAsync(home, "prices", "list", "--json")).EnumerateArray(), p => p.GetProperty("modelCode").GetString() == "barn-1");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_price_file_that_cannot_be_read_is_refused_in_a_sentence()
    {
        await using var home = new TestHome();

        var refused = await home.RunAsync(Ct, "prices", "import", "/nowhere/prices.json");

        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("The price file /nowhere/prices.json cannot be read", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_fleet_comes_and_goes_without_a_trace_in_the_book()
    {
        await using var home = new TestHome();
        await home.UpAsync(Ct);

        Assert.Equal(0, (await home.RunAsync(Ct, "demo", "load", "--days", "28")).ExitCode);
        Assert.Contains("meadow-coder-1", (await home.RunAsync(Ct, "--tenant", "demo", "report")).Output, StringComparison.Ordinal);
        Assert.Contains("there already", (await home.RunAsync(Ct, "demo", "load")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync(Ct, "demo", "remove")).ExitCode);
        var gone = await home.RunAsync(Ct, "--tenant", "demo", "report");
        Assert.Equal((1, "This book has no tenant 'demo'. It has: default."), (gone.ExitCode, gone.Error.Trim()));
        Assert.Contains("not there", (await home.RunAsync(Ct, "demo", "remove")).Output, StringComparison.Ordinal);
    }

    private static async Task<(decimal? Cost, long Unpriced)> BarnAsync(TestHome home)
    {
        var row = Assert.Single((await JsonAsync(home, "report", "--by", "model", "--json")).EnumerateArray());
        Assert.Equal("barn-1", row.GetProperty("key").GetString());
        var cost = row.GetProperty("cost_usd");
        return (cost.ValueKind == JsonValueKind.Null ? null : cost.GetDecimal(), row.GetProperty("unpriced_tokens").GetInt64());
    }

    private static async Task<JsonElement> JsonAsync(TestHome home, params string[] arguments)
    {
        var answer = await home.RunAsync(Ct, arguments);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        using var document = JsonDocument.Parse(answer.Output);
        return document.RootElement.Clone();
    }
}
