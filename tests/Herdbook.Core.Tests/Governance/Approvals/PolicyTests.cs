using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Approvals;

/// <summary>Policies as they are written, and payloads as they are compared.</summary>
public sealed class PolicyTests
{
    private const string Filings = """
        policies:
          - name: big filings
            checkpoint: [pre_filing, emissions_review]
            risk: [high, critical]
            reviewers: {named: [ada@example.org, bob@example.org]}
            quorum: 2
            remind_after: 4h
            escalate_after: 24h
            escalate_to: {role: administrator}
            expires_after: 7d
          - name: the rest
            reviewers: {role: operator}
            expires_after: never
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_policy_that_is_for_checkpoint_and_risk_gives_the_rules()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        Assert.Equal(("built-in", 0), await RuledAsync(desk, "medium"));
        await desk.PolicyAsync(Filings, Ct);

        var big = await desk.AskAsync(Ct, ApprovalDesk.Question() with { Risk = "critical" });
        Assert.Equal(("big filings", 1, 2), (big.PolicyName, big.PolicyVersion, big.Quorum));
        Assert.Equal(["ada@example.org", "bob@example.org"], big.Reviewers);
        Assert.Equal((desk.Time.Now.AddHours(4), desk.Time.Now.AddHours(24), desk.Time.Now.AddDays(7)), (big.RemindAt, big.EscalateAt, big.ExpiresAt));
        Assert.Equal(("the rest", 1), await RuledAsync(desk, "low"));
    }

    [Fact]
    public async Task A_request_keeps_the_rules_that_it_was_made_under()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync(Filings, Ct);
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question() with { Risk = "high" });

        var second = await desk.PolicyAsync("policies: [{name: nobody is asked twice, reviewers: {role: approver}}]", Ct);

        Assert.Equal(2, second.Version);
        Assert.Equal(("big filings", 2), ((await desk.FindAsync(request.Id, Ct)).PolicyName, (await desk.FindAsync(request.Id, Ct)).Quorum));
        Assert.Equal([2, 1], (await desk.Policies.VersionsAsync(desk.Tenant, Ct)).Select(version => version.Version));
        Assert.Equal(Filings, (await desk.Policies.FindAsync(desk.Tenant, 1, Ct))!.Document);
    }

    [Fact]
    public async Task Of_two_who_write_on_the_same_version_one_is_told_and_the_same_text_again_writes_nothing()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var owner = Caller.Owner(desk.Tenant);
        await desk.Policies.WriteAsync(owner, Filings, 0, Ct);

        var fault = await Assert.ThrowsAsync<RefusedException>(() => desk.Policies.WriteAsync(owner, "policies: [{name: x, reviewers: {role: approver}}]", 0, Ct));

        Assert.Equal("approval_policy_changed", fault.Code);
        Assert.Equal(1, (await desk.Policies.WriteAsync(owner, Filings, null, Ct)).Version);
    }

    [Theory]
    [InlineData("policies: [{name: x}]", "no reviewers")]
    [InlineData("policies: [{name: x, reviewers: {role: a}, quorums: 2}]", "unknown word 'quorums'")]
    [InlineData("policies: [{name: x, reviewers: {named: [a]}, quorum: 2}]", "2 approvals of 1 persons")]
    [InlineData("policies: [{name: x, reviewers: {role: a}, quorum: 0}]", "quorum")]
    [InlineData("policies: [{name: x, reviewers: {role: a}, escalate_after: 24h}]", "without the other")]
    [InlineData("policies: [{name: x, reviewers: {role: a}, expires_after: 3 weeks}]", "a time such as")]
    [InlineData("policies: [{name: x, reviewers: {role: a}, risk: huge}]", "the risk 'huge'")]
    [InlineData("policies: [{name: x, reviewers: {role: a}}, {name: x, reviewers: {role: a}}]", "the name 'x'")]
    [InlineData("policy: []", "policies:")]
    [InlineData("policies: [", "not YAML")]
    [InlineData("a: &a [*a, *a]", "")]
    public void What_is_no_policy_is_refused_with_the_reason(string yaml, string reason)
    {
        var fault = Assert.Throws<RefusedException>(() => ApprovalPolicyYaml.Read(yaml));

        Assert.Equal("approval_policy", fault.Code);
        Assert.Contains(reason, fault.Message);
    }

    [Theory]
    [InlineData("""{"b":1,"a":[true,null,"ü€"]}""", """{"a":[true,null,"ü€"],"b":1}""")]
    [InlineData("""{"n":[1.0,1e2,-0.0,0.0010,123456789012345678901234567890,1.5E-3,-12.50]}""", """{"n":[1,100,0,0.001,123456789012345678901234567890,0.0015,-12.5]}""")]
    [InlineData("""{"s":"\u0041\/\n\u001f\ud83d\ude00"}""", "{\"s\":\"A/\\n\\u001f😀\"}")]
    [InlineData("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""", "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}")]
    public void A_payload_has_one_form_however_it_was_written(string json, string canonical)
    {
        Assert.Equal(canonical, CanonicalJson.Of(json));
        Assert.Equal(canonical, CanonicalJson.Of(canonical));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\u0000"}""")]
    [InlineData("""{"a":1e999}""")]
    [InlineData("""{"a":1e99999999999}""")]
    [InlineData("{a:1}")]
    public void What_could_be_read_in_two_ways_is_refused(string json) =>
        Assert.Equal("approval_payload", Assert.Throws<RefusedException>(() => CanonicalJson.Of(json)).Code);

    [Fact]
    public async Task The_hash_of_a_payload_is_that_of_what_the_database_gives_back()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question("""{"b":1.50,"a":{"y":1e3,"x":"\u00e9\n\""},"long name":[],"n":123456789012345678901234567890.10}"""));

        Assert.Equal(request.PayloadHash, CanonicalJson.Hash((await desk.FindAsync(request.Id, Ct)).Payload));
    }

    [Fact]
    public async Task A_question_that_is_none_is_refused()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var question = ApprovalDesk.Question();
        ApprovalQuestion[] wrong =
        [
            question with { CheckpointType = " " }, question with { Risk = "huge" }, question with { Payload = "[]" }, question with { SubjectType = "herd.ticket_def" },
            question with { AgentId = "another" }, question with { Supersedes = Guid.NewGuid() }, question with { SubjectType = "no.table", SubjectId = "1" },
        ];

        foreach (var one in wrong)
        {
            Assert.Equal("approval_question", (await Assert.ThrowsAsync<RefusedException>(() => desk.AskAsync(Ct, one))).Code);
        }

        Assert.Equal("approval_callback", (await Assert.ThrowsAsync<RefusedException>(() => desk.AskAsync(Ct, question with { CallbackUrl = "file:///etc/passwd" }))).Code);
        Assert.Equal(0, await desk.ScalarAsync<long>("select count(*) from governance.approval_requests", Ct));
    }

    private static async Task<(string, long)> RuledAsync(ApprovalDesk desk, string risk)
    {
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question() with { Risk = risk });
        return (request.PolicyName, request.PolicyVersion);
    }
}
