using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class BudgetsCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Budgets_are_set_listed_checked_and_removed_and_an_exceeded_one_ends_with_1()
    {
        await using var home = new TestHome();
        await home.UpAsync(Ct);
        Assert.Equal(2, (await home.RunAsync(Ct, "budgets", "set", "agent", "rule37-agent")).ExitCode);
        Assert.Equal(0, (await home.RunAsync(Ct, "budgets", "set", "agent", "rule37-agent", "--like", "rule-agent", "--tokens-per-day", "1000")).ExitCode);
        var listed = await home.RunAsync(Ct, "budgets", "list", "--json");
        using var budgets = JsonDocument.Parse(listed.Output);
        Assert.Equal(4, budgets.RootElement.GetArrayLength());

        var granted = await home.RunAsync(Ct, "budgets", "check", "agent", "rule37-agent", "--tokens", "1000");
        Assert.Equal((0, true), (granted.ExitCode, granted.Output.Contains("granted", StringComparison.Ordinal)));
        var refused = await home.RunAsync(Ct, "budgets", "check", "agent", "rule37-agent", "--tokens", "1001", "--reserve", "k");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("1,001 tokens were asked for, 1,000 tokens are left", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync(Ct, "budgets", "remove", "agent", "rule37-agent", "--measure", "tokens", "--per", "day")).ExitCode);
        Assert.Equal(1, (await home.RunAsync(Ct, "budgets", "remove", "agent", "rule37-agent", "--measure", "tokens", "--per", "day")).ExitCode);
    }
}
