using Herdbook.Core.Governance.Approvals;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Approvals;

/// <summary>Who decides, how many count, and what becomes of it.</summary>
public sealed class DecidingTests
{
    private const string Quorum = """
        policies:
          - name: three of us
            checkpoint: pre_filing
            reviewers: {role: approver}
            quorum: 3
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_fifty_who_approve_at_once_exactly_the_quorum_counts_and_there_is_one_outcome()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync(Quorum, Ct);
        var request = await desk.AskAsync(Ct);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => desk.Deciding.DecideAsync(desk.Approver($"person{i}@example.org"), request.Id, new ApprovalVerdict("approved"), Ct))));

        Assert.Equal(3, outcomes.OfType<ApprovalOutcome.Done>().Count());
        Assert.All(outcomes.OfType<ApprovalOutcome.Refused>(), refused => Assert.Equal("approval_decided", refused.Code));
        var after = await desk.FindAsync(request.Id, Ct);
        Assert.Equal(("approved", 3), (after.Status, after.Approvals));
        Assert.Equal(3, await desk.ScalarAsync<long>("select count(*) from governance.approval_decisions", Ct));
        Assert.Equal(3, await desk.ScalarAsync<long>("select count(*) from memory.memory_governance_decisions", Ct));
        Assert.Equal(1, await desk.ScalarAsync<long>("select count(*) from governance.approval_decisions where outcome = 'approved'", Ct));
    }

    [Fact]
    public async Task Of_fifty_who_disagree_at_once_there_is_one_outcome_too()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync(Quorum, Ct);
        var request = await desk.AskAsync(Ct);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => desk.Deciding.DecideAsync(
            desk.Approver($"person{i}@example.org"), request.Id, i % 2 == 0 ? new ApprovalVerdict("approved") : new ApprovalVerdict("rejected", "Distances are missing."), Ct))));

        var counted = outcomes.OfType<ApprovalOutcome.Done>().ToList();
        Assert.Single(counted, done => !done.Approval.IsPending);
        var after = await desk.FindAsync(request.Id, Ct);
        Assert.Equal(after.Status, counted.Single(done => !done.Approval.IsPending).Approval.Status);
        Assert.Equal(counted.Count, await desk.ScalarAsync<long>("select count(*) from governance.approval_decisions", Ct));
        Assert.True(counted.Count <= 3);
    }

    [Fact]
    public async Task The_same_person_counts_once_with_whatever_token()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync(Quorum, Ct);
        var request = await desk.AskAsync(Ct);
        var user = Guid.NewGuid();

        await desk.Deciding.DecideAsync(desk.Person("ada@example.org", ActorKind.User, user, null, "approver"), request.Id, new ApprovalVerdict("approved"), Ct);
        var again = await desk.Deciding.DecideAsync(desk.Person("ada's laptop", ActorKind.System, user, null, "approver"), request.Id, new ApprovalVerdict("approved"), Ct);
        var other = await desk.Deciding.DecideAsync(desk.Person("ada@example.org", ActorKind.User, user, null, "approver"), request.Id, new ApprovalVerdict("rejected", "No."), Ct);

        Assert.True(Assert.IsType<ApprovalOutcome.Done>(again).Repeated);
        Assert.Equal("approval_voted", Assert.IsType<ApprovalOutcome.Refused>(other).Code);
        Assert.Equal(1, (await desk.FindAsync(request.Id, Ct)).Approvals);
    }

    [Fact]
    public async Task Nobody_decides_their_own_request_as_user_as_owner_of_the_token_or_as_the_agent()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);
        var owner = desk.Person("grace@example.org", ActorKind.User, ApprovalDesk.Grace, null, "administrator", "approver");
        var agent = desk.Person("another token", ActorKind.Agent, Guid.NewGuid(), "rule-37", "approver");
        var name = desk.Person("RULE-37", ActorKind.System, null, null, "approver");

        foreach (var caller in new[] { owner, agent, name, desk.Agent with { Roles = ["approver"] } })
        {
            var outcome = await desk.Deciding.DecideAsync(caller, request.Id, new ApprovalVerdict("approved"), Ct);
            Assert.Equal("approval_own", Assert.IsType<ApprovalOutcome.Refused>(outcome).Code);
        }

        Assert.True((await desk.FindAsync(request.Id, Ct)).IsPending);
        Assert.Equal(4, await desk.ScalarAsync<long>("select count(*) from governance.audit_logs where event_type = 'approvals.refuse'", Ct));
    }

    [Fact]
    public async Task A_policy_may_let_the_owner_of_a_token_decide_for_the_agent_but_not_for_themselves()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync("policies: [{name: small team, reviewers: {role: approver}, owner_decides_for_agent: true}]", Ct);
        var owner = desk.Person("grace@example.org", ActorKind.User, ApprovalDesk.Grace, null, "approver");

        var agents = await desk.AskAsync(Ct);
        var own = await desk.AskAsync(Ct, caller: owner);

        Assert.IsType<ApprovalOutcome.Done>(await desk.Deciding.DecideAsync(owner, agents.Id, new ApprovalVerdict("approved"), Ct));
        Assert.Equal("approval_own", Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(owner, own.Id, new ApprovalVerdict("approved"), Ct)).Code);
    }

    [Fact]
    public async Task Who_is_not_asked_is_refused_and_a_named_individual_is_not_stood_in_for_by_a_role()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync("policies: [{name: ada only, reviewers: {named: [ada@example.org]}}]", Ct);
        var request = await desk.AskAsync(Ct);

        Assert.Equal(("named_individual", "ada@example.org"), (request.ReviewerStrategy, request.ReviewerId));
        Assert.Equal("approval_not_asked", Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(desk.Approver("bob@example.org"), request.Id, new ApprovalVerdict("approved"), Ct)).Code);
        Assert.IsType<ApprovalOutcome.Done>(await desk.Deciding.DecideAsync(desk.Approver("Ada@Example.org"), request.Id, new ApprovalVerdict("approved"), Ct));
    }

    [Fact]
    public async Task A_rejection_says_why_and_a_modification_goes_back_with_what_changes()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);
        var ada = desk.Approver("ada@example.org");

        var silent = await Assert.ThrowsAsync<RefusedException>(() => desk.Deciding.DecideAsync(ada, request.Id, new ApprovalVerdict("rejected"), Ct));
        Assert.Equal("approval_reason", silent.Code);
        var outcome = (await desk.Deciding.DecideAsync(ada, request.Id, new ApprovalVerdict("modified", "The other form.", """{"form":"R-32","lease":"08-12345"}"""), Ct)).OrThrow();

        Assert.Equal("modified", outcome.Status);
        Assert.Equal([new PayloadChange("/form", "\"W-1\"", "\"R-32\"")], PayloadDiff.Of(outcome.Payload, outcome.Modifications!));
        var anew = await desk.AskAsync(Ct, ApprovalDesk.Question(outcome.Modifications!) with { Supersedes = request.Id });
        Assert.Equal("pending", anew.Status);
        Assert.Equal([anew.Id], (await desk.Reading.StoryAsync(desk.Tenant, request.Id, Ct))!.Later);
    }

    [Fact]
    public async Task What_was_approved_is_what_runs()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);
        var ada = desk.Approver("ada@example.org");

        var wrong = await desk.Deciding.DecideAsync(ada, request.Id, new ApprovalVerdict("approved", PayloadHash: CanonicalJson.Hash("""{"form":"R-32"}""")), Ct);
        Assert.Equal("approval_payload_changed", Assert.IsType<ApprovalOutcome.Refused>(wrong).Code);
        Assert.IsType<ApprovalGate.Waits>(await desk.Gate.CheckAsync(desk.Tenant, request.Id, request.PayloadHash, Ct));
        await desk.Deciding.DecideAsync(ada, request.Id, new ApprovalVerdict("approved", PayloadHash: request.PayloadHash), Ct);

        Assert.IsType<ApprovalGate.Open>(await desk.Gate.CheckAsync(desk.Tenant, request.Id, CanonicalJson.Hash("""{ "form" : "W-1", "lease" : "08-12345" }"""), Ct));
        Assert.IsType<ApprovalGate.Changed>(await desk.Gate.CheckAsync(desk.Tenant, request.Id, CanonicalJson.Hash("""{"form":"W-1","lease":"08-99999"}"""), Ct));
        Assert.Null(await desk.Gate.CheckAsync(new Tenant("other"), request.Id, request.PayloadHash, Ct));
        var fault = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Book.WriteAsync(
            desk.Tenant, Actor.Owner, new Core.Governance.Audit.AuditEvent("test"), (connection, token) => new Npgsql.NpgsqlCommand("update governance.approval_requests set payload = '{}'", connection).ExecuteNonQueryAsync(token), Ct));
        Assert.Contains("never changes", fault.Message);
    }

    [Fact]
    public async Task A_gate_asks_once_and_opens_for_the_payload_that_was_approved()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var question = ApprovalDesk.Question() with { SubjectType = "compliance.filing_checklists", SubjectId = "W-1/08-12345" };

        var first = Assert.IsType<ApprovalGate.Waits>(await desk.Gate.RequireAsync(desk.Agent, question, Ct));
        var second = Assert.IsType<ApprovalGate.Waits>(await desk.Gate.RequireAsync(desk.Agent, question, Ct));
        await desk.Deciding.DecideAsync(desk.Approver("ada@example.org"), first.Approval.Id, new ApprovalVerdict("approved"), Ct);

        Assert.Equal(first.Approval.Id, second.Approval.Id);
        Assert.IsType<ApprovalGate.Open>(await desk.Gate.RequireAsync(desk.Agent, question, Ct));
        Assert.IsType<ApprovalGate.Waits>(await desk.Gate.RequireAsync(desk.Agent, question with { Payload = "{\"lease\":\"another\"}" }, Ct));
    }

    [Fact]
    public async Task A_request_that_is_sent_twice_with_its_key_is_made_once()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var question = ApprovalDesk.Question() with { Key = "run-1/pre_filing" };

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => desk.Asking.AskAsync(desk.Agent, question, Ct))));

        Assert.Single(all.Select(outcome => outcome.OrThrow().Id).Distinct());
        Assert.Single(all, outcome => outcome is ApprovalOutcome.Done { Repeated: false });
        var other = await desk.Asking.AskAsync(desk.Agent, question with { Payload = "{}" }, Ct);
        Assert.Equal("approval_key_reused", Assert.IsType<ApprovalOutcome.Refused>(other).Code);
    }

    [Fact]
    public async Task A_delegate_decides_in_the_place_of_who_was_asked_and_passes_nothing_further()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync("policies: [{name: ada only, reviewers: {named: [ada@example.org]}}]", Ct);
        var request = await desk.AskAsync(Ct);
        var (ada, bob, carl) = (desk.Approver("ada@example.org"), desk.Approver("bob@example.org"), desk.Approver("carl@example.org"));

        Assert.Equal("approval_not_asked", Assert.IsType<ApprovalOutcome.Refused>(await desk.Delegating.DelegateAsync(bob, request.Id, "carl@example.org", null, Ct)).Code);
        Assert.Equal("approval_own", Assert.IsType<ApprovalOutcome.Refused>(await desk.Delegating.DelegateAsync(ada, request.Id, "rule-37", null, Ct)).Code);
        (await desk.Delegating.DelegateAsync(ada, request.Id, "bob@example.org", "On leave.", Ct)).OrThrow();
        Assert.Equal("approval_not_asked", Assert.IsType<ApprovalOutcome.Refused>(await desk.Delegating.DelegateAsync(bob, request.Id, "carl@example.org", null, Ct)).Code);
        Assert.Equal("approval_not_asked", Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(carl, request.Id, new ApprovalVerdict("approved"), Ct)).Code);
        await desk.Deciding.DecideAsync(bob, request.Id, new ApprovalVerdict("approved"), Ct);

        var story = (await desk.Reading.StoryAsync(desk.Tenant, request.Id, Ct))!;
        Assert.Equal(("bob@example.org", "ada@example.org"), (story.Decisions[0].Decider, story.Decisions[0].OnBehalfOf));
    }

    [Fact]
    public async Task A_delegation_of_everything_holds_in_its_time_and_until_it_is_taken_back()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync("policies: [{name: ada only, reviewers: {named: [ada@example.org]}}]", Ct);
        var (ada, bob) = (desk.Approver("ada@example.org"), desk.Approver("bob@example.org"));
        var first = await desk.AskAsync(Ct);
        var made = await desk.Delegating.DelegateAllAsync(ada, "bob@example.org", desk.Time.Now.AddDays(1), desk.Time.Now.AddDays(3), "On leave.", Ct);

        Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(bob, first.Id, new ApprovalVerdict("approved"), Ct));
        desk.Time.Pass(TimeSpan.FromDays(2));
        Assert.True((await desk.Reading.InboxAsync(bob, Ct)).Single().Right.May);
        Assert.IsType<ApprovalOutcome.Done>(await desk.Deciding.DecideAsync(bob, first.Id, new ApprovalVerdict("approved"), Ct));
        var second = await desk.AskAsync(Ct);
        Assert.False(await desk.Delegating.RevokeAsync(bob, made.Id, Ct));
        Assert.True(await desk.Delegating.RevokeAsync(ada, made.Id, Ct));
        Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(bob, second.Id, new ApprovalVerdict("approved"), Ct));
    }

    [Fact]
    public async Task Every_decision_bears_a_stamp_that_verifies_until_a_word_of_it_is_changed()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question() with { SubjectType = "compliance.filing_checklists", SubjectId = "W-1/08-12345", Risk = "high" });
        await desk.Deciding.DecideAsync(desk.Approver("ada@example.org"), request.Id, new ApprovalVerdict("approved", "Distances are right — “checked”."), Ct);
        desk.Keys.Rotate();

        var (decision, verdict) = (await desk.Reading.StoryAsync(desk.Tenant, request.Id, Ct))!.Stamps.Single();
        Assert.Equal((true, null), (verdict.Verifies, verdict.WhyNot));
        Assert.Equal(("approval", "approved", "ada@example.org", "high"), (decision.DecisionType, decision.DecisionOutcome, decision.DecisionMaker, decision.RiskLevel));

        foreach (var change in new[]
                 {
                     "decision_maker = 'eve@example.org'", "reasoning = 'x'", "decision_outcome = 'denied'", "audit_stamp = jsonb_set(audit_stamp, '{payload_hash}', '\"00\"')",
                     "audit_stamp = jsonb_set(audit_stamp, '{signature}', '\"00\"')", "audit_stamp = audit_stamp - 'checksum'", "subject_id = 'W-1/08-99999'",
                 })
        {
            await desk.TamperAsync($"update memory.memory_governance_decisions set {change}", Ct);
            Assert.False((await desk.Reading.StoryAsync(desk.Tenant, request.Id, Ct))!.Stamps.Single().Verdict.Verifies, change);
            await desk.TamperAsync(Restore(decision), Ct);
            Assert.True((await desk.Reading.StoryAsync(desk.Tenant, request.Id, Ct))!.Stamps.Single().Verdict.Verifies);
        }
    }

    [Fact]
    public async Task Another_tenant_neither_sees_nor_decides_nor_comments()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);
        var stranger = desk.Approver("eve@example.org") with { Tenant = new Tenant("other"), Roles = ["administrator"] };

        Assert.Null(await desk.Reading.FindAsync(stranger.Tenant, request.Id, Ct));
        Assert.Equal("approval_unknown", Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(stranger, request.Id, new ApprovalVerdict("approved"), Ct)).Code);
        Assert.Equal("approval_unknown", Assert.IsType<ApprovalOutcome.Refused>(await desk.Asking.WithdrawAsync(stranger, request.Id, Ct)).Code);
        Assert.Equal("approval_unknown", Assert.IsType<ApprovalOutcome.Refused>(await desk.Delegating.DelegateAsync(stranger, request.Id, "bob", null, Ct)).Code);
        Assert.Equal("approval_unknown", (await Assert.ThrowsAsync<RefusedException>(() => desk.Talk.SayAsync(stranger, request.Id, "Hello", Ct))).Code);
        Assert.Empty(await desk.Reading.InboxAsync(stranger, Ct));
        Assert.True((await desk.FindAsync(request.Id, Ct)).IsPending);
    }

    [Fact]
    public async Task Only_who_asked_takes_a_question_back_and_then_nobody_decides_it()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);
        var ada = desk.Approver("ada@example.org");

        Assert.Equal("approval_not_yours", Assert.IsType<ApprovalOutcome.Refused>(await desk.Asking.WithdrawAsync(ada, request.Id, Ct)).Code);
        Assert.Equal("withdrawn", (await desk.Asking.WithdrawAsync(desk.Agent, request.Id, Ct)).OrThrow().Status);
        Assert.True(Assert.IsType<ApprovalOutcome.Done>(await desk.Asking.WithdrawAsync(desk.Agent, request.Id, Ct)).Repeated);
        Assert.Equal("approval_decided", Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(ada, request.Id, new ApprovalVerdict("approved"), Ct)).Code);
    }

    private static string Restore(GovernanceDecision d) => $"""
        update memory.memory_governance_decisions
           set decision_maker = '{d.DecisionMaker}', reasoning = '{d.Reasoning}', decision_outcome = '{d.DecisionOutcome}', subject_id = '{d.SubjectId}', audit_stamp = '{d.AuditStamp}'
        """;
}
