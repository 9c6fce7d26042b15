using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Budgets;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Budgets;

public sealed class BudgetEvaluationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_warning_and_a_stop_are_booked_once_for_a_window_and_audited()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("agent", "mason", "tokens", "day", 1000, Ct);
        await bed.RunAsync("r1", "mason", Ct);
        await bed.BookAsync("r1", 799, Ct, usd: 1);
        Assert.Empty(await bed.Evaluation.RunAsync(bed.Tenant, Ct));
        await bed.BookAsync("r1", 1, Ct, usd: 1);
        Assert.Equal("warning", Assert.Single(await bed.Evaluation.RunAsync(bed.Tenant, Ct)).Level);
        await bed.BookAsync("r1", 100, Ct, usd: 1);
        Assert.Empty(await bed.Evaluation.RunAsync(bed.Tenant, Ct));
        await bed.BookAsync("r1", 100, Ct, usd: 1);
        var stop = Assert.Single(await bed.Evaluation.RunAsync(bed.Tenant, Ct));
        Assert.Equal(("stop", 1000m, 1000m, budget.Id), (stop.Level, stop.Limit, stop.Used, stop.BudgetId));
        await bed.BookAsync("r1", 100, Ct, usd: 1);
        Assert.Empty(await bed.Evaluation.RunAsync(bed.Tenant, Ct));
        Assert.Equal("budgets.warn,budgets.stop", await bed.ScalarAsync<string>(
            "select string_agg(event_type, ',' order by created_at) from governance.audit_logs where event_type in ('budgets.warn', 'budgets.stop')", Ct));
        await bed.BookAsync("r1", -1000, Ct, usd: -1, kind: "correction");
        Assert.Empty(await bed.Evaluation.RunAsync(bed.Tenant, Ct));
        Assert.Equal(100, (await bed.FigureAsync(budget, Ct)).Used);
    }

    [Fact]
    public async Task Eight_that_look_at_once_add_each_booking_once_while_others_book()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("tenant", "", "tokens", "month", 1_000_000, Ct);
        await bed.RunAsync("r1", "mason", Ct);
        await Task.WhenAll(
            Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (_, ct) => await bed.BookAsync("r1", 7, ct, usd: 0.5m)),
            Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Ct }, async (_, ct) => await bed.Evaluation.RunAsync(bed.Tenant, ct)));
        Assert.Equal(1400, (await bed.FigureAsync(budget, Ct)).Used);
        Assert.Equal(1400, await bed.FoldAllAsync(Ct));
        Assert.Equal(1400, (await bed.FigureAsync(budget, Ct)).Used);
    }

    [Fact]
    public async Task What_a_transaction_that_still_runs_has_booked_is_counted_when_it_commits()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("tenant", "", "tokens", "month", 1000, Ct);
        await bed.RunAsync("r1", "mason", Ct);
        var booked = new TaskCompletionSource();
        var commit = new TaskCompletionSource();
        var slow = bed.Book.WriteAsync(
            bed.Tenant, Actor.Intake, new AuditEvent("test"),
            async (connection, ct) =>
            {
                await using var command = new NpgsqlCommand("insert into herd.agent_instance_token_activity (agent_instance_code, token_input_count, created_at) values ('r1', 5, $1)", connection)
                {
                    Parameters = { new NpgsqlParameter<DateTime> { TypedValue = bed.Time.GetUtcNow().UtcDateTime } },
                };
                await command.ExecuteNonQueryAsync(ct);
                booked.SetResult();
                await commit.Task.WaitAsync(ct);
                return 0;
            },
            Ct);
        await booked.Task.WaitAsync(Ct);
        await bed.BookAsync("r1", 900, Ct, usd: 1);
        Assert.Equal("warning", Assert.Single(await bed.Evaluation.RunAsync(bed.Tenant, Ct)).Level);
        Assert.Equal(900, (await bed.FigureAsync(budget, Ct)).Used);
        commit.SetResult();
        await slow;
        Assert.Equal(905, (await bed.FigureAsync(budget, Ct)).Used);
        Assert.Equal(905, await bed.FoldAllAsync(Ct));
        Assert.Equal(905, (await bed.FigureAsync(budget, Ct)).Used);
    }

    [Fact]
    public async Task A_late_booking_warns_for_the_day_that_it_belongs_to_and_none_before_the_budget_was_set()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        await bed.SetAsync("agent", "mason", "tokens", "day", 100, Ct);
        bed.Time.Move(TimeSpan.FromDays(2));
        await bed.RunAsync("r1", "mason", Ct);
        await bed.BookAsync("r1", 100, Ct, usd: 1, ago: TimeSpan.FromDays(1));
        await bed.BookAsync("r1", 100, Ct, usd: 1, ago: TimeSpan.FromDays(30));
        Assert.Equal("2026-11-21", Assert.Single(await bed.Evaluation.RunAsync(bed.Tenant, Ct)).WindowKey);
    }

    [Fact]
    public async Task A_run_that_used_its_budget_is_stopped_and_told_by_its_code()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        await bed.SetAsync("agent", "mason", "usd", "run", 10, Ct);
        await bed.RunAsync("r1", "mason", Ct);
        await bed.RunAsync("r2", "mason", Ct);
        await bed.BookAsync("r1", 10, Ct, usd: 9.5m);
        await bed.BookAsync("r2", 2_000_000, Ct);
        var alerts = await bed.Evaluation.RunAsync(bed.Tenant, Ct);
        Assert.Equal([("r1", "warning"), ("r2", "stop")], alerts.Select(a => (a.WindowKey, a.Level)).Order());
    }

    [Fact]
    public async Task Another_tenants_bookings_and_budgets_are_not_seen()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var other = bed.For("other");
        var ours = await bed.SetAsync("tenant", "", "tokens", "month", 100, Ct);
        var theirs = await other.SetAsync("tenant", "", "tokens", "month", 100, Ct);
        await other.RunAsync("r1", "mason", Ct);
        await other.BookAsync("r1", 100, Ct, usd: 1);

        Assert.Empty(await bed.Evaluation.RunAsync(bed.Tenant, Ct));
        Assert.Equal(0, (await bed.FigureAsync(ours, Ct)).Used);
        Assert.Equal(100, (await other.FigureAsync(theirs, Ct)).Used);
        Assert.True((await bed.AskAsync("a", Ct, tokens: 100)).Reserved);
        Assert.Equal("budget_unknown", (await Assert.ThrowsAsync<RefusedException>(() => bed.Lifting.LiftAsync(bed.Tenant, Actor.Owner, theirs.Id, null, 1, Guid.NewGuid(), null, Ct))).Code);
    }
}
