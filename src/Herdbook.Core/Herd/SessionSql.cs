namespace Herdbook.Core.Herd;

/// <summary>The statements of <see cref="Sessions"/>.</summary>
internal static class SessionSql
{
    // Cost is summed over the ledger once. Steps of tools and errors are counted for the page's rows alone,
    // unless the order or the filter asks for them.
    public const string Grid = $$"""
        with cell as materialized (
            select agent_instance_code,
                   model_code,
                   {{LedgerSql.Sums}}
              from herd.agent_instance_token_activity
             where {{LedgerSql.InRange}}
               and (@model::text is null or coalesce(model_code, '(none)') = @model::text)
             group by 1, 2
        ), spent as materialized (
            select coalesce(instance.root_agent_instance_code, cell.agent_instance_code) as root,
                   array_agg(distinct cell.model_code order by cell.model_code) filter (where cell.model_code is not null) as models,
                   {{LedgerSql.Totals}}
              from cell
              left join herd.agent_instance instance on instance.agent_instance_code = cell.agent_instance_code
              left join herd.agent_instance main on main.agent_instance_code = instance.root_agent_instance_code
             where (@agent::text is null or coalesce(instance.agent_code, '(none)') = @agent::text)
               and (@project::text is null or coalesce(instance.project_code, main.project_code, '(none)') = @project::text)
             group by 1
        ), family as materialized (
            select root_agent_instance_code as root, count(*) - 1 as subagents
              from herd.agent_instance
             group by 1
        ), failed as materialized (
            select instance.root_agent_instance_code as root, sum(failed.errors) as errors
              from (select session_id, count(*) as errors from agent.events where @count_errors::boolean and is_error group by 1) failed
              join agent.sessions session on session.id = failed.session_id
              join herd.agent_instance instance on instance.agent_instance_code = session.agent_instance_code
             group by 1
        ), tooled as materialized (
            select instance.root_agent_instance_code as root, sum(tooled.tool_calls) as tool_calls
              from (select session_id, count(*) as tool_calls from agent.events where @count_tools::boolean and event_type = 'tool_call' group by 1) tooled
              join agent.sessions session on session.id = tooled.session_id
              join herd.agent_instance instance on instance.agent_instance_code = session.agent_instance_code
             group by 1
        ), chosen as (
            select root.agent_instance_code as code,
                   coalesce(session.title, root.agent_instance_title) as title,
                   root.project_code,
                   coalesce(project.project_title, root.project_code) as project_title,
                   root.agent_code,
                   root.ticket_code,
                   session.git_branch as branch,
                   session.status,
                   coalesce(session.started_at, root.agent_instance_started_at) as started_at,
                   coalesce(session.last_event_at, session.ended_at, root.agent_instance_ended_at) as last_at,
                   spent.models, spent.calls, spent.input_tokens, spent.output_tokens, spent.cache_creation_tokens, spent.cache_read_tokens,
                   spent.cost_usd, spent.imputed_usd, spent.unpriced_tokens,
                   family.subagents,
                   tooled.tool_calls, failed.errors
              from herd.agent_instance root
              join family on family.root = root.agent_instance_code
              left join agent.sessions session on session.agent_instance_code = root.agent_instance_code
              left join herd.project_def project on project.project_code = root.project_code
              left join spent on spent.root = root.agent_instance_code
              left join failed on failed.root = root.agent_instance_code
              left join tooled on tooled.root = root.agent_instance_code
             where root.root_agent_instance_code = root.agent_instance_code
               and (spent.root is not null or (@since::timestamptz is null and @until::timestamptz is null and @model::text is null and @agent::text is null
                    and (@project::text is null or coalesce(root.project_code, '(none)') = @project::text)))
               and (@branch::text is null or session.git_branch = @branch::text)
               and (@ticket::text is null or root.ticket_code = @ticket::text
                    or exists (select 1 from herd.agent_instance_ticket_activity activity
                                where activity.agent_instance_code = root.agent_instance_code and activity.ticket_code = @ticket::text))
               and (not @unpriced::boolean or spent.unpriced_tokens > 0)
               and (not @errors::boolean or failed.errors > 0)
               and (@text::text is null
                    or coalesce(session.title, root.agent_instance_title) ilike '%' || @text::text || '%'
                    or session.git_branch ilike '%' || @text::text || '%'
                    or root.ticket_code ilike '%' || @text::text || '%'
                    or root.project_code ilike '%' || @text::text || '%'
                    or root.agent_instance_code ilike @text::text || '%')
        ), keyed as (
            select chosen.*,
                   case @sort::text
                       when 'Started' then extract(epoch from started_at)
                       when 'Duration' then extract(epoch from last_at - started_at)
                       when 'Steps' then coalesce(calls, 0)
                       when 'Tools' then coalesce(tool_calls, 0)
                       when 'Errors' then coalesce(errors, 0)
                       when 'Subagents' then subagents
                       when 'Tokens' then coalesce(input_tokens + output_tokens + cache_creation_tokens + cache_read_tokens, 0)
                       when 'Cost' then cost_usd
                   end as number_key,
                   case @sort::text
                       when 'Title' then lower(title)
                       when 'Project' then lower(project_title)
                       when 'Agent' then agent_code
                       when 'Branch' then branch
                   end as text_key
              from chosen
        )
        select code, title, project_code, agent_code, ticket_code, branch, status, started_at, last_at,
               coalesce(models, '{}') as models,
               coalesce(calls, 0) as calls, coalesce(input_tokens, 0) as input_tokens, coalesce(output_tokens, 0) as output_tokens,
               coalesce(cache_creation_tokens, 0) as cache_creation_tokens, coalesce(cache_read_tokens, 0) as cache_read_tokens,
               cost_usd, imputed_usd, coalesce(unpriced_tokens, 0) as unpriced_tokens, subagents,
               count(*) over () as all_count,
               (sum(calls) over ())::bigint as all_calls,
               (sum(input_tokens) over ())::bigint as all_input_tokens,
               (sum(output_tokens) over ())::bigint as all_output_tokens,
               (sum(cache_creation_tokens) over ())::bigint as all_cache_creation_tokens,
               (sum(cache_read_tokens) over ())::bigint as all_cache_read_tokens,
               sum(cost_usd) over () as all_cost_usd,
               sum(imputed_usd) over () as all_imputed_usd,
               (sum(unpriced_tokens) over ())::bigint as all_unpriced_tokens
          from keyed
         order by case when @descending::boolean then number_key end desc nulls last,
                  case when not @descending::boolean then number_key end nulls last,
                  case when @descending::boolean then text_key end desc nulls last,
                  case when not @descending::boolean then text_key end nulls last,
                  started_at desc nulls last, code
        offset @skip
         limit @take
        """;

    public const string Counts = """
        select instance.root_agent_instance_code as code,
               count(*) filter (where event.event_type = 'tool_call') as tool_calls,
               count(*) filter (where event.is_error) as errors
          from herd.agent_instance instance
          join agent.sessions session on session.agent_instance_code = instance.agent_instance_code
          join agent.events event on event.session_id = session.id
         where instance.root_agent_instance_code = any(@codes)
         group by 1
        """;
}
