using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Agents;

/// <summary>What Agents asks gold for. Work counts on the day on which it came about: a merge on the day of the merge, a cost on the day of the call.</summary>
internal static class AgentQueries
{
    private const string Limits = """
        ($agent::varchar is null or agent_code = $agent::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
        """;

    private const string AuthorLimits = """
        ($agent::varchar is null or author_agent_code = $agent::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
        """;

    private const string ReviewerLimits = """
        ($agent::varchar is null or reviewer_agent_code = $agent::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
        """;

    /// <summary>A row for each agent that did or cost something in the period.</summary>
    private const string Every = $"""
        with cost as (
            select agent_code, count(distinct agent_instance_code)::bigint as instances, sum(calls)::bigint as calls, sum(cost_usd)::decimal(18,6) as cost_usd,
                   sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd, sum(unpriced_tokens)::bigint as unpriced_tokens
              from herd_dm.mart_cost_daily where day between $from::date and $to::date and {Limits} group by 1),
        merged as (
            select agent_code, count(*)::bigint as merged, sum(lines_added + lines_deleted)::bigint as lines, sum(cost_usd)::decimal(18,6) as merged_cost_usd,
                   count(*) filter (where cost_usd is not null)::bigint as merged_with_cost, sum(unpriced_tokens)::bigint as merged_unpriced
              from herd_dm.mart_cost_per_pr where pr_code <> '(none)' and merged_at::date between $from::date and $to::date and {Limits} group by 1),
        done as (
            select agent_code, count(*)::bigint as done, median(cycle_time_minutes)::double as cycle_minutes
              from herd_dm.mart_flow where not is_deleted and done_at::date between $from::date and $to::date and {Limits} group by 1),
        rounds as (
            select author_agent_code as agent_code, count(*)::bigint as reviewed, count(*) filter (where is_first_pass)::bigint as first_pass,
                   avg(round_count)::double as rounds, sum(finding_count)::bigint as findings
              from herd_dm.mart_review_rounds where first_review_day between $from::date and $to::date and {AuthorLimits} group by 1),
        given as (
            select reviewer_agent_code as agent_code, count(*)::bigint as reviews
              from herd_dm.mart_review where day between $from::date and $to::date and {ReviewerLimits} group by 1),
        known as (
            select agent_code from cost union select agent_code from merged union select agent_code from done union select agent_code from rounds union select agent_code from given),
        agent as (
            select agent_code, agent_role, agent_status, default_model_code from herd_dm.dim_agent where is_current),
        every as (
            select known.agent_code, agent.agent_role, agent.agent_status, agent.default_model_code, coalesce(cost.instances, 0) as instances, coalesce(cost.calls, 0) as calls,
                   coalesce(done.done, 0) as done, done.cycle_minutes, coalesce(merged.merged, 0) as merged, coalesce(merged.lines, 0) as lines,
                   coalesce(rounds.reviewed, 0) as reviewed, coalesce(rounds.first_pass, 0) as first_pass, rounds.rounds, coalesce(rounds.findings, 0) as findings,
                   coalesce(given.reviews, 0) as reviews, cost.cost_usd, coalesce(cost.imputed_cost_usd, 0) as imputed_cost_usd, coalesce(cost.unpriced_tokens, 0) as unpriced_tokens,
                   merged.merged_cost_usd, coalesce(merged.merged_with_cost, 0) as merged_with_cost, coalesce(merged.merged_unpriced, 0) as merged_unpriced
              from known
              left join agent on agent.agent_code = known.agent_code
              left join cost on cost.agent_code = known.agent_code
              left join merged on merged.agent_code = known.agent_code
              left join done on done.agent_code = known.agent_code
              left join rounds on rounds.agent_code = known.agent_code
              left join given on given.agent_code = known.agent_code)
        """;

    public static readonly InsightQuery List = new("agents_list", "Agents", $"""
        {Every}
        select * from every order by cost_usd desc nulls last, agent_code
        """)
    {
        Sums = ["instances", "calls", "done", "merged", "lines", "reviewed", "first_pass", "findings", "reviews", "cost_usd", "imputed_cost_usd", "unpriced_tokens"],
        About = "Agents that did or cost something in these days.",
    };

    public static readonly InsightQuery Total = new("agents_total", "Agents in all", $"""
        {Every}
        select count(*) filter (where agent_code <> '(none)')::bigint as agents,
               coalesce(sum(instances), 0)::bigint as instances, coalesce(sum(done), 0)::bigint as done, coalesce(sum(merged), 0)::bigint as merged, coalesce(sum(lines), 0)::bigint as lines,
               coalesce(sum(reviewed), 0)::bigint as reviewed, coalesce(sum(first_pass), 0)::bigint as first_pass, coalesce(sum(findings), 0)::bigint as findings,
               coalesce(sum(reviews), 0)::bigint as reviews, sum(cost_usd)::decimal(18,6) as cost_usd, coalesce(sum(imputed_cost_usd), 0)::decimal(18,6) as imputed_cost_usd,
               coalesce(sum(unpriced_tokens), 0)::bigint as unpriced_tokens, sum(merged_cost_usd)::decimal(18,6) as merged_cost_usd,
               coalesce(sum(merged_with_cost), 0)::bigint as merged_with_cost, coalesce(sum(merged_unpriced), 0)::bigint as merged_unpriced
          from every
        """);

    public static readonly InsightQuery Costs = new("agents_cost_daily", "Cost by day and agent", $"""
        select day, agent_code as code, sum(cost_usd)::decimal(18,6) as cost_usd, sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd, sum(unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_cost_daily
         where day between $from::date and $to::date and {Limits}
         group by 1, 2
         order by 1, 2
        """)
    { Sums = ["cost_usd", "imputed_cost_usd", "unpriced_tokens"] };

    public static readonly InsightQuery Merges = new("agents_merged_daily", "Merged by day and agent", $"""
        select merged_at::date as day, agent_code as code, count(*)::bigint as merged, sum(lines_added + lines_deleted)::bigint as lines
          from herd_dm.mart_cost_per_pr
         where pr_code <> '(none)' and merged_at::date between $from::date and $to::date and {Limits}
         group by 1, 2
         order by 1, 2
        """)
    { Sums = ["merged", "lines"] };

    public static readonly InsightQuery Passes = new("agents_passes", "First-pass rate", $"""
        select greatest(date_trunc($bucket::varchar, first_review_day)::date, $from::date) as day, count(*)::bigint as prs, count(*) filter (where is_first_pass)::bigint as first_pass,
               count(*) filter (where is_first_pass)::double / count(*) as first_pass_share, sum(finding_count)::double / count(*) as findings_each
          from herd_dm.mart_review_rounds
         where first_review_day between $from::date and $to::date and {AuthorLimits}
         group by 1
         order by 1
        """)
    { Sums = ["prs", "first_pass"], About = "Pull requests first reviewed in these days; each bar has one row." };

    public static readonly InsightQuery Models = new("agents_models", "Models", $"""
        select model_code, sum(calls)::bigint as calls, sum(cost_usd)::decimal(18,6) as cost_usd, sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd,
               sum(unpriced_tokens)::bigint as unpriced_tokens, min(day) as first_day, max(day) as last_day
          from herd_dm.mart_cost_daily
         where day between $from::date and $to::date and {Limits}
         group by 1
         order by cost_usd desc nulls last, 1
        """)
    { Sums = ["calls", "cost_usd", "imputed_cost_usd", "unpriced_tokens"] };

    public static readonly InsightQuery Requests = new("agents_prs", "Pull requests merged", $"""
        select merged_at, pr_code, pr_title, ticket_code, project_code, agent_code, minutes_to_merge, review_count, finding_count, blocking_count, lines_added, lines_deleted,
               cost_usd, imputed_cost_usd, unpriced_tokens
          from herd_dm.mart_cost_per_pr
         where pr_code <> '(none)' and merged_at::date between $from::date and $to::date and {Limits}
         order by merged_at desc, pr_code
        """)
    { Sums = ["review_count", "finding_count", "blocking_count", "lines_added", "lines_deleted", "cost_usd", "imputed_cost_usd", "unpriced_tokens"], About = "Each with its whole cost, also from before and after these days." };

    public static readonly InsightQuery Tickets = new("agents_tickets", "Tickets done", $"""
        select done_at, ticket_code, ticket_title, project_code, agent_code, ticket_tshirt_size, ticket_points, lead_time_minutes, cycle_time_minutes, blocked_minutes, reopened_count, handoff_count
          from herd_dm.mart_flow
         where not is_deleted and done_at::date between $from::date and $to::date and {Limits}
         order by done_at desc, ticket_code
        """)
    { Sums = ["ticket_points", "reopened_count", "handoff_count"], About = "Tickets done, by the agent that last worked on them." };

    public static readonly InsightQuery Reviewed = new("agents_reviewed", "Pull requests first reviewed", $"""
        select first_review_day, pr_code, ticket_code, project_code, author_agent_code as agent_code, first_reviewer_agent_code as reviewer_agent_code, first_verdict, is_first_pass, round_count,
               finding_count, blocking_count, minutes_to_approval
          from herd_dm.mart_review_rounds
         where first_review_day between $from::date and $to::date and {AuthorLimits}
         order by first_review_day desc, pr_code
        """)
    { Sums = ["round_count", "finding_count", "blocking_count"] };

    public static readonly InsightQuery Given = new("agents_reviews", "Reviews given", $"""
        select reviewed_at, review_code, pr_code, ticket_code, project_code, reviewer_agent_code as agent_code, author_agent_code, review_round, review_verdict, finding_count, blocking_count, review_duration_minutes
          from herd_dm.mart_review
         where day between $from::date and $to::date and {ReviewerLimits}
         order by reviewed_at desc, review_code
        """)
    { Sums = ["finding_count", "blocking_count"] };

    public static readonly InsightQuery Instances = new("agents_instances", "Instances", $"""
        select agent_instance_code, agent_code, min(day) as first_day, project_code, any_value(ticket_code) as ticket_code, sum(calls)::bigint as calls, sum(cost_usd)::decimal(18,6) as cost_usd,
               sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd, sum(unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_cost_daily
         where day between $from::date and $to::date and {Limits}
         group by agent_instance_code, agent_code, project_code
         order by first_day desc, agent_instance_code
        """)
    { Sums = ["calls", "cost_usd", "imputed_cost_usd", "unpriced_tokens"], About = "Instances that called a model in these days." };

    /// <summary>What the agent was, from when on; whatever the period.</summary>
    public static readonly InsightQuery Versions = new("agents_versions", "What it was", """
        select valid_from, case when is_current then null else valid_to end as valid_to, agent_code, agent_role, agent_status, default_model_code, agent_email, is_deleted
          from herd_dm.dim_agent
         where agent_code <> '(none)'
           and ($agent::varchar is null or agent_code = $agent::varchar)
         order by valid_from desc, agent_code
        """)
    { About = "Every version, whatever the days and the project." };

    public static readonly InsightQuery Observations = new("agents_observations", "Observations", """
        select observed_at, observation_id, agent_code, observation_type, observation_content, confidence
          from herd_dm.dim_agent_observation
         where is_current and not is_deleted
           and observed_at::date between $from::date and $to::date
           and ($agent::varchar is null or agent_code = $agent::varchar)
         order by observed_at desc, observation_id
        """)
    { About = "Project does not limit them." };

    public static readonly IReadOnlyList<InsightQuery> All =
        [List, Total, Costs, Merges, Passes, Models, Requests, Tickets, Reviewed, Given, Instances, Versions, Observations];
}
