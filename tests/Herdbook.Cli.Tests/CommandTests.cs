using System.Text.Json;
using Herdbook.Core.Postgres;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

public sealed class CommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_at_once_share_one_database_and_the_last_one_stops_it()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => home.AskAsync($"select {n} from pg_sleep({n} * 0.3)", Ct)));
        Assert.Equal(["0", "1", "2"], answers);
        Assert.Null(PgCluster.RunningOn(home.Home));
    }

    [Fact]
    public async Task A_command_beside_a_server_leaves_its_database_running()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        var before = PgCluster.RunningOn(home.Home);
        await home.AskAsync("select 1", Ct);
        Assert.NotNull(before);
        Assert.Equal(before, PgCluster.RunningOn(home.Home));
    }

    [Fact]
    public async Task Psql_is_the_application_of_one_tenant_and_cannot_become_more()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        await home.UpAsync(Ct);
        Assert.Equal("herdbook_app|demo", (await home.RunAsync(Ct, "--tenant", "demo", "psql", "-AtXc", "select current_user, current_setting('herdbook.tenant')")).Output.Trim());
        Assert.Equal("herdbook_owner|default", (await home.RunAsync(Ct, "psql", "--owner", "-AtXc", "select current_user, current_setting('herdbook.tenant')")).Output.Trim());

        var more = await home.RunAsync(Ct, "psql", "-v", "ON_ERROR_STOP=1", "-Xc", "set role herdbook_owner");
        Assert.NotEqual(0, more.ExitCode);
        Assert.Contains("permission denied", more.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_more_is_planned_and_applied_and_a_table_less_only_when_allowed()
    {
        await using var home = await TestHome.WarmAsync(Ct);
        var catalog = home.Environment["HERDBOOK_CATALOG"] = Path.Combine(Path.GetDirectoryName(home.Home.Root)!, "catalog");
        foreach (var file in Directory.EnumerateFiles(Core.Schema.Folder, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(catalog, Path.GetRelativePath(Core.Schema.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await home.RunAsync(Ct, "apply");
        Assert.Empty(await PlannedAsync(home));

        var barn = Path.Combine(catalog, "herd", "barn.yaml");
        await File.WriteAllTextAsync(barn, "table: herd.barn\nkind: entity\nabout: Where agents stand.\nkey: barn_code\ncolumns:\n  barn_code: {type: text, about: Its code.}\n", Ct);
        Assert.Contains(await PlannedAsync(home), step => step.GetProperty("table").GetString() == "herd.barn");
        Assert.Equal(0, (await home.RunAsync(Ct, "apply")).ExitCode);
        Assert.Equal("0", await home.AskAsync("select count(*) from herd.barn", Ct));

        File.Delete(barn);
        Assert.Contains(await PlannedAsync(home), step => step.GetProperty("destructive").GetBoolean());
        var refused = await home.RunAsync(Ct, "apply");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("herd.barn", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await home.RunAsync(Ct, "apply", "--allow-destructive", "herd.barn")).ExitCode);
        Assert.Equal("", await home.AskAsync("select to_regclass('herd.barn')", Ct));
    }

    [Fact]
    public async Task The_doctor_looks_and_starts_nothing()
    {
        await using var home = new TestHome();
        var doctor = await home.RunAsync(Ct, "doctor", "--json");
        var findings = JsonDocument.Parse(doctor.Output).RootElement.EnumerateArray().ToDictionary(f => f.GetProperty("check").GetString()!, f => f.GetProperty("state").GetString());
        Assert.Equal(0, doctor.ExitCode);
        Assert.Equal("ok", findings["postgresql"]);
        Assert.Equal("ok", findings["home"]);
        Assert.False(Directory.Exists(home.Home.Root));

        home.Environment["HERDBOOK_PG_BIN"] = "/nonexistent";
        var ill = await home.RunAsync(Ct, "doctor");
        Assert.Equal(1, ill.ExitCode);
        Assert.Contains("apt-get install postgresql", ill.Output, StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> PlannedAsync(TestHome home)
    {
        var plan = await home.RunAsync(Ct, "plan", "--json");
        Assert.Equal(0, plan.ExitCode);
        return [.. JsonDocument.Parse(plan.Output).RootElement.GetProperty("steps").EnumerateArray()];
    }
}
