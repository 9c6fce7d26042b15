using System.Text.Json;
using Herdbook.Intake.Git;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.Git;

/// <summary>What the real history says of how commits, checkpoints, conversations, pull requests and tickets belong together.</summary>
public sealed class GitWorkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Real => SharedData.Require("agent-git-history");

    [Fact]
    public async Task Commits_are_linked_to_the_records_that_they_name_and_pull_requests_stand_as_the_file_tells()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        var done = await new GitImporter(book.Database.Book, book.Tenant, TimeProvider.System).ImportAsync(Real, "entireio/cli", Ct);
        var records = Lines("entire-checkpoints-metadata.jsonl").Select(line => line.GetProperty("checkpoint_id").GetString()!).ToHashSet();
        var named = Lines("entire-main-commits.jsonl")
            .Select(commit => (Sha: commit.GetProperty("sha").GetString()!, Id: commit.GetProperty("trailers").EnumerateArray().Where(trailer => trailer[0].GetString() == "Entire-Checkpoint").Select(trailer => trailer[1].GetString()!).FirstOrDefault()))
            .Where(commit => commit.Id is not null)
            .ToList();
        var wanted = named.Where(commit => records.Contains(commit.Id!)).Select(commit => $"{commit.Sha} {commit.Id}").Order(StringComparer.Ordinal).ToList();

        Assert.Equal((491, 468), (done.Trailers, done.Checkpoints));
        Assert.Equal((named.Count, wanted.Count), (done.Trailers, done.Checkpoints));
        Assert.Equal(wanted, (await book.QueryAsync<string>(
            """
            select l.from_code || ' ' || l.to_code from herd.work_link l
             where l.from_type = 'commit' and l.to_type = 'checkpoint' and l.link_reason = 'trailer' and l.link_confidence = 1
               and exists (select from herd.checkpoint_def c where c.checkpoint_code = l.to_code)
               and exists (select from herd.commit_def c where c.commit_hash = l.from_code)
            
            """, Ct)).Order(StringComparer.Ordinal));

        var pulls = Lines("entire-pulls.jsonl").Select(pull => $"{pull.GetProperty("number").GetInt32()} {(pull.GetProperty("state").GetString() == "merged" ? "merged" : "unmerged")} {pull.GetProperty("n_commits").GetInt32()} {pull.GetProperty("head_sha").GetString()}").Order(StringComparer.Ordinal);
        Assert.Equal(pulls, (await book.QueryAsync<string>("select split_part(pr_code, '#', 2) || ' ' || pr_state || ' ' || pr_commit_count || ' ' || pr_head_commit from herd.pr_def", Ct)).Order(StringComparer.Ordinal));
        Assert.Equal(["merged 187", "unmerged 102"], await book.QueryAsync<string>("select pr_state || ' ' || count(*) from herd.pr_def group by pr_state order by 1", Ct));
        Assert.Equal(1548, await book.ScalarAsync<long>("select count(*) from herd.work_link where from_type = 'commit' and to_type = 'pr'", Ct));
        Assert.Equal((1061, 1275), (await book.ScalarAsync<long>("select count(*) from herd.commit_def", Ct), await book.ScalarAsync<long>("select count(*) from herd.checkpoint_def", Ct)));

        // Every conversation that a checkpoint names is linked to its commits, and through them to their pull requests; each link says how sure.
        Assert.Equal(0, await book.ScalarAsync<long>(
            """
            select count(*) from herd.work_link l
              join herd.checkpoint_def c on c.checkpoint_code = l.to_code and c.checkpoint_session_code <> ''
             where l.from_type = 'commit' and l.to_type = 'checkpoint'
               and not exists (select from herd.work_link s where s.from_type = 'commit' and s.from_code = l.from_code and s.to_type = 'session' and s.to_code = c.checkpoint_session_code)
            """, Ct));
        Assert.Equal(0, await book.ScalarAsync<long>(
            """
            select count(*) from herd.work_link p
              join herd.work_link s on s.from_type = 'commit' and s.from_code = p.from_code and s.to_type = 'session'
             where p.from_type = 'commit' and p.to_type = 'pr'
               and not exists (select from herd.work_link d where d.from_type = 'session' and d.from_code = s.to_code and d.to_type = 'pr' and d.to_code = p.to_code)
            """, Ct));
        Assert.Equal(0, await book.ScalarAsync<long>("select count(*) from herd.work_link where coalesce(link_evidence, '') = ''", Ct));
    }

    private static IEnumerable<JsonElement> Lines(string file) => File.ReadLines(Path.Combine(Real, file)).Select(line => JsonDocument.Parse(line).RootElement);
}
