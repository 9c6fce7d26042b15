using System.Text.RegularExpressions;
using Herdbook.Core.Herd.Work;
using Xunit;

namespace Herdbook.Core.Tests.Herd.Work;

public sealed partial class CommandTests(HerdBed bed) : IClassFixture<HerdBed>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_booked_as_the_first_sort_of_event_that_its_words_fit()
    {
        var team = await bed.TeamAsync(Ct);
        (string Message, string Type)[] said =
        [
            ("Opened PR #12 after the review", "pr_submitted"), ("pull request is up", "pr_submitted"), ("QA passed, blocked no more", "review_complete"),
            ("Blocked: started the wrong thing", "blocked"), ("unblocked by iris", "unblocked"), ("beginning with the commit hook", "work_started"), ("pushed the branch", "code_pushed"),
            ("sprint spread across previews", "status_update"), ("Nul \0 and half a pair \ud800 are told", "status_update"),
        ];
        foreach (var (message, type) in said)
        {
            Assert.Equal(type, (await team.Work.Log.LogAsync(team.As("mason"), new LogRequest(message), Ct)).EventType);
        }

        Assert.Equal("herd_request", await HerdTeam.RefusedAsync(() => team.Work.Log.LogAsync(team.As("mason"), new LogRequest("  "), Ct)));
        Assert.Equal(
            ["spawned", .. said.Select(one => one.Type)],
            await team.AskAsync<string>("select lifecycle_event_type from herd.agent_instance_lifecycle_activity order by booking_id", Ct));
    }

    [Fact]
    public async Task An_agent_acts_as_one_instance_however_many_ask_at_once()
    {
        var team = await bed.TeamAsync(Ct);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => team.Work.Log.LogAsync(team.As("mason"), new LogRequest("here"), Ct)));

        Assert.Matches(InstanceCode(), Assert.Single(answers.Select(answer => answer.AgentInstanceCode).Distinct()));
        Assert.Equal("agent_missing", await HerdTeam.RefusedAsync(() => team.Work.Log.LogAsync(team.As(null), new LogRequest("here"), Ct)));
        Assert.Equal("agent_unknown", await HerdTeam.RefusedAsync(() => team.Work.Log.LogAsync(team.As("nobody"), new LogRequest("here"), Ct)));
        Assert.Equal("instance_unknown", await HerdTeam.RefusedAsync(() => team.Work.Log.LogAsync(team.As("iris", answers[0].AgentInstanceCode), new LogRequest("here"), Ct)));
        Assert.Equal("newcomer", (await team.AskAsync<string>(
            "select i.agent_code from herd.agent_instance i where i.agent_instance_code = '"
            + (await team.Work.Log.LogAsync(team.As("newcomer") with { IsBound = true }, new LogRequest("here"), Ct)).AgentInstanceCode + "'", Ct))[0]);
    }

    [Fact]
    public async Task Instances_are_spread_over_the_agents_of_a_role_and_one_for_a_ticket_comes_with_its_context()
    {
        var team = await bed.TeamAsync(Ct);
        var spread = await team.Work.Spawn.SpawnAsync(team.As("iris"), new SpawnRequest("backend", 4, Model: "claude-opus-4-6"), Ct);
        Assert.Equal(["mason", "mason", "wren", "wren"], spread.Instances.Select(one => one.AgentCode).Order());
        Assert.All(spread.Instances, one => Assert.Equal("claude-opus-4-6", one.ModelCode));
        Assert.Equal("spawn_count", await HerdTeam.RefusedAsync(() => team.Work.Spawn.SpawnAsync(team.As(null), new SpawnRequest("backend", 0), Ct)));
        Assert.Equal("agent_inactive", await HerdTeam.RefusedAsync(() => team.Work.Spawn.SpawnAsync(team.As(null), new SpawnRequest("otis"), Ct)));

        await team.Work.Dependencies.DependAsync(team.As("mason"), new DependRequest("T-2", "T-1"), Ct);
        var one = await team.Work.Spawn.SpawnAsync(team.As(null), new SpawnRequest("wren", Ticket: "T-2"), Ct);

        Assert.Equal(("in_progress", "T-1"), (one.Ticket!.Ticket.Status, one.Ticket.WaitsFor.Single().TicketCode));
        Assert.StartsWith("# You are wren", one.Identity, StringComparison.Ordinal);
        var story = (await team.Work.Status.ShowAsync(team.As(null), new StatusRequest("agent:wren"), Ct)).Agent!;
        Assert.Equal((3, 3L), (story.Instances.Count, story.Agent.Running));
        Assert.Equal([], (await team.Work.Status.ShowAsync(team.As(null), new StatusRequest("available"), Ct)).Available!);
    }

    [Fact]
    public async Task A_ticket_is_blocked_with_a_reason_alone_and_says_how_long_it_stood()
    {
        var team = await bed.TeamAsync(Ct);
        var mason = team.As("mason");
        var assigned = await team.Work.Tickets.AssignAsync(mason, new AssignRequest("NEW-1", "wren", 0), Ct);
        Assert.Equal((true, "assigned", 0), (assigned.Registered, assigned.Status, assigned.Priority));
        Assert.Equal("agent_inactive", await HerdTeam.RefusedAsync(() => team.Work.Tickets.AssignAsync(mason, new AssignRequest("NEW-1", "otis"), Ct)));
        Assert.Equal("ticket_status", await HerdTeam.RefusedAsync(() => team.Work.Transitions.MoveAsync(mason, new TransitionRequest("NEW-1", "donee"), Ct)));
        Assert.Equal("ticket_blocker", await HerdTeam.RefusedAsync(() => team.Work.Transitions.MoveAsync(mason, new TransitionRequest("NEW-1", "blocked"), Ct)));

        team.Time.Move(TimeSpan.FromMinutes(90));
        var blocked = await team.Work.Transitions.MoveAsync(mason, new TransitionRequest("NEW-1", "blocked", "the key of the vault"), Ct);
        Assert.Equal(("assigned", "blocked", 90m), (blocked.FromStatus, blocked.EventType, blocked.MinutesInPrevious));
        Assert.Equal("the key of the vault", (await team.Work.Status.ShowAsync(mason, new StatusRequest("blockers"), Ct)).Blockers!.Single().Description);
        team.Time.Move(TimeSpan.FromMinutes(7.5));
        await team.Work.Transitions.MoveAsync(mason, new TransitionRequest("NEW-1", "blocked", Note: "still"), Ct);
        team.Time.Move(TimeSpan.FromMinutes(2.5));
        var back = await team.Work.Transitions.MoveAsync(mason, new TransitionRequest("NEW-1", "in progress"), Ct);

        Assert.Equal(("unblocked", 10m), (back.EventType, back.MinutesInPrevious));
        Assert.Equal("ticket_unknown", await HerdTeam.RefusedAsync(() => team.Work.Transitions.MoveAsync(mason, new TransitionRequest("NEW-2", "done"), Ct)));
    }

    [Fact]
    public async Task Reviews_of_one_pull_request_count_up_and_speak_one_vocabulary()
    {
        var team = await bed.TeamAsync(Ct);
        var found = new FindingRequest("security", "blocking", "a token in the log", "src/Log.cs", 12);
        string[] verdicts = ["fail", "pass_with_advisory", "approve", "comment"];
        var answers = await Task.WhenAll(verdicts.Select(verdict => team.Work.Reviews.ReviewAsync(
            team.As("iris"), new ReviewRequest("acme/shop#7", verdict, "T-1", [found, found with { Severity = "advisory" }]), Ct)));

        Assert.Equal([1, 2, 3, 4], answers.Select(answer => answer.Round).Order());
        Assert.Equal(["approved", "approved", "comment", "request_changes"], answers.Select(answer => answer.Verdict).Order());
        Assert.Equal("review_verdict", await HerdTeam.RefusedAsync(() => team.Work.Reviews.ReviewAsync(team.As("iris"), new ReviewRequest("acme/shop#7", "lgtm"), Ct)));
        var figures = await team.Work.Metrics.AskAsync(team.As(null), new MetricsRequest("review_stats"), Ct);
        var row = Assert.Single(figures.Rows);
        Assert.Equal(("iris", 4L, 1L, 8L, 4L), ((string)row["key"]!, (long)row["reviews"]!, (long)row["prs"]!, (long)row["findings"]!, (long)row["blocking"]!));
    }

    [Fact]
    public async Task An_agent_that_was_decommissioned_never_returns_and_its_tickets_are_anybodys()
    {
        var team = await bed.TeamAsync(Ct);
        await team.Work.Tickets.AssignAsync(team.As("iris"), new AssignRequest("T-1", "mason"), Ct);
        await team.Work.Queue.ClaimAsync(team.As("mason"), new ClaimRequest("T-2"), Ct);
        var ended = await team.Work.Endings.DecommissionAsync(team.As(null), new DecommissionRequest("mason", "replaced"), Ct);

        Assert.Equal(["T-1", "T-2"], ended.Released);
        Assert.Empty((await team.Work.Endings.DecommissionAsync(team.As(null), new DecommissionRequest("mason"), Ct)).Instances);
        Assert.Equal("agent_decommissioned", await HerdTeam.RefusedAsync(() => team.Work.Log.LogAsync(team.As("mason"), new LogRequest("hello"), Ct)));
        Assert.Equal("agent_decommissioned", await HerdTeam.RefusedAsync(() => team.Work.Tickets.AssignAsync(team.As("iris"), new AssignRequest("T-1", "mason"), Ct)));
        Assert.Equal("T-1", (await team.Work.Queue.ClaimAsync(team.As("wren"), new ClaimRequest(), Ct)).TicketCode);
    }

    [Fact]
    public async Task Catching_up_begins_where_the_agent_was_last_active()
    {
        var team = await bed.TeamAsync(Ct);
        await team.Work.Log.LogAsync(team.As("mason"), new LogRequest("last word"), Ct);
        team.Time.Move(TimeSpan.FromHours(1));
        await team.Work.Endings.StandDownAsync(team.As("mason"), new StanddownRequest(), Ct);
        team.Time.Move(TimeSpan.FromHours(1));
        await team.Work.Decisions.RecordAsync(team.As("iris"), new DecisionRequest("Use one vocabulary", "Two were confused", Ticket: "T-1"), Ct);
        await team.Work.Tickets.AssignAsync(team.As("iris"), new AssignRequest("T-1", "mason"), Ct);
        team.Time.Move(TimeSpan.FromHours(1));
        await team.Work.Log.LogAsync(team.As("mason"), new LogRequest("back"), Ct);

        var caught = await team.Work.Catchup.ReadAsync(team.As("mason"), new CatchupRequest(), Ct);

        Assert.Equal(new DateTimeOffset(2026, 11, 18, 13, 0, 0, TimeSpan.Zero), caught.Since);
        Assert.Equal(["assigned", "decision", "spawned"], caught.Events.Take(3).Select(one => one.Event ?? one.Kind).Order());
        Assert.Equal(["spawned", "status_update"], caught.Events.Skip(3).Select(one => one.Event).Order());
        Assert.Equal(5, caught.Total);
        Assert.Contains("Use one vocabulary", (await team.Work.Assume.ReadAsync(team.As("mason"), new AssumeRequest(), Ct)).Prompt, StringComparison.Ordinal);
    }

    [GeneratedRegex("^inst-[0-9a-f]{8}$")]
    private static partial Regex InstanceCode();
}
