namespace Herdbook.Core.Herd.Work;

/// <summary>Every command of the herd. The doors walk this list, so none offers what another does not.</summary>
public static class HerdVerbs
{
    public static IReadOnlyList<HerdVerb> All { get; } =
    [
        new HerdVerb<LogRequest, LogAnswer>(
            "log", "Books what you just did or met, in a sentence. Its words say what sort of event it is: a pull request, a review, blocked, started, committed, or a plain status.",
            (work, caller, request, ct) => work.Log.LogAsync(caller, request, ct)),
        new HerdVerb<StatusRequest, StatusAnswer>(
            "status", "Shows how the herd stands: agents, the current sprint, blockers, who is available, one agent or one ticket.",
            (work, caller, request, ct) => work.Status.ShowAsync(caller, request, ct), IsReadOnly: true, IsIdempotent: true),
        new HerdVerb<SpawnRequest, SpawnAnswer>(
            "spawn", "Starts instances of an agent, by its code or role: so many, or one for a ticket, which then is in progress and whose context comes with the answer.",
            (work, caller, request, ct) => work.Spawn.SpawnAsync(caller, request, ct)),
        new HerdVerb<AssignRequest, AssignAnswer>(
            "assign", "Gives a ticket to an active agent. A ticket that is not known is registered.",
            (work, caller, request, ct) => work.Tickets.AssignAsync(caller, request, ct), IsIdempotent: true),
        new HerdVerb<TransitionRequest, TransitionAnswer>(
            "transition", "Moves a ticket to another status and says how long it stood in the one before. Blocked needs what blocks it, or why.",
            (work, caller, request, ct) => work.Transitions.MoveAsync(caller, request, ct)),
        new HerdVerb<ReviewRequest, ReviewAnswer>(
            "review", "Books a review of a pull request with its verdict and findings.",
            (work, caller, request, ct) => work.Reviews.ReviewAsync(caller, request, ct)),
        new HerdVerb<MetricsRequest, MetricsAnswer>(
            "metrics", "Answers with figures from the ledgers: cost per ticket, agents, models, reviews, sprints, the pipeline, or the headline.",
            (work, caller, request, ct) => work.Metrics.AskAsync(caller, request, ct), IsReadOnly: true, IsIdempotent: true),
        new HerdVerb<CatchupRequest, CatchupAnswer>(
            "catchup", "Shows what happened since the agent was last active.",
            (work, caller, request, ct) => work.Catchup.ReadAsync(caller, request, ct), IsReadOnly: true, IsIdempotent: true),
        new HerdVerb<DecisionRequest, DecisionAnswer>(
            "record_decision", "Books a decision with its reasons, so that others find it.",
            (work, caller, request, ct) => work.Decisions.RecordAsync(caller, request, ct)),
        new HerdVerb<AssumeRequest, AssumeAnswer>(
            "assume", "Gives an agent's identity as a prompt: role, craft, personality, skills, tickets, hand-offs and recent decisions.",
            (work, caller, request, ct) => work.Assume.ReadAsync(caller, request, ct), IsReadOnly: true, IsIdempotent: true),
        new HerdVerb<StanddownRequest, EndAnswer>(
            "standdown", "Ends your instance, or all of an agent's. What it held is free again; the agent may return.",
            (work, caller, request, ct) => work.Endings.StandDownAsync(caller, request, ct)),
        new HerdVerb<DecommissionRequest, EndAnswer>(
            "decommission", "Ends an agent for good: it never returns, and what it held is free again.",
            (work, caller, request, ct) => work.Endings.DecommissionAsync(caller, request, ct), IsDestructive: true, IsIdempotent: true),
        new HerdVerb<HarvestRequest, HarvestAnswer>(
            "harvest_tokens", "Books the transcripts of a project's folder, each call once however often it is asked, and says what an instance used.",
            (work, caller, request, ct) => work.Harvest.HarvestAsync(caller, request, ct), IsIdempotent: true),
        new HerdVerb<ReadyRequest, ReadyAnswer>(
            "ready", "Lists tickets that can be begun now: nothing stands in their way and nobody holds them.",
            (work, caller, request, ct) => work.Queue.ReadyAsync(caller, request, ct), IsReadOnly: true, IsIdempotent: true),
        new HerdVerb<ClaimRequest, ClaimAnswer>(
            "claim", "Takes one ready ticket, or the one you name, so that nobody else works on it. The claim lasts as long as its lease; send heartbeats, and say the fence with every write about the ticket.",
            (work, caller, request, ct) => work.Queue.ClaimAsync(caller, request, ct)),
        new HerdVerb<HeartbeatRequest, HeartbeatAnswer>(
            "heartbeat", "Says that you are still at work on a ticket, and prolongs its lease.",
            (work, caller, request, ct) => work.Queue.BeatAsync(caller, request, ct), IsIdempotent: true),
        new HerdVerb<ReleaseRequest, ReleaseAnswer>(
            "release", "Gives a ticket back unfinished, for anybody to claim.",
            (work, caller, request, ct) => work.Releases.ReleaseAsync(caller, request, ct)),
        new HerdVerb<HandoffRequest, HandoffAnswer>(
            "handoff", "Gives a ticket to another agent, with a note on what it has to know.",
            (work, caller, request, ct) => work.Releases.HandOffAsync(caller, request, ct)),
        new HerdVerb<DependRequest, DependAnswer>(
            "depend", "Says that a ticket waits for another, or no longer does.",
            (work, caller, request, ct) => work.Dependencies.DependAsync(caller, request, ct), IsIdempotent: true),
    ];

    /// <summary>Null where there is no such verb.</summary>
    public static HerdVerb? Find(string name) => All.FirstOrDefault(verb => verb.Name == name);
}
