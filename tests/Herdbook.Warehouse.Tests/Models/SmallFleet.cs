namespace Herdbook.Warehouse.Tests.Models;

/// <summary>
/// Two days of a small fleet, small enough to work out by hand: mason builds ticket T-1, iris reviews it, an instance of before the book
/// and one that nobody defined have costs too. Times are of March 2026, UTC; the second is a Monday.
/// </summary>
internal static class SmallFleet
{
    private const string Craft = "select craft_version_code from herd.craft_version";
    private const string Personality = "select personality_version_code from herd.personality_version";

    /// <param name="after">What follows each moment, given its number.</param>
    public static async Task WriteAsync(WarehouseBook book, CancellationToken ct, Func<int, Task>? after = null)
    {
        for (var step = 0; step < Days.Length; step++)
        {
            await book.AtAsync(Days[step].At, Days[step].Sql, ct);
            await (after?.Invoke(step) ?? Task.CompletedTask);
        }
    }

    private static readonly (string At, string Sql)[] Days =
    [
        ("2026-03-02 08:00", """
            insert into herd.initiative_def (initiative_code, initiative_title, initiative_status, created_at, modified_at) values ('I1', 'Grow', 'active', catalog.clock(), catalog.clock());
            insert into herd.project_def (project_code, initiative_code, project_title, project_status, created_at, modified_at) values ('P1', 'I1', 'House', 'active', catalog.clock(), catalog.clock());
            insert into herd.model_def (model_code, model_provider, model_context_window, model_input_cost_per_m, model_output_cost_per_m, model_cache_read_cost_per_m, model_cache_create_cost_per_m, created_at, modified_at)
                values ('opus', 'anthropic', 200000, 15, 75, 1.5, 18.75, catalog.clock(), catalog.clock());
            insert into herd.craft_def (craft_code, craft_description, created_at, modified_at) values ('joinery', 'Measure twice', catalog.clock(), catalog.clock());
            insert into herd.craft_version (craft_code, craft_version_content, created_at) values ('joinery', 'Measure twice, cut once.', catalog.clock());
            insert into herd.personality_def (personality_code, personality_description, created_at, modified_at) values ('calm', 'Never hurries', catalog.clock(), catalog.clock());
            insert into herd.personality_version (personality_code, personality_version_content, created_at) values ('calm', 'Take your time.', catalog.clock());
            insert into herd.skillset_def (skillset_code, skillset_description, created_at, modified_at) values ('web', 'Pages', catalog.clock(), catalog.clock());
            insert into herd.agent_def (agent_code, agent_role, agent_status, agent_branch_prefix, agent_email, default_model_code, created_at, modified_at) values
                ('mason', 'backend', 'active', 'herd/mason', 'mason@herd', 'opus', catalog.clock(), catalog.clock()),
                ('iris', 'qa', 'active', 'herd/iris', 'iris@herd', 'opus', catalog.clock(), catalog.clock());
            insert into herd.sprint_def (sprint_code, sprint_title, sprint_goal, sprint_started_at, sprint_planned_end_at, created_at, modified_at)
                values ('S1', 'First', 'A door', '2026-03-02 08:00Z', '2026-03-06 18:00Z', catalog.clock(), catalog.clock());
            insert into herd.ticket_def (ticket_code, project_code, ticket_title, ticket_tshirt_size, ticket_current_status, current_sprint_code, created_at, modified_at) values
                ('T-1', 'P1', 'Door', 'M', 'todo', 'S1', catalog.clock(), catalog.clock()),
                ('T-2', 'P1', 'Window', 'S', 'todo', null, catalog.clock(), catalog.clock());
            insert into herd.model_price (model_code, valid_from, input_cost_per_m, output_cost_per_m, cache_read_cost_per_m, cache_create_cost_per_m, cache_create_1h_cost_per_m) values
                ('opus', '2025-01-01Z', 15, 75, 1.5, 18.75, 30),
                ('opus', '2026-03-03Z', 5, 25, 0.5, 6.25, 10);
            """),
        ("2026-03-02 09:00", """
            update herd.agent_def set agent_role = 'Backend' where agent_code = 'mason';
            update herd.initiative_def set initiative_description = '' where initiative_code = 'I1';
            insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_cost_usd, cost_basis, source, created_at)
                values ('ghost', 'opus', 1000, 0.015, 'list', 'claude-code', '2026-03-02 09:30Z');
            insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, created_at) values ('ghost', 'spawned', '2026-03-02 09:30Z');
            """),
        ("2026-03-02 10:00", $"""
            insert into herd.agent_instance (agent_instance_code, agent_code, model_code, agent_instance_started_at, agent_instance_ended_at, agent_instance_outcome, root_agent_instance_code, source, created_at, modified_at)
                values ('before', 'mason', 'opus', '2026-02-01 07:00Z', '2026-02-01 07:30Z', 'success', 'before', 'git', catalog.clock(), catalog.clock());
            insert into herd.agent_instance (agent_instance_code, agent_code, model_code, craft_version_code, personality_version_code, ticket_code, project_code, agent_instance_started_at, root_agent_instance_code, source, created_at, modified_at)
                values ('build', 'mason', 'opus', ({Craft}), ({Personality}), 'T-1', 'P1', '2026-03-02 10:00Z', 'build', 'claude-code', catalog.clock(), catalog.clock());
            insert into herd.agent_instance (agent_instance_code, agent_code, model_code, spawned_by_agent_instance_code, agent_instance_started_at, agent_instance_ended_at, agent_instance_outcome, root_agent_instance_code, source, created_at, modified_at)
                values ('build/1', 'mason', 'opus', 'build', '2026-03-02 10:20Z', '2026-03-02 10:50Z', 'success', 'build', 'claude-code', catalog.clock(), catalog.clock());
            insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, created_at) values
                ('build', 'spawned', '2026-03-02 10:00Z'), ('build', 'stood_down', '2026-03-02 12:00Z');
            insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_output_count, token_cache_read_count, token_cache_create_count, token_cost_usd, token_unpriced_count, token_call_count, booking_kind, cost_basis, source, message_id, created_at) values
                ('before', 'opus', 0, 1000, 0, 0, 0.075, 0, 1, 'usage', 'list', 'git', 'm0', '2026-02-01 07:10Z'),
                ('build', 'opus', 1000000, 500000, 2000000, 1000000, 74.25, 0, 1, 'usage', 'list', 'claude-code', 'm1', '2026-03-02 10:05Z'),
                ('build', 'opus', 0, 100, 0, 0, 0.0075, 0, 0, 'correction', 'list', 'claude-code', 'm1', '2026-03-02 10:05Z'),
                ('build', 'mystery', 100, 50, 0, 0, null, 150, 1, 'usage', 'none', 'claude-code', 'm2', '2026-03-02 10:30Z'),
                ('build/1', 'opus', 0, 0, 1000000, 0, 1.5, 0, 1, 'usage', 'list', 'claude-code', 'm3', '2026-03-02 10:25Z');
            update herd.ticket_def set ticket_current_status = 'in_progress' where ticket_code = 'T-1';
            update herd.skillset_def set deleted_at = catalog.clock() where skillset_code = 'web';
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, sprint_code, created_at)
                values ('build', 'T-1', 'assigned', 'in_progress', 'S1', '2026-03-02 10:00Z');
            """),
        ("2026-03-02 10:15", """
            update herd.ticket_def set ticket_current_status = 'in_progress' where ticket_code = 'T-2';
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, created_at)
                values ('build', 'T-2', 'transitioned', 'in_progress', '2026-03-02 10:15Z');
            """),
        ("2026-03-02 11:00", """
            update herd.ticket_def set ticket_current_status = 'blocked' where ticket_code = 'T-1';
            update herd.skillset_def set deleted_at = null where skillset_code = 'web';
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, blocker_ticket_code, blocker_description, created_at)
                values ('build', 'T-1', 'blocked', 'blocked', 'T-2', 'waits for the window', '2026-03-02 11:00Z');
            """),
        ("2026-03-02 11:30", """
            update herd.ticket_def set ticket_current_status = 'in_progress' where ticket_code = 'T-1';
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, created_at)
                values ('build', 'T-1', 'unblocked', 'in_progress', '2026-03-02 11:30Z');
            """),
        ("2026-03-02 12:00", """
            update herd.agent_instance set agent_instance_ended_at = '2026-03-02 12:00Z', agent_instance_outcome = 'success' where agent_instance_code = 'build';
            insert into herd.pr_def (pr_code, ticket_code, creator_agent_instance_code, pr_branch_name, pr_title, pr_lines_added, pr_lines_deleted, pr_files_changed, created_at, modified_at)
                values ('h#1', 'T-1', 'build', 'herd/mason/door', 'A door', 100, 20, 3, catalog.clock(), catalog.clock());
            insert into herd.agent_instance_pr_activity (agent_instance_code, pr_code, pr_event_type, pr_push_lines_added, pr_push_lines_deleted, created_at) values
                ('build', 'h#1', 'created', null, null, '2026-03-02 12:00Z'),
                ('build', 'h#1', 'pushed', 80, 10, '2026-03-02 12:00Z'),
                ('build', 'h#1', 'pushed', 20, 10, '2026-03-02 15:00Z'),
                ('build', 'h#1', 'merged', null, null, '2026-03-03 09:00Z');
            """),
        ("2026-03-02 13:00", """
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, handoff_to_agent_code, ticket_activity_comment, created_at)
                values ('build', 'T-1', 'handed_off', 'iris', 'yours', '2026-03-02 13:00Z');
            insert into herd.decision_record (decision_id, decision_type, context, decision, rationale, alternatives_considered, decided_by, ticket_code, created_at)
                values ('D1', 'design', 'cold', 'oak', 'lasts', 'pine', 'mason', 'T-1', catalog.clock());
            """),
        ("2026-03-02 14:00", """
            insert into herd.agent_instance (agent_instance_code, agent_code, model_code, agent_instance_started_at, root_agent_instance_code, source, created_at, modified_at)
                values ('review', 'iris', 'opus', '2026-03-02 14:00Z', 'review', 'claude-code', catalog.clock(), catalog.clock());
            insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_output_count, token_cost_usd, cost_basis, source, message_id, created_at)
                values ('review', 'opus', 100000, 10000, 2.25, 'imputed', 'claude-code', 'm4', '2026-03-02 14:05Z');
            insert into herd.review_def (review_code, pr_code, reviewer_agent_instance_code, review_round, review_verdict, review_duration_minutes, created_at)
                values ('R1', 'h#1', 'review', 1, 'request_changes', 12.5, '2026-03-02 14:00Z');
            insert into herd.review_finding (review_finding_code, review_code, finding_category, finding_severity, finding_outcome, created_at) values
                ('F1', 'R1', 'security', 'blocking', 'accepted', '2026-03-02 14:00Z'),
                ('F2', 'R1', 'code-quality', 'advisory', 'disputed', '2026-03-02 14:00Z');
            insert into herd.agent_instance_review_activity (agent_instance_code, review_code, pr_code, review_event_type, review_finding_code, created_at) values
                ('review', 'R1', 'h#1', 'submitted', null, '2026-03-02 14:00Z'),
                ('review', 'R1', 'h#1', 'finding_created', 'F1', '2026-03-02 14:00Z'),
                ('review', 'R1', 'h#1', 'finding_created', 'F2', '2026-03-02 14:00Z');
            insert into herd.agent_observation (observation_id, agent_code, session_code, observation_type, observation_content, confidence, created_at)
                values ('O1', 'iris', 'review', 'risk', 'It creaks', 0.5, catalog.clock());
            """),
        ("2026-03-02 15:00", """
            insert into herd.pr_def (pr_code, pr_title, pr_lines_added, pr_lines_deleted, pr_files_changed, created_at, modified_at)
                values ('h#2', 'A fence', 7, 0, 1, catalog.clock(), catalog.clock());
            """),
        ("2026-03-02 16:00", "update herd.pr_def set pr_closed_at = catalog.clock() where pr_code = 'h#2';"),
        ("2026-03-03 00:00", "update herd.model_def set model_input_cost_per_m = 5, model_output_cost_per_m = 25, model_cache_read_cost_per_m = 0.5, model_cache_create_cost_per_m = 6.25 where model_code = 'opus';"),
        ("2026-03-03 08:00", """
            insert into herd.review_def (review_code, pr_code, reviewer_agent_instance_code, review_round, review_verdict, created_at)
                values ('R2', 'h#1', 'review', 2, 'approved', '2026-03-03 08:00Z');
            insert into herd.review_finding (review_finding_code, review_code, finding_category, finding_severity, finding_outcome, created_at)
                values ('F3', 'R2', 'code-quality', 'advisory', 'deferred', '2026-03-03 08:00Z');
            insert into herd.agent_instance_review_activity (agent_instance_code, review_code, pr_code, review_event_type, created_at)
                values ('review', 'R2', 'h#1', 'submitted', '2026-03-03 08:00Z');
            update herd.agent_observation set confidence = 0.9 where observation_id = 'O1';
            """),
        ("2026-03-03 09:00", "update herd.pr_def set pr_merged_at = catalog.clock() where pr_code = 'h#1';"),
        ("2026-03-03 10:00", """
            update herd.ticket_def set ticket_current_status = 'done' where ticket_code = 'T-1';
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, created_at)
                values ('review', 'T-1', 'transitioned', 'done', '2026-03-03 10:00Z');
            """),
        ("2026-03-03 11:00", "update herd.ticket_def set deleted_at = catalog.clock() where ticket_code = 'T-2';"),
        ("2026-03-03 12:00", "update herd.agent_def set deleted_at = catalog.clock() where agent_code = 'iris';"),
        ("2026-03-04 08:00", "update herd.sprint_def set sprint_goal = 'A door and a window' where sprint_code = 'S1';"),
    ];
}
