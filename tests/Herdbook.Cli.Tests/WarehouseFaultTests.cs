using System.Globalization;
using System.Text.Json;
using Herdbook.Core.Homes;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>The real builder as a process: killed (kill -9) while it works, run twice at once, and read from meanwhile.</summary>
public sealed class WarehouseFaultTests
{
    private const string Sums = """
        select (select sum(token_output_count) from herd.agent_instance_token_activity) as booked,
               (select sum(output_tokens) from herd_dm.fact_agent_instance_cost) as told
        """;

    /// <summary>A call is booked again, and a ticket gets another title: a new row of a ledger, and a new version of an entity.</summary>
    private const string News = """
        set herdbook.tenant = 'demo';
        insert into herd.agent_instance_token_activity (tenant_id, agent_instance_code, model_code, token_output_count, created_at, token_cost_usd, cost_basis, booking_kind, source)
        select tenant_id, agent_instance_code, model_code, 7, created_at, 0.25, cost_basis, 'usage', source
          from herd.agent_instance_token_activity where tenant_id = 'demo' and booking_kind = 'usage' order by booking_id limit 50;
        update herd.ticket_def set ticket_title = ticket_title || ' again' where tenant_id = 'demo'
        """;

    private const string Tables = """
        select table_schema || '.' || table_name as name, string_agg('"' || column_name || '"', ', ' order by ordinal_position) as columns
          from information_schema.columns
         where table_schema in ('dwh', 'herd_dm') and column_name <> '_batch'
         group by all order by all
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_builder_killed_again_and_again_ends_with_the_tables_of_one_full_build()
    {
        await using var home = new TestHome();
        await using var session = await HomeSession.OpenAsync(home.Home, Ct);
        await LoadAsync(home);
        var random = new Random(17);
        var cut = 0;
        foreach (var patience in (int[])[0, 300, 1500])
        {
            cut += await KillAsync(home, patience);
            var read = await home.RunAsync(Ct, "warehouse", "sql", "--tenant", "demo", "--json", Sums);
            Assert.True(read.ExitCode == 0 || read.Error.Contains("There is no warehouse of demo yet.", StringComparison.Ordinal), read.Error);
        }

        await BuildAsync(home, "--no-wait");
        for (var kill = 0; kill < 4; kill++)
        {
            var before = await AskAsync(home, Sums);
            var generation = Generation(home);
            await BookAsync(home);
            cut += await KillAsync(home, random.Next(600));
            if (Generation(home) == generation)
            {
                Assert.Equal(before, await AskAsync(home, Sums));
            }
            else
            {
                AssertWhole(await AskAsync(home, Sums));
            }

            if (kill % 2 == 1)
            {
                await BuildAsync(home, "--no-wait");
                AssertWhole(await AskAsync(home, Sums));
            }
        }

        Assert.True(cut >= 4, $"Only {cut} of 7 kills came before the end.");
        var resumed = await PictureAsync(home);
        await BuildAsync(home, "--full");
        Assert.Equal(await PictureAsync(home), resumed);
    }

    [Fact]
    public async Task Two_builders_at_once_take_turns_and_readers_see_whole_generations_only()
    {
        await using var home = new TestHome();
        await using var session = await HomeSession.OpenAsync(home.Home, Ct);
        await LoadAsync(home);
        var first = await Task.WhenAll(BuildAsync(home), BuildAsync(home));
        Assert.Equal(["succeeded", "unchanged"], first.Order());
        Assert.Equal("g1.duckdb", Generation(home));

        await BookAsync(home);
        var builds = Task.WhenAll(BuildAsync(home), BuildAsync(home));
        var answers = new List<string>();
        do
        {
            answers.Add(await AskAsync(home, Sums));
        }
        while (!builds.IsCompleted);

        Assert.Equal(["succeeded", "unchanged"], (await builds).Order());
        Assert.Equal("g2.duckdb", Generation(home));
        answers.Add(await AskAsync(home, Sums));
        Assert.All(answers, AssertWhole);
        Assert.Equal(2, answers.Distinct().Count());
    }

    private static async Task LoadAsync(TestHome home)
    {
        var load = await home.RunAsync(Ct, "demo", "load", "--days", "40");
        Assert.True(load.ExitCode == 0, load.Error);
    }

    private static async Task BookAsync(TestHome home) =>
        Assert.Contains("INSERT 0 50", await home.AskAsync(News, Ct), StringComparison.Ordinal);

    /// <summary>Kills a build some time after its file appeared.</summary>
    /// <returns>1 where it was not at its end.</returns>
    private static async Task<int> KillAsync(TestHome home, int patience)
    {
        using var builder = home.Start("warehouse", "build", "--tenant", "demo", "--no-wait", "--json");
        var (output, error) = (builder.StandardOutput.ReadToEndAsync(Ct), builder.StandardError.ReadToEndAsync(Ct));
        await TestHome.UntilAsync(() => Task.FromResult(builder.HasExited || Directory.GetFiles(Folder(home), "building-*").Length > 0), Ct);
        await Task.WhenAny(builder.WaitForExitAsync(Ct), Task.Delay(patience, Ct));
        builder.Kill();
        await builder.WaitForExitAsync(Ct);
        Assert.True(builder.ExitCode is 0 or 137, await output + await error);
        return builder.ExitCode == 0 ? 0 : 1;
    }

    /// <returns>How it ended.</returns>
    private static async Task<string> BuildAsync(TestHome home, params string[] arguments)
    {
        var build = await home.RunAsync(Ct, ["warehouse", "build", "--tenant", "demo", "--json", .. arguments]);
        Assert.True(build.ExitCode == 0, build.Error + build.Output);
        using var outcome = JsonDocument.Parse(build.Output);
        return outcome.RootElement.GetProperty("status").GetString()!;
    }

    private static async Task<string> AskAsync(TestHome home, string sql)
    {
        var read = await home.RunAsync(Ct, "warehouse", "sql", "--tenant", "demo", "--json", sql);
        return read.ExitCode == 0 ? read.Output : throw new InvalidOperationException(read.Error);
    }

    /// <summary>Every table of the vault and of gold: its rows, ordered, as one digest.</summary>
    private static async Task<string> PictureAsync(TestHome home)
    {
        using var tables = JsonDocument.Parse(await AskAsync(home, Tables));
        var digests = tables.RootElement.EnumerateArray().Select(table => string.Create(CultureInfo.InvariantCulture,
            $"select '{table.GetProperty("name").GetString()}' as name, count(*) as n, md5(string_agg(r::varchar, chr(10) order by r::varchar)) as rows from (select {table.GetProperty("columns").GetString()} from {table.GetProperty("name").GetString()}) as r"));
        return await AskAsync(home, string.Join(" union all ", digests) + " order by name");
    }

    private static void AssertWhole(string answer)
    {
        using var rows = JsonDocument.Parse(answer);
        var row = rows.RootElement[0];
        Assert.Equal(row.GetProperty("booked").ToString(), row.GetProperty("told").ToString());
    }

    private static string Folder(TestHome home) => Directory.CreateDirectory(Path.Combine(home.Home.Root, "warehouse", "demo")).FullName;

    private static string Generation(TestHome home) => File.ReadAllText(Path.Combine(Folder(home), "CURRENT")).Trim();
}
