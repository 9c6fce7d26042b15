using Dapper;

namespace Herdbook.Core.Herd.Live;

/// <summary>The agents that run now: what came from them within the last minutes, and what they spend.</summary>
public sealed class LiveFleet(Book book, TimeProvider time)
{
    /// <summary>Whatever gave no sign for so long runs no more.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    public const int Most = 200;

    // The last events of the tenant are read once, by their numbers, and dealt out to the sessions: bounded, however many events there are.
    private const string Running = """
        with session as materialized (
          select s.id, s.agent_instance_code as code, s.title, s.last_event_at
            from agent.sessions s
           where s.last_event_at >= @since and s.agent_instance_code is not null
           order by s.last_event_at desc
           limit 400
        ), acted as materialized (
          select distinct on (code) code, at, type, message, ticket
            from (
              select a.agent_instance_code as code, a.created_at as at, a.ticket_event_type as type,
                     concat_ws(': ', a.ticket_code, a.ticket_activity_comment) as message, a.ticket_code as ticket
                from herd.agent_instance_ticket_activity a
               where a.created_at >= @since
              union all
              select l.agent_instance_code, l.created_at, l.lifecycle_event_type, l.lifecycle_detail, null
                from herd.agent_instance_lifecycle_activity l
               where l.created_at >= @since
            ) t
           order by code, at desc
        ), running as materialized (
          select i.agent_instance_code as code, coalesce(i.root_agent_instance_code, i.agent_instance_code) as root, i.agent_code, i.model_code,
                 i.project_code, i.ticket_code, i.agent_instance_started_at as started_at, coalesce(s.title, i.agent_instance_title) as title,
                 s.id as session_id, s.last_event_at, a.at as acted_at, a.type as acted_type, a.message as acted_message,
                 greatest(s.last_event_at, a.at) as last_at
            from (select code from session union select code from acted) c
            join herd.agent_instance i on i.agent_instance_code = c.code
            left join session s on s.code = c.code
            left join acted a on a.code = c.code
           where s.code is not null or i.agent_instance_ended_at is null
           order by last_at desc
           limit @most
        ), tail as materialized (
          select e.id, e.session_id, e.occurred_at, e.event_type, e.tool_name, e.message, e.is_error
            from agent.events e
           order by e.id desc
           limit 6000
        ), numbered as materialized (
          select t.*, row_number() over (partition by t.session_id order by t.occurred_at desc, t.id desc) as place
            from tail t
           where t.session_id in (select session_id from running)
        ), repeated as (
          select session_id, max(times) as times
            from (select session_id, count(*) as times from numbered where place <= 12 and event_type = 'tool_call'
                   group by session_id, tool_name, message) c
           group by session_id
        ), failed as (
          select session_id, count(*) filter (where is_error) as times
            from (select n.session_id, n.is_error, row_number() over (partition by n.session_id order by n.place) as nth
                    from numbered n where n.event_type = 'tool_result') r
           where nth <= 3
           group by session_id
        )
        select r.code as instance_code, r.root as session_code, r.agent_code, r.model_code, r.title, r.project_code, r.ticket_code, r.started_at, r.last_at,
               case when r.acted_at > coalesce(r.last_event_at, '-infinity') then r.acted_type else n.event_type end as last_type,
               case when r.acted_at > coalesce(r.last_event_at, '-infinity') then null else n.tool_name end as tool_name,
               case when r.acted_at > coalesce(r.last_event_at, '-infinity') then r.acted_message else n.message end as message,
               coalesce(n.is_error, false) as is_error, coalesce(m.tokens, 0) / 5 as tokens_per_minute, u.cost_usd, coalesce(u.unpriced, 0) as unpriced_tokens,
               p.id as approval_id, p.title as approval_title, t.ticket_current_status as ticket_status,
               coalesce(k.times, 0)::integer as repeated, coalesce(f.times, 0)::integer as failed
          from running r
          left join numbered n on n.session_id = r.session_id and n.place = 1
          left join repeated k on k.session_id = r.session_id
          left join failed f on f.session_id = r.session_id
          left join herd.ticket_def t on t.ticket_code = r.ticket_code
          left join lateral (
            select sum(a.token_cost_usd) as cost_usd, sum(a.token_unpriced_count)::bigint as unpriced
              from herd.agent_instance_token_activity a
             where a.agent_instance_code = r.code
            offset 0
          ) u on true
          left join lateral (
            select sum(a.token_input_count::bigint + a.token_output_count + a.token_cache_read_count + a.token_cache_create_count)::bigint as tokens
              from herd.agent_instance_token_activity a
             where a.agent_instance_code = r.code and a.created_at >= @minutes
            offset 0
          ) m on true
          left join lateral (
            select q.id, coalesce(q.title, q.checkpoint_type) as title
              from governance.approval_requests q
             where q.status = 'pending'
               and (q.execution_id in (r.code, r.root)
                    or (q.execution_id = q.id::text and q.agent_id = r.agent_code and q.created_at >= r.started_at))
             order by q.created_at
             limit 1
          ) p on true
         order by r.last_at desc, r.code
        """;

    static LiveFleet() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>At most <see cref="Most"/> agents, the most urgent first, then the one last heard of.</summary>
    public async Task<IReadOnlyList<LiveAgent>> ReadAsync(Tenant tenant, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var agents = await book.ReadAsync(
            tenant,
            async (connection, token) => await connection.QueryAsync<LiveAgent>(new CommandDefinition(
                Running, new { since = now - Window, minutes = now - TimeSpan.FromMinutes(5), most = Most }, cancellationToken: token)),
            ct);
        return [.. agents.OrderBy(a => a.StateAt(now)).ThenByDescending(a => a.LastAt)];
    }
}
