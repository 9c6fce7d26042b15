namespace Herdbook.Intake.Linking;

/// <summary>
/// Statements that find links in what is booked already. Each may be run again without effect; they are run one after the other, since later
/// ones go on from what earlier ones found.
/// </summary>
internal static class DerivedSql
{
    /// <summary>Generic plans are made without knowing how much there is; these statements run rarely, and are planned each time.</summary>
    public const string PlanAnew = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

    /// <summary>
    /// Commits and conversations by files in common, in time: of a commit that nothing surer explains, at least a third of its files were edited by
    /// the conversation, and it was made between the first of these edits and twelve hours after the last. $1 from when on.
    /// </summary>
    public const string Overlap = """
        with edited as materialized (
          select coalesce(i.root_agent_instance_code, i.agent_instance_code) as session,
                 coalesce(e.payload #>> '{input,file_path}', e.payload #>> '{input,notebook_path}', e.payload #>> '{input,path}') as path,
                 min(e.occurred_at) as first, max(e.occurred_at) as last
            from agent.events e
            join agent.sessions s on s.id = e.session_id
            join herd.agent_instance i on i.agent_instance_code = s.agent_instance_code
           where e.event_type = 'tool_call' and e.occurred_at >= $1
             and e.tool_name = any (array['Edit', 'MultiEdit', 'Write', 'NotebookEdit', 'apply_patch', 'write_file', 'replace', 'edit', 'create', 'str_replace'])
           group by 1, 2
        ), touched as materialized (
          select session, path, substring(path from '[^/\\]+$') as name, first, last from edited where path is not null
        ), changed as materialized (
          select c.commit_hash, c.authored_at, f.path, substring(f.path from '[^/]+$') as name, cardinality(c.commit_files) as files
            from herd.commit_def c
           cross join unnest(c.commit_files) as f (path)
           where c.authored_at >= $1 and not coalesce(c.is_merge, false)
             and not exists (select from herd.work_link k where k.from_type = 'commit' and k.from_code = c.commit_hash and k.to_type = 'session'
                                                            and k.link_reason = any (array['checkpoint', 'authorship']) and k.link_confidence >= 0.9
                                                            and k.to_code not like 'git/%')
        ), common as (
          select c.commit_hash, t.session, count(distinct c.path) as files, max(c.files) as of
            from changed c
            join touched t on t.name = c.name and (t.path = c.path or right(replace(t.path, '\', '/'), length(c.path) + 1) = '/' || c.path)
                          and c.authored_at >= t.first and c.authored_at <= t.last + interval '12 hours'
           group by 1, 2
        ), booked as (
          insert into herd.work_link as l (from_type, from_code, to_type, to_code, link_reason, link_confidence, link_evidence)
          select 'commit', commit_hash, 'session', session, 'overlap', round(0.3 + 0.6 * files / of, 3), files || ' of its ' || of || ' files were edited within the time'
            from common
           where files * 3 >= of
           order by commit_hash, session
          on conflict (tenant_id, from_type, from_code, to_type, to_code, link_reason) do update set
            link_confidence = excluded.link_confidence, link_evidence = excluded.link_evidence
          where excluded.link_confidence > l.link_confidence
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int from booked
        """;

    /// <summary>A conversation and the pull requests that its commits are in: a little less sure than that the commits are its own.</summary>
    public const string ThroughCommits = """
        with found as (
          select s.to_code as session, p.to_code as pr, max(s.link_confidence) as sure, min(s.from_code) as commit
            from herd.work_link s
            join herd.work_link p on p.from_type = 'commit' and p.from_code = s.from_code and p.to_type = 'pr'
           where s.from_type = 'commit' and s.to_type = 'session'
           group by 1, 2
        ), booked as (
          insert into herd.work_link as l (from_type, from_code, to_type, to_code, link_reason, link_confidence, link_evidence)
          select 'session', session, 'pr', pr, 'commit', round(sure * 0.95, 3), 'commit ' || left(commit, 10) from found order by session, pr
          on conflict (tenant_id, from_type, from_code, to_type, to_code, link_reason) do update set
            link_confidence = excluded.link_confidence, link_evidence = excluded.link_evidence
          where excluded.link_confidence > l.link_confidence
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int from booked
        """;

    /// <summary>
    /// A conversation on a pull request's branch, from two weeks before the pull request was opened to a day after it was done. That the folder bears
    /// the repository's name makes it surer. The branches that everything ends on tell nothing.
    /// </summary>
    public const string Branches = """
        with found as (
          select coalesce(i.root_agent_instance_code, i.agent_instance_code) as session, p.pr_code as pr, max(p.pr_branch_name) as branch,
                 bool_or(substring(s.working_folder from '[^/\\]+$') = split_part(split_part(p.pr_code, '#', 1), '/', 2)) as same_folder
            from herd.pr_def p
            join agent.sessions s on s.git_branch = p.pr_branch_name
            join herd.agent_instance i on i.agent_instance_code = s.agent_instance_code
           where p.pr_branch_name <> all (array['main', 'master', 'develop', 'dev', 'trunk', 'HEAD'])
             and s.started_at <= coalesce(p.pr_merged_at, p.pr_closed_at, 'infinity') + interval '1 day'
             and s.last_event_at >= p.created_at - interval '14 days'
           group by 1, 2
        ), booked as (
          insert into herd.work_link as l (from_type, from_code, to_type, to_code, link_reason, link_confidence, link_evidence)
          select 'session', session, 'pr', pr, 'branch', case when same_folder then 0.9 else 0.7 end, 'on the branch ' || branch from found order by session, pr
          on conflict (tenant_id, from_type, from_code, to_type, to_code, link_reason) do update set
            link_confidence = excluded.link_confidence, link_evidence = excluded.link_evidence
          where excluded.link_confidence > l.link_confidence
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int from booked
        """;

    /// <summary>A conversation that opened or named a pull request in its transcript, and one that reviewed it.</summary>
    public const string Named = """
        with told as (
          select coalesce(i.root_agent_instance_code, a.agent_instance_code) as session, a.pr_code as pr, 'pr_link' as reason,
                 max(case a.pr_event_type when 'created' then 0.98 else 0.7 end) as sure,
                 case when bool_or(a.pr_event_type = 'created') then 'its transcript opens the pull request' else 'its transcript names the pull request' end as evidence
            from herd.agent_instance_pr_activity a
            join herd.agent_instance i on i.agent_instance_code = a.agent_instance_code
           where a.pr_code is not null and a.pr_event_type = any (array['created', 'linked']) and i.source is distinct from 'git'
           group by 1, 2
          union all
          select distinct coalesce(i.root_agent_instance_code, i.agent_instance_code), r.pr_code, 'review', 1.0, 'it reviewed the pull request'
            from herd.review_def r
            join herd.agent_instance i on i.agent_instance_code = r.reviewer_agent_instance_code
           where r.pr_code is not null
        ), booked as (
          insert into herd.work_link as l (from_type, from_code, to_type, to_code, link_reason, link_confidence, link_evidence)
          select 'session', session, 'pr', pr, reason, sure, evidence from told order by session, pr, reason
          on conflict (tenant_id, from_type, from_code, to_type, to_code, link_reason) do update set
            link_confidence = excluded.link_confidence, link_evidence = excluded.link_evidence
          where excluded.link_confidence > l.link_confidence
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int from booked
        """;

    /// <summary>
    /// A conversation and the tickets that it works on: those that it was given or took, and the one that its branch names. A forge's issue that only
    /// a number is known of is that of the repository whose pull request the conversation is linked to.
    /// </summary>
    public const string Tickets = """
        with told as (
          select coalesce(i.root_agent_instance_code, i.agent_instance_code) as session, i.ticket_code as ticket, 0.8 as sure, 'its branch or its task names the ticket' as evidence
            from herd.agent_instance i
           where i.ticket_code is not null and i.source is distinct from 'git'
          union all
          select coalesce(i.root_agent_instance_code, a.agent_instance_code), a.ticket_code, 0.95, 'it worked on the ticket'
            from herd.agent_instance_ticket_activity a
            join herd.agent_instance i on i.agent_instance_code = a.agent_instance_code
           where a.ticket_code is not null and a.ticket_event_type <> 'linked'
        ), placed as (
          select distinct on (t.session, coalesce(k.ticket_code, t.ticket)) t.session, coalesce(k.ticket_code, t.ticket) as ticket, t.sure, t.evidence
            from told t
            left join herd.work_link p on t.ticket like 'GH-%' and p.from_type = 'session' and p.from_code = t.session and p.to_type = 'pr'
            left join herd.ticket_def k on k.ticket_code = split_part(p.to_code, '#', 1) || '#' || ltrim(substr(t.ticket, 4), '0')
           order by t.session, coalesce(k.ticket_code, t.ticket), t.sure desc
        ), booked as (
          insert into herd.work_link as l (from_type, from_code, to_type, to_code, link_reason, link_confidence, link_evidence)
          select 'session', session, 'ticket', ticket, 'ticket', sure, evidence from placed order by session, ticket
          on conflict (tenant_id, from_type, from_code, to_type, to_code, link_reason) do update set
            link_confidence = excluded.link_confidence, link_evidence = excluded.link_evidence
          where excluded.link_confidence > l.link_confidence
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int from booked
        """;
}
