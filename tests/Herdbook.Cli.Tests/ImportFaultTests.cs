using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Cli.Tests;

/// <summary>The real importer as a process, killed (kill -9) while it works, on the real transcripts, several times over with new ids.</summary>
public sealed partial class ImportFaultTests(ImportFaultTests.Corpus corpus) : IClassFixture<ImportFaultTests.Corpus>
{
    private const int Kills = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_importer_killed_twenty_times_ends_with_the_rows_of_one_clean_run()
    {
        var (folder, expected) = await corpus.ReadAsync();
        await using var home = new TestHome();
        await home.UpAsync(Ct);
        await using var session = await HomeSession.OpenAsync(home.Home, Ct);
        var random = new Random(7);
        var unfinished = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await MarkAsync(session);
            using var importer = home.Start("import", "claude-code", folder, "--json");
            await TestHome.UntilAsync(async () => importer.HasExited || await MarkAsync(session) != before, Ct);
            await Task.Delay(random.Next(40), Ct);
            importer.Kill();
            await importer.WaitForExitAsync(Ct);
            unfinished += importer.ExitCode == 0 ? 0 : 1;
        }

        Assert.True(unfinished >= Kills / 2, $"Only {unfinished} of {Kills} kills came before the end.");
        var last = await home.RunAsync(Ct, "import", "claude-code", folder, "--json");
        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Equal(expected, await PictureAsync(session));
    }

    [Fact]
    public async Task A_database_killed_under_the_importer_ends_with_the_rows_of_one_clean_run()
    {
        var (folder, expected) = await corpus.ReadAsync();
        await using var home = new TestHome();
        await home.UpAsync(Ct);
        await using var session = await HomeSession.OpenAsync(home.Home, Ct);
        var random = new Random(11);
        using var importer = home.Start("import", "claude-code", folder, "--json");
        var output = importer.StandardOutput.ReadToEndAsync(Ct);
        var errors = importer.StandardError.ReadToEndAsync(Ct);
        await TestHome.UntilAsync(async () => await MarkAsync(session) > 0, Ct);
        int? killed = null;
        for (var kill = 0; kill < 3 && !importer.HasExited; kill++)
        {
            await Task.Delay(random.Next(500), Ct);
            if (await DatabaseAsync(home) is { } pid)
            {
                Kill(pid);
                killed = pid;
            }
        }

        await importer.WaitForExitAsync(Ct);
        Assert.True(importer.ExitCode == 0, await output + await errors);
        Assert.NotNull(killed);
        await TestHome.UntilAsync(async () => await DatabaseAsync(home) is { } alive && alive != killed, Ct);
        Assert.Equal(expected, await PictureAsync(session));
    }

    [Fact]
    public async Task Two_importers_at_once_book_everything_once()
    {
        var (folder, expected) = await corpus.ReadAsync();
        await using var home = new TestHome();
        var both = await Task.WhenAll(
            home.RunAsync(Ct, "import", "claude-code", folder, "--json"), home.RunAsync(Ct, "import", "claude-code", folder, "--json"));

        Assert.All(both, run => Assert.True(run.ExitCode == 0, run.Error));
        await using var session = await HomeSession.OpenAsync(home.Home, Ct);
        Assert.Equal(expected, await PictureAsync(session));
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

    private static async Task<int?> DatabaseAsync(TestHome home) =>
        (await home.StatusAsync(Ct)).TryGetProperty("databasePid", out var pid) && pid.ValueKind == JsonValueKind.Number ? pid.GetInt32() : null;

    /// <summary>How far the files are read, in bytes.</summary>
    private static Task<long> MarkAsync(HomeSession session) =>
        session.Book.ReadAsync(
            Tenant.Default,
            (connection, _) => connection.ExecuteScalarAsync<long>("select coalesce(sum(read_offset), 0)::bigint from intake.source_file"),
            Ct);

    private static async Task<string> PictureAsync(HomeSession session)
    {
        Assert.Empty(await BookPicture.DiscrepanciesAsync(session.Book, Tenant.Default, Ct));
        return await BookPicture.ReadAsync(session.Book, Tenant.Default, Ct);
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Some 80 MiB of transcripts, and the picture of a book that read them undisturbed.</summary>
    public sealed partial class Corpus : IDisposable
    {
        private const int Copies = 8;

        private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-corpus-").FullName;
        private Task<(string, string)>? _read;

        public Task<(string Folder, string Picture)> ReadAsync() => _read ??= MakeAsync();

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private async Task<(string, string)> MakeAsync()
        {
            foreach (var path in Directory.EnumerateFiles(SharedData.Require("claude-code"), "transcript.jsonl", SearchOption.AllDirectories))
            {
                // Ids are ASCII: text read as Latin-1 is written back byte for byte.
                var text = await File.ReadAllTextAsync(path, Encoding.Latin1, Ct);
                for (var copy = 0; copy < Copies; copy++)
                {
                    var mark = copy.ToString("x4", CultureInfo.InvariantCulture);
                    var renamed = Ids().Replace(text, id => id.Value[..^4] + mark);
                    await File.WriteAllTextAsync(Path.Combine(_folder, $"{Path.GetFileName(Path.GetDirectoryName(path))}-{copy}.jsonl"), renamed, Encoding.Latin1, Ct);
                }
            }

            await using var home = new TestHome();
            await using var session = await HomeSession.OpenAsync(home.Home, Ct);
            var run = await home.RunAsync(Ct, "import", "claude-code", _folder, "--json");
            Assert.True(run.ExitCode == 0, run.Error);
            return (_folder, await PictureAsync(session));
        }

        [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?:msg|req|toolu)_[A-Za-z0-9]{16,40}")]
        private static partial Regex Ids();
    }
}
