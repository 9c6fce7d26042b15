namespace Herdbook.Intake.GitHub;

/// <summary>Statements that book what GitHub tells. Each may be run again without effect.</summary>
internal static class GitHubSql
{
    /// <summary>$1 kinds, $2 codes.</summary>
    public const string Known = """
        select o.object_kind as "Kind", o.object_code as "Code", o.parent_code as "Parent", o.told_fields::text as "Fields"
          from unnest($1::text[], $2::text[]) as t (kind, code)
          join intake.github_object o on o.object_kind = t.kind and o.object_code = t.code
        """;

    /// <summary>$1 parents: the comments of these reviews.</summary>
    public const string Children = """
        select o.object_kind as "Kind", o.object_code as "Code", o.parent_code as "Parent", o.told_fields::text as "Fields"
          from intake.github_object o
         where o.parent_code = any ($1::text[]) and o.object_kind = 'comment'
        """;

    /// <summary>$1 kinds, $2 codes, $3 parents, $4 fields.</summary>
    public const string Keep = """
        insert into intake.github_object as o (object_kind, object_code, parent_code, told_fields)
        select kind, code, parent, fields::jsonb
          from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t (kind, code, parent, fields)
         order by kind, code
        on conflict (tenant_id, object_kind, object_code) do update set parent_code = coalesce(excluded.parent_code, o.parent_code), told_fields = excluded.told_fields
        """;

    /// <summary>
    /// $1 codes, $2 tickets, $3 creators, $4 branches, $5 titles, $6 lines added, $7 deleted, $8 files, $9 states, $10 merged, $11 closed, $12 commits,
    /// $13 heads, $14 authors, $15 drafts, $16 addresses, $17 opened. Of what the forge tells, the forge is believed; what it leaves out stays.
    /// </summary>
    public const string Pulls = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::integer[], $9::text[], $10::timestamptz[],
                               $11::timestamptz[], $12::integer[], $13::text[], $14::text[], $15::boolean[], $16::text[], $17::timestamptz[])
            as t (code, ticket, creator, branch, title, added, deleted, files, state, merged, closed, commits, head, author, draft, url, opened)
        )
        insert into herd.pr_def as p (
          pr_code, ticket_code, creator_agent_instance_code, pr_branch_name, pr_title, pr_lines_added, pr_lines_deleted, pr_files_changed, pr_state, pr_merged_at,
          pr_closed_at, pr_commit_count, pr_head_commit, pr_author, pr_is_draft, pr_url, created_at)
        select code, ticket, creator, branch, title, added, deleted, files, state, merged, closed, commits, head, author, draft, url, coalesce(opened, now())
          from told
         order by code
        on conflict (tenant_id, pr_code) do update set
          ticket_code = coalesce(p.ticket_code, excluded.ticket_code),
          creator_agent_instance_code = coalesce(p.creator_agent_instance_code, excluded.creator_agent_instance_code),
          pr_branch_name = coalesce(excluded.pr_branch_name, p.pr_branch_name),
          pr_title = coalesce(excluded.pr_title, p.pr_title),
          pr_lines_added = coalesce(excluded.pr_lines_added, p.pr_lines_added),
          pr_lines_deleted = coalesce(excluded.pr_lines_deleted, p.pr_lines_deleted),
          pr_files_changed = coalesce(excluded.pr_files_changed, p.pr_files_changed),
          pr_state = coalesce(excluded.pr_state, p.pr_state),
          pr_merged_at = case when excluded.pr_state is null then p.pr_merged_at else excluded.pr_merged_at end,
          pr_closed_at = case when excluded.pr_state is null then p.pr_closed_at else excluded.pr_closed_at end,
          pr_commit_count = coalesce(excluded.pr_commit_count, p.pr_commit_count),
          pr_head_commit = coalesce(excluded.pr_head_commit, p.pr_head_commit),
          pr_author = coalesce(excluded.pr_author, p.pr_author),
          pr_is_draft = coalesce(excluded.pr_is_draft, p.pr_is_draft),
          pr_url = coalesce(excluded.pr_url, p.pr_url)
        """;

    /// <summary>
    /// $1 codes, $2 projects, $3 titles, $4 descriptions, $5 statuses (null: leave it), $6 whether the forge opened it again, $7 deleted, $8 opened.
    /// A ticket that the team moved on stays where it is for as long as the issue stays open.
    /// </summary>
    public const string Tickets = """
        with told as (
          select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::timestamptz[], $8::timestamptz[])
            as t (code, project, title, description, status, reopened, deleted, opened)
        ), joined as (
          select t.*, case when t.status is null then k.ticket_current_status
                           when k.ticket_code is null or t.status <> 'todo' then t.status
                           when t.reopened and k.ticket_current_status in ('done', 'cancelled') then 'todo'
                           else k.ticket_current_status end as standing
            from told t
            left join herd.ticket_def k on k.ticket_code = t.code
        )
        insert into herd.ticket_def as k (ticket_code, project_code, ticket_title, ticket_description, ticket_current_status, deleted_at, created_at)
        select code, project, title, description, coalesce(standing, 'todo'), deleted, coalesce(opened, now())
          from joined
         order by code
        on conflict (tenant_id, ticket_code) do update set
          project_code = coalesce(k.project_code, excluded.project_code),
          ticket_title = coalesce(excluded.ticket_title, k.ticket_title),
          ticket_description = coalesce(excluded.ticket_description, k.ticket_description),
          ticket_current_status = excluded.ticket_current_status,
          deleted_at = coalesce(excluded.deleted_at, k.deleted_at)
        """;

    /// <summary>$1 codes. A review may be told of before its pull request.</summary>
    public const string Mentioned = """
        insert into herd.pr_def (pr_code)
        select code from unnest($1::text[]) as t (code) order by code
        on conflict (tenant_id, pr_code) do nothing
        """;

    /// <summary>$1 codes, $2 pull requests, $3 reviewers, $4 verdicts, $5 times. What was said stays said.</summary>
    public const string Reviews = """
        insert into herd.review_def (review_code, pr_code, reviewer_agent_instance_code, review_verdict, created_at)
        select code, pr, reviewer, verdict, at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as t (code, pr, reviewer, verdict, at)
         order by code
        on conflict (tenant_id, review_code) do nothing
        """;

    /// <summary>$1 instances, $2 reviews, $3 pull requests, $4 verdicts, $5 times. A review is submitted once.</summary>
    public const string ReviewActivities = """
        insert into herd.agent_instance_review_activity (agent_instance_code, review_code, pr_code, review_event_type, review_activity_detail, created_at)
        select t.instance, t.review, t.pr, 'submitted', t.verdict, t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as t (instance, review, pr, verdict, at)
         where not exists (select from herd.agent_instance_review_activity a where a.review_code = t.review and a.review_event_type = 'submitted')
         order by t.review
        """;

    /// <summary>$1 codes, $2 reviews, $3 categories, $4 severities, $5 texts, $6 files, $7 lines, $8 times. A finding waits for its review.</summary>
    public const string Findings = """
        insert into herd.review_finding (review_finding_code, review_code, finding_category, finding_severity, finding_description, finding_file_path, finding_line_number, created_at)
        select t.code, t.review, t.category, t.severity, t.said, t.path, t.line, t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::timestamptz[])
            as t (code, review, category, severity, said, path, line, at)
          join herd.review_def r on r.review_code = t.review
         order by t.code
        on conflict (tenant_id, review_finding_code) do nothing
        """;

    /// <summary>$1 codes, $2 reviews, $3 pull requests, $4 authors, $5 agents, $6 texts, $7 files, $8 lines, $9 outcomes, $10 times.</summary>
    public const string FindingStates = """
        insert into herd.finding_state as f (
          review_finding_code, review_code, pr_code, finding_author, agent_code, finding_text, finding_file_path, finding_line_number, finding_outcome, created_at)
        select code, review, pr, author, agent, said, path, line, outcome, coalesce(at, now())
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::text[], $10::timestamptz[])
            as t (code, review, pr, author, agent, said, path, line, outcome, at)
         order by code
        on conflict (tenant_id, review_finding_code) do update set
          review_code = excluded.review_code, finding_author = excluded.finding_author, agent_code = excluded.agent_code, finding_text = excluded.finding_text,
          finding_file_path = excluded.finding_file_path, finding_line_number = excluded.finding_line_number, finding_outcome = excluded.finding_outcome
        """;

    /// <summary>$1 codes, $2 kinds, $3 names, $4 commits, $5 pull requests, $6 branches, $7 statuses, $8 conclusions, $9 begun, $10 ended.</summary>
    public const string Checks = """
        insert into herd.pr_check as c (
          check_code, check_kind, check_name, commit_hash, pr_code, check_branch, check_status, check_conclusion, check_started_at, check_completed_at, created_at)
        select code, kind, name, hash, pr, branch, status, conclusion, begun, ended, coalesce(begun, now())
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[])
            as t (code, kind, name, hash, pr, branch, status, conclusion, begun, ended)
         order by code
        on conflict (tenant_id, check_code) do update set
          check_name = excluded.check_name, commit_hash = excluded.commit_hash, pr_code = excluded.pr_code, check_branch = excluded.check_branch,
          check_status = excluded.check_status, check_conclusion = excluded.check_conclusion, check_started_at = excluded.check_started_at,
          check_completed_at = excluded.check_completed_at
        """;

    /// <summary>$1 checkpoints: those whose record is known, with their conversations.</summary>
    public const string Checkpoints = """
        select checkpoint_code as "Code", checkpoint_session_code as "Session" from herd.checkpoint_def where checkpoint_code = any ($1::text[])
        """;
}
