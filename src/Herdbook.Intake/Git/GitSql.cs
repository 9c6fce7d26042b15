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
    /// $1 codes, $2 tickets, $3 creators, $4 branches, $5 titles, $6 lines added, $7 deleted, $8 files, $9 merged, $10 first commits.
    /// A transcript may have told of the pull request first: what it knows is filled up, not replaced.
    /// </summary>
    public const string Pulls = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::integer[], $9::timestamptz[], $10::timestamptz[])
            as t (code, ticket, creator, branch, title, added, deleted, files, merged, first)
        ), booked as (
          insert into herd.pr_def as p (
            pr_code, ticket_code, creator_agent_instance_code, pr_branch_name, pr_title, pr_lines_added, pr_lines_deleted, pr_files_changed, pr_merged_at, created_at)
          select code, ticket, creator, branch, title, added, deleted, files, merged, coalesce(first, merged, now()) from told order by code
          on conflict (tenant_id, pr_code) do update set
            ticket_code = coalesce(p.ticket_code, excluded.ticket_code),
            creator_agent_instance_code = coalesce(p.creator_agent_instance_code, excluded.creator_agent_instance_code),
            pr_branch_name = coalesce(p.pr_branch_name, excluded.pr_branch_name),
            pr_title = coalesce(p.pr_title, excluded.pr_title),
            pr_lines_added = coalesce(excluded.pr_lines_added, p.pr_lines_added),
            pr_lines_deleted = coalesce(excluded.pr_lines_deleted, p.pr_lines_deleted),
            pr_files_changed = coalesce(excluded.pr_files_changed, p.pr_files_changed),
            pr_merged_at = coalesce(p.pr_merged_at, excluded.pr_merged_at)
          where (coalesce(p.ticket_code, excluded.ticket_code), coalesce(p.creator_agent_instance_code, excluded.creator_agent_instance_code),
                 coalesce(p.pr_branch_name, excluded.pr_branch_name), coalesce(p.pr_title, excluded.pr_title), coalesce(excluded.pr_lines_added, p.pr_lines_added),
                 coalesce(excluded.pr_lines_deleted, p.pr_lines_deleted), coalesce(excluded.pr_files_changed, p.pr_files_changed), coalesce(p.pr_merged_at, excluded.pr_merged_at))
                is distinct from
                (p.ticket_code, p.creator_agent_instance_code, p.pr_branch_name, p.pr_title, p.pr_lines_added, p.pr_lines_deleted, p.pr_files_changed, p.pr_merged_at)
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int, count(*) filter (where not fresh)::int from booked
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
