using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>The real importer as a process, killed (kill -9) while it works, on the real transcripts.</summary>
public sealed class ImportFaultTests
{
    private const int Kills = 20;
    private const string Booked = "select (select count(*) from agent.events), (select count(*) from herd.agent_instance_token_activity), (select sum(read_offset) from intake.source_file)";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_importer_killed_twenty_times_ends_with_the_rows_of_one_clean_run()
    {
        var folder = SharedData.Require("claude-code");
        var (expected, took) = await CleanRunAsync(folder);

        await using var home = new TestHome();
        await home.UpAsync(Ct);
        var random = new Random(7);
        var states = new HashSet<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var importer = home.Start("import", "claude-code", folder, "--json");
            // The program takes a while to start: most kills fall into the reading itself.
            await Task.Delay((int)(took.TotalMilliseconds * (0.2 + (0.8 * random.NextDouble()))), Ct);
            importer.Kill();
            await importer.WaitForExitAsync(Ct);
            states.Add(await home.AskAsync(Booked, Ct));
        }

        Assert.True(states.Count > 2, "The kills came too early or too late to prove anything.");
        var last = await home.RunAsync(Ct, "import", "claude-code", folder, "--json");
        Assert.Equal(0, last.ExitCode);
        Assert.Equal(expected, await PictureAsync(home));
    }

    [Fact]
    public async Task A_database_killed_under_the_importer_ends_with_the_rows_of_one_clean_run()
    {
        var folder = SharedData.Require("claude-code");
        var (expected, took) = await CleanRunAsync(folder);

        await using var home = new TestHome();
        await home.UpAsync(Ct);
        var random = new Random(11);
        using var importer = home.Start("import", "claude-code", folder, "--json");
        var output = importer.StandardOutput.ReadToEndAsync(Ct);
        var errors = importer.StandardError.ReadToEndAsync(Ct);
        for (var kill = 0; kill < 3 && !importer.HasExited; kill++)
        {
            await Task.Delay((int)(took.TotalMilliseconds * (0.3 + (0.3 * random.NextDouble()))), Ct);
            var status = await home.StatusAsync(Ct);
            if (status.TryGetProperty("databasePid", out var pid) && pid.ValueKind == JsonValueKind.Number)
            {
                Kill(pid.GetInt32());
            }
        }

        await importer.WaitForExitAsync(Ct);
        Assert.True(importer.ExitCode == 0, await output + await errors);
        await home.RunAsync(Ct, "import", "claude-code", folder, "--json");
        Assert.Equal(expected, await PictureAsync(home));
    }

    [Fact]
    public async Task Two_importers_at_once_book_everything_once()
    {
        var folder = SharedData.Require("claude-code");
        var (expected, _) = await CleanRunAsync(folder);

        await using var home = new TestHome();
        var both = await Task.WhenAll(
            home.RunAsync(Ct, "import", "claude-code", folder, "--json"), home.RunAsync(Ct, "import", "claude-code", folder, "--json"));

        Assert.All(both, run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Equal(expected, await PictureAsync(home));
    }

    [Fact]
    public async Task A_watching_importer_books_what_is_added_and_ends_in_order()
    {
        await using var home = new TestHome();
        await home.UpAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-watch-").FullName;
        try
        {
            var whole = await File.ReadAllBytesAsync(Path.Combine(SharedData.Require("claude-code"), "d3-7d736cbc10-0", "transcript.jsonl"), Ct);
            var path = Path.Combine(folder, "transcript.jsonl");
            await File.WriteAllBytesAsync(path, whole[..(whole.Length / 2)], Ct);
            using var watcher = home.Start("import", "claude-code", folder, "--watch", "--json");
            await TestHome.UntilAsync(async () => long.Parse(await home.AskAsync("select count(*) from agent.events", Ct), CultureInfo.InvariantCulture) > 0, Ct);
            await File.WriteAllBytesAsync(path, whole, Ct);
            await TestHome.UntilAsync(async () => await home.AskAsync("select coalesce(sum(token_output_count), 0) from herd.agent_instance_token_activity", Ct) == "22145", Ct);

            using var interrupt = Process.Start("kill", ["-INT", watcher.Id.ToString(CultureInfo.InvariantCulture)]);
            await watcher.WaitForExitAsync(Ct);
            Assert.Equal(0, watcher.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Picture, TimeSpan Took)> CleanRunAsync(string folder)
    {
        await using var home = new TestHome();
        await home.UpAsync(Ct);
        var watch = Stopwatch.StartNew();
        var run = await home.RunAsync(Ct, "import", "claude-code", folder, "--json");
        var took = watch.Elapsed;
        Assert.Equal(0, run.ExitCode);
        return (await PictureAsync(home), took);
    }

    private static async Task<string> PictureAsync(TestHome home)
    {
        await using var session = await HomeSession.OpenAsync(home.Home, Ct);
        Assert.Empty(await BookPicture.DiscrepanciesAsync(session.Book, Tenant.Default, Ct));
        return await BookPicture.ReadAsync(session.Book, Tenant.Default, Ct);
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
