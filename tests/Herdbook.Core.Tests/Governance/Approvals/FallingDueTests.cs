using Herdbook.Core.Governance.Approvals;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Approvals;

/// <summary>What happens when nobody decides: reminding, passing on, expiring; with a clock that jumps and servers that end.</summary>
public sealed class FallingDueTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_answering_reminds_then_passes_it_on_then_expires_each_once()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);

        Assert.Equal(new ApprovalRound(0, 0, 0), await desk.Clock.RunAsync(desk.Tenant, Ct));
        desk.Time.Pass(TimeSpan.FromHours(12));
        Assert.Equal(new ApprovalRound(0, 0, 1), await desk.Clock.RunAsync(desk.Tenant, Ct));
        desk.Time.Pass(TimeSpan.FromHours(12));
        var rounds = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => desk.NewClock().RunAsync(desk.Tenant, Ct))));
        Assert.Equal(1, rounds.Sum(round => round.Escalated));
        Assert.Equal(1, rounds.Sum(round => round.Count));

        var escalated = await desk.FindAsync(request.Id, Ct);
        Assert.Equal("anyone with the role approver", escalated.EscalatedFrom);
        Assert.Equal(["approver", "administrator"], escalated.RequiredRoles);
        var stamp = (await desk.Reading.StoryAsync(desk.Tenant, request.Id, Ct))!.Stamps.Single();
        Assert.Equal(("escalation", "escalated", true), (stamp.Decision.DecisionType, stamp.Decision.DecisionOutcome, stamp.Verdict.Verifies));

        desk.Time.Pass(TimeSpan.FromDays(6));
        Assert.Equal(new ApprovalRound(1, 0, 0), await desk.Clock.RunAsync(desk.Tenant, Ct));
        Assert.Equal(("expired", true), ((await desk.FindAsync(request.Id, Ct)).Status, (await desk.FindAsync(request.Id, Ct)).ClosedAt is not null));
    }

    [Fact]
    public async Task Passing_on_to_a_person_lets_that_person_decide_and_those_before_still()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.PolicyAsync("policies: [{name: p, reviewers: {named: [ada@example.org]}, escalate_after: 1h, escalate_to: {named: [chief@example.org]}}]", Ct);
        var request = await desk.AskAsync(Ct);
        desk.Time.Pass(TimeSpan.FromHours(1));
        await desk.Clock.RunAsync(desk.Tenant, Ct);

        var after = await desk.FindAsync(request.Id, Ct);
        Assert.Equal(("chief@example.org", "ada@example.org"), (after.ReviewerId, after.EscalatedFrom));
        Assert.True((await desk.Reading.RightAsync(desk.Approver("ada@example.org"), after, Ct)).May);
        Assert.IsType<ApprovalOutcome.Done>(await desk.Deciding.DecideAsync(desk.Approver("chief@example.org"), request.Id, new ApprovalVerdict("approved"), Ct));
    }

    [Fact]
    public async Task A_late_decision_is_refused_whether_or_not_the_clock_came_by()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question() with { ExpiresAt = desk.Time.Now.AddHours(1) });
        var ada = desk.Approver("ada@example.org");
        desk.Time.Pass(TimeSpan.FromHours(1));

        Assert.Equal("approval_expired", Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(ada, request.Id, new ApprovalVerdict("approved"), Ct)).Code);
        Assert.Equal(1, (await desk.Clock.RunAsync(desk.Tenant, Ct)).Expired);
        Assert.Equal("approval_expired", Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(ada, request.Id, new ApprovalVerdict("approved"), Ct)).Code);
        Assert.Equal("approval_expired", Assert.IsType<ApprovalOutcome.Refused>(await desk.Delegating.DelegateAsync(ada, request.Id, "bob@example.org", null, Ct)).Code);
        Assert.Equal(0, await desk.ScalarAsync<long>("select count(*) from governance.approval_decisions", Ct));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_and_is_set_right_again_changes_nothing()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);

        desk.Time.Jump(TimeSpan.FromDays(30));
        Assert.Equal(0, (await desk.Clock.RunAsync(desk.Tenant, Ct)).Count);
        Assert.IsType<ApprovalOutcome.Refused>(await desk.Deciding.DecideAsync(desk.Approver("ada@example.org"), request.Id, new ApprovalVerdict("approved"), Ct));
        desk.Time.Pass(TimeSpan.FromSeconds(90));
        desk.Time.Jump(TimeSpan.FromDays(-30));
        Assert.Equal(0, (await desk.Clock.RunAsync(desk.Tenant, Ct)).Count);
        desk.Time.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(0, (await desk.Clock.RunAsync(desk.Tenant, Ct)).Count);

        Assert.Equal("approved", (await desk.Deciding.DecideAsync(desk.Approver("ada@example.org"), request.Id, new ApprovalVerdict("approved"), Ct)).OrThrow().Status);
    }

    [Fact]
    public async Task A_clock_that_jumped_for_good_is_believed_after_two_minutes()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        await desk.AskAsync(Ct);

        desk.Time.Jump(TimeSpan.FromDays(30));
        Assert.Equal(0, (await desk.Clock.RunAsync(desk.Tenant, Ct)).Count);
        desk.Time.Pass(SteadyTime.Probation);

        Assert.Equal(1, (await desk.Clock.RunAsync(desk.Tenant, Ct)).Expired);
    }

    [Fact]
    public async Task A_clock_that_goes_back_neither_undoes_nor_repeats_anything()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var first = await desk.AskAsync(Ct);
        desk.Time.Pass(TimeSpan.FromHours(25));
        Assert.Equal(1, (await desk.Clock.RunAsync(desk.Tenant, Ct)).Escalated);
        desk.Time.Jump(TimeSpan.FromHours(-30));
        var decided = (await desk.Deciding.DecideAsync(desk.Approver("ada@example.org"), first.Id, new ApprovalVerdict("approved"), Ct)).OrThrow();
        desk.Time.Pass(TimeSpan.FromHours(31));

        Assert.Equal(0, (await desk.NewClock().RunAsync(desk.Tenant, Ct)).Count);
        Assert.Equal(first.CreatedAt, decided.DecidedAt);
        Assert.Equal("approved", (await desk.FindAsync(first.Id, Ct)).Status);
    }

    [Fact]
    public async Task An_outcome_waits_in_the_outbox_until_it_was_taken_and_a_server_that_died_while_sending_loses_nothing()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question() with { CallbackUrl = "https://agent.example.org/hook" });
        await desk.Deciding.DecideAsync(desk.Approver("ada@example.org"), request.Id, new ApprovalVerdict("approved"), Ct);

        var first = (await desk.Queue.TakeAsync(desk.Tenant, 10, Ct)).Single();
        Assert.Empty(await new WebhookQueue(desk.Book, desk.Time).TakeAsync(desk.Tenant, 10, Ct));
        desk.Time.Pass(WebhookQueue.Lease);
        var second = (await new WebhookQueue(desk.Book, desk.Time).TakeAsync(desk.Tenant, 10, Ct)).Single();
        await desk.Queue.DeliveredAsync(desk.Tenant, second, 204, Ct);
        desk.Time.Pass(TimeSpan.FromDays(2));

        Assert.Equal((first.Id, first.Body, 1, 2), (second.Id, second.Body, first.Attempts, second.Attempts));
        Assert.Empty(await desk.Queue.TakeAsync(desk.Tenant, 10, Ct));
    }

    [Fact]
    public async Task Tries_come_further_and_further_apart_and_end()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question() with { CallbackUrl = "https://agent.example.org/hook" });
        await desk.Asking.WithdrawAsync(desk.Agent, request.Id, Ct);

        foreach (var wait in WebhookQueue.Waits)
        {
            var message = (await desk.Queue.TakeAsync(desk.Tenant, 10, Ct)).Single();
            await desk.Queue.FailedAsync(desk.Tenant, message, 503, "unavailable", final: false, Ct);
            desk.Time.Pass(wait - TimeSpan.FromSeconds(1));
            Assert.Empty(await desk.Queue.TakeAsync(desk.Tenant, 10, Ct));
            desk.Time.Pass(TimeSpan.FromSeconds(1));
        }

        await desk.Queue.FailedAsync(desk.Tenant, (await desk.Queue.TakeAsync(desk.Tenant, 10, Ct)).Single(), null, "refused", final: false, Ct);
        var delivery = (await desk.Reading.StoryAsync(desk.Tenant, request.Id, Ct))!.Deliveries.Single();
        Assert.Equal(("approval.withdrawn", 8, true), (delivery.Event, delivery.Attempts, delivery.GivenUpAt is not null));
        desk.Time.Pass(TimeSpan.FromDays(30));
        Assert.Empty(await desk.Queue.TakeAsync(desk.Tenant, 10, Ct));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_hold_a_message_for_as_long()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct, ApprovalDesk.Question() with { CallbackUrl = "https://agent.example.org/hook" });
        await desk.Asking.WithdrawAsync(desk.Agent, request.Id, Ct);
        Assert.Single(await desk.Queue.TakeAsync(desk.Tenant, 10, Ct));

        desk.Time.Jump(TimeSpan.FromDays(-400));

        Assert.Single(await desk.Queue.TakeAsync(desk.Tenant, 10, Ct));
    }

    [Fact]
    public async Task Who_waits_is_woken_by_the_decision()
    {
        await using var desk = await ApprovalDesk.OpenAsync(Ct);
        var request = await desk.AskAsync(Ct);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var bell = new ApprovalBell(desk.Database, TimeProvider.System);
        var listening = bell.RunAsync(ending.Token);
        var waiting = new ApprovalWaiting(desk.Reading, bell, TimeProvider.System).WaitAsync(desk.Tenant, request.Id, TimeSpan.FromSeconds(60), Ct);

        await desk.Deciding.DecideAsync(desk.Approver("ada@example.org"), request.Id, new ApprovalVerdict("approved"), Ct);

        Assert.Equal("approved", (await waiting)!.Status);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }
}
