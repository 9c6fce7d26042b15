using System.Net;
using System.Net.Sockets;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class RefusalTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--detach")]
    [InlineData("--no-import")]
    public async Task A_second_server_on_one_home_is_refused_and_told_of_the_first(string mode)
    {
        await using var home = await TestHome.WarmAsync(Ct);
        var address = await home.UpAsync(Ct);
        var pid = (await home.StatusAsync(Ct)).GetProperty("pid").GetInt32();

        var second = await home.RunAsync(Ct, "up", "--port", "0", mode);
        Refused(second, $"process {pid}", address);
        Assert.True((await home.StatusAsync(Ct)).GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task A_taken_port_is_refused_and_its_holder_named()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        await using var home = new TestHome();

        var up = await home.RunAsync(Ct, "up", "--port", $"{port}");
        Refused(up, $"Port {port} is taken by process {Environment.ProcessId}", "--port 0");
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            Refused(await HerdbookProgram.RunAsync(["up", "--port", "0", "--home", Path.Combine(file, "home")], Ct), "cannot write to its home", "--home");
            Refused(await HerdbookProgram.RunAsync(["up", "--port", "0", "--detach", "--home", Path.Combine(file, "home")], Ct), "cannot write to its home");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_home_of_a_newer_version_is_refused_and_left_alone()
    {
        await using var home = new TestHome();
        Directory.CreateDirectory(home.Home.Root);
        await File.WriteAllTextAsync(Path.Combine(home.Home.Root, "VERSION"), "99\n", Ct);

        Refused(await home.RunAsync(Ct, "up", "--port", "0"), "newer Herdbook", "Update Herdbook");
        Assert.Single(Directory.EnumerateFileSystemEntries(home.Home.Root));
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused_and_left_alone()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        await home.AskAsync("comment on schema catalog is 'Applied by Herdbook 99.0.0'", Ct);
        await home.AskAsync("insert into catalog.applied_plan (catalog_digest, steps) values ('another', '[]')", Ct);
        await home.RunAsync(Ct, "down");

        Refused(await home.RunAsync(Ct, "up", "--port", "0"), "Herdbook 99.0.0", "Nothing was changed");
    }

    [Fact]
    public async Task A_full_disk_is_refused_before_anything_is_started()
    {
        await using var home = new TestHome();
        home.Environment["HERDBOOK_MIN_FREE_MB"] = "1000000000";
        Refused(await home.RunAsync(Ct, "up", "--port", "0"), "MB are free", "Free some space");
        Assert.False(Directory.Exists(home.Home.DataDirectory));
    }

    [Fact]
    public async Task Without_server_programs_it_says_what_to_install()
    {
        await using var home = new TestHome();
        home.Environment["HERDBOOK_PG_BIN"] = "/nonexistent";
        Refused(await home.RunAsync(Ct, "up", "--port", "0"), "No PostgreSQL server programs", "apt-get install postgresql");
    }

    [Fact]
    public async Task A_cluster_of_another_major_version_is_refused_and_the_version_named()
    {
        await using var home = new TestHome();
        Directory.CreateDirectory(home.Home.DataDirectory);
        await File.WriteAllTextAsync(Path.Combine(home.Home.DataDirectory, "PG_VERSION"), "9\n", Ct);
        Refused(await home.RunAsync(Ct, "up", "--port", "0"), "PostgreSQL 9", "Nothing was changed");
    }

    [Fact]
    public async Task A_home_that_the_database_account_cannot_reach_is_refused_with_a_way_out()
    {
        var closed = Directory.CreateTempSubdirectory("herdbook-closed-").FullName;
        var home = Path.Combine(closed, "home");
        try
        {
            var up = await HerdbookProgram.RunAsync(["psql", "--home", home, "-AtXc", "select 1"], Ct);
            if (Environment.IsPrivilegedProcess)
            {
                Refused(up, "cannot reach", "--home /var/lib/herdbook");
            }
            else
            {
                Assert.Equal("1", up.Output.Trim());
            }
        }
        finally
        {
            Directory.Delete(closed, recursive: true);
        }
    }

    [Fact]
    public async Task A_second_server_on_one_database_of_others_is_refused()
    {
        var cluster = await PostgresFixture.ClusterAsync();
        await using var database = await TestDatabase.CreateEmptyAsync(Ct);
        await using var one = new TestHome();
        await using var other = new TestHome();
        one.Environment["HERDBOOK_DATABASE"] = other.Environment["HERDBOOK_DATABASE"] = database.ConnectionString;

        await one.UpAsync(Ct);
        Assert.Null(Core.Postgres.PgCluster.RunningOn(one.Home));
        Refused(await other.RunAsync(Ct, "up", "--port", "0"), "Another Herdbook server");
        Assert.Equal("herdbook_app", (await one.RunAsync(Ct, "psql", "-AtXc", "select current_user")).Output.Trim());
        Assert.NotNull(cluster.Pid);
    }

    private static void Refused(ProgramResult result, params string[] words)
    {
        Assert.Equal(1, result.ExitCode);
        Assert.All(words, word => Assert.Contains(word, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
