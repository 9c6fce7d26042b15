using Herdbook.Core.Herd.Work;
using Xunit;

namespace Herdbook.Core.Tests.Herd.Work;

public sealed class ClaimTests(HerdBed bed) : IClassFixture<HerdBed>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holder_whose_lease_ran_out_cannot_write_and_the_next_one_has_a_greater_fence()
    {
        var team = await bed.TeamAsync(Ct);
        var first = await team.Work.Queue.ClaimAsync(team.As("mason"), new ClaimRequest(LeaseSeconds: 60), Ct);
        team.Time.Move(TimeSpan.FromSeconds(59));
        await team.Work.Queue.BeatAsync(team.As("mason"), new HeartbeatRequest(first.TicketCode!, first.Fence!.Value, 60), Ct);
        team.Time.Move(TimeSpan.FromSeconds(59));
        Assert.NotEqual(first.TicketCode, (await team.Work.Queue.ClaimAsync(team.As("iris"), new ClaimRequest(), Ct)).TicketCode);

        team.Time.Move(TimeSpan.FromSeconds(1));
        Assert.Equal("claim_lost", await HerdTeam.RefusedAsync(() => team.Work.Queue.BeatAsync(team.As("mason"), new HeartbeatRequest(first.TicketCode!, 1), Ct)));
        var second = await team.Work.Queue.ClaimAsync(team.As("wren"), new ClaimRequest(), Ct);

        Assert.Equal((first.TicketCode, 2L, first.AgentInstanceCode), (second.TicketCode, second.Fence, second.TakenFrom));
        foreach (var fence in new long?[] { 1, null })
        {
            var code = await HerdTeam.RefusedAsync(() => team.Work.Transitions.MoveAsync(team.As("mason"), new TransitionRequest(first.TicketCode!, "done", Fence: fence), Ct));
            Assert.Equal(fence is null ? "claim_held" : "claim_lost", code);
        }

        Assert.Equal("claim_lost", await HerdTeam.RefusedAsync(() => team.Work.Releases.HandOffAsync(team.As("mason"), new HandoffRequest(first.TicketCode!, "iris", "mine", 1), Ct)));
        Assert.Equal("done", (await team.Work.Transitions.MoveAsync(team.As("wren"), new TransitionRequest(first.TicketCode!, "done", Fence: 2), Ct)).ToStatus);
        Assert.Equal(
            ["claimed", "claim_expired", "claimed", "status_changed"],
            await team.AskAsync<string>($"select ticket_event_type from herd.agent_instance_ticket_activity where ticket_code = '{first.TicketCode}' order by booking_id", Ct));
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_each_gets_another_ticket()
    {
        var team = await bed.TeamAsync(Ct);
        var spawned = (await team.Work.Spawn.SpawnAsync(team.As(null), new SpawnRequest("mason", 12), Ct)).Instances;

        var claims = await Task.WhenAll(spawned.Select(one => team.Work.Queue.ClaimAsync(team.As("mason", one.AgentInstanceCode), new ClaimRequest(), Ct)));

        Assert.Equal(["T-1", "T-2", "T-3", "T-4", "T-5", "T-6"], claims.Where(claim => claim.Claimed).Select(claim => claim.TicketCode).Order());
        Assert.Equal(6, claims.Count(claim => !claim.Claimed));
        Assert.Equal(0, (await team.Work.Queue.ReadyAsync(team.As("mason"), new ReadyRequest(), Ct)).Total);
    }

    [Fact]
    public async Task One_ticket_that_many_name_at_once_is_one_ones()
    {
        var team = await bed.TeamAsync(Ct);
        var spawned = (await team.Work.Spawn.SpawnAsync(team.As(null), new SpawnRequest("mason", 8), Ct)).Instances;

        var codes = await Task.WhenAll(spawned.Select(async one =>
        {
            try
            {
                return (await team.Work.Queue.ClaimAsync(team.As("mason", one.AgentInstanceCode), new ClaimRequest("T-4"), Ct)).TicketCode!;
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));

        Assert.Equal(1, codes.Count(code => code == "T-4"));
        Assert.Equal(7, codes.Count(code => code == "claim_held"));
    }

    [Fact]
    public async Task A_ticket_is_ready_when_nothing_that_it_waits_for_is_open_and_rings_are_refused()
    {
        var team = await bed.TeamAsync(Ct);
        var mason = team.As("mason");
        await team.Work.Dependencies.DependAsync(mason, new DependRequest("T-1", "T-2"), Ct);
        await team.Work.Dependencies.DependAsync(mason, new DependRequest("T-2", "T-3"), Ct);
        Assert.Equal("dependency_ring", await HerdTeam.RefusedAsync(() => team.Work.Dependencies.DependAsync(mason, new DependRequest("T-3", "T-1"), Ct)));
        Assert.Equal("dependency_ring", await HerdTeam.RefusedAsync(() => team.Work.Dependencies.DependAsync(mason, new DependRequest("T-3", "T-3"), Ct)));
        Assert.Equal("ticket_blocked", await HerdTeam.RefusedAsync(() => team.Work.Queue.ClaimAsync(mason, new ClaimRequest("T-1"), Ct)));
        Assert.Equal(["T-3", "T-4", "T-5", "T-6"], (await team.Work.Queue.ReadyAsync(mason, new ReadyRequest(), Ct)).Tickets.Select(ticket => ticket.TicketCode));

        await team.Work.Transitions.MoveAsync(mason, new TransitionRequest("T-2", "blocked", "T-3"), Ct);
        var done = await team.Work.Transitions.MoveAsync(mason, new TransitionRequest("T-3", "completed"), Ct);

        Assert.Equal(["T-2"], done.Released);
        Assert.Equal(["T-2", "T-4", "T-5", "T-6"], (await team.Work.Queue.ReadyAsync(mason, new ReadyRequest(), Ct)).Tickets.Select(ticket => ticket.TicketCode));
        Assert.Empty((await team.Work.Status.ShowAsync(mason, new StatusRequest("blockers"), Ct)).Blockers!);
    }

    [Fact]
    public async Task A_ticket_that_was_handed_over_waits_for_the_other_agent_with_the_note()
    {
        var team = await bed.TeamAsync(Ct);
        var held = await team.Work.Queue.ClaimAsync(team.As("mason"), new ClaimRequest(), Ct);
        await team.Work.Releases.HandOffAsync(team.As("mason"), new HandoffRequest(held.TicketCode!, "iris", "The parser is done, its tests are not.", held.Fence), Ct);

        Assert.Equal("ticket_assigned", await HerdTeam.RefusedAsync(() => team.Work.Queue.ClaimAsync(team.As("wren"), new ClaimRequest(held.TicketCode), Ct)));
        Assert.Contains("The parser is done", (await team.Work.Assume.ReadAsync(team.As(null), new AssumeRequest("iris"), Ct)).Prompt, StringComparison.Ordinal);
        var taken = await team.Work.Queue.ClaimAsync(team.As("iris"), new ClaimRequest(), Ct);
        Assert.Equal((held.TicketCode, 2L, "The parser is done, its tests are not."), (taken.TicketCode, taken.Fence, taken.HandoffNote));
    }

    [Fact]
    public async Task What_an_instance_held_is_free_at_once_when_it_stands_down_and_its_fence_is_stale()
    {
        var team = await bed.TeamAsync(Ct);
        var held = await team.Work.Queue.ClaimAsync(team.As("mason"), new ClaimRequest("T-5"), Ct);
        var ended = await team.Work.Endings.StandDownAsync(team.As("mason"), new StanddownRequest(Outcome: "failure"), Ct);

        Assert.Equal(["T-5"], ended.Released);
        Assert.Equal("instance_over", await HerdTeam.RefusedAsync(() => team.Work.Transitions.MoveAsync(team.As("mason", held.AgentInstanceCode), new TransitionRequest("T-5", "done"), Ct)));
        Assert.Equal("claim_lost", await HerdTeam.RefusedAsync(() => team.Work.Transitions.MoveAsync(team.As("mason"), new TransitionRequest("T-5", "done", Fence: held.Fence), Ct)));
        Assert.Equal(2, (await team.Work.Queue.ClaimAsync(team.As("wren"), new ClaimRequest("T-5"), Ct)).Fence);
        Assert.NotEqual(held.AgentInstanceCode, (await team.Work.Log.LogAsync(team.As("mason"), new LogRequest("back"), Ct)).AgentInstanceCode);
    }
}
