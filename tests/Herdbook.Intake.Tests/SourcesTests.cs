using System.Text.Json;
using Herdbook.Intake.Tests.Codex;
using Herdbook.Testing;
using Xunit;
using static Herdbook.Intake.Tests.Codex.Rollout;

namespace Herdbook.Intake.Tests;

/// <summary>Sources beside Claude Code, through the importer into a book.</summary>
public sealed class SourcesTests
{
    private static readonly string[] ParentLines =
    [
        Meta(0), Turn(0.1), Said(0.2, "user", "Fix the login"), Count(4, (1000, 400, 50), (1000, 400, 50)), Count(10, (2500, 1400, 80), (1500, 1000, 30)),
        Count(30, (2900, 1400, 99), (400, 0, 19)),
    ];

    private static readonly string[] ChildLines =
    [
        ChildMeta(20), Meta(20.01), Turn(20.02), Count(20.03, (1000, 400, 50), (1000, 400, 50)), Count(20.04, (2500, 1400, 80), (1500, 1000, 30)),
        Said(23, "assistant", "Found it."), Count(23.1, (2600, 1400, 90), (100, 0, 10)),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private sealed record Sums(long Calls, long Input, long Cached, long Output);

    [Fact]
    public async Task Gemini_sessions_have_the_totals_that_they_tell_however_often_they_are_read()
    {
        var folder = SharedData.Require("gemini-cli");
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var told = Told(Directory.GetFiles(folder, "session.json", SearchOption.AllDirectories));

        var first = await ImportAsync(fixture, SourceFormat.Gemini, folder);
        Assert.Equal((3, 0L), (first.Progress.FilesRead, first.KnownRejects));
        Assert.Equal(told, await BookedAsync(fixture));
        var picture = await fixture.PictureAsync(Ct);
        Assert.Equal(0, (await ImportAsync(fixture, SourceFormat.Gemini, folder)).Progress.FilesRead);
        Assert.Equal(picture, await fixture.PictureAsync(Ct));
    }

    [Fact]
    public async Task A_document_that_is_written_anew_with_more_in_it_adds_what_is_new()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("chats/session-1.json", Document("""{"id":"u1","timestamp":"2026-01-10T02:08:26.108Z","type":"user","content":"Hello"}"""));
        await ImportAsync(fixture, SourceFormat.Gemini, path);
        const string Answer = """{"id":"g1","timestamp":"2026-01-10T02:08:35.661Z","type":"gemini","content":"Yes.","model":"gemini-2.5-flash","tokens":{"input":100,"output":18,"cached":40,"thoughts":2,"tool":0,"total":120}}""";
        var whole = Document($$"""{"id":"u1","timestamp":"2026-01-10T02:08:26.108Z","type":"user","content":"Hello"},{{Answer}}""");
        await File.WriteAllTextAsync(path, whole[..^40], Ct);
        Assert.Equal(1, (await ImportAsync(fixture, SourceFormat.Gemini, path)).KnownRejects);
        await File.WriteAllTextAsync(path, whole, Ct);
        Assert.Equal(0, (await ImportAsync(fixture, SourceFormat.Gemini, path)).KnownRejects);

        Assert.Equal(new Sums(1, 60, 40, 20), await BookedAsync(fixture));
        Assert.Equal(2, await fixture.ScalarAsync<int>("select count(*)::int from agent.events", Ct));
    }

    [Fact]
    public async Task A_rollout_and_its_subagents_give_the_same_in_any_order_and_each_call_once()
    {
        var pictures = new List<string>();
        foreach (var childFirst in new[] { false, true })
        {
            await using var fixture = await ImportFixture.CreateAsync(Ct);
            var parent = fixture.Write($"rollout-2026-01-19T12-00-00-{Main}.jsonl", ParentLines[..3]);
            var child = fixture.Write($"rollout-2026-01-19T12-00-20-{Child}.jsonl", ChildLines);
            await ImportAsync(fixture, SourceFormat.Codex, childFirst ? child : parent);
            await ImportAsync(fixture, SourceFormat.Codex, childFirst ? parent : child);
            await File.AppendAllLinesAsync(parent, ParentLines[3..], Ct);
            await ImportAsync(fixture, SourceFormat.Codex, fixture.Folder);

            Assert.Equal(new Sums(4, 600 + 500 + 400 + 100, 1400, 109), await BookedAsync(fixture));
            Assert.Equal("codex/explorer", await fixture.ScalarAsync<string>($"select agent_code from herd.agent_instance where agent_instance_code = '{Child}'", Ct));
            pictures.Add(await fixture.PictureAsync(Ct));
        }

        Assert.Equal(pictures[0], pictures[1]);
    }

    private static string Document(string messages) =>
        $$"""{"sessionId":"faff42ab-6ea5-4f78-b8c4-f7dd6272af08","projectHash":"7e","startTime":"2026-01-10T02:08:26.108Z","lastUpdated":"2026-01-10T02:09:27.575Z","messages":[{{messages}}]}""";

    private static Sums Told(IEnumerable<string> files)
    {
        var sums = new Sums(0, 0, 0, 0);
        foreach (var file in files)
        {
            using var session = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var message in session.RootElement.GetProperty("messages").EnumerateArray())
            {
                if (message.TryGetProperty("tokens", out var tokens) && tokens.GetProperty("total").GetInt64() is var total and > 0)
                {
                    var (input, cached) = (tokens.GetProperty("input").GetInt64(), tokens.GetProperty("cached").GetInt64());
                    sums = new Sums(sums.Calls + 1, sums.Input + input - cached, sums.Cached + cached, sums.Output + total - input);
                }
            }
        }

        return sums;
    }

    private static Task<Sums> BookedAsync(ImportFixture fixture) => fixture.ScalarAsync<Sums>(
        """
        select sum(token_call_count)::bigint as "Calls", sum(token_input_count)::bigint as "Input", sum(token_cache_read_count)::bigint as "Cached",
               sum(token_output_count)::bigint as "Output"
          from herd.agent_instance_token_activity
        """,
        Ct);

    private static async Task<ImportSummary> ImportAsync(ImportFixture fixture, SourceFormat format, params string[] paths) =>
        await new TranscriptImporter(fixture.Database.Book, fixture.Tenant, TimeProvider.System, format)
            .ImportAsync(TranscriptFolders.Find(format, paths), new ImportOptions(), null, Ct);
}
