using System.Diagnostics;
using System.Globalization;
using System.Net;
using Herdbook.Core.Postgres;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class FaultTests
{
    private const string Book = "insert into catalog.tenant (tenant_id, title) values ('kept', 'Kept')";
    private const string Kept = "select count(*) from catalog.tenant where tenant_id = 'kept'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_whose_server_was_killed_is_adopted_by_the_next_server()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        await home.AskAsync(Book, Ct);
        var before = await home.StatusAsync(Ct);
        await KillAsync(before.GetProperty("pid").GetInt32());
        Assert.False((await home.StatusAsync(Ct)).GetProperty("running").GetBoolean());

        await home.UpAsync(Ct);
        Assert.Equal(before.GetProperty("databasePid").GetInt32(), (await home.StatusAsync(Ct)).GetProperty("databasePid").GetInt32());
        Assert.Equal("1", await home.AskAsync(Kept, Ct));
    }

    [Fact]
    public async Task A_database_killed_under_its_server_comes_back_with_everything_acknowledged()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        var address = await home.UpAsync(Ct);
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        await home.AskAsync(Book, Ct);
        var before = (await home.StatusAsync(Ct)).GetProperty("databasePid").GetInt32();

        var sawTrouble = TestHome.UntilAsync(async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct)).StatusCode == HttpStatusCode.ServiceUnavailable, Ct);
        await KillAsync(before);
        await sawTrouble;
        await TestHome.UntilAsync(async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct)).StatusCode == HttpStatusCode.OK, Ct);

        Assert.NotEqual(before, (await home.StatusAsync(Ct)).GetProperty("databasePid").GetInt32());
        Assert.Equal("1", await home.AskAsync(Kept, Ct));
    }

    [Fact]
    public async Task Server_and_database_killed_together_come_up_with_everything_acknowledged()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        await home.AskAsync(Book, Ct);
        var status = await home.StatusAsync(Ct);
        await KillAsync(status.GetProperty("pid").GetInt32());
        await KillAsync(status.GetProperty("databasePid").GetInt32());

        await home.UpAsync(Ct);
        Assert.Equal("1", await home.AskAsync(Kept, Ct));
    }

    [Fact]
    public async Task After_a_reboot_a_pid_file_that_names_a_stranger_does_not_keep_the_book_closed()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        await home.AskAsync(Book, Ct);
        await home.RunAsync(Ct, "down");
        var stranger = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(home.Home.DataDirectory, "postmaster.pid"), $"{stranger}\n{home.Home.DataDirectory}\n1\n5432\n/tmp\n", Ct);
        await File.WriteAllTextAsync(home.Home.StateFile, $$"""{"pid":{{stranger}},"startTicks":1,"address":"http://127.0.0.1:1","version":"0","startedAt":"2020-01-01T00:00:00Z"}""", Ct);

        Assert.False((await home.StatusAsync(Ct)).GetProperty("running").GetBoolean());
        await home.UpAsync(Ct);
        Assert.Equal("1", await home.AskAsync(Kept, Ct));
    }

    [Fact]
    public async Task A_database_left_alone_is_stopped_by_down()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        var status = await home.StatusAsync(Ct);
        await KillAsync(status.GetProperty("pid").GetInt32());

        Assert.Equal(0, (await home.RunAsync(Ct, "down")).ExitCode);
        Assert.False(Processes.IsAlive(status.GetProperty("databasePid").GetInt32()));
    }

    private static async Task KillAsync(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        await TestHome.UntilAsync(() => Task.FromResult(!Processes.IsAlive(pid)), Ct);
    }
}
