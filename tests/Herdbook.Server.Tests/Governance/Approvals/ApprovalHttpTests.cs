using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Herdbook.Core.Governance.Approvals;
using Xunit;

namespace Herdbook.Server.Tests.Governance.Approvals;

/// <summary>Approvals over HTTP, as agents and programs use them.</summary>
public sealed class ApprovalHttpTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_asked_is_listed_shown_decided_and_confirmed()
    {
        var asked = await site.SendAsync(HttpMethod.Post, ApprovalSite.Root, """{"checkpoint_type":"good_cause_review","payload":{"text":"Because."},"agent_id":"rule-37-b","state_snapshot":{"step":2}}""", Ct);
        Assert.Equal((HttpStatusCode.Created, "pending", "good_cause_review"), (asked.Status, (string)asked.Body["status"]!, (string)asked.Body["checkpoint_type"]!));
        var request = await site.AskAsync(Ct);
        var listed = await site.SendAsync(HttpMethod.Get, $"{ApprovalSite.Root}?status=pending&agent=rule-37-b", null, Ct);
        Assert.Equal((1, (string)asked.Body["approval_id"]!), ((int)listed.Body["total"]!, (string)listed.Body["approvals"]![0]!["approval_id"]!));

        var shown = await site.SendAsync(HttpMethod.Get, $"{request.Id}", null, Ct);
        Assert.Equal("synthesis", (string)shown.Body["state_snapshot"]!["step"]!);
        var early = await site.SendAsync(HttpMethod.Post, $"{request.Id}/confirm", $$"""{"payload_hash":"{{request.PayloadHash}}"}""", Ct);
        Assert.Equal((HttpStatusCode.Conflict, "approval_not_approved"), (early.Status, (string)early.Body["code"]!));
        var decided = await site.SendAsync(HttpMethod.Post, $"{request.Id}/decide", $$"""{"decision":"approve","payload_hash":"{{request.PayloadHash}}"}""", Ct);
        Assert.Equal("approved", (string)decided.Body["status"]!);
        Assert.Equal(HttpStatusCode.OK, (await site.SendAsync(HttpMethod.Post, $"{request.Id}/confirm", $$"""{"payload":{{request.Payload}}}""", Ct)).Status);
        var changed = await site.SendAsync(HttpMethod.Post, $"{request.Id}/confirm", """{"payload":{"form":"another"}}""", Ct);
        Assert.Equal((HttpStatusCode.Conflict, "approval_payload_changed"), (changed.Status, (string)changed.Body["code"]!));
        var story = await site.SendAsync(HttpMethod.Get, $"{request.Id}", null, Ct);
        Assert.True((bool)story.Body["stamps"]![0]!["verifies"]!);
    }

    [Fact]
    public async Task The_owner_cannot_decide_what_the_owner_asked()
    {
        var asked = await site.SendAsync(HttpMethod.Post, ApprovalSite.Root, """{"checkpoint_type":"x","payload":{}}""", Ct);

        var own = await site.SendAsync(HttpMethod.Post, $"{asked.Body["approval_id"]}/decide", """{"decision":"approved"}""", Ct);

        Assert.Equal((HttpStatusCode.Forbidden, "approval_own"), (own.Status, (string)own.Body["code"]!));
        Assert.Equal("withdrawn", (string)(await site.SendAsync(HttpMethod.Post, $"{asked.Body["approval_id"]}/withdraw", null, Ct)).Body["status"]!);
    }

    [Fact]
    public async Task Neither_the_agent_nor_the_owner_of_its_token_decides_what_it_asked_and_a_token_with_a_persons_name_is_not_the_person()
    {
        var (grace, ada) = (await site.UserAsync("grace@example.org", "approver", Ct), await site.UserAsync("ada.l@example.org", "approver", Ct));
        using var agent = await site.TokenAsync("runner", "agent", grace.Id, "mason", Ct);
        using var gracesOther = await site.TokenAsync("grace's laptop", "approver", grace.Id, null, Ct);
        using var agentsOther = await site.TokenAsync("reviewer", "approver", null, "mason", Ct);
        using var nobodys = await site.TokenAsync("ada.l@example.org", "approver", null, null, Ct);
        using var adas = await site.TokenAsync("ada's laptop", "administrator", ada.Id, null, Ct);
        var asked = await site.SendAsync(HttpMethod.Post, ApprovalSite.Root, """{"checkpoint_type":"x","payload":{}}""", Ct, agent);
        Assert.Equal(("mason", "mason"), ((string)asked.Body["agent_id"]!, (string)asked.Body["requester"]!));
        var decide = $"{asked.Body["approval_id"]}/decide";
        const string Approve = """{"decision":"approved"}""";

        Assert.Equal(HttpStatusCode.Forbidden, (await site.SendAsync(HttpMethod.Post, decide, Approve, Ct, agent)).Status);
        Assert.Equal("approval_own", (string)(await site.SendAsync(HttpMethod.Post, decide, Approve, Ct, gracesOther)).Body["code"]!);
        Assert.Equal("approval_own", (string)(await site.SendAsync(HttpMethod.Post, decide, Approve, Ct, agentsOther)).Body["code"]!);
        Assert.Equal("approval_not_asked", (string)(await site.SendAsync(HttpMethod.Post, decide, Approve, Ct, nobodys)).Body["code"]!);
        // The token claims to be an administrator's; its user is an approver, and more it is not: so the built-in policy's role is not met by it.
        Assert.Equal("approval_not_asked", (string)(await site.SendAsync(HttpMethod.Post, decide, Approve, Ct, adas)).Body["code"]!);
        Assert.Equal("approved", (string)(await site.SendAsync(HttpMethod.Post, decide, Approve, Ct)).Body["status"]!);
    }

    [Fact]
    public async Task A_long_poll_answers_as_soon_as_somebody_decides_and_at_the_end_of_its_time()
    {
        var request = await site.AskAsync(Ct);
        Assert.Equal("pending", (string)(await site.SendAsync(HttpMethod.Get, $"{request.Id}/wait?seconds=0", null, Ct)).Body["status"]!);

        var waiting = site.SendAsync(HttpMethod.Get, $"{request.Id}/wait?seconds=60", null, Ct);
        (await site.Deciding.DecideAsync(ApprovalSite.Ada, request.Id, new ApprovalVerdict("rejected", "Distances are missing."), Ct)).OrThrow();

        var answer = await waiting;
        Assert.Equal(("rejected", "Distances are missing."), ((string)answer.Body["status"]!, (string)answer.Body["reviewer_comments"]!));
    }

    [Fact]
    public async Task Events_tell_what_happens_as_it_happens()
    {
        using var stream = await site.Owner.GetStreamAsync($"{ApprovalSite.Root}/events", Ct);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        Assert.StartsWith("retry:", await reader.ReadLineAsync(Ct));
        var request = await site.AskAsync(Ct);

        string? line;
        do
        {
            line = await reader.ReadLineAsync(Ct);
        }
        while (line is not null && !(line.StartsWith("data:", StringComparison.Ordinal) && line.Contains(request.Id.ToString(), StringComparison.Ordinal)));

        Assert.Contains("\"status\":\"pending\"", line);
    }

    [Fact]
    public async Task A_batch_decides_each_for_itself()
    {
        var (first, second) = (await site.AskAsync(Ct), await site.AskAsync(Ct));
        var unknown = Guid.NewGuid();

        var (status, body) = await site.SendAsync(HttpMethod.Post, "batch", $$"""
            {"decisions":[{"approval_id":"{{first.Id}}","decision":"approved"},{"approval_id":"{{unknown}}","decision":"approved"},
                          {"approval_id":"{{second.Id}}","decision":"rejected"},{"approval_id":"{{second.Id}}","decision":"rejected","reason":"No."}]}
            """, Ct);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["approved", "approval_unknown", "approval_reason", "rejected"], body["decisions"]!.AsArray().Select(told => (string?)told!["status"] ?? (string)told["code"]!));
    }

    [Fact]
    public async Task The_same_question_with_the_same_key_is_asked_once()
    {
        var ids = new HashSet<string>();
        foreach (var expected in new[] { HttpStatusCode.Created, HttpStatusCode.OK })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, ApprovalSite.Root) { Content = new StringContent("""{"checkpoint_type":"x","payload":{"n":1}}""", Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", "run-7/x");
            using var answer = await site.Owner.SendAsync(request, Ct);
            Assert.Equal(expected, answer.StatusCode);
            ids.Add(answer.Headers.Location!.ToString());
        }

        Assert.Single(ids);
    }

    [Fact]
    public async Task Policies_are_written_as_yaml_with_versions_and_two_writers_are_kept_apart()
    {
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("policies: [{name: a, checkpoint: never_asked, reviewers: {role: approver}}]", null)).StatusCode);
        using var read = await site.Owner.GetAsync($"{ApprovalSite.Root}/policies", Ct);
        Assert.Contains("never_asked", await read.Content.ReadAsStringAsync(Ct));

        Assert.Equal(HttpStatusCode.OK, (await PutAsync("policies: [{name: b, checkpoint: never_asked, reviewers: {role: approver}}]", read.Headers.ETag)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PutAsync("policies: [{name: c, checkpoint: never_asked, reviewers: {role: approver}}]", read.Headers.ETag)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync("policies: [{name: c}]", null)).StatusCode);
        Assert.Equal(2, (await site.SendAsync(HttpMethod.Get, "policies/versions", null, Ct)).Body["versions"]!.AsArray().Count);
        using var first = await site.Owner.GetAsync($"{ApprovalSite.Root}/policies?version=1", Ct);
        Assert.Contains("name: a", await first.Content.ReadAsStringAsync(Ct));
    }

    [Theory]
    [InlineData("POST", "", """{"payload":{}}""", 400, "approval_body")]
    [InlineData("POST", "", """{"checkpoint_type":"x","payload":{},"status":"approved"}""", 400, "approval_body")]
    [InlineData("POST", "", """{"checkpoint_type":"x","payload":[]}""", 400, "approval_question")]
    [InlineData("POST", "", """{"checkpoint_type":"x","payload":{"a":1,"a":2}}""", 400, "approval_body")]
    [InlineData("POST", "", """{"checkpoint_type":"x","payload":{"a":"\u0000"}}""", 400, "approval_payload")]
    [InlineData("POST", "", """{"checkpoint_type":"x\ud800","payload":{}}""", 400, "approval_body")]
    [InlineData("POST", "", """{"checkpoint_type":"x","payload":{},"subject_type":"no.table","subject_id":"1"}""", 400, "approval_question")]
    [InlineData("POST", "", "[", 400, "approval_body")]
    [InlineData("GET", "?status=open", null, 400, "approval_filter")]
    [InlineData("GET", "?limit=0", null, 400, "approval_filter")]
    [InlineData("GET", "/00000000-0000-0000-0000-000000000001", null, 404, "approval_unknown")]
    [InlineData("POST", "/00000000-0000-0000-0000-000000000001/decide", """{"decision":"approved"}""", 404, "approval_unknown")]
    [InlineData("POST", "/00000000-0000-0000-0000-000000000001/decide", """{"decision":"maybe"}""", 400, "approval_verdict")]
    [InlineData("POST", "/00000000-0000-0000-0000-000000000001/comments", """{"body":" "}""", 400, "approval_comment")]
    [InlineData("GET", "/00000000-0000-0000-0000-000000000001/wait?seconds=999", null, 400, "approval_filter")]
    [InlineData("POST", "/batch", """{"decisions":[]}""", 400, "approval_batch")]
    [InlineData("POST", "/delegations", """{"to":"bob","until":"2001-01-01"}""", 400, "approval_delegation")]
    public async Task What_cannot_be_done_is_refused_with_a_code(string method, string path, string? body, int status, string code)
    {
        var answer = await site.SendAsync(new HttpMethod(method), ApprovalSite.Root + path, body, Ct);

        Assert.Equal((status, code), ((int)answer.Status, (string)answer.Body["code"]!));
    }

    [Fact]
    public async Task The_row_api_does_not_write_what_only_a_decision_may()
    {
        var request = await site.AskAsync(Ct);
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/v1/rows/governance.approval_requests?id=eq.{request.Id}") { Content = new StringContent("""{"status":"approved"}""", Encoding.UTF8, "application/json") };
        using var answer = await site.Owner.SendAsync(patch, Ct);

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Equal("pending", (string)(await site.SendAsync(HttpMethod.Get, $"{request.Id}", null, Ct)).Body["status"]!);
    }

    private async Task<HttpResponseMessage> PutAsync(string yaml, EntityTagHeaderValue? follows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{ApprovalSite.Root}/policies") { Content = new StringContent(yaml, Encoding.UTF8, "application/yaml") };
        if (follows is not null)
        {
            request.Headers.IfMatch.Add(follows);
        }

        return await site.Owner.SendAsync(request, Ct);
    }
}
