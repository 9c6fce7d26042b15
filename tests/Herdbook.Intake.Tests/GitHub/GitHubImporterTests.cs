using System.Text;
using Herdbook.Intake.GitHub;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.GitHub;

/// <summary>Exports in files: kept deliveries, and what GitHub's REST interface lists.</summary>
public sealed class GitHubImporterTests(GitHubDesk desk) : IClassFixture<GitHubDesk>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kept_deliveries_give_the_rows_that_the_webhook_gives_and_a_second_import_reads_nothing()
    {
        var posted = await desk.BookAsync("posted", GitHubDesk.Payloads(), Ct);
        var importer = desk.Importer("kept");

        var done = await importer.ImportAsync([SharedData.Require("github-webhooks")], null, Ct);

        Assert.Equal((110, 110, 8, 0), (done.Files, done.Objects, done.Passed, done.Rejects));
        Assert.Equal(posted, await desk.PictureAsync("kept", Ct));
        Assert.Equal((110, 0, 0), await importer.ImportAsync([SharedData.Require("github-webhooks")], null, Ct) is var again ? (again.Unchanged, again.Objects, again.Changed) : default);
    }

    [Fact]
    public async Task Lists_are_read_as_pages_arrays_and_lines_and_what_cannot_be_taken_is_kept_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        const string Base = "\"base\": {\"ref\": \"main\", \"repo\": {\"full_name\": \"acme/app\"}}";
        // Two pages one after the other, as `gh api --paginate` writes them.
        folder.Write("pulls.json", $$"""
            [{"number": 1, "title": "One", "state": "closed", "merged_at": "2026-03-01T10:00:00Z", "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-03-01T10:00:00Z", "head": {"ref": "a", "sha": "x"}, {{Base}}, "labels": []}]
            [{"number": 2, "title": "Two", "state": "open", "merged_at": null, "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-03-01T10:00:00Z", "head": {"ref": "b", "sha": "y"}, {{Base}}, "labels": []}]
            """);
        const string Url = "\"pull_request_url\": \"https://api.github.com/repos/acme/app/pulls/1\"";
        folder.Write("reviews.jsonl", $$"""
            {"id": 5, "state": "APPROVED", "submitted_at": "2026-03-01T09:30:00Z", "user": {"login": "x"}, {{Url}}}
            {"id": 6, "state": "DISMISSED", "submitted_at": "2026-03-01T09:31:00Z", "user": {"login": "x"}, {{Url}}}
            {"id": 7, "pull_request_review_id": 5, "path": "f", "line": 3, "body": "nit: a space", "created_at": "2026-03-01T09:30:00Z", "updated_at": "2026-03-01T09:30:00Z", {{Url}}}
            {"id": 8, "pull_request_review_id": 5, "in_reply_to_id": 7, "path": "f", "line": 3, "body": "done", "created_at": "2026-03-01T09:35:00Z", "updated_at": "2026-03-01T09:35:00Z", {{Url}}}
            not json
            {"what": "is this"}
            [1]
            {"number": 0, "labels": [], "repository_url": "https://api.github.com/repos/acme/app", "updated_at": "2026-03-01T09:30:00Z"}
            """);
        folder.Write("issues.json", """{"total_count": 2, "items": [{"number": 3, "title": "A bug", "state": "closed", "state_reason": "not_planned", "labels": [], "repository_url": "https://api.github.com/repos/acme/app", "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-03-01T10:00:00Z"}, {"number": 1, "labels": [], "pull_request": {}, "repository_url": "https://api.github.com/repos/acme/app", "updated_at": "2026-03-01T10:00:00Z"}]}""");

        var done = await desk.Importer("lists").ImportAsync([folder.Path], null, Ct);

        Assert.Equal((3, 4), (done.Files, done.Rejects));
        Task<List<string>> Rows(string sql) => desk.QueryAsync("lists", sql, Ct);
        Assert.Equal(["acme/app#1 merged", "acme/app#2 open"], await Rows("select pr_code || ' ' || pr_state from herd.pr_def order by 1"));
        Assert.Equal(["acme/app#1/review/5 approved", "acme/app#1/review/6 unknown"], await Rows("select review_code || ' ' || coalesce(review_verdict, 'unknown') from herd.review_def order by 1"));
        Assert.Equal(["nitpick advisory"], await Rows("select finding_category || ' ' || finding_severity from herd.review_finding"));
        Assert.Equal(["acme/app#3 cancelled"], await Rows("select ticket_code || ' ' || ticket_current_status from herd.ticket_def"));
        Assert.Equal(["5 not_json", "6 missing_field", "7 not_an_object", "8 missing_field"], await Rows("select line_number || ' ' || reason from intake.reject where deleted_at is null order by line_number"));
    }

    [Fact]
    public async Task What_gh_lists_as_JSON_is_read_as_what_its_API_gives()
    {
        using var folder = new TemporaryFolder();
        folder.Write("pulls.json", """
            [{"number": 1, "title": "Add DBC-7", "state": "MERGED", "mergedAt": "2026-03-01T10:00:00Z", "createdAt": "2026-03-01T09:00:00Z", "closedAt": "2026-03-01T10:00:00Z", "headRefName": "a", "author": {"login": "x"}, "additions": 3, "deletions": 1, "url": "https://github.com/acme/app/pull/1", "commits": [{"oid": "1111111111111111111111111111111111111111"}]},
             {"number": 2, "title": "Two", "state": "OPEN", "createdAt": "2026-03-01T09:00:00Z", "isDraft": true, "url": "https://github.com/acme/app/pull/2"},
             {"number": 4, "state": "OPEN", "headRefName": "b", "url": "https://github.com/acme/app/pull/4"}]
            """);
        folder.Write("issues.json", """[{"number": 3, "title": "A bug", "state": "CLOSED", "stateReason": "NOT_PLANNED", "createdAt": "2026-03-01T09:00:00Z", "updatedAt": "2026-03-01T10:00:00Z", "url": "https://github.com/acme/app/issues/3"}]""");

        var done = await desk.Importer("gh").ImportAsync([folder.Path], null, Ct);

        Assert.Equal((2, 1), (done.Files, done.Rejects));
        Task<List<string>> Rows(string sql) => desk.QueryAsync("gh", sql, Ct);
        Assert.Equal(["acme/app#1 merged a 3", "acme/app#2 open"], await Rows("select concat_ws(' ', pr_code, pr_state, pr_branch_name, pr_lines_added) from herd.pr_def order by 1"));
        Assert.Equal(["acme/app#3 cancelled"], await Rows("select ticket_code || ' ' || ticket_current_status from herd.ticket_def"));
        Assert.Equal(["commit listed", "pr title"], await Rows("select from_type || ' ' || link_reason from herd.work_link order by 1"));
        Assert.Contains("updatedAt", Assert.Single(await Rows("select detail from intake.reject where deleted_at is null")), StringComparison.Ordinal);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("herdbook-github-").FullName;

        public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text, new UTF8Encoding(false));

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
