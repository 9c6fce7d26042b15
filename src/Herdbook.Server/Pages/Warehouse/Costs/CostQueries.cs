using Herdbook.Server.Pages.Warehouse.Insight;

namespace Herdbook.Server.Pages.Warehouse.Costs;

/// <summary>What Cost asks gold for. Every sum is one over mart_cost_daily, so every breakdown adds up to the total.</summary>
internal static class CostQueries
{
    private const string Days = "day between $from::date and $to::date";

    private const string Filters = """
        ($agent::varchar is null or agent_code = $agent::varchar)
           and ($model::varchar is null or model_code = $model::varchar)
           and ($project::varchar is null or project_code = $project::varchar)
           and ($ticket::varchar is null or ticket_code = $ticket::varchar)
           and ($pr::varchar is null or pr_code = $pr::varchar)
        """;

    private const string Where = $"""
        {Days}
           and {Filters}
        """;

    private const string Figures = """
        sum(calls)::bigint as calls,
               sum(input_tokens)::bigint as input_tokens,
               sum(output_tokens)::bigint as output_tokens,
               sum(cache_read_tokens)::bigint as cache_read_tokens,
               sum(cache_create_tokens)::bigint as cache_create_tokens,
               sum(prompt_tokens)::bigint as prompt_tokens,
               sum(cost_usd)::decimal(18,6) as cost_usd,
               sum(imputed_cost_usd)::decimal(18,6) as imputed_cost_usd,
               sum(unpriced_tokens)::bigint as unpriced_tokens
        """;

    private static readonly string[] Sums = ["calls", "input_tokens", "output_tokens", "cache_read_tokens", "cache_create_tokens", "cost_usd", "imputed_cost_usd", "unpriced_tokens"];

    /// <summary>One row.</summary>
    public static readonly InsightQuery Total = new("cost_total", "Cost in all", $"""
        select {Figures},
               count(distinct agent_instance_code)::bigint as instances
          from herd_dm.mart_cost_daily
         where {Where}
        """);

    /// <summary>One row: the first and the last day with a call, whatever is filtered.</summary>
    public static readonly InsightQuery Span = new("cost_span", "Days of the book", """
        select min(day) as first_day, max(day) as last_day
          from herd_dm.mart_cost_daily
        """);

    /// <summary>A row for each day and name of the group.</summary>
    public static readonly InsightQuery Daily = new("cost_daily", "Cost by day", $"""
        select day,
               case $by::varchar when 'model' then model_code when 'project' then project_code else agent_code end as code,
               {Figures}
          from herd_dm.mart_cost_daily
         where {Where}
         group by 1, 2
         order by 1, 2
        """)
    { Sums = Sums, About = "A row for each day and name." };

    public static readonly InsightQuery ByAgent = new("cost_by_agent", "Cost by agent", $"""
        select agent_code, {Figures}
          from herd_dm.mart_cost_daily
         where {Where}
         group by 1
         order by cost_usd desc nulls last, 1
        """)
    { Sums = Sums };

    public static readonly InsightQuery ByModel = new("cost_by_model", "Cost by model", $"""
        select model_code, {Figures}
          from herd_dm.mart_cost_daily
         where {Where}
         group by 1
         order by cost_usd desc nulls last, 1
        """)
    { Sums = Sums };

    public static readonly InsightQuery ByProject = new("cost_by_project", "Cost by project", $"""
        select project_code, {Figures}
          from herd_dm.mart_cost_daily
         where {Where}
         group by 1
         order by cost_usd desc nulls last, 1
        """)
    { Sums = Sums };

    public static readonly InsightQuery ByTicket = new("cost_by_ticket", "Cost by ticket", $"""
        select spent.*, ticket.ticket_title, ticket.ticket_status
          from (select ticket_code, {Figures}
                  from herd_dm.mart_cost_daily
                 where {Where}
                 group by 1) spent
          left join herd_dm.mart_cost_per_ticket ticket on ticket.ticket_code = spent.ticket_code
         order by spent.cost_usd desc nulls last, spent.ticket_code
        """)
    { Sums = Sums, About = "What was spent in these days; a ticket's whole cost may be more." };

    public static readonly InsightQuery ByPullRequest = new("cost_by_pr", "Cost by pull request", $"""
        select spent.*, request.pr_title, request.pr_state, request.lines_added + request.lines_deleted as lines
          from (select pr_code, {Figures}
                  from herd_dm.mart_cost_daily
                 where {Where}
                 group by 1) spent
          left join herd_dm.mart_cost_per_pr request on request.pr_code = spent.pr_code
         order by spent.cost_usd desc nulls last, spent.pr_code
        """)
    { Sums = Sums, About = "What was spent in these days; a pull request's whole cost may be more." };

    /// <summary>The rows behind every figure of this page.</summary>
    public static readonly InsightQuery Rows = new("cost_rows", "Bookings", $"""
        select day, agent_instance_code, agent_code, model_code, project_code, ticket_code, pr_code, cost_usd, calls,
               input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, imputed_cost_usd, unpriced_tokens, pr_rule, source
          from herd_dm.mart_cost_daily
         where {Where}
         order by day desc, agent_instance_code, model_code, pr_code, source
        """)
    { Sums = Sums, About = "Tokens and cost of each day, instance, model and pull request. An instance that served several pull requests has a row for each, with its exact part." };

    public static readonly InsightQuery Unpriced = new("cost_unpriced", "Bookings without a price", $"""
        select day, agent_instance_code, agent_code, model_code, project_code, ticket_code, pr_code, source, calls, unpriced_tokens, cost_usd
          from herd_dm.mart_cost_daily
         where {Where}
           and unpriced_tokens <> 0
         order by unpriced_tokens desc, day desc, agent_instance_code, model_code, pr_code
        """)
    { Sums = ["calls", "unpriced_tokens", "cost_usd"], About = "Tokens that have no price are in no sum of money." };

    public static readonly InsightQuery Imputed = new("cost_imputed", "Imputed cost", $"""
        select day, agent_instance_code, agent_code, model_code, project_code, ticket_code, pr_code, source, calls, cost_usd, imputed_cost_usd
          from herd_dm.mart_cost_daily
         where {Where}
           and imputed_cost_usd <> 0
         order by imputed_cost_usd desc, day desc, agent_instance_code, model_code, pr_code
        """)
    { Sums = ["calls", "cost_usd", "imputed_cost_usd"], About = "A subscription paid for these calls: their cost is what they would be at list price." };

    /// <summary>Days that stood out, of what the filters choose: all, or one agent, model or project.</summary>
    public static readonly InsightQuery Anomalies = new("cost_anomalies", "Days that stood out", $"""
        select day, scope, scope_code, reason_code, reason, cost_usd, expected_cost_usd, ratio, driver_code, unpriced_tokens
          from herd_dm.mart_cost_anomaly
         where {Days}
           and case when $agent::varchar is null and $model::varchar is null and $project::varchar is null then true
                    else (scope = 'agent' and scope_code = $agent::varchar)
                      or (scope = 'model' and scope_code = $model::varchar)
                      or (scope = 'project' and scope_code = $project::varchar) end
         order by reason_code = 'unpriced', day desc, scope = 'all' desc, cost_usd desc nulls last, scope, scope_code, reason_code
        """)
    { About = "Compared with the median of the days with cost among the 28 days before. Days with tokens that have no price come last." };

    /// <summary>Agents, projects and tickets are not in the price history's mart: it knows days and models.</summary>
    public static readonly InsightQuery Recost = new("cost_recost", "Cost at the prices of a date", $"""
        select model_code,
               sum(calls)::bigint as calls,
               sum(input_tokens + output_tokens + cache_read_tokens + cache_create_tokens)::bigint as tokens,
               sum(booked_cost_usd)::decimal(18,6) as booked_cost_usd,
               sum(recost_usd)::decimal(18,6) as recost_usd,
               sum(unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_recost
         where {Days}
           and price_from < ($prices_at::date + interval 1 day)::timestamp at time zone 'UTC'
           and price_to >= ($prices_at::date + interval 1 day)::timestamp at time zone 'UTC'
           and ($model::varchar is null or model_code = $model::varchar)
         group by 1
         order by recost_usd desc nulls last, booked_cost_usd desc nulls last, 1
        """)
    { Sums = ["calls", "tokens", "booked_cost_usd", "recost_usd", "unpriced_tokens"], About = "The usage of these days, at the prices that held when the chosen date ended (UTC)." };

    /// <summary>What a month to date has cost, for a budget.</summary>
    public static readonly InsightQuery Month = new("cost_month", "Cost of this month", $"""
        select sum(cost_usd)::decimal(18,6) as cost_usd, sum(unpriced_tokens)::bigint as unpriced_tokens
          from herd_dm.mart_cost_daily
         where day between date_trunc('month', $today::date)::date and $today::date
           and {Filters}
        """);

    public static readonly IReadOnlyList<InsightQuery> All =
        [Total, Daily, ByAgent, ByModel, ByProject, ByTicket, ByPullRequest, Rows, Unpriced, Imputed, Anomalies, Recost];
}
