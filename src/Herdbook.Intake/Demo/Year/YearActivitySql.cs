namespace Herdbook.Intake.Demo.Year;

/// <summary>What books the work of the made-up year. Each row brings its own times.</summary>
internal static class YearActivitySql
{
    /// <summary>$1 code, $2 project, $3 title, $4 description, $5 size, $6 criteria, $7 at.</summary>
    public const string Tickets = """
        insert into herd.ticket_def (ticket_code, project_code, ticket_title, ticket_description, ticket_tshirt_size, ticket_acceptance_criteria,
                                     ticket_current_status, created_at, modified_at)
        select code, project, title, about, size, criteria, 'todo', at, at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[]) as t (code, project, title, about, size, criteria, at)
         order by at, code
        """;

    /// <summary>$1 code, $2 title, $3 size, $4 status, $5 sprint, $6 whether it is deleted, $7 at. One change of each ticket.</summary>
    public const string TicketChanges = """
        update herd.ticket_def d
           set ticket_title = t.title, ticket_tshirt_size = t.size, ticket_current_status = t.status, current_sprint_code = t.sprint,
               deleted_at = case when t.gone then t.at end, modified_at = t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::timestamptz[]) as t (code, title, size, status, sprint, gone, at)
         where d.ticket_code = t.code
        """;

    /// <summary>$1 code, $2 agent, $3 model, $4 craft version, $5 personality version, $6 ticket, $7 project, $8 title, $9 begin.</summary>
    public const string Instances = """
        insert into herd.agent_instance (agent_instance_code, agent_code, model_code, craft_version_code, personality_version_code, ticket_code, project_code,
                                         agent_instance_title, agent_instance_started_at, root_agent_instance_code, source, created_at, modified_at)
        select code, agent, model, craft, personality, ticket, project, title, starts, code, 'demo', starts, starts
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
            as t (code, agent, model, craft, personality, ticket, project, title, starts)
         order by starts, code
        """;

    /// <summary>$1 code, $2 outcome, $3 end.</summary>
    public const string InstancesEnded = """
        update herd.agent_instance i set agent_instance_ended_at = t.at, agent_instance_outcome = t.outcome, modified_at = t.at
          from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, outcome, at)
         where i.agent_instance_code = t.code
        """;

    /// <summary>$1 instance, $2 skillset version.</summary>
    public const string InstanceSkillsets = """
        insert into herd.agent_instance_skillset (agent_instance_code, skillset_version_code)
        select * from unnest($1::text[], $2::text[])
        """;

    /// <summary>$1 instance, $2 type, $3 detail, $4 at.</summary>
    public const string Lifecycle = """
        insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, lifecycle_detail, created_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as t (instance, type, detail, at) order by at, instance
        """;

    /// <summary>$1 instance, $2 ticket, $3 type, $4 status, $5 sprint, $6 blocker, $7 what stands in the way, $8 who takes over, $9 comment, $10 at.</summary>
    public const string TicketEvents = """
        insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, sprint_code, blocker_ticket_code,
                                                         blocker_description, handoff_to_agent_code, ticket_activity_comment, created_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])
            as t (instance, ticket, type, status, sprint, blocker, why, handoff, remark, at)
         order by at, ticket
        """;

    /// <summary>$1 code, $2 ticket, $3 instance, $4 branch, $5 title, $6 at.</summary>
    public const string Pulls = """
        insert into herd.pr_def (pr_code, ticket_code, creator_agent_instance_code, pr_branch_name, pr_title, pr_lines_added, pr_lines_deleted,
                                 pr_files_changed, created_at, modified_at)
        select code, ticket, instance, branch, title, 0, 0, 0, at, at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) as t (code, ticket, instance, branch, title, at)
         order by at, code
        """;

    /// <summary>$1 code, $2 added, $3 deleted, $4 files, $5 merged, $6 closed, $7 at. One change of each pull request.</summary>
    public const string PullChanges = """
        update herd.pr_def p
           set pr_lines_added = t.added, pr_lines_deleted = t.deleted, pr_files_changed = t.files, pr_merged_at = t.merged, pr_closed_at = t.closed, modified_at = t.at
          from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[]) as t (code, added, deleted, files, merged, closed, at)
         where p.pr_code = t.code
        """;

    /// <summary>$1 instance, $2 pull request, $3 type, $4 commit, $5 added, $6 deleted, $7 detail, $8 at.</summary>
    public const string PullEvents = """
        insert into herd.agent_instance_pr_activity (agent_instance_code, pr_code, pr_event_type, pr_commit_hash, pr_push_lines_added, pr_push_lines_deleted,
                                                     pr_activity_detail, created_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::text[], $8::timestamptz[])
            as t (instance, pull, type, hash, added, deleted, detail, at)
         order by at, pull
        """;

    /// <summary>$1 code, $2 pull request, $3 instance, $4 round, $5 verdict, $6 minutes, $7 at.</summary>
    public const string Reviews = """
        insert into herd.review_def (review_code, pr_code, reviewer_agent_instance_code, review_round, review_verdict, review_duration_minutes, created_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::numeric[], $7::timestamptz[])
        """;

    /// <summary>$1 code, $2 review, $3 category, $4 severity, $5 description, $6 file, $7 line, $8 pattern, $9 outcome, $10 at.</summary>
    public const string Findings = """
        insert into herd.review_finding (review_finding_code, review_code, finding_category, finding_severity, finding_description, finding_file_path,
                                         finding_line_number, finding_pattern_id, finding_outcome, created_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[], $10::timestamptz[])
        """;

    /// <summary>$1 instance, $2 review, $3 pull request, $4 type, $5 finding, $6 detail, $7 at.</summary>
    public const string ReviewEvents = """
        insert into herd.agent_instance_review_activity (agent_instance_code, review_code, pr_code, review_event_type, review_finding_code, review_activity_detail, created_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
            as t (instance, review, pull, type, finding, detail, at)
         order by at, review
        """;
}
