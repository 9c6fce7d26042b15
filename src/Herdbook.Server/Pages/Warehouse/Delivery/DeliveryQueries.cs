using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Delivery;

/// <summary>What Delivery asks gold for.</summary>
internal static class DeliveryQueries
{
    private const string Filters = """
        ($agent::varchar is null or agent_code = $agent::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
           and ($ticket::varchar is null or ticket_code = $ticket::varchar)
        """;

    private const string Requests = """
        pr_code, pr_title, ticket_code, project_code, agent_code, model_code, pr_state, created_at, first_review_at, merged_at, closed_at,
               minutes_to_first_review, minutes_to_merge, lines_added, lines_deleted, files_changed, review_count, blocking_count, cost_usd, imputed_cost_usd, unpriced_tokens
        """;

    private const string Tickets = """
        flow.ticket_code, flow.ticket_title, flow.project_code, flow.sprint_code, flow.agent_code, flow.ticket_tshirt_size, flow.ticket_status,
               flow.created_at, flow.started_at, flow.done_at, flow.lead_time_minutes, flow.cycle_time_minutes, flow.blocked_minutes,
               flow.is_blocked, flow.reopened_count, flow.handoff_count, flow.pr_count, cost.cost_usd, cost.unpriced_tokens
        """;

    private const string TicketFlow = """
        herd_dm.mart_flow flow
          left join herd_dm.mart_cost_per_ticket cost on cost.ticket_code = flow.ticket_code
        """;

    private const string TicketFilters = """
        not flow.is_deleted
           and ($agent::varchar is null or flow.agent_code = $agent::varchar)
           and ($project::varchar is null or flow.project_code = $project::varchar)
           and ($ticket::varchar is null or flow.ticket_code = $ticket::varchar)
        """;

    /// <summary>One row: what came, went and cost in the period.</summary>
    public static readonly InsightQuery Total = new("delivery_total", "Delivery in all", $"""
        with request as (
            select * from herd_dm.mart_cost_per_pr where pr_code <> '(none)' and {Filters}),
        ticket as (
            select {Tickets} from {TicketFlow} where flow.ticket_code <> '(none)' and {TicketFilters})
        select (select count(*) from request where created_at::date between $from::date and $to::date)::bigint as opened,
               (select count(*) from request where closed_at::date between $from::date and $to::date and merged_at is null)::bigint as closed,
               merged.*, done.*
          from (select count(*)::bigint as merged,
                       median(minutes_to_merge)::double as merge_minutes,
                       median(minutes_to_first_review)::double as review_minutes,
                       sum(lines_added + lines_deleted)::bigint as merged_lines,
                       sum(cost_usd)::decimal(18,6) as merged_cost_usd,
                       count(*) filter (where cost_usd is not null)::bigint as merged_with_cost,
                       sum(unpriced_tokens)::bigint as merged_unpriced
                  from request where merged_at::date between $from::date and $to::date) merged,
               (select count(*)::bigint as done,
                       median(lead_time_minutes)::double as lead_minutes,
                       median(cycle_time_minutes)::double as cycle_minutes,
                       sum(blocked_minutes)::double as blocked_minutes,
                       count(*) filter (where blocked_minutes > 0)::bigint as done_blocked,
                       sum(cost_usd)::decimal(18,6) as done_cost_usd,
                       count(*) filter (where cost_usd is not null)::bigint as done_with_cost,
                       sum(unpriced_tokens)::bigint as done_unpriced
                  from ticket where done_at::date between $from::date and $to::date) done
        """);

    /// <summary>A row for each day on which a pull request was opened, merged or closed.</summary>
    public static readonly InsightQuery RequestsDaily = new("delivery_prs_daily", "Pull requests by day", $"""
        select day,
               count(*) filter (where what = 'opened')::bigint as opened,
               count(*) filter (where what = 'merged')::bigint as merged,
               count(*) filter (where what = 'closed')::bigint as closed
          from (select created_at::date as day, 'opened' as what, agent_code, project_code, ticket_code from herd_dm.mart_cost_per_pr where pr_code <> '(none)'
                union all
                select merged_at::date, 'merged', agent_code, project_code, ticket_code from herd_dm.mart_cost_per_pr where pr_code <> '(none)'
                union all
                select closed_at::date, 'closed', agent_code, project_code, ticket_code from herd_dm.mart_cost_per_pr where pr_code <> '(none)' and merged_at is null) happened
         where day between $from::date and $to::date
           and {Filters}
         group by 1
         order by 1
        """)
    { Sums = ["opened", "merged", "closed"] };

    /// <summary>A row for each bar: medians cannot be made of medians, so the bar is the query's.</summary>
    public static readonly InsightQuery Times = new("delivery_times", "Lead and cycle time", $"""
        select greatest(date_trunc($bucket::varchar, flow.done_at::date)::date, $from::date) as day,
               count(*)::bigint as done,
               median(flow.lead_time_minutes)::double as lead_time_minutes,
               median(flow.cycle_time_minutes)::double as cycle_time_minutes,
               avg(flow.blocked_minutes)::double as mean_blocked_minutes
          from herd_dm.mart_flow flow
         where flow.done_at::date between $from::date and $to::date
           and {TicketFilters}
         group by 1
         order by 1
        """)
    { Sums = ["done"], About = "Tickets done, with the median of their times; each bar has one row." };

    /// <summary>A row for each day: what stood open when it ended.</summary>
    public static readonly InsightQuery InProgress = new("delivery_wip", "Work in progress", """
        select day,
               sum(in_progress_count)::bigint as in_progress,
               sum(blocked_count)::bigint as blocked,
               sum(waiting_count)::bigint as waiting,
               sum(open_count)::bigint as open,
               sum(done_count)::bigint as done
          from herd_dm.mart_flow_daily
         where day between $from::date and $to::date
           and ($project::varchar is null or project_code = $project::varchar)
         group by 1
         order by 1
        """)
    { About = "Tickets at the end of each day. Agent and ticket do not limit it." };

    public static readonly InsightQuery ByAgent = new("delivery_by_agent", "Delivery by agent", $"""
        select agent_code,
               count(*)::bigint as merged,
               median(minutes_to_merge)::double as merge_minutes,
               avg(review_count)::double as reviews,
               sum(lines_added + lines_deleted)::bigint as lines,
               sum(cost_usd)::decimal(18,6) as cost_usd,
               sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd,
               sum(unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_cost_per_pr
         where pr_code <> '(none)'
           and merged_at::date between $from::date and $to::date
           and {Filters}
         group by 1
         order by merged desc, 1
        """)
    { Sums = ["merged", "lines", "cost_usd", "imputed_cost_usd", "unpriced_tokens"], About = "Pull requests merged in these days, with their whole cost." };

    public static readonly InsightQuery ByProject = new("delivery_by_project", "Delivery by project", $"""
        select project_code,
               count(*)::bigint as merged,
               median(minutes_to_merge)::double as merge_minutes,
               avg(review_count)::double as reviews,
               sum(lines_added + lines_deleted)::bigint as lines,
               sum(cost_usd)::decimal(18,6) as cost_usd,
               sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd,
               sum(unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_cost_per_pr
         where pr_code <> '(none)'
           and merged_at::date between $from::date and $to::date
           and {Filters}
         group by 1
         order by merged desc, 1
        """)
    { Sums = ["merged", "lines", "cost_usd", "imputed_cost_usd", "unpriced_tokens"], About = "Pull requests merged in these days, with their whole cost." };

    public static readonly InsightQuery Opened = Of("delivery_prs_opened", "Pull requests opened", "created_at::date between $from::date and $to::date", "created_at desc");

    public static readonly InsightQuery Merged = Of("delivery_prs_merged", "Pull requests merged", "merged_at::date between $from::date and $to::date", "merged_at desc");

    public static readonly InsightQuery Closed = Of(
        "delivery_prs_closed", "Pull requests closed without a merge", "closed_at::date between $from::date and $to::date and merged_at is null", "closed_at desc");

    /// <summary>Whatever the period.</summary>
    public static readonly InsightQuery OpenRequests = Of("delivery_prs_open", "Pull requests that are open", "pr_state = 'open'", "created_at");

    public static readonly InsightQuery Done = TicketsOf("delivery_tickets_done", "Tickets done", "flow.done_at::date between $from::date and $to::date", "flow.done_at desc");

    public static readonly InsightQuery Blocked = TicketsOf(
        "delivery_tickets_waited", "Tickets done that were blocked", "flow.done_at::date between $from::date and $to::date and flow.blocked_minutes > 0", "flow.blocked_minutes desc");

    /// <summary>Whatever the period. What was given up is not in work.</summary>
    public static readonly InsightQuery OpenTickets = TicketsOf(
        "delivery_tickets_open", "Tickets in work",
        "not flow.is_done and flow.started_at is not null and coalesce(flow.ticket_status, '') not in ('closed', 'cancelled', 'rejected', 'duplicate')",
        "flow.is_blocked desc, flow.started_at");

    public static readonly IReadOnlyList<InsightQuery> All =
        [Total, RequestsDaily, Times, InProgress, ByAgent, ByProject, Opened, Merged, Closed, OpenRequests, Done, Blocked, OpenTickets];

    private static InsightQuery Of(string name, string title, string which, string order) => new(name, title, $"""
        select {Requests}
          from herd_dm.mart_cost_per_pr
         where pr_code <> '(none)'
           and {which}
           and {Filters}
         order by {order}, pr_code
        """)
    { Sums = ["lines_added", "lines_deleted", "cost_usd", "imputed_cost_usd", "unpriced_tokens"], About = "Each with its whole cost, also from before and after these days." };

    private static InsightQuery TicketsOf(string name, string title, string which, string order) => new(name, title, $"""
        select {Tickets}
          from {TicketFlow}
         where {which}
           and {TicketFilters}
         order by {order}, flow.ticket_code
        """)
    { Sums = ["cost_usd", "unpriced_tokens"], About = "Each with its whole cost, also from before and after these days." };
}
