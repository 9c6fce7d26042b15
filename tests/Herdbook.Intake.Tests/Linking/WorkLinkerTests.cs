using System.Globalization;
using System.Text.Json;
using Herdbook.Intake.Git;
using Herdbook.Intake.Linking;
using Xunit;
using static Herdbook.Intake.Tests.ClaudeCode.Transcript;

namespace Herdbook.Intake.Tests.Linking;

/// <summary>Conversations that name no commit, and the commits, pull requests and tickets that they are found to belong to.</summary>
public sealed class WorkLinkerTests
{
    private const string Editor = "aaaaaaaa-0000-4000-8000-000000000001";
    private const string OnBranch = "bbbbbbbb-0000-4000-8000-000000000002";
    private const string Elsewhere = "cccccccc-0000-4000-8000-000000000003";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_are_found_by_files_branch_and_ticket_say_how_sure_they_are_and_divide_no_dollar_twice()
    {
        await using var book = await ImportFixture.CreateAsync(Ct);
        await book.ImportAsync(
            [
                book.Write($"{Editor}.jsonl", Edit(1, "/home/ada/book/src/a.cs", "10:00"), Edit(2, "/home/ada/book/src/b.cs", "10:05")),
                book.Write($"{OnBranch}.jsonl", Said(3, OnBranch, "ada/DBC-87-login")),
                book.Write($"{Elsewhere}.jsonl", Said(4, Elsewhere, "main")),
            ],
            Ct);
        book.Write(
            "x-commits.jsonl", Commit("c1", "2026-01-19T10:30:00Z", "src/a.cs", "src/b.cs"), Commit("c2", "2026-01-19T10:31:00Z", "src/other.cs"), Commit("c3", "2026-01-24T10:30:00Z", "src/a.cs"),
            Commit("c4", "2026-01-19T10:32:00Z", "src/a.cs", "w", "x", "y"), Commit("c5", "2026-01-19T09:00:00Z", "src/a.cs"), Commit("c6", "2026-01-19T11:00:00Z", "src/b.cs", "README.md"),
            Commit("c7", "2026-01-19T11:00:00Z", "lib/a.cs"));
        book.Write("x-pulls.jsonl", Pull(7, "acme/ada/DBC-87-login", "c1"), Pull(8, "acme/quiet", "c2", "c3", "c4", "c5", "c7"), Pull(9, "acme/second", "c6"));
        await new GitImporter(book.Database.Book, book.Tenant, TimeProvider.System).ImportAsync(book.Folder, "acme/book", Ct);

        var linker = new WorkLinker(book.Database.Book);
        var found = await linker.RunAsync(book.Tenant, null, Ct);
        Assert.Equal((2, 2, 1, 1), (found.ByFiles, found.ByCommits, found.ByBranch, found.Tickets));
        Assert.Equal(0, (await linker.RunAsync(book.Tenant, null, Ct)).All);

        Assert.Equal(
            [
                $"commit c1 session {Editor} overlap 0.900", $"commit c6 session {Editor} overlap 0.600", "pr acme/book#7 ticket DBC-87 branch 0.900",
                $"session {Editor} pr acme/book#7 commit 0.855", $"session {Editor} pr acme/book#9 commit 0.570", $"session {OnBranch} pr acme/book#7 branch 0.900", $"session {OnBranch} ticket DBC-87 ticket 0.800",
            ],
            (await book.QueryAsync<string>("select concat_ws(' ', from_type, from_code, to_type, to_code, link_reason, link_confidence) from herd.work_link where link_reason <> 'listed'", Ct)).Order(StringComparer.Ordinal));

        var spent = (await book.QueryAsync<(string Session, decimal Usd)>("select agent_instance_code, sum(token_cost_usd) from herd.agent_instance_token_activity group by 1", Ct)).ToDictionary(row => row.Session, row => row.Usd);
        var cost = (await book.QueryAsync<(string Code, decimal Usd)>("select pr_code, cost_usd from herd.pr_cost where cost_usd is not null", Ct)).ToDictionary(row => row.Code, row => row.Usd);
        // The editor's conversation is of two pull requests, surer of the first; it is divided whole. The other's is what its link is sure of.
        Assert.Equal((spent[Editor] * 0.855m / 1.425m) + (spent[OnBranch] * 0.9m), cost["acme/book#7"], 6);
        Assert.Equal(spent[Editor] * 0.57m / 1.425m, cost["acme/book#9"], 6);
        Assert.Equal(2, cost.Count);
        Assert.Equal((spent[Editor] * 0.855m * 0.9m) + (spent[OnBranch] * 0.81m), await book.ScalarAsync<decimal>("select cost_usd from herd.ticket_cost where ticket_code = 'DBC-87'", Ct), 6);
        Assert.True(cost.Values.Sum() <= spent.Values.Sum(), "No dollar is counted twice.");
    }

    private static string Edit(int number, string path, string at) => Assistant(
        1000, $"msg_{number}", $"req_{number}", $"20000000-0000-4000-8000-00000000000{number}", at: $"2026-01-19T{at}:00.000Z", session: Editor,
        content: JsonSerializer.Serialize(new { type = "tool_use", id = $"toolu_{number}", name = "Edit", input = new { file_path = path, old_string = "a", new_string = "b" } }));

    private static string Said(int number, string session, string branch) =>
        Assistant(2000, $"msg_{number}", $"req_{number}", $"20000000-0000-4000-8000-00000000000{number}", at: "2026-01-19T10:10:00.000Z", session: session)
            .Replace("\"gitBranch\":\"main\"", $"\"gitBranch\":\"{branch}\"", StringComparison.Ordinal);

    private static string Commit(string sha, string at, params string[] files) => JsonSerializer.Serialize(new
    {
        sha,
        parents = Array.Empty<string>(),
        author = "A Person",
        authored_at = at,
        committed_at = at,
        subject = $"Change {sha}",
        trailers = Array.Empty<string>(),
        files = files.Select(path => new { path, added = 1, deleted = 0 }),
    });

    private static string Pull(int number, string branch, params string[] commits) => JsonSerializer.Serialize(new
    {
        number,
        head_ref = branch,
        title = string.Create(CultureInfo.InvariantCulture, $"Pull {number}"),
        state = "merged",
        merged_at = "2026-01-20T10:00:00Z",
        commits,
        head_sha = commits[^1],
    });
}
