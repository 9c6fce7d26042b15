using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class ApprovalsCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_asked_listed_shown_and_never_decided_by_who_asked()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        var asked = await RunAsync(home, 0, "approvals", "request", "pre_filing", "--payload", """{"form":"W-1"}""", "--title", "File it", "--risk", "high", "--key", "one", "--json");
        var id = JsonSerializer.Deserialize<JsonElement>(asked).GetProperty("approval_id").GetString()!;

        Assert.Contains(id, await RunAsync(home, 0, "approvals", "request", "pre_filing", "--payload", """{ "form": "W-1" }""", "--key", "one"));
        Assert.Contains("File it", await RunAsync(home, 0, "approvals", "show", id));
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(await RunAsync(home, 0, "approvals", "list", "--status", "pending", "--json")).GetArrayLength());
        Assert.Contains("Nobody decides what they asked themselves", await RunAsync(home, 1, "approvals", "approve", id));
        Assert.Contains("Nobody decides what they asked themselves", await RunAsync(home, 1, "approvals", "reject", id, "--reason", "No."));
        Assert.Contains("pending", await RunAsync(home, 1, "approvals", "wait", id, "--seconds", "1"));
        Assert.Contains("There is no request", await RunAsync(home, 1, "approvals", "show", Guid.NewGuid().ToString()));
        await RunAsync(home, 2, "approvals", "reject", id);

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "policies:\n  - name: two\n    reviewers: {role: approver}\n    quorum: 2\n", Ct);
            Assert.Contains("Version 1 holds", await RunAsync(home, 0, "approvals", "policies", "--set", file));
            Assert.Contains("quorum: 2", await RunAsync(home, 0, "approvals", "policies"));
            await File.WriteAllTextAsync(file, "policies: [{name: two}]", Ct);
            Assert.Contains("has no reviewers", await RunAsync(home, 1, "approvals", "policies", "--set", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> RunAsync(TestHome home, int exits, params string[] arguments)
    {
        var run = await home.RunAsync(Ct, arguments);
        Assert.True(exits == run.ExitCode, $"{string.Join(' ', arguments)} exited with {run.ExitCode}: {run.Output}{run.Error}");
        return run.Output + run.Error;
    }
}
