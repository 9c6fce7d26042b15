using System.Diagnostics;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.Git;
using Xunit;

namespace Herdbook.Intake.Tests.Git;

/// <summary>On repositories that git itself makes.</summary>
public sealed class GitRepositoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Merged_branches_and_squashed_ones_are_pull_requests()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        Start(book.Folder);
        Commit(book.Folder, "a.txt", "one\n", "Begin");
        Git(book.Folder, "switch", "-q", "-c", "mason/DBC-87-login");
        Commit(book.Folder, "b.txt", "one\ntwo\n", "Add a door\n\nCo-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>");
        Commit(book.Folder, "c.txt", "one\n", "Paint it");
        Git(book.Folder, "switch", "-q", "main");
        Git(book.Folder, "merge", "-q", "--no-ff", "-m", "Merge pull request #7 from acme/mason/DBC-87-login\n\nA door", "mason/DBC-87-login");
        Commit(book.Folder, "a.txt", "two\n", "Mend the lock (#8)\n\nCo-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>");
        Commit(book.Folder, "d.bin", "\0\u0001binary", "On main alone\n\nCo-authored-by: Cursor <cursoragent@cursor.com>");

        var done = await ImportAsync(book);

        Assert.Equal(("acme/barn", 6, 3, 2, 2), (done.Repository, done.Commits, done.AgentCommits, done.Pulls, done.NewPulls));
        Assert.Equal(
            ["acme/barn#7|A door|mason/DBC-87-login|3|0|2|DBC-87|git/acme/barn/7/claude-code", "acme/barn#8|Mend the lock||1|1|1||git/acme/barn/8/copilot"],
            await book.QueryAsync<string>("select concat(pr_code, '|', pr_title, '|', pr_branch_name, '|', pr_lines_added, '|', pr_lines_deleted, '|', pr_files_changed, '|', ticket_code, '|', creator_agent_instance_code) from herd.pr_def where pr_merged_at is not null order by 1", Ct));
        Assert.Equal(
            ["claude-code merged acme/barn#7 ", "claude-code pushed acme/barn#7 2", "copilot merged acme/barn#8 ", "copilot pushed acme/barn#8 1", "cursor pushed  0"],
            await book.QueryAsync<string>("select concat(i.agent_code, ' ', a.pr_event_type, ' ', a.pr_code, ' ', a.pr_push_lines_added) from herd.agent_instance_pr_activity a join herd.agent_instance i using (agent_instance_code) order by 1", Ct));
        Assert.Equal("DBC-87 claude-opus-4-5", await book.ScalarAsync<string>("select ticket_code || ' ' || model_code from herd.agent_instance where agent_code = 'claude-code'", Ct));
    }

    [Fact]
    public async Task What_comes_later_is_added_and_nothing_else()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        Start(book.Folder);
        Commit(book.Folder, "a.txt", "one\n", "Begin\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
        Assert.Equal(1, (await ImportAsync(book)).Activities);
        Assert.True((await ImportAsync(book)).Unchanged);
        Commit(book.Folder, "a.txt", "two\n", "Go on\n\nCo-Authored-By: Claude <noreply@anthropic.com>");

        var done = await ImportAsync(book);

        Assert.Equal((false, 2, 1), (done.Unchanged, done.Commits, done.Activities));
        Assert.Equal(2, await book.ScalarAsync<long>("select count(*) from herd.agent_instance_pr_activity", Ct));
    }

    [Fact]
    public async Task An_agent_of_the_team_is_known_by_its_address()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        await book.Database.Book.WriteAsync(book.Tenant, Actor.Owner, new AuditEvent("test"), async (connection, _) => await Dapper.SqlMapper.ExecuteAsync(connection, "insert into herd.agent_def (agent_code, agent_email) values ('mason', 'Mason@Herd.example')"), Ct);
        Start(book.Folder);
        Git(book.Folder, "config", "user.email", "mason@herd.example");
        Git(book.Folder, "config", "user.name", "Somebody");
        Commit(book.Folder, "a.txt", "one\n", "Begin");

        Assert.Equal(1, (await ImportAsync(book)).AgentCommits);
        Assert.Equal("mason", await book.ScalarAsync<string>("select agent_code from herd.agent_instance", Ct));
    }

    [Fact]
    public async Task A_message_with_the_reader_s_own_signs_is_one_commit()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        Start(book.Folder);
        Commit(book.Folder, "a.txt", "one\n", "Odd \u001f subject \u001e\n\nA \u001e body \u001f too\n\nCo-Authored-By: Claude <noreply@anthropic.com>");

        Assert.Equal((1, 1), await ImportAsync(book) is var done ? (done.Commits, done.AgentCommits) : default);
    }

    [Fact]
    public async Task A_repository_without_commits_is_refused()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        Start(book.Folder);

        Assert.Equal("git_unreadable", (await Assert.ThrowsAsync<RefusedException>(() => ImportAsync(book))).Code);
    }

    private static Task<GitSummary> ImportAsync(ImportFixture book) => new GitImporter(book.Database.Book, book.Tenant, TimeProvider.System).ImportAsync(book.Folder, null, Ct);

    private static void Start(string folder)
    {
        Git(folder, "init", "-q", "-b", "main");
        Git(folder, "config", "user.email", "person@example.org");
        Git(folder, "config", "user.name", "A Person");
        Git(folder, "config", "commit.gpgsign", "false");
        Git(folder, "remote", "add", "origin", "git@forge.example:acme/barn.git");
    }

    private static void Commit(string folder, string file, string content, string message)
    {
        File.WriteAllText(Path.Combine(folder, file), content);
        Git(folder, "add", "-A");
        Git(folder, "commit", "-q", "-m", message);
    }

    private static void Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardError = true };
        using var git = Process.Start(start)!;
        var error = git.StandardError.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, error);
    }
}
