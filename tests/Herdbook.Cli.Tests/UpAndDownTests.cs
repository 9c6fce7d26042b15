using System.Diagnostics;
using Herdbook.Core.Postgres;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class UpAndDownTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_book_comes_up_tells_its_state_and_goes_down()
    {
        await using var home = new TestHome();
        var address = await home.UpAsync(Ct);

        var status = await home.StatusAsync(Ct);
        Assert.True(status.GetProperty("running").GetBoolean());
        Assert.True(status.GetProperty("ready").GetBoolean());
        Assert.StartsWith("http://127.0.0.1:", address, StringComparison.Ordinal);
        Assert.True(status.GetProperty("databaseBytes").GetInt64() > 0);

        var down = await home.RunAsync(Ct, "down");
        Assert.Equal(0, down.ExitCode);
        Assert.False(Processes.IsAlive(status.GetProperty("pid").GetInt32()));
        Assert.False(Processes.IsAlive(status.GetProperty("databasePid").GetInt32()));
        Assert.False((await home.StatusAsync(Ct)).GetProperty("running").GetBoolean());
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-INT")]
    public async Task A_server_in_the_foreground_ends_in_order_when_asked_to(string signal)
    {
        await using var home = await TestHome.WarmAsync(Ct);
        using var up = home.Start("up", "--port", "0", "--no-import", "--warehouse-every", "0");
        while (await up.StandardOutput.ReadLineAsync(Ct) is { } line && !line.StartsWith("ready", StringComparison.Ordinal))
        {
        }

        var database = (await home.StatusAsync(Ct)).GetProperty("databasePid").GetInt32();
        using var kill = Process.Start("kill", [signal, up.Id.ToString(null, null)]);
        await up.WaitForExitAsync(Ct);
        Assert.Equal(0, up.ExitCode);
        Assert.False(Processes.IsAlive(database));
        Assert.False(File.Exists(home.Home.StateFile));
    }

    [Fact]
    public async Task A_throwaway_book_is_gone_when_it_goes_down()
    {
        var up = await HerdbookProgram.RunAsync(["up", "--ephemeral", "--detach", "--port", "0", "--no-import", "--warehouse-every", "0"], Ct);
        Assert.Equal(0, up.ExitCode);
        var folder = up.Output.Split("book in ")[1].Split(';')[0];
        Assert.True(Directory.Exists(folder));

        await HerdbookProgram.RunAsync(["down", "--home", folder], Ct);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_throwaway_book_whose_server_was_killed_is_swept_by_the_next_one()
    {
        var up = await HerdbookProgram.RunAsync(["up", "--ephemeral", "--detach", "--port", "0", "--no-import", "--warehouse-every", "0"], Ct);
        var left = up.Output.Split("book in ")[1].Split(';')[0];
        var server = Core.Homes.ControlPlane.Running(new Core.HerdbookHome(left))!;
        using (var process = Process.GetProcessById(server.Pid))
        {
            process.Kill();
            await TestHome.UntilAsync(() => Task.FromResult(!Processes.IsAlive(server.Pid)), Ct);
        }

        var next = await HerdbookProgram.RunAsync(["up", "--ephemeral", "--detach", "--port", "0", "--no-import", "--warehouse-every", "0"], Ct);
        await HerdbookProgram.RunAsync(["down", "--home", next.Output.Split("book in ")[1].Split(';')[0]], Ct);
        Assert.False(Directory.Exists(left));
    }

    [Theory]
    [InlineData("bogus")]
    [InlineData("up --bogus")]
    [InlineData("up --port 70000")]
    [InlineData("up --port seven")]
    [InlineData("up --ephemeral --home /tmp/x")]
    public async Task What_is_not_understood_exits_with_2_and_shows_help(string line)
    {
        var result = await HerdbookProgram.RunAsync(line.Split(' '), Ct);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Usage:", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
