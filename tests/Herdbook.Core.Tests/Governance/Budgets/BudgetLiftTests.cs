using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Budgets;

public sealed class BudgetLiftTests
{
    private static readonly Caller Mason = Person("mason", ActorKind.Agent);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_is_lifted_by_an_approval_of_exactly_that_once_and_for_one_window()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("agent", "mason", "tokens", "day", 100, Ct);
        await bed.RunAsync("r1", "mason", Ct);
        await bed.BookAsync("r1", 100, Ct, usd: 1);
        await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("a", Ct, agent: "mason", tokens: 50));

        var asked = await bed.Lifting.LiftAsync(Mason, budget.Id, null, 50, "a release", Ct);
        var again = await bed.Lifting.LiftAsync(Mason, budget.Id, null, 50.0m, "a release", Ct);
        Assert.Equal((false, false, asked.Approval, 100m), (asked.Lifted, again.Lifted, again.Approval, asked.Figure.Limit));
        Assert.Equal("lift_unapproved", (await Assert.ThrowsAsync<RefusedException>(() => bed.Lifting.LiftAsync(bed.Tenant, Actor.Owner, budget.Id, null, 50, asked.Approval, null, Ct))).Code);

        await new ApprovalDeciding(bed.Book, bed.Database.Keys, bed.Time).DecideAsync(Person("ada", ActorKind.User), asked.Approval, new ApprovalVerdict(ApprovalVerdict.Approved), Ct);
        Assert.Equal("lift_unapproved", (await Assert.ThrowsAsync<RefusedException>(() => bed.Lifting.LiftAsync(bed.Tenant, Actor.Owner, budget.Id, null, 51, asked.Approval, null, Ct))).Code);
        var lifted = await bed.Lifting.LiftAsync(Mason, budget.Id, null, 50, "a release", Ct);
        await bed.Lifting.LiftAsync(Mason, budget.Id, null, 50, "a release", Ct);
        Assert.Equal((true, 150m, 50m, 50m), (lifted.Lifted, lifted.Figure.Limit, lifted.Figure.Lifted, lifted.Figure.Left));
        Assert.Equal(1L, await bed.ScalarAsync<long>("select count(*) from governance.audit_logs where event_type = 'budgets.lift'", Ct));

        Assert.True((await bed.AskAsync("b", Ct, agent: "mason", tokens: 50)).Reserved);
        await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("c", Ct, agent: "mason", tokens: 1));
        bed.Time.Move(TimeSpan.FromDays(1));
        Assert.Equal(100, (await bed.FigureAsync(budget, Ct)).Limit);
    }

    private static Caller Person(string name, ActorKind kind) => new(
        Tenant.Default, new Actor(name, kind), kind == ActorKind.User ? Guid.NewGuid() : null, kind == ActorKind.Agent ? name : null, kind == ActorKind.User ? ["approver"] : ["agent"],
        [Permission.ApprovalsRead, Permission.ApprovalsRequest, Permission.ApprovalsDecide]);
}
