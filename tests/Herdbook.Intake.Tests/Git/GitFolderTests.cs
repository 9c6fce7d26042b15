using System.Text.Json;
using Herdbook.Core;
using Herdbook.Intake.Git;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.Git;

public sealed class GitFolderTests
{
    private const string Repository = "entireio/cli";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Real => SharedData.Require("agent-git-history");

    [Fact]
    public async Task A_real_history_is_booked_as_its_files_tell()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        var done = await ImportAsync(book, Real);
        var facts = Facts();

        Assert.Equal((1061, facts.AgentCommits, 289, 289, 0), (done.Commits, done.AgentCommits, done.Pulls, done.NewPulls, done.Rejects));
        Assert.Equal(187, await book.ScalarAsync<long>("select count(*) from herd.pr_def where pr_merged_at is not null", Ct));
        Assert.Equal(0, await book.ScalarAsync<long>("select count(*) from herd.pr_def where created_at > '2026-03-01'", Ct));
        Assert.Equal(facts.AgentCommits, await book.ScalarAsync<long>("select count(distinct pr_commit_hash) from herd.agent_instance_pr_activity where pr_event_type = 'pushed'", Ct));
        Assert.Equal(facts.AgentCommits, await book.ScalarAsync<long>("select count(*) from herd.agent_instance_pr_activity where pr_event_type = 'pushed'", Ct));
        Assert.Equal(facts.AgentLines, await book.ScalarAsync<long>("select sum(pr_push_lines_added) from herd.agent_instance_pr_activity", Ct));
        Assert.Equal(facts.CoAuthored, await book.ScalarAsync<long>(
            "select count(*) from herd.agent_instance_pr_activity a join herd.agent_instance i using (agent_instance_code) where i.model_code is not null and a.pr_event_type = 'pushed' and a.pr_commit_hash = any (string_to_array('" + string.Join(',', facts.CoAuthoredHashes) + "', ','))", Ct));
    }

    [Fact]
    public async Task A_pull_request_and_the_conversation_behind_it_meet()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        await ImportAsync(book, Real);

        var pull = (await book.QueryAsync<(string Title, string Branch, int Added, string Creator)>(
            "select pr_title, pr_branch_name, pr_lines_added, creator_agent_instance_code from herd.pr_def where pr_code = 'entireio/cli#88'", Ct)).Single();

        Assert.Equal(("Refactor trailer / checkpoint", "soph/refactor-trailer-checkpoint-id"), (pull.Title, pull.Branch));
        Assert.Equal(LinesOf(88), pull.Added);
        Assert.True(Guid.TryParse(pull.Creator, out _), "Its creator is a conversation by its own id.");
        Assert.Equal("claude-code", await book.ScalarAsync<string>($"select agent_code from herd.agent_instance where agent_instance_code = '{pull.Creator}'", Ct));
    }

    [Fact]
    public async Task Again_nothing_is_added_even_when_every_line_is_read_again()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        await ImportAsync(book, Real);
        var before = await PictureAsync(book);

        Assert.True((await ImportAsync(book, Real)).Unchanged);
        CopyReal(book.Folder);
        var again = await ImportAsync(book, book.Folder);

        Assert.Equal((false, 0, 0, 0, 0), (again.Unchanged, again.NewPulls, again.ChangedPulls, again.NewInstances, again.Activities));
        Assert.Equal(before, await PictureAsync(book));
    }

    [Fact]
    public async Task A_history_that_grows_in_any_steps_ends_as_the_whole()
    {
        await using var whole = await ImportFixture.CreateAsync(Ct);
        await ImportAsync(whole, Real);
        await using var grown = await ImportFixture.CreateAsync(Ct);
        var commits = File.ReadAllLines(Path.Combine(Real, "entire-main-commits.jsonl"));
        CopyReal(grown.Folder);
        foreach (var part in new[] { 1061, 700, 1061 })
        {
            File.WriteAllLines(Path.Combine(grown.Folder, "entire-main-commits.jsonl"), commits[^part..]);
            await ImportAsync(grown, grown.Folder);
        }

        Assert.Equal(await PictureAsync(whole), await PictureAsync(grown));
    }

    [Fact]
    public async Task Lines_that_cannot_be_taken_are_kept_with_their_reason_and_the_others_are_booked()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        book.Write("x-commits.jsonl", """{"sha": "a"}""", "[1]", "{", Line("b", "Claude <noreply@anthropic.com>"), """{"sha":"c","parents":"x","author":"a","authored_at":"2026-01-01T00:00:00Z","committed_at":"2026-01-01T00:00:00Z","subject":"s"}""");
        book.Write("x-pulls.jsonl", """{"number": "seven"}""", """{"number": 7, "commits": ["b"]}""");

        var done = await ImportAsync(book, book.Folder);

        Assert.Equal((1, 1, 1, 5), (done.Commits, done.AgentCommits, done.Pulls, done.Rejects));
        Assert.Equal(
            ["missing_field x-commits.jsonl 1", "not_an_object x-commits.jsonl 2", "not_json x-commits.jsonl 3", "wrong_type x-commits.jsonl 5", "missing_field x-pulls.jsonl 1"],
            await book.QueryAsync<string>("select reason || ' ' || split_part(detail, ':', 1) || ' ' || line_number from intake.reject where deleted_at is null order by detail like 'x-pulls%', line_number", Ct));
    }

    [Fact]
    public async Task Names_of_people_are_no_agents()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        book.Write("x-commits.jsonl", Line("a", "Claude Monet <claude@example.org>"), Line("b", "dependabot[bot] <b@example.org>"), Line("c", null));

        Assert.Equal((3, 0, 0), await ImportAsync(book, book.Folder) is var done ? (done.Commits, done.AgentCommits, done.NewInstances) : default);
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        await ImportAsync(book, Real);

        Assert.Equal(0, await book.Database.Book.ReadAsync(new Tenant("other"), async (connection, _) => await Dapper.SqlMapper.ExecuteScalarAsync<long>(connection, "select count(*) from herd.pr_def"), Ct));
    }

    [Fact]
    public async Task A_folder_without_a_history_is_refused_and_told_what_to_give()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => ImportAsync(book, book.Folder));
        Assert.Equal("path_not_found", refused.Code);
        book.Write("a-commits.jsonl");
        book.Write("b-commits.jsonl");
        Assert.Equal("git_ambiguous", (await Assert.ThrowsAsync<RefusedException>(() => ImportAsync(book, book.Folder))).Code);
    }

    private static Task<GitSummary> ImportAsync(ImportFixture book, string folder) =>
        new GitImporter(book.Database.Book, book.Tenant, TimeProvider.System).ImportAsync(folder, Repository, Ct);

    private static string Line(string sha, string? coAuthor) => JsonSerializer.Serialize(new
    {
        sha,
        parents = Array.Empty<string>(),
        author = "A Person",
        authored_at = "2026-01-01T00:00:00Z",
        committed_at = "2026-01-01T00:00:00Z",
        subject = "s",
        trailers = coAuthor is null ? [] : new[] { new[] { "Co-Authored-By", coAuthor } },
        files = new[] { new { path = "f", added = 3, deleted = 1 } },
    });

    private static void CopyReal(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Real, "*.jsonl"))
        {
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        }
    }

    private static async Task<string> PictureAsync(ImportFixture book) => string.Join('\n', await book.QueryAsync<string>(
        """
        select 'pr ' || (to_jsonb(p) - 'modified_at')::text from herd.pr_def p
        union all select 'instance ' || (to_jsonb(i) - 'created_at' - 'modified_at')::text from herd.agent_instance i
        union all select 'activity ' || (to_jsonb(a) - 'booking_id' - 'booked_at' - 'booked_xid')::text from herd.agent_instance_pr_activity a
        order by 1
        """, Ct));

    private static IEnumerable<JsonElement> Lines(string file) => File.ReadLines(Path.Combine(Real, file)).Select(line => JsonDocument.Parse(line).RootElement);

    /// <summary>The lines of a pull request, added up from the file of commits.</summary>
    private static int LinesOf(int number)
    {
        var hashes = Lines("entire-pulls.jsonl").Single(pull => pull.GetProperty("number").GetInt32() == number).GetProperty("commits").EnumerateArray().Select(hash => hash.GetString()).ToHashSet();
        return Lines("entire-main-commits.jsonl")
            .Where(commit => hashes.Contains(commit.GetProperty("sha").GetString()) && commit.GetProperty("parents").GetArrayLength() < 2)
            .Sum(commit => commit.GetProperty("files").EnumerateArray().Sum(file => file.GetProperty("added").GetInt32()));
    }

    /// <summary>Counted here from the lines themselves: commits that name Claude or Copilot, or that bear a checkpoint whose conversation is known.</summary>
    private static (int AgentCommits, long AgentLines, int CoAuthored, List<string> CoAuthoredHashes) Facts()
    {
        var known = Lines("entire-checkpoints-metadata.jsonl").Where(line => line.TryGetProperty("session_id", out _)).Select(line => line.GetProperty("checkpoint_id").GetString()!).ToHashSet();
        var (commits, lines) = (0, 0L);
        List<string> modelled = [];
        foreach (var commit in Lines("entire-main-commits.jsonl").Where(commit => commit.GetProperty("parents").GetArrayLength() < 2))
        {
            var trailers = commit.GetProperty("trailers").EnumerateArray().Select(trailer => (Key: trailer[0].GetString()!.ToLowerInvariant(), Value: trailer[1].GetString()!)).ToList();
            var author = commit.GetProperty("author").GetString();
            var named = author is "Claude" or "copilot-swe-agent[bot]" || trailers.Exists(t => t.Key == "co-authored-by" && (t.Value.StartsWith("Claude", StringComparison.Ordinal) || t.Value.StartsWith("Copilot", StringComparison.Ordinal)));
            if (named || trailers.Exists(t => t.Key == "entire-checkpoint" && known.Contains(t.Value)))
            {
                commits++;
                lines += commit.GetProperty("files").EnumerateArray().Sum(file => file.GetProperty("added").GetInt32());
            }

            if (trailers.Exists(t => t.Key == "co-authored-by" && t.Value.StartsWith("Claude ", StringComparison.Ordinal) && t.Value.Contains("4.", StringComparison.Ordinal)))
            {
                modelled.Add(commit.GetProperty("sha").GetString()!);
            }
        }

        return (commits, lines, modelled.Count, modelled);
    }
}
