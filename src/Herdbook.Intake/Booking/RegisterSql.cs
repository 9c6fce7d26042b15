namespace Herdbook.Intake.Booking;

/// <summary>Statements that make known what a chunk speaks of: definitions, instances, sessions. Each may be run again without effect.</summary>
internal static class RegisterSql
{
    /// <summary>$1 codes.</summary>
    public const string Agents = """
        insert into herd.agent_def (agent_code, agent_role, agent_status)
        select code, case when code like '%/%' then split_part(code, '/', 2) else 'coding' end, 'active'
          from unnest($1::text[]) as t (code)
         order by code
        on conflict (tenant_id, agent_code) do nothing
        """;

    /// <summary>$1 codes.</summary>
    public const string Models = """
        insert into herd.model_def (model_code, model_provider)
        select code, case when code = '<synthetic>' then 'none' when code like 'claude%' then 'anthropic'
                    when code like 'gemini%' then 'google' when code ~ '^(gpt|codex|o[0-9])' then 'openai' end
          from unnest($1::text[]) as t (code)
         order by code
        on conflict (tenant_id, model_code) do nothing
        """;

    /// <summary>$1 folders. A project is known by the folder that its conversations start in.</summary>
    public const string Projects = """
        insert into herd.project_def (project_code, project_title, project_status)
        select folder, coalesce(nullif(substring(folder from '[^/\\]+[/\\]*$'), ''), folder), 'active'
          from unnest($1::text[]) as t (folder)
         order by folder
        on conflict (tenant_id, project_code) do nothing
        """;

    /// <summary>$1 codes.</summary>
    public const string Tickets = """
        insert into herd.ticket_def (ticket_code)
        select code from unnest($1::text[]) as t (code) order by code
        on conflict (tenant_id, ticket_code) do nothing
        """;

    /// <summary>
    /// $1 code, $2 root, $3 agent, $4 model, $5 ticket, $6 project, $7 started, $8 last, $9 tool use that spawned it, $10 title, $11 source.
    /// What the earliest line tells (project) and what the latest tells (model, ticket) win by time, not by the order of arrival.
    /// An instance that was not known is booked as spawned.
    /// </summary>
    public const string Instances = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                               $7::timestamptz[], $8::timestamptz[], $9::text[], $10::text[])
            as t (code, root, agent, model, ticket, project, started, last, tool_use, title)
        ), booked as (
          insert into herd.agent_instance as i (
            agent_instance_code, root_agent_instance_code, spawned_by_agent_instance_code, agent_code, model_code, ticket_code, project_code,
            agent_instance_started_at, agent_instance_ended_at, parent_tool_use_id, agent_instance_title, source)
          select code, root, nullif(root, code), agent,
                 model, ticket, project, started, last, tool_use, title, $11
            from told
           order by code <> root, code
          on conflict (tenant_id, agent_instance_code) do update set
            agent_code = case when i.agent_code like '%/subagent' or i.agent_code = i.source then excluded.agent_code else i.agent_code end,
            model_code = case when excluded.agent_instance_ended_at >= coalesce(i.agent_instance_ended_at, '-infinity')
                              then coalesce(excluded.model_code, i.model_code) else coalesce(i.model_code, excluded.model_code) end,
            ticket_code = case when excluded.agent_instance_ended_at >= coalesce(i.agent_instance_ended_at, '-infinity')
                               then coalesce(excluded.ticket_code, i.ticket_code) else coalesce(i.ticket_code, excluded.ticket_code) end,
            project_code = case when excluded.agent_instance_started_at < coalesce(i.agent_instance_started_at, 'infinity')
                                then coalesce(excluded.project_code, i.project_code) else coalesce(i.project_code, excluded.project_code) end,
            agent_instance_started_at = least(i.agent_instance_started_at, excluded.agent_instance_started_at),
            agent_instance_ended_at = greatest(i.agent_instance_ended_at, excluded.agent_instance_ended_at),
            parent_tool_use_id = coalesce(i.parent_tool_use_id, excluded.parent_tool_use_id),
            agent_instance_title = coalesce(i.agent_instance_title, excluded.agent_instance_title)
          returning i.agent_instance_code, i.agent_instance_started_at, xmax = 0 as fresh
        )
        insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, lifecycle_detail, created_at)
        select agent_instance_code, 'spawned', 'first seen in a transcript', coalesce(agent_instance_started_at, now())
          from booked
         where fresh
         order by agent_instance_code
        """;

    /// <summary>
    /// $1 code, $2 root, $3 title, $4 its source, $5 its time, $6 folder, $7 branch, $8 tool version, $9 started, $10 last, $11 source,
    /// $12 whether these are subagents (they refer to their conversation's session, which must be there).
    /// A summary is a better title than a prompt, an earlier prompt a better one than a later.
    /// </summary>
    public const string Sessions = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::text[],
                               $9::timestamptz[], $10::timestamptz[])
            as t (code, root, title, title_source, title_at, folder, branch, version, started, last)
        )
        insert into agent.sessions as s (
          global_id, agent_instance_code, parent_session_id, session_type, subject_type, subject_id, status,
          title, title_source, title_at, working_folder, git_branch, tool_version, started_at, ended_at, last_event_at, source)
        select code, code, case when $12 then (select p.id from agent.sessions p where p.agent_instance_code = root) end,
               case when $12 then 'subagent' else 'conversation' end, 'herd.agent_instance', code, 'completed',
               title, title_source, title_at, folder, branch, version, started, last, last, $11
          from told
         where (code <> root) = $12
         order by code
        on conflict (tenant_id, agent_instance_code) do update set
          (title, title_source, title_at) = (
            select t.title, t.source, t.at
              from (values (s.title, s.title_source, s.title_at), (excluded.title, excluded.title_source, excluded.title_at)) as t (title, source, at)
             order by t.title is null, t.source = 'prompt', t.at, t.title desc
             limit 1),
          working_folder = case when excluded.last_event_at >= coalesce(s.last_event_at, '-infinity')
                                then coalesce(excluded.working_folder, s.working_folder) else coalesce(s.working_folder, excluded.working_folder) end,
          git_branch = case when excluded.last_event_at >= coalesce(s.last_event_at, '-infinity')
                            then coalesce(excluded.git_branch, s.git_branch) else coalesce(s.git_branch, excluded.git_branch) end,
          tool_version = case when excluded.last_event_at >= coalesce(s.last_event_at, '-infinity')
                              then coalesce(excluded.tool_version, s.tool_version) else coalesce(s.tool_version, excluded.tool_version) end,
          started_at = least(s.started_at, excluded.started_at),
          ended_at = greatest(s.ended_at, excluded.ended_at),
          last_event_at = greatest(s.last_event_at, excluded.last_event_at)
        """;

    /// <summary>$1 instance, $2 leaf, $3 summary.</summary>
    public const string Summaries = """
        update agent.sessions s set title = t.summary, title_source = 'summary', title_at = '-infinity'
          from (select distinct on (instance) * from unnest($1::text[], $2::uuid[], $3::text[]) as t (instance, leaf, summary)
                 order by instance, summary desc) t
         where s.agent_instance_code = t.instance
           and exists (select from agent.events e where e.session_id = s.id and e.event_key = t.leaf)
           and (s.title_source is distinct from 'summary' or s.title < t.summary)
        """;
}
