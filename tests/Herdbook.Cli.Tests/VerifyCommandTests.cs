using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class VerifyCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_book_verifies_while_it_is_served_after_a_rotation_and_a_restart_and_no_longer_when_it_was_changed()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        home.Environment["HERDBOOK_CHECKPOINT_EVERY"] = "0";
        await home.UpAsync(Ct);
        await PutAsync(home, "A-1");
        Assert.Equal(0, (await home.RunAsync(Ct, "keys", "rotate")).ExitCode);
        await PutAsync(home, "A-2");
        await home.RunAsync(Ct, "down");
        await home.UpAsync(Ct);
        await PutAsync(home, "A-3");
        var latest = Path.Combine(home.Home.Root, "checkpoints", "default", "latest");
        await TestHome.UntilAsync(async () => (await VerifyAsync(home)) is { Exit: 0, Report: var report } && report.GetProperty("unsealed").GetInt64() == 0 && File.Exists(latest)
            && (await File.ReadAllTextAsync(latest, Ct)).Contains($"\n{report.GetProperty("entries").GetInt64()}\n", StringComparison.Ordinal), Ct);
        await home.RunAsync(Ct, "down");

        var (exit, sound) = await VerifyAsync(home);
        Assert.Equal((0, "intact", "complete"), (exit, sound.GetProperty("integrity").GetString(), sound.GetProperty("completeness").GetString()));
        Assert.True(sound.GetProperty("checkpointsCompared").GetInt32() > 0);
        Assert.True(sound.GetProperty("rows").GetInt64() >= 3);
        var keys = JsonDocument.Parse((await home.RunAsync(Ct, "keys", "list", "--json")).Output).RootElement;
        Assert.Equal(2, keys.GetProperty("keys").GetArrayLength());

        await home.AskAsync("alter table catalog.history disable trigger user; update catalog.history set actor = 'mallory' where row_key = 'A-2'", Ct);
        var (changed, report) = await VerifyAsync(home);
        Assert.Equal((1, "broken", "complete"), (changed, report.GetProperty("integrity").GetString(), report.GetProperty("completeness").GetString()));
        Assert.Equal("catalog.history", report.GetProperty("findings")[0].GetProperty("table").GetString());

        var export = await home.RunAsync(Ct, "audit", "export");
        Assert.Contains("\"kind\":\"checkpoint\"", export.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("\"path\"", (await home.RunAsync(Ct, "audit", "proof", "--leaf", "0")).Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(latest, Ct), (await home.RunAsync(Ct, "audit", "checkpoint")).Output);
    }

    private static async Task PutAsync(TestHome home, string code)
    {
        var put = await home.RunAsync(Ct, "rows", "put", "herd.ticket_def", "--json", $$"""{"ticket_code":"{{code}}"}""");
        Assert.True(put.ExitCode == 0, put.Error);
    }

    private static async Task<(int Exit, JsonElement Report)> VerifyAsync(TestHome home)
    {
        var run = await home.RunAsync(Ct, "verify", "--json");
        return (run.ExitCode, JsonDocument.Parse(run.Output).RootElement);
    }
}
