namespace Herdbook.Intake.Git;

/// <summary>Statements that book what git tells. Each may be run again without effect.</summary>
internal static class GitSql
{
    /// <summary>One import of a tenant's git history at a time: rows of a ledger have no key to meet on.</summary>
    public const string Lock = """
        select pg_advisory_xact_lock(hashtextextended('herdbook.git:' || current_setting('herdbook.tenant'), 0))
        """;

    /// <summary>The team's own register of agents, by the address that their commits bear.</summary>
    public const string Emails = """
        select agent_email as "Email", min(agent_code) as "Code"
          from herd.agent_def
         where agent_email is not null and deleted_at is null
         group by agent_email
        """;

    /// <summary>$1 codes, $2 addresses.</summary>
    public const string Agents = """
        insert into herd.agent_def (agent_code, agent_role, agent_status, agent_email)
        select code, 'coding', 'active', email
          from unnest($1::text[], $2::text[]) as t (code, email)
         order by code
        on conflict (tenant_id, agent_code) do nothing
        """;

    /// <summary>$1 the repository. It is a project of its own.</summary>
    public const string Project = """
        insert into herd.project_def (project_code, project_title, project_status)
        values ($1, coalesce(nullif(split_part($1, '/', 2), ''), $1), 'active')
        on conflict (tenant_id, project_code) do nothing
        """;

    /// <summary>
    /// $1 codes, $2 agents, $3 models, $4 tickets, $5 first commits, $6 last commits, $7 the repository.
    /// What a transcript told of an instance stays; git's own instances grow with their commits.
    /// </summary>
    public const string Instances = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
            as t (code, agent, model, ticket, first, last)
        ), booked as (
          insert into herd.agent_instance as i (
            agent_instance_code, root_agent_instance_code, agent_code, model_code, ticket_code, project_code,
            agent_instance_started_at, agent_instance_ended_at, source)
          select code, code, agent, model, ticket, $7, first, last, 'git' from told order by code
          on conflict (tenant_id, agent_instance_code) do update set
            model_code = coalesce(i.model_code, excluded.model_code),
            ticket_code = coalesce(i.ticket_code, excluded.ticket_code),
            agent_instance_started_at = case when i.source = 'git' then least(i.agent_instance_started_at, excluded.agent_instance_started_at) else i.agent_instance_started_at end,
            agent_instance_ended_at = case when i.source = 'git' then greatest(i.agent_instance_ended_at, excluded.agent_instance_ended_at) else i.agent_instance_ended_at end
          where (i.model_code is null and excluded.model_code is not null)
             or (i.ticket_code is null and excluded.ticket_code is not null)
             or (i.source = 'git' and (i.agent_instance_started_at > excluded.agent_instance_started_at or i.agent_instance_ended_at < excluded.agent_instance_ended_at))
          returning i.agent_instance_code, i.agent_instance_started_at, xmax = 0 as fresh
        ), begun as (
          insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, lifecycle_detail, created_at)
          select agent_instance_code, 'spawned', 'first seen in git', agent_instance_started_at
            from booked
           where fresh
           order by agent_instance_code
          returning 1
        )
        select count(*)::int from begun
        """;

    /// <summary>
    /// $1 codes, $2 tickets, $3 creators, $4 branches, $5 titles, $6 lines added, $7 deleted, $8 files, $9 merged, $10 first commits, $11 states,
    /// $12 numbers of commits, $13 last commits. A transcript or the forge may have told of the pull request first: what they know is filled
    /// up, not replaced; that it was merged is news to anyone.
    /// </summary>
    public const string Pulls = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::integer[], $9::timestamptz[], $10::timestamptz[],
                               $11::text[], $12::integer[], $13::text[])
            as t (code, ticket, creator, branch, title, added, deleted, files, merged, first, state, commits, head)
        ), joined as (
          select t.code, coalesce(p.ticket_code, t.ticket) as ticket, coalesce(p.creator_agent_instance_code, t.creator) as creator,
                 coalesce(p.pr_branch_name, t.branch) as branch, coalesce(p.pr_title, t.title) as title,
                 coalesce(t.added, p.pr_lines_added) as added, coalesce(t.deleted, p.pr_lines_deleted) as deleted, coalesce(t.files, p.pr_files_changed) as files,
                 coalesce(p.pr_merged_at, t.merged) as merged, coalesce(t.first, t.merged, now()) as first,
                 case when t.state = 'merged' then t.state else coalesce(p.pr_state, t.state) end as state,
                 coalesce(p.pr_commit_count, t.commits) as commits, coalesce(p.pr_head_commit, t.head) as head
            from told t
            left join herd.pr_def p on p.pr_code = t.code
        ), booked as (
          insert into herd.pr_def as p (
            pr_code, ticket_code, creator_agent_instance_code, pr_branch_name, pr_title, pr_lines_added, pr_lines_deleted, pr_files_changed, pr_merged_at, created_at,
            pr_state, pr_commit_count, pr_head_commit)
          select code, ticket, creator, branch, title, added, deleted, files, merged, first, state, commits, head from joined order by code
          on conflict (tenant_id, pr_code) do update set
            ticket_code = excluded.ticket_code, creator_agent_instance_code = excluded.creator_agent_instance_code, pr_branch_name = excluded.pr_branch_name,
            pr_title = excluded.pr_title, pr_lines_added = excluded.pr_lines_added, pr_lines_deleted = excluded.pr_lines_deleted,
            pr_files_changed = excluded.pr_files_changed, pr_merged_at = excluded.pr_merged_at, pr_state = excluded.pr_state,
            pr_commit_count = excluded.pr_commit_count, pr_head_commit = excluded.pr_head_commit
          where (excluded.ticket_code, excluded.creator_agent_instance_code, excluded.pr_branch_name, excluded.pr_title, excluded.pr_lines_added,
                 excluded.pr_lines_deleted, excluded.pr_files_changed, excluded.pr_merged_at, excluded.pr_state, excluded.pr_commit_count, excluded.pr_head_commit)
                is distinct from
                (p.ticket_code, p.creator_agent_instance_code, p.pr_branch_name, p.pr_title, p.pr_lines_added,
                 p.pr_lines_deleted, p.pr_files_changed, p.pr_merged_at, p.pr_state, p.pr_commit_count, p.pr_head_commit)
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int, count(*) filter (where not fresh)::int from booked
        """;

    /// <summary>
    /// $1 hashes, $2 the repository, $3 subjects, $4 authors, $5 agents, $6 merges, $7 lines added, $8 deleted, $9 files as JSON, $10 authored, $11 committed.
    /// A commit never changes; what one source leaves out another may tell.
    /// </summary>
    public const string Commits = """
        with told as (
          select * from unnest($1::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::integer[], $8::integer[], $9::text[], $10::timestamptz[], $11::timestamptz[])
            as t (hash, subject, author, agent, merge, added, deleted, files, authored, committed)
        )
        insert into herd.commit_def as c (
          commit_hash, repository_code, commit_subject, author_name, agent_code, is_merge, commit_lines_added, commit_lines_deleted, commit_files, authored_at, committed_at)
        select hash, $2, subject, author, agent, merge, added, deleted, case when files is not null then array(select jsonb_array_elements_text(files::jsonb)) end, authored, committed
          from told
         order by hash
        on conflict (tenant_id, commit_hash) do update set
          repository_code = least(c.repository_code, excluded.repository_code),
          agent_code = coalesce(c.agent_code, excluded.agent_code),
          is_merge = coalesce(c.is_merge, excluded.is_merge),
          commit_lines_added = coalesce(c.commit_lines_added, excluded.commit_lines_added),
          commit_lines_deleted = coalesce(c.commit_lines_deleted, excluded.commit_lines_deleted),
          commit_files = coalesce(c.commit_files, excluded.commit_files),
          committed_at = coalesce(c.committed_at, excluded.committed_at)
        where (least(c.repository_code, excluded.repository_code), coalesce(c.agent_code, excluded.agent_code), coalesce(c.is_merge, excluded.is_merge),
               coalesce(c.commit_lines_added, excluded.commit_lines_added), coalesce(c.commit_lines_deleted, excluded.commit_lines_deleted),
               coalesce(c.commit_files, excluded.commit_files), coalesce(c.committed_at, excluded.committed_at))
              is distinct from
              (c.repository_code, c.agent_code, c.is_merge, c.commit_lines_added, c.commit_lines_deleted, c.commit_files, c.committed_at)
        """;

    /// <summary>
    /// $1 checkpoints, $2 conversations, $3 agents, $4 branches, $5 files as JSON, $6 agents' lines, $7 lines that people added, $8 modified, $9 removed,
    /// $10 committed lines, $11 input tokens, $12 output, $13 cache read, $14 cache written, $15 times. A record is written once.
    /// </summary>
    public const string Checkpoints = """
        insert into herd.checkpoint_def (
          checkpoint_code, checkpoint_session_code, agent_code, checkpoint_branch, checkpoint_files, agent_lines, human_lines_added, human_lines_modified,
          human_lines_removed, committed_lines, told_input_tokens, told_output_tokens, told_cache_read_tokens, told_cache_create_tokens, created_at)
        select code, session, agent, branch, array(select jsonb_array_elements_text(files::jsonb)), lines, added, modified, removed, committed,
               input, output, cache_read, cache_create, coalesce(at, now())
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::integer[], $9::integer[], $10::integer[],
                      $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::timestamptz[])
            as t (code, session, agent, branch, files, lines, added, modified, removed, committed, input, output, cache_read, cache_create, at)
         order by code, session
        on conflict (tenant_id, checkpoint_code, checkpoint_session_code) do nothing
        """;

    /// <summary>
    /// $1 instances, $2 pull requests, $3 events, $4 commits, $5 lines added, $6 deleted, $7 details, $8 times. An event is booked once:
    /// a push by its commit and instance, a merge by its pull request.
    /// </summary>
    public const string Activities = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::text[], $8::timestamptz[])
            as t (instance, pr, event, commit, added, deleted, detail, at)
        ), booked as (
          insert into herd.agent_instance_pr_activity (
            agent_instance_code, pr_code, pr_event_type, pr_commit_hash, pr_push_lines_added, pr_push_lines_deleted, pr_activity_detail, created_at)
          select instance, pr, event, commit, added, deleted, detail, at
            from told t
           where not exists (
                 select from herd.agent_instance_pr_activity a
                  where a.pr_event_type = t.event
                    and case when t.event = 'pushed' then a.pr_commit_hash = t.commit and a.agent_instance_code = t.instance
                             else a.pr_code = t.pr end)
           order by at, commit, instance
          returning 1
        )
        select count(*)::int from booked
        """;
}
