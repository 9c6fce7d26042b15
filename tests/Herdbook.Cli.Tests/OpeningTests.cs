using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>What a newcomer sees first: their own transcripts, or the demo fleet, or an empty book.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly string _config = Directory.CreateTempSubdirectory("herdbook-config-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_config, recursive: true);

    [Fact]
    public async Task A_machine_without_transcripts_opens_on_the_demo_fleet_until_it_is_removed()
    {
        await using var home = Home();
        Assert.Contains("/t/demo", await UpAsync(home), StringComparison.Ordinal);
        await TestHome.UntilAsync(async () => await home.AskAsync("select count(*) from catalog.tenant where is_demo", Ct) == "1", Ct);
        var removed = await home.RunAsync(Ct, "demo", "remove");
        Assert.True(removed.ExitCode == 0, removed.Error);
        Assert.Equal(0, (await home.RunAsync(Ct, "down")).ExitCode);

        Assert.DoesNotContain("/t/demo", await UpAsync(home), StringComparison.Ordinal);
        Assert.Equal("0", await home.AskAsync("select count(*) from catalog.tenant where is_demo", Ct));
    }

    [Fact]
    public async Task The_transcripts_of_the_machine_are_read_with_its_rules_and_followed()
    {
        var project = Directory.CreateDirectory(Path.Combine(_config, "projects", "p")).FullName;
        var path = Path.Combine(project, "transcript.jsonl");
        File.Copy(Path.Combine(SharedData.Require("claude-code"), "d3-7d736cbc10-0", "transcript.jsonl"), path);
        await using var home = Home();
        home.Environment["HERDBOOK_BILLING"] = "subscription";
        Assert.DoesNotContain("/t/demo", await UpAsync(home, "--redact", "home"), StringComparison.Ordinal);

        const string booked = "select coalesce(sum(token_output_count), 0) || ' ' || coalesce(string_agg(distinct cost_basis, ','), '') from herd.agent_instance_token_activity";
        await TestHome.UntilAsync(async () => await home.AskAsync(booked, Ct) == "22145 imputed", Ct);
        Assert.Equal("0", await home.AskAsync("select count(*) from agent.events where payload::text ~ '/(Users|home)/[a-z]' or message ~ '/(Users|home)/[a-z]'", Ct));
        Assert.Equal("~/", await home.AskAsync("select distinct left(project_code, 2) from herd.project_def", Ct));

        await File.AppendAllTextAsync(path, "no line of a transcript\n", Ct);
        await TestHome.UntilAsync(async () => await home.AskAsync("select count(*) from intake.reject", Ct) == "1", Ct);
    }

    [Fact]
    public async Task What_a_book_has_not_is_refused_before_anything_is_booked()
    {
        await using var home = Home();
        var unknown = await home.RunAsync(Ct, "--tenant", "typo", "import", "claude-code", _config);
        Assert.Equal((1, "This book has no tenant 'typo'. It has: default."), (unknown.ExitCode, unknown.Error.Trim()));

        Assert.Equal(0, (await home.RunAsync(Ct, "demo", "load", "--days", "28")).ExitCode);
        var demo = await home.RunAsync(Ct, "--tenant", "demo", "import", "claude-code", _config);
        Assert.Equal(1, demo.ExitCode);
        Assert.Contains("Nothing was imported", demo.Error, StringComparison.Ordinal);

        Assert.Contains("no file or folder", (await home.RunAsync(Ct, "import", "claude-code", "/nowhere/at/all")).Error, StringComparison.Ordinal);
        Assert.Contains("no redaction rule 'phones'", (await home.RunAsync(Ct, "import", "claude-code", _config, "--redact", "phones")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await home.RunAsync(Ct, "import", "claude-code", _config, "--billing", "barter")).ExitCode);
    }

    private TestHome Home()
    {
        var home = new TestHome();
        home.Environment["CLAUDE_CONFIG_DIR"] = _config;
        return home;
    }

    private static async Task<string> UpAsync(TestHome home, params string[] switches)
    {
        var up = await home.RunAsync(Ct, ["up", "--detach", "--port", "0", "--warehouse-every", "0", .. switches]);
        return up.ExitCode == 0 ? up.Output : throw new InvalidOperationException(up.Error);
    }
}
