namespace Herdbook.Core.Herd.Work;

/// <summary>
/// The statements of <see cref="HerdMetrics"/>. Each adds up one ledger at a time and then puts the sums beside each other: joining ledgers
/// row by row would multiply them. @by is what is grouped by; @since (inclusive) and @until (exclusive) bound each event's own time.
/// </summary>
internal static class MetricsSql
{
    private const string DoneWords = "'done', 'closed', 'completed', 'resolved', 'released', 'merged'";

    private const string Period = "(@since::timestamptz is null or e.created_at >= @since::timestamptz) and (@until::timestamptz is null or e.created_at < @until::timestamptz)";

    private const string Merged = "(@since::timestamptz is null or e.pr_merged_at >= @since::timestamptz) and (@until::timestamptz is null or e.pr_merged_at < @until::timestamptz)";

    /// <summary>Cache reads of all input, in percent; null without input.</summary>
    private const string CacheHit = "round(100.0 * sum(cache_read) / nullif(sum(input + cache_create + cache_read), 0), 2)";

    /// <summary>A call belongs to the ticket that its instance had claimed last when it was made, else to the one that the instance was for.</summary>
    public const string CostPerTicket = $"""
        with held as materialized (
            select agent_instance_code, ticket_code, created_at as since, lead(created_at) over (partition by agent_instance_code order by created_at, booking_id) as until
              from herd.agent_instance_ticket_activity
             where ticket_event_type = 'claimed'
        ), used as materialized (
            select coalesce(h.ticket_code, i.ticket_code, main.ticket_code) as ticket, i.agent_code as agent, e.model_code as model,
                   coalesce(i.project_code, main.project_code) as project, (e.created_at at time zone 'UTC')::date as day,
                   sum(e.token_call_count) as calls, sum(e.token_input_count) as input, sum(e.token_output_count) as output, sum(e.token_cache_read_count) as cache_read,
                   sum(e.token_cache_create_count) as cache_create, sum(e.token_cost_usd) as cost, sum(e.token_unpriced_count) as unpriced
              from herd.agent_instance_token_activity e
              left join herd.agent_instance i on i.agent_instance_code = e.agent_instance_code
              left join herd.agent_instance main on main.agent_instance_code = i.root_agent_instance_code
              left join held h on h.agent_instance_code = e.agent_instance_code and e.created_at >= h.since and (h.until is null or e.created_at < h.until)
             where {Period}
             group by 1, 2, 3, 4, 5
        )
        select coalesce(case @by::text
                            when 'ticket' then ticket when 'agent' then agent when 'model' then model when 'project' then project when 'sprint' then t.current_sprint_code
                            when 'day' then to_char(day, 'YYYY-MM-DD')
                        end, '(none)') as key,
               count(distinct ticket)::bigint as tickets, sum(calls)::bigint as calls, sum(input)::bigint as input_tokens, sum(output)::bigint as output_tokens,
               sum(cache_read)::bigint as cache_read_tokens, sum(cache_create)::bigint as cache_create_tokens, {CacheHit} as cache_hit_pct, sum(cost) as cost_usd,
               sum(unpriced)::bigint as unpriced_tokens, round(sum(cost) filter (where ticket is not null) / nullif(count(distinct ticket), 0), 6) as usd_per_ticket
          from used
          left join herd.ticket_def t on t.ticket_code = used.ticket
         group by 1
         order by case when @by::text = 'day' then 1 end, case when @by::text = 'day' then to_char(max(day), 'YYYY-MM-DD') end, sum(cost) desc nulls last, 1
         limit 500
        """;

    public const string AgentPerformance = $"""
        with told as (
            select e.agent_instance_code, e.created_at, 1 as instances, null::text as done, 0 as pushed, 0 as lines, 0 as merged, 0 as reviews, 0 as blocked, null::numeric as cost, 0 as unpriced
              from herd.agent_instance_lifecycle_activity e where e.lifecycle_event_type = 'spawned' and {Period}
            union all
            select e.agent_instance_code, e.created_at, 0, case when e.ticket_status in ({DoneWords}) then e.ticket_code end, 0, 0, 0, 0, (e.ticket_event_type = 'blocked')::integer, null, 0
              from herd.agent_instance_ticket_activity e where {Period}
            union all
            select e.agent_instance_code, e.created_at, 0, null, 1, coalesce(e.pr_push_lines_added, 0) + coalesce(e.pr_push_lines_deleted, 0), 0, 0, 0, null, 0
              from herd.agent_instance_pr_activity e where e.pr_event_type = 'pushed' and {Period}
            union all
            select e.creator_agent_instance_code, e.pr_merged_at, 0, null, 0, 0, 1, 0, 0, null, 0
              from herd.pr_def e where e.pr_merged_at is not null and e.deleted_at is null and {Merged}
            union all
            select e.reviewer_agent_instance_code, e.created_at, 0, null, 0, 0, 0, 1, 0, null, 0
              from herd.review_def e where {Period}
            union all
            select e.agent_instance_code, e.created_at, 0, null, 0, 0, 0, 0, 0, e.token_cost_usd, e.token_unpriced_count
              from herd.agent_instance_token_activity e where {Period}
        )
        select coalesce(case @by::text
                            when 'agent' then i.agent_code when 'model' then i.model_code when 'project' then i.project_code
                            when 'day' then to_char(told.created_at at time zone 'UTC', 'YYYY-MM-DD')
                        end, '(none)') as key,
               sum(instances)::bigint as instances_spawned, count(distinct done)::bigint as tickets_done, sum(blocked)::bigint as times_blocked, sum(pushed)::bigint as pushes,
               sum(lines)::bigint as lines_changed, sum(merged)::bigint as prs_merged, sum(reviews)::bigint as reviews, sum(cost) as cost_usd, sum(unpriced)::bigint as unpriced_tokens,
               round(sum(cost) / nullif(count(distinct done), 0), 6) as usd_per_ticket_done
          from told
          left join herd.agent_instance i on i.agent_instance_code = told.agent_instance_code
         group by 1
         order by case when @by::text <> 'day' then count(distinct done) end desc nulls last, 1
         limit 500
        """;

    public const string ModelEfficiency = $"""
        with told as (
            select e.agent_instance_code, e.created_at, e.model_code, e.token_call_count as calls, e.token_input_count as input, e.token_output_count as output,
                   e.token_cache_read_count as cache_read, e.token_cache_create_count as cache_create, e.token_cost_usd as cost, e.token_unpriced_count as unpriced, 0 as lines, null::text as done
              from herd.agent_instance_token_activity e where {Period}
            union all
            select e.agent_instance_code, e.created_at, null, 0, 0, 0, 0, 0, null, 0, coalesce(e.pr_push_lines_added, 0) + coalesce(e.pr_push_lines_deleted, 0), null
              from herd.agent_instance_pr_activity e where e.pr_event_type = 'pushed' and {Period}
            union all
            select e.agent_instance_code, e.created_at, null, 0, 0, 0, 0, 0, null, 0, 0, e.ticket_code
              from herd.agent_instance_ticket_activity e where e.ticket_status in ({DoneWords}) and {Period}
        )
        select coalesce(case @by::text
                            when 'model' then coalesce(told.model_code, i.model_code) when 'agent' then i.agent_code when 'project' then i.project_code
                            when 'day' then to_char(told.created_at at time zone 'UTC', 'YYYY-MM-DD')
                        end, '(none)') as key,
               sum(calls)::bigint as calls, sum(input)::bigint as input_tokens, sum(output)::bigint as output_tokens, sum(cache_read)::bigint as cache_read_tokens,
               sum(cache_create)::bigint as cache_create_tokens, {CacheHit} as cache_hit_pct, sum(cost) as cost_usd, sum(unpriced)::bigint as unpriced_tokens,
               round(sum(cost) / nullif(sum(calls), 0), 6) as usd_per_call, round(sum(cost) * 1000000 / nullif(sum(output), 0), 6) as usd_per_m_output,
               sum(lines)::bigint as lines_changed, count(distinct done)::bigint as tickets_done
          from told
          left join herd.agent_instance i on i.agent_instance_code = told.agent_instance_code
         group by 1
         order by case when @by::text <> 'day' then sum(cost) end desc nulls last, 1
         limit 500
        """;

    /// <summary>First pass: a pull request's first review approves it.</summary>
    public const string ReviewEffectiveness = $"""
        with found as materialized (
            select review_code, count(*) as findings, count(*) filter (where finding_severity = 'blocking') as blocking, count(*) filter (where finding_outcome = 'accepted') as accepted,
                   count(*) filter (where finding_outcome = 'disputed') as disputed
              from herd.review_finding
             group by review_code
        )
        select coalesce(case @by::text
                            when 'agent' then i.agent_code when 'model' then i.model_code when 'project' then coalesce(i.project_code, split_part(e.pr_code, '#', 1))
                            when 'day' then to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD')
                        end, '(none)') as key,
               count(*) as reviews, count(distinct e.pr_code) as prs, count(*) filter (where e.review_verdict = 'approved') as approved,
               count(*) filter (where e.review_verdict = 'request_changes') as request_changes, count(*) filter (where e.review_verdict = 'comment') as commented,
               round(100.0 * count(*) filter (where e.review_round = 1 and e.review_verdict = 'approved') / nullif(count(*) filter (where e.review_round = 1), 0), 2) as first_pass_pct,
               coalesce(sum(f.findings), 0)::bigint as findings, coalesce(sum(f.blocking), 0)::bigint as blocking, coalesce(sum(f.findings - f.blocking), 0)::bigint as advisory,
               coalesce(sum(f.accepted), 0)::bigint as accepted, coalesce(sum(f.disputed), 0)::bigint as disputed,
               round(coalesce(sum(f.findings), 0)::numeric / count(*), 2) as findings_per_review, round(avg(e.review_duration_minutes), 2) as mean_minutes
          from herd.review_def e
          left join found f on f.review_code = e.review_code
          left join herd.agent_instance i on i.agent_instance_code = e.reviewer_agent_instance_code
         where {Period}
         group by 1
         order by case when @by::text <> 'day' then count(*) end desc nulls last, 1
         limit 500
        """;

    /// <summary>Of sprints that began in the period. Points: XS 1, S 2, M 3, L 5, XL 8; a ticket without a size has none.</summary>
    public const string SprintVelocity = $"""
        select e.sprint_code as key, e.sprint_title as title, e.sprint_started_at as started_at, coalesce(e.sprint_actual_end_at, e.sprint_planned_end_at) as ends_at,
               count(t.ticket_code) as tickets, count(t.ticket_code) filter (where t.ticket_current_status in ({DoneWords})) as tickets_done,
               coalesce(sum(p.points), 0)::bigint as points, coalesce(sum(p.points) filter (where t.ticket_current_status in ({DoneWords})), 0)::bigint as points_done,
               count(t.ticket_code) filter (where t.ticket_tshirt_size is null) as unsized,
               round(100.0 * count(t.ticket_code) filter (where t.ticket_current_status in ({DoneWords})) / nullif(count(t.ticket_code), 0), 2) as done_pct
          from herd.sprint_def e
          left join herd.ticket_def t on t.current_sprint_code = e.sprint_code and t.deleted_at is null
          left join (values ('XS', 1), ('S', 2), ('M', 3), ('L', 5), ('XL', 8)) as p (size, points) on p.size = t.ticket_tshirt_size
         where e.deleted_at is null and @by::text = 'sprint'
           and (@since::timestamptz is null or e.sprint_started_at >= @since::timestamptz) and (@until::timestamptz is null or e.sprint_started_at < @until::timestamptz)
         group by e.tenant_id, e.sprint_code
         order by e.sprint_started_at desc nulls last, 1
         limit 500
        """;

    /// <summary>How long tickets stood in each status that they have left, by the status's own first event.</summary>
    public const string PipelineEfficiency = $"""
        with steps as materialized (
            select e.ticket_code, e.agent_instance_code, e.ticket_status, e.created_at, e.booking_id,
                   lag(e.ticket_status) over (partition by e.ticket_code order by e.created_at, e.booking_id) as earlier
              from herd.agent_instance_ticket_activity e
             where e.ticket_status is not null
        ), entered as materialized (
            select *, lead(created_at) over (partition by ticket_code order by created_at, booking_id) as left_at
              from steps
             where earlier is distinct from ticket_status
        )
        select coalesce(case @by::text when 'status' then e.ticket_status when 'agent' then i.agent_code when 'project' then t.project_code when 'ticket' then e.ticket_code end, '(none)') as key,
               count(*) as visits, count(distinct e.ticket_code) as tickets, count(*) filter (where e.left_at is null) as standing,
               round((avg(extract(epoch from e.left_at - e.created_at)) / 60)::numeric, 2) as mean_minutes,
               round((percentile_cont(0.5) within group (order by extract(epoch from e.left_at - e.created_at)) / 60)::numeric, 2) as median_minutes,
               round((max(extract(epoch from e.left_at - e.created_at)) / 60)::numeric, 2) as longest_minutes
          from entered e
          left join herd.agent_instance i on i.agent_instance_code = e.agent_instance_code
          left join herd.ticket_def t on t.ticket_code = e.ticket_code
         where {Period}
         group by 1
         order by count(*) desc, 1
         limit 500
        """;

    /// <summary>One row. Projections are the mean daily cost, over the days from the first to the last booking of the period, times 30 and 365.</summary>
    public const string Headline = $"""
        with spent as materialized (
            select sum(e.token_call_count)::bigint as calls, sum(e.token_input_count) as input, sum(e.token_output_count) as output, sum(e.token_cache_read_count) as cache_read,
                   sum(e.token_cache_create_count) as cache_create, sum(e.token_cost_usd) as cost, sum(e.token_cost_usd) filter (where e.cost_basis = 'imputed') as imputed,
                   sum(e.token_unpriced_count)::bigint as unpriced, count(distinct e.agent_instance_code) as instances,
                   (max(e.created_at) at time zone 'UTC')::date - (min(e.created_at) at time zone 'UTC')::date + 1 as days
              from herd.agent_instance_token_activity e where {Period}
        ), finished as materialized (
            select count(distinct e.ticket_code) as tickets from herd.agent_instance_ticket_activity e where e.ticket_status in ({DoneWords}) and {Period}
        ), merged as materialized (
            select count(*) as prs from herd.pr_def e where e.pr_merged_at is not null and e.deleted_at is null and {Merged}
        ), reviewed as materialized (
            select count(*) as reviews,
                   round(100.0 * count(*) filter (where e.review_round = 1 and e.review_verdict = 'approved') / nullif(count(*) filter (where e.review_round = 1), 0), 2) as first_pass
              from herd.review_def e where {Period}
        )
        select @by::text as key, spent.cost as cost_usd, spent.imputed as imputed_usd, coalesce(spent.unpriced, 0) as unpriced_tokens, coalesce(spent.calls, 0) as calls,
               coalesce(spent.input, 0)::bigint as input_tokens, coalesce(spent.output, 0)::bigint as output_tokens, coalesce(spent.cache_read, 0)::bigint as cache_read_tokens,
               coalesce(spent.cache_create, 0)::bigint as cache_create_tokens,
               round(100.0 * spent.cache_read / nullif(spent.input + spent.cache_create + spent.cache_read, 0), 2) as cache_hit_pct, spent.instances, finished.tickets as tickets_done,
               merged.prs as prs_merged, reviewed.reviews, reviewed.first_pass as first_pass_pct, round(spent.cost / nullif(finished.tickets, 0), 6) as usd_per_ticket_done,
               round(spent.cost / spent.days, 6) as usd_per_day, round(spent.cost / spent.days * 30, 6) as usd_in_30_days, round(spent.cost / spent.days * 365, 6) as usd_in_365_days
          from spent, finished, merged, reviewed
        """;

    /// <summary>When the current sprint began: no actual end, latest start.</summary>
    public const string SprintStart = """
        select sprint_started_at
          from herd.sprint_def
         where sprint_actual_end_at is null and sprint_started_at is not null and deleted_at is null
         order by sprint_started_at desc, sprint_code
         limit 1
        """;
}
