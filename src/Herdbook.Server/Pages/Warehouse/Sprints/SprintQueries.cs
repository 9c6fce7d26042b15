using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Sprints;

/// <summary>What Sprint asks gold for. Where the address names no sprint, the running one is meant, or else the one that began last.</summary>
internal static class SprintQueries
{
    private const string Chosen = """
        coalesce($sprint::varchar, (select sprint_code from herd_dm.mart_sprint where started_at is not null order by is_current desc, started_at desc, sprint_code limit 1))
        """;

    private const string Tickets = """
        flow.ticket_code, flow.ticket_title, flow.project_code, flow.agent_code, flow.ticket_tshirt_size, flow.ticket_points, flow.ticket_status,
               flow.started_at, flow.done_at, flow.cycle_time_minutes, flow.blocked_minutes, flow.is_blocked, flow.is_done, cost.cost_usd, cost.unpriced_tokens
        """;

    /// <summary>Nothing remains to be done: as the burndown counts.</summary>
    private const string Closed = "(flow.is_done or coalesce(flow.ticket_status, '') in ('cancelled', 'rejected', 'duplicate'))";

    private const string InSprint = $"""
        herd_dm.mart_flow flow
          left join herd_dm.mart_cost_per_ticket cost on cost.ticket_code = flow.ticket_code
         where not flow.is_deleted
           and flow.sprint_code = {Chosen}
        """;

    /// <summary>One row, or none where there is no such sprint.</summary>
    public static readonly InsightQuery One = new("sprint_one", "The sprint", $"""
        select sprint.*,
               (select count(*) from {InSprint} and flow.is_blocked)::bigint as blocked_now,
               (select sum(flow.blocked_minutes) from {InSprint})::double as blocked_minutes,
               (select count(*) from {InSprint} and flow.blocked_minutes > 0)::bigint as were_blocked,
               (select avg(velocity_points) from (select other.velocity_points from herd_dm.mart_sprint other
                                                   where other.started_at < sprint.started_at order by other.started_at desc limit 3) last_three)::double as usual_velocity_points
          from herd_dm.mart_sprint sprint
         where sprint.sprint_code = {Chosen}
        """);

    public static readonly InsightQuery Burndown = new("sprint_burndown", "Burndown", $"""
        select day, day_number, scope_count, done_count, remaining_count, scope_points, done_points, remaining_points, ideal_remaining_points, cost_usd
          from herd_dm.mart_sprint_daily
         where sprint_code = {Chosen}
         order by day
        """)
    { Sums = ["cost_usd"], About = "The sprint at the end of each of its days." };

    public static readonly InsightQuery Every = new("sprint_all", "Sprints", """
        select sprint_code, sprint_title, sprint_goal, started_at, planned_end_at, actual_end_at, is_current, committed_count, committed_points, scope_count, scope_points, done_count,
               velocity_points, carried_over_count, cost_usd
          from herd_dm.mart_sprint
         where started_at::date <= $to::date
           and coalesce(actual_end_at::date, $today::date) >= $from::date
         order by started_at desc, sprint_code
        """)
    { Sums = ["done_count", "velocity_points", "carried_over_count", "cost_usd"], About = "Sprints that ran in these days." };

    public static readonly InsightQuery Members = Of("sprint_tickets", "Tickets of the sprint", "");

    public static readonly InsightQuery Done = Of("sprint_tickets_done", "Tickets of the sprint that are done", "and flow.is_done");

    public static readonly InsightQuery Open = Of("sprint_tickets_open", "Tickets of the sprint that are open", $"and not {Closed}");

    public static readonly InsightQuery Blocked = Of("sprint_tickets_blocked", "Tickets of the sprint that were blocked", "and (flow.is_blocked or flow.blocked_minutes > 0)", "flow.is_blocked desc, flow.blocked_minutes desc");

    /// <summary>What came in or went out after its first day.</summary>
    public static readonly InsightQuery Changes = new("sprint_changes", "Scope change", $"""
        select change.event_at, change.ticket_code, flow.ticket_title, change.agent_code, change.change, change.ticket_points, change.ticket_activity_comment as remark
          from (select event.event_at, event.ticket_code, agent.agent_code, event.ticket_points, life.ticket_activity_comment,
                       case event.ticket_event_type when 'carried_over' then 'carried over' else 'added' end as change,
                       row_number() over (partition by event.ticket_code order by event.event_at, event.booking_id) as place
                  from herd_dm.fact_sprint_burndown event
                  left join herd_dm.fact_ticket_lifecycle life on life.booking_id = event.booking_id
                  left join herd_dm.dim_agent agent on agent.agent_sk = event.agent_sk
                 where event.sprint_code = {Chosen}) change
          join herd_dm.mart_sprint sprint on sprint.sprint_code = {Chosen}
          left join herd_dm.mart_flow flow on flow.ticket_code = change.ticket_code
         where change.place = 1
           and change.event_at::date > sprint.started_at::date
         order by change.event_at, change.ticket_code
        """)
    { Sums = ["ticket_points"], About = "Tickets whose first event in the sprint came after its first day." };

    public static readonly IReadOnlyList<InsightQuery> All = [One, Burndown, Every, Members, Done, Open, Blocked, Changes];

    private static InsightQuery Of(string name, string title, string which, string order = $"{Closed}, flow.is_blocked desc, flow.started_at desc nulls last") => new(name, title, $"""
        select {Tickets}
          from {InSprint}
           {which}
         order by {order}, flow.ticket_code
        """)
    { Sums = ["ticket_points", "cost_usd", "unpriced_tokens"], About = "As they stand now, each with its whole cost." };
}
