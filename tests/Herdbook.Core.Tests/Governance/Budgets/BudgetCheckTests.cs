using Herdbook.Core.Governance.Budgets;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Budgets;

public sealed class BudgetCheckTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_who_ask_at_once_for_a_budget_of_one_hundred_are_granted_exactly_one_hundred()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("agent", "mason", "runs", "day", 100, Ct);
        var granted = 0;
        var refused = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 40, CancellationToken = Ct }, async (i, ct) =>
        {
            try
            {
                await bed.AskAsync($"ask-{i}", ct, agent: "mason");
                Interlocked.Increment(ref granted);
            }
            catch (RefusedException e) when (e.Code == "budget_exceeded")
            {
                Interlocked.Increment(ref refused);
            }
        });

        Assert.Equal((100, 100), (granted, refused));
        Assert.Equal(100, (await bed.FigureAsync(budget, Ct)).Reserved);
        Assert.Equal(100L, await bed.ScalarAsync<long>("select count(*) from governance.budget_reservations", Ct));
        Assert.Equal(100L, await bed.ScalarAsync<long>("select count(*) from governance.audit_logs where event_type = 'budgets.refuse'", Ct));
    }

    [Fact]
    public async Task A_refusal_tells_the_numbers_the_budget_and_the_windows_end()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("agent", "mason", "tokens", "day", 1000, Ct);
        await bed.RunAsync("r1", "mason", Ct);
        await bed.BookAsync("r1", 600, Ct, usd: 1);
        await bed.AskAsync("first", Ct, agent: "mason", tokens: 300);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("second", Ct, agent: "mason", tokens: 101));

        Assert.Equal("budget_exceeded", refused.Code);
        Assert.Equal(
            (budget.Id, 1000m, 600m, 300m, 101m, 100m, "2026-11-21T00:00:00Z"),
            ((Guid)refused.More!["budget_id"]!, refused.More["limit"], refused.More["used"], refused.More["reserved"], refused.More["asked"], refused.More["left"], refused.More["window_ends"]));
        Assert.Contains("600 tokens used, 300 tokens reserved, 101 tokens were asked for, 100 tokens are left", refused.Message, StringComparison.Ordinal);
        Assert.True((await bed.AskAsync("third", Ct, agent: "mason", tokens: 100)).Reserved);
    }

    [Fact]
    public async Task Asking_again_with_the_same_key_reserves_nothing_more_and_another_request_under_it_is_refused()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("tenant", "", "tokens", "month", 100, Ct);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bed.AskAsync("one", Ct, tokens: 60)));

        Assert.All(answers, a => Assert.True(a.Reserved));
        Assert.Equal(60, (await bed.FigureAsync(budget, Ct)).Reserved);
        Assert.Equal("reservation_key", (await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("one", Ct, tokens: 61))).Code);
    }

    [Fact]
    public async Task All_budgets_that_apply_must_have_room_or_nothing_is_reserved()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var agent = await bed.SetAsync("agent", "mason", "tokens", "day", 1000, Ct);
        var tenant = await bed.SetAsync("tenant", "", "usd", "month", 2, Ct);

        await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("a", Ct, agent: "mason", tokens: 10, usd: 3));
        Assert.Equal(0, (await bed.FigureAsync(agent, Ct)).Reserved);
        await bed.AskAsync("b", Ct, agent: "mason", tokens: 10, usd: 1.5m);
        Assert.Equal((10m, 1.5m), ((await bed.FigureAsync(agent, Ct)).Reserved, (await bed.FigureAsync(tenant, Ct)).Reserved));
        Assert.False((await bed.For("other").AskAsync("b", Ct, agent: "mason", tokens: 10_000)).Reserved);
    }

    [Fact]
    public async Task A_reservation_lapses_after_its_time_and_its_key_is_spent()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("agent", "mason", "tokens", "day", 100, Ct);
        await bed.AskAsync("a", Ct, agent: "mason", tokens: 100, hold: TimeSpan.FromMinutes(5));
        bed.Time.Move(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("b", Ct, agent: "mason", tokens: 1));
        bed.Time.Move(TimeSpan.FromSeconds(1));

        Assert.Equal(0, (await bed.FigureAsync(budget, Ct)).Reserved);
        Assert.True((await bed.AskAsync("b", Ct, agent: "mason", tokens: 100)).Reserved);
        Assert.Equal("reservation_expired", (await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("a", Ct, agent: "mason", tokens: 100, hold: TimeSpan.FromMinutes(5)))).Code);
    }

    [Fact]
    public async Task What_is_booked_of_a_run_takes_its_reservations_place()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("agent", "mason", "tokens", "day", 1000, Ct);
        await bed.RunAsync("r1", "mason", Ct);
        await bed.BookAsync("r1", 50, Ct, usd: 1);
        await bed.AskAsync("a", Ct, agent: "mason", tokens: 400, run: "r1");
        Assert.Equal((50m, 400m), await StandAsync());
        await bed.BookAsync("r1", 150, Ct, usd: 1);
        Assert.Equal((200m, 250m), await StandAsync());
        await bed.AskAsync("b", Ct, agent: "mason", tokens: 100, run: "r1");
        Assert.Equal((200m, 350m), await StandAsync());
        await bed.BookAsync("r1", 300, Ct, usd: 1);
        Assert.Equal((500m, 50m), await StandAsync());
        await bed.BookAsync("r1", -100, Ct, usd: -1, kind: "correction");
        Assert.Equal((400m, 150m), await StandAsync());

        async Task<(decimal, decimal)> StandAsync() => await bed.FigureAsync(budget, Ct) is var f ? (f.Used, f.Reserved) : default;
    }

    [Fact]
    public async Task What_was_settled_counts_until_its_bookings_come()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.SetAsync("agent", "mason", "tokens", "day", 1000, Ct);
        await bed.AskAsync("a", Ct, agent: "mason", tokens: 400);
        Assert.Equal("settled", (await bed.Settling.SettleAsync(bed.Tenant, BudgetBed.Asker, "a", "r1", 300, null, false, Ct)).Status);
        bed.Time.Move(TimeSpan.FromHours(2));
        Assert.Equal((0m, 300m), await StandAsync());
        await bed.RunAsync("r1", "mason", Ct);
        await bed.BookAsync("r1", 120, Ct, usd: 1);
        Assert.Equal((120m, 180m), await StandAsync());
        await bed.BookAsync("r1", 190, Ct, usd: 1);
        Assert.Equal((310m, 0m), await StandAsync());

        await bed.Settling.SettleAsync(bed.Tenant, BudgetBed.Asker, "a", "r1", 300, null, false, Ct);
        Assert.Equal("reservation_closed", (await Assert.ThrowsAsync<RefusedException>(() => bed.Settling.ReleaseAsync(bed.Tenant, BudgetBed.Asker, "a", false, Ct))).Code);
        Assert.Equal("reservation_unknown", (await Assert.ThrowsAsync<RefusedException>(() => bed.Settling.ReleaseAsync(new Tenant("other"), BudgetBed.Asker, "a", false, Ct))).Code);
        Assert.Equal("reservation_unknown", (await Assert.ThrowsAsync<RefusedException>(() => bed.Settling.SettleAsync(bed.Tenant, new Actor("stranger"), "a", "r1", 300, null, true, Ct))).Code);

        async Task<(decimal, decimal)> StandAsync() => await bed.FigureAsync(budget, Ct) is var f ? (f.Used, f.Reserved) : default;
    }

    [Fact]
    public async Task What_was_released_is_free_again()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        await bed.SetAsync("ticket", "T-1", "usd", "day", 1, Ct);
        Task<BudgetGrant> Ask(string key) =>
            bed.Checks.ReserveAsync(bed.Tenant, BudgetBed.Asker, new BudgetRequest(key, null, null, "T-1", null, null, 1, BudgetRequest.UsualHold), Ct);
        await Ask("a");
        await Assert.ThrowsAsync<RefusedException>(() => Ask("b"));
        await bed.Settling.ReleaseAsync(bed.Tenant, BudgetBed.Asker, "a", false, Ct);
        await bed.Settling.ReleaseAsync(bed.Tenant, BudgetBed.Asker, "a", false, Ct);
        Assert.True((await Ask("b")).Reserved);
    }

    [Fact]
    public async Task A_run_counts_once_however_often_it_asks_and_its_subagents_count_with_it()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var runs = await bed.SetAsync("project", "/barn", "runs", "day", 2, Ct);
        await bed.SetAsync("project", "/barn", "tokens", "run", 500, Ct);
        await bed.RunAsync("r1", "mason", Ct, project: "/barn");
        await bed.RunAsync("r1/s", "mason-sub", Ct, root: "r1");
        await bed.AskAsync("a", Ct, run: "r1", tokens: 100);
        await bed.AskAsync("b", Ct, run: "r1/s", tokens: 100);
        Assert.Equal((1m, 0m), await bed.FigureAsync(runs, Ct) is var f ? (f.Used, f.Reserved) : default);

        await bed.BookAsync("r1/s", 350, Ct, usd: 0);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("c", Ct, run: "r1", tokens: 200));
        Assert.Equal(("r1", 350m), (refused.More!["window_key"], refused.More["used"]));
    }

    [Fact]
    public async Task Use_without_a_price_and_use_under_a_subscription_count_in_dollars_too()
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        var budget = await bed.Budgets.SetAsync(bed.Tenant, Actor.Owner, new BudgetDraft("agent", "mason", "usd", "month", 10, UnpricedUsdPerM: 3), Ct);
        await bed.RunAsync("r1", "mason", Ct);
        await bed.BookAsync("r1", 1_000_000, Ct, usd: 4, basis: "imputed");
        await bed.BookAsync("r1", 2_000_000, Ct);
        var figure = await bed.FigureAsync(budget, Ct);

        Assert.Equal((10m, 2_000_000m, true), (figure.Used, figure.Unpriced, figure.IsStopped));
        Assert.Equal("budget_exceeded", (await Assert.ThrowsAsync<RefusedException>(() => bed.AskAsync("a", Ct, agent: "mason"))).Code);
    }

    [Theory]
    [InlineData("tenant", "x", "tokens", "day", 1)]
    [InlineData("agent", "", "tokens", "day", 1)]
    [InlineData("agent", "x", "runs", "run", 1)]
    [InlineData("agent", "x", "tokens", "day", 1.5)]
    [InlineData("agent", "x", "usd", "day", -1)]
    [InlineData("agent", "x", "euros", "day", 1)]
    [InlineData("agent", "x", "usd", "week", 1)]
    public async Task A_budget_that_cannot_be_is_refused(string scope, string code, string measure, string window, double limit)
    {
        await using var bed = await BudgetBed.CreateAsync(Ct);
        Assert.Equal("budget_invalid", (await Assert.ThrowsAsync<RefusedException>(() => bed.SetAsync(scope, code, measure, window, (decimal)limit, Ct))).Code);
    }
}
