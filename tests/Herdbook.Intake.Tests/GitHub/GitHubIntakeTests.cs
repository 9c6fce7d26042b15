using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Intake.GitHub;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.GitHub;

/// <summary>GitHub's own example payloads, and what becomes of them.</summary>
public sealed class GitHubIntakeTests(GitHubDesk desk) : IClassFixture<GitHubDesk>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Payloads_each_twice_and_shuffled_give_the_same_rows_of_pull_requests_tickets_reviews_findings_and_checks()
    {
        var payloads = GitHubDesk.Payloads();
        Assert.Equal(110, payloads.Count);
        var once = await desk.BookAsync("in-order", payloads, Ct);
        Assert.Contains("\"pr_state\": \"closed\"", once, StringComparison.Ordinal);
        var dice = new Random(1);
        (string Event, byte[] Body)[] twice = [.. payloads, .. payloads];
        dice.Shuffle(twice);
        Assert.Equal(once, await desk.BookAsync("shuffled", twice, Ct));

        Task<List<string>> Rows(string sql) => desk.QueryAsync("in-order", sql, Ct);

        Assert.Equal(["Codertocat/Hello-World#2 closed changes 1/1/1 1 commits draft=false"], await Rows(
            "select pr_code || ' ' || pr_state || ' ' || pr_branch_name || ' ' || pr_lines_added || '/' || pr_lines_deleted || '/' || pr_files_changed || ' ' || pr_commit_count || ' commits draft=' || pr_is_draft from herd.pr_def where pr_code like '%#2'"));
        Assert.Equal(["Codertocat/Hello-World#1 done true"], await Rows(
            "select ticket_code || ' ' || ticket_current_status || ' ' || (deleted_at is not null) from herd.ticket_def where ticket_code like 'Codertocat%' and ticket_title is not null order by 1"));
        Assert.Equal(["Codertocat/Hello-World#2/review/237895671 comment"], await Rows("select review_code || ' ' || review_verdict from herd.review_def"));
        Assert.Equal(["Codertocat/Hello-World#2/comment/284312630 README.md:265 Maybe you should use more emoji on this line."], await Rows(
            "select review_finding_code || ' ' || finding_file_path || ':' || finding_line_number || ' ' || finding_description from herd.review_finding"));
        Assert.Equal(["withdrawn"], await Rows("select finding_outcome from herd.finding_state"));
        Assert.Contains("check_run Octocoders-linter Codertocat/Hello-World#2 completed success", await Rows("select check_kind || ' ' || check_name || ' ' || pr_code || ' ' || check_status || ' ' || check_conclusion from herd.pr_check"));
        Assert.Equal(["6113728f27ae82c7b1a177c8d03f9e96e0adf246 README.md"], await Rows("select commit_hash || ' ' || commit_files[1] from herd.commit_def"));
        Assert.Equal(["0"], await Rows("select count(*)::text from intake.github_object o where object_kind = 'review' and not exists (select from herd.review_def r where r.review_code = o.object_code)"));
    }

    [Fact]
    public async Task Any_order_of_a_pull_requests_life_ends_the_same_and_an_edit_does_not_change_what_was_said()
    {
        (string, byte[])[] life =
        [
            ("pull_request", Pull("open", 1, title: "A first title", body: "Fixes #5 and closes acme/other#6")),
            ("pull_request", Pull("open", 2, title: "ENG-77: a better title")),
            ("pull_request", Pull("closed", 9, merged: true)),
            ("pull_request_review", Payload(3, ("action", "submitted"), ("review", new JsonObject { ["id"] = 11, ["state"] = "changes_requested", ["submitted_at"] = At(3), ["user"] = User("coderabbitai[bot]") }))),
            ("pull_request_review", Payload(8, ("action", "dismissed"), ("review", new JsonObject { ["id"] = 11, ["state"] = "dismissed", ["submitted_at"] = At(3), ["user"] = User("coderabbitai[bot]") }))),
            ("pull_request_review_comment", Payload(3, ("action", "created"), ("comment", Comment(3, "issue (blocking): this loses rows")))),
            ("pull_request_review_comment", Payload(7, ("action", "edited"), ("comment", Comment(7, "never mind")))),
            ("pull_request_review_thread", Payload(8, ("action", "resolved"), ("thread", new JsonObject { ["comments"] = new JsonArray(Comment(7, "never mind")) }))),
            ("check_run", Payload(4, ("check_run", Check(4, "in_progress", null)))),
            ("check_run", Payload(5, ("check_run", Check(5, "completed", "failure")))),
            ("issues", Payload(1, ("action", "opened"), ("issue", Issue(1, "open", null)))),
            ("issues", Payload(6, ("action", "closed"), ("issue", Issue(6, "closed", "not_planned")))),
            ("issues", Payload(7, ("action", "reopened"), ("issue", Issue(7, "open", "reopened")))),
        ];
        var once = await desk.BookAsync("life", life, Ct);
        foreach (var seed in new[] { 1, 2, 3, 4, 5, 6 })
        {
            var dice = new Random(seed);
            (string, byte[])[] twice = [.. life, .. life];
            dice.Shuffle(twice);
            Assert.Equal(once, await desk.BookAsync($"life-{seed}", twice, Ct));
        }

        Task<List<string>> Rows(string sql) => desk.QueryAsync("life", sql, Ct);
        Assert.Equal(["merged copilot ENG-77: a better title"], await Rows("select p.pr_state || ' ' || i.agent_code || ' ' || p.pr_title from herd.pr_def p join herd.agent_instance i on i.agent_instance_code = p.creator_agent_instance_code"));
        Assert.Equal(["issue blocking issue (blocking): this loses rows | never mind resolved coderabbit"], await Rows(
            "select f.finding_category || ' ' || f.finding_severity || ' ' || f.finding_description || ' | ' || s.finding_text || ' ' || s.finding_outcome || ' ' || s.agent_code from herd.review_finding f join herd.finding_state s using (review_finding_code)"));
        Assert.Equal(["request_changes coderabbit submitted"], await Rows(
            "select r.review_verdict || ' ' || i.agent_code || ' ' || a.review_event_type from herd.review_def r join herd.agent_instance i on i.agent_instance_code = r.reviewer_agent_instance_code join herd.agent_instance_review_activity a using (review_code)"));
        Assert.Equal(["completed failure"], await Rows("select check_status || ' ' || check_conclusion from herd.pr_check"));
        Assert.Equal(["todo"], await Rows("select ticket_current_status from herd.ticket_def where ticket_code = 'acme/app#5'"));
        Assert.Equal(["acme/app#5 branch 0.900", "acme/app#5 closes 0.980", "acme/other#6 closes 0.980", "ENG-77 title 0.800"], (await Rows("select to_code || ' ' || link_reason || ' ' || link_confidence from herd.work_link")).Order(StringComparer.Ordinal).OrderBy(row => row.StartsWith("ENG", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_team_did_with_a_ticket_stays_for_as_long_as_its_issue_stays_open()
    {
        await desk.BookAsync("moved", [("issues", Payload(1, ("action", "opened"), ("issue", Issue(1, "open", null))))], Ct);
        await desk.ExecuteAsync("moved", "update herd.ticket_def set ticket_current_status = 'in_progress'", Ct);
        await desk.BookAsync("moved", [("issues", Payload(2, ("action", "labeled"), ("issue", Issue(2, "open", null))))], Ct);
        Assert.Equal(["in_progress"], await desk.QueryAsync("moved", "select ticket_current_status from herd.ticket_def", Ct));
        await desk.BookAsync("moved", [("issues", Payload(3, ("action", "closed"), ("issue", Issue(3, "closed", "completed"))))], Ct);
        Assert.Equal(["done"], await desk.QueryAsync("moved", "select ticket_current_status from herd.ticket_def", Ct));
    }

    [Theory]
    [InlineData("pull_request", "{}")]
    [InlineData("pull_request", "[1]")]
    [InlineData("pull_request", "payload=%7B%7D")]
    [InlineData("issues", """{"repository": {"full_name": "a/b"}, "issue": {"number": "one"}}""")]
    [InlineData("status", """{"repository": {"full_name": "a/b"}, "sha": 7}""")]
    public async Task A_payload_that_is_none_is_refused_and_leaves_nothing(string happened, string body)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => desk.Intake.TakeAsync(new Tenant("refused"), happened, null, Encoding.UTF8.GetBytes(body), Ct));
        Assert.Equal("github_payload", refused.Code);
        Assert.Equal(["0"], await desk.QueryAsync("refused", "select count(*)::text from intake.github_object", Ct));
    }

    [Fact]
    public async Task An_event_that_tells_nothing_is_passed_over_and_text_that_no_database_stores_is_stored_without_it()
    {
        Assert.Null(await desk.Intake.TakeAsync(new Tenant("odd"), "star", null, "{}"u8.ToArray(), Ct));
        var odd = Encoding.UTF8.GetString(Pull("open", 1, title: "TITLE", body: "BODY")).Replace("TITLE", "nul \\u0000 and half \\ud800", StringComparison.Ordinal);
        await desk.BookAsync("odd", [("pull_request", Encoding.UTF8.GetBytes(odd))], Ct);
        Assert.Equal(["nul \ufffd and half \ufffd"], await desk.QueryAsync("odd", "select pr_title from herd.pr_def", Ct));
    }

    private static string At(int minute) => $"2026-03-01T10:{minute:00}:00Z";

    private static JsonObject User(string login) => new() { ["login"] = login };

    private static byte[] Pull(string state, int minute, string title = "ENG-77: a better title", string? body = null, bool merged = false) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["repository"] = new JsonObject { ["full_name"] = "acme/app" }, ["action"] = "any", ["pull_request"] = PullObject(state, minute, title, body, merged) }.ToJsonString());

    private static JsonObject PullObject(string state, int minute, string title, string? body, bool merged) => new()
    {
        ["number"] = 3,
        ["title"] = title,
        ["body"] = body,
        ["state"] = state,
        ["merged"] = merged,
        ["created_at"] = At(0),
        ["updated_at"] = At(minute),
        ["merged_at"] = merged ? At(minute) : null,
        ["closed_at"] = state == "closed" ? At(minute) : null,
        ["draft"] = false,
        ["additions"] = minute,
        ["deletions"] = 0,
        ["changed_files"] = 1,
        ["commits"] = 1,
        ["user"] = User("copilot-swe-agent[bot]"),
        ["head"] = new JsonObject { ["ref"] = "fix/issue-5", ["sha"] = "abc" },
        ["base"] = new JsonObject { ["ref"] = "main" },
    };

    /// <summary>Beside what it is about it bears the pull request in brief, as GitHub's do.</summary>
    private static byte[] Payload(int minute, params (string Name, JsonNode Value)[] members)
    {
        var payload = new JsonObject { ["repository"] = new JsonObject { ["full_name"] = "acme/app" } };
        foreach (var (name, value) in members)
        {
            payload[name] = value;
        }

        if (members.Any(member => member.Name is "review" or "comment" or "thread"))
        {
            payload["pull_request"] = new JsonObject
            {
                ["number"] = 3,
                ["title"] = "ENG-77: a better title",
                ["state"] = "open",
                ["created_at"] = At(0),
                ["updated_at"] = At(minute),
                ["user"] = User("copilot-swe-agent[bot]"),
                ["head"] = new JsonObject { ["ref"] = "fix/issue-5", ["sha"] = "abc" },
                ["base"] = new JsonObject { ["ref"] = "main" },
            };
        }

        return Encoding.UTF8.GetBytes(payload.ToJsonString());
    }

    private static JsonObject Comment(int minute, string body) => new()
    {
        ["id"] = 21,
        ["pull_request_review_id"] = 11,
        ["path"] = "src/a.cs",
        ["line"] = 4,
        ["body"] = body,
        ["created_at"] = At(3),
        ["updated_at"] = At(minute),
        ["user"] = User("coderabbitai[bot]"),
    };

    private static JsonObject Check(int minute, string status, string? conclusion) => new()
    {
        ["id"] = 31,
        ["name"] = "tests",
        ["head_sha"] = "abc",
        ["status"] = status,
        ["conclusion"] = conclusion,
        ["started_at"] = At(4),
        ["completed_at"] = conclusion is null ? null : At(minute),
        ["check_suite"] = new JsonObject { ["head_branch"] = "fix/issue-5" },
        ["pull_requests"] = new JsonArray(new JsonObject { ["number"] = 3 }),
    };

    private static JsonObject Issue(int minute, string state, string? reason) => new()
    {
        ["number"] = 5,
        ["title"] = "It loses rows",
        ["body"] = "See there.",
        ["state"] = state,
        ["state_reason"] = reason,
        ["created_at"] = At(0),
        ["updated_at"] = At(minute),
        ["closed_at"] = state == "closed" ? At(minute) : null,
        ["user"] = User("someone"),
        ["labels"] = new JsonArray(),
    };
}
