using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary>
/// Every row of the six facts of <see cref="SmallFleet"/>, worked out by hand. A dimension is shown as its member and the begin of the
/// version that was joined; - is the unknown member.
/// </summary>
[Collection(SmallWarehouse.Collection)]
public sealed class FactTests(SmallWarehouse warehouse)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Cost_stands_once_for_each_instance_with_the_dimensions_of_its_begin() => HoldsAsync(
        "fact_agent_instance_cost f",
        $"""
        agent_instance_code, {Member("agent")}, {Member("model")}, {Member("craft")}, {Member("personality")}, {Member("project")}, {Member("ticket")}, {Member("sprint")},
        started_date_sk, t(event_at), root_agent_instance_code, source, t(first_call_at), t(last_call_at), call_count, input_tokens, output_tokens, cache_read_tokens,
        cache_create_tokens, cache_create_1h_tokens, cost_usd, imputed_cost_usd, unpriced_tokens
        """,
        "agent_instance_code",
        """
        before | mason 03-02 08:00 | opus 03-02 08:00 | - | - | - | - | - | 20260201 | 02-01 07:00 | before | git | 02-01 07:10 | 02-01 07:10 | 1 | 0 | 1000 | 0 | 0 | 0 | 0.075000 | 0.000000 | 0
        build | mason 03-02 09:00 | opus 03-02 08:00 | joinery 03-02 08:00 | calm 03-02 08:00 | P1 03-02 08:00 | T-1 03-02 10:00 | S1 03-02 08:00 | 20260302 | 03-02 10:00 | build | claude-code | 03-02 10:05 | 03-02 10:30 | 2 | 1000100 | 500150 | 2000000 | 1000000 | 0 | 74.257500 | 0.000000 | 150
        build/1 | mason 03-02 09:00 | opus 03-02 08:00 | - | - | P1 03-02 08:00 | T-1 03-02 10:00 | S1 03-02 08:00 | 20260302 | 03-02 10:20 | build | claude-code | 03-02 10:25 | 03-02 10:25 | 1 | 0 | 0 | 1000000 | 0 | 0 | 1.500000 | 0.000000 | 0
        ghost | - | opus 03-02 08:00 | - | - | - | - | - | 20260302 | 03-02 09:30 | ghost | - | 03-02 09:30 | 03-02 09:30 | 1 | 1000 | 0 | 0 | 0 | 0 | 0.015000 | 0.000000 | 0
        review | iris 03-02 08:00 | opus 03-02 08:00 | - | - | - | - | - | 20260302 | 03-02 14:00 | review | claude-code | 03-02 14:05 | 03-02 14:05 | 1 | 100000 | 10000 | 0 | 0 | 0 | 2.250000 | 2.250000 | 0
        """);

    [Fact]
    public Task Work_counts_minutes_and_events_of_each_instance() => HoldsAsync(
        "fact_agent_instance_work f",
        $"""
        agent_instance_code, {Member("agent")}, {Member("model")}, {Member("craft")}, {Member("personality")}, {Member("project")}, {Member("ticket")},
        started_date_sk, ended_date_sk, t(event_at), root_agent_instance_code, spawned_by_agent_instance_code, source, t(started_at), t(ended_at), duration_minutes,
        outcome, is_running, lifecycle_event_count, ticket_event_count, pr_event_count, review_event_count
        """,
        "agent_instance_code",
        """
        before | mason 03-02 08:00 | opus 03-02 08:00 | - | - | - | - | 20260201 | 20260201 | 02-01 07:00 | before | - | git | 02-01 07:00 | 02-01 07:30 | 30.000000 | success | false | 0 | 0 | 0 | 0
        build | mason 03-02 09:00 | opus 03-02 08:00 | joinery 03-02 08:00 | calm 03-02 08:00 | P1 03-02 08:00 | T-1 03-02 10:00 | 20260302 | 20260302 | 03-02 10:00 | build | - | claude-code | 03-02 10:00 | 03-02 12:00 | 120.000000 | success | false | 2 | 5 | 4 | 0
        build/1 | mason 03-02 09:00 | opus 03-02 08:00 | - | - | P1 03-02 08:00 | T-1 03-02 10:00 | 20260302 | 20260302 | 03-02 10:20 | build | build | claude-code | 03-02 10:20 | 03-02 10:50 | 30.000000 | success | false | 0 | 0 | 0 | 0
        ghost | - | - | - | - | - | - | 20260302 | 0 | 03-02 09:30 | ghost | - | - | - | - | - | - | false | 1 | 0 | 0 | 0
        review | iris 03-02 08:00 | opus 03-02 08:00 | - | - | - | - | 20260302 | 0 | 03-02 14:00 | review | - | claude-code | 03-02 14:00 | - | - | - | true | 0 | 1 | 0 | 4
        """);

    [Fact]
    public Task Delivery_tells_of_each_pull_request_its_size_and_its_way_to_the_merge() => HoldsAsync(
        "fact_pr_delivery f",
        $"""
        pr_code, {Member("pull_request", "pr_sk")}, {Member("ticket")}, {Member("project")}, {Member("sprint")}, {Member("agent")}, {Member("model")},
        created_date_sk, merged_date_sk, closed_date_sk, creator_agent_instance_code, t(created_at), t(first_review_at), t(merged_at), t(closed_at), pr_state,
        lines_added, lines_deleted, files_changed, push_count, review_count, minutes_to_first_review, minutes_to_merge, is_deleted
        """,
        "pr_code",
        """
        h#1 | h#1 03-03 09:00 | T-1 03-02 11:30 | P1 03-02 08:00 | S1 03-02 08:00 | mason 03-02 09:00 | opus 03-02 08:00 | 20260302 | 20260303 | 0 | build | 03-02 12:00 | 03-02 14:00 | 03-03 09:00 | - | merged | 100 | 20 | 3 | 2 | 2 | 120.000000 | 1260.000000 | false
        h#2 | h#2 03-02 16:00 | - | - | - | - | - | 20260302 | 0 | 20260302 | - | 03-02 15:00 | - | - | 03-02 16:00 | closed | 7 | 0 | 1 | 0 | 0 | - | - | false
        """);

    [Fact]
    public Task Quality_counts_the_findings_of_each_review() => HoldsAsync(
        "fact_review_quality f",
        $"""
        review_code, {Member("pull_request", "pr_sk")}, {Member("ticket")}, {Member("project")}, {Member("agent", "reviewer_agent_sk")}, {Member("agent", "author_agent_sk")}, {Member("model")},
        reviewed_date_sk, pr_code, reviewer_agent_instance_code, t(reviewed_at), review_round, review_verdict, is_first_pass,
        finding_count, blocking_count, advisory_count, accepted_count, disputed_count, deferred_count, review_duration_minutes
        """,
        "review_code",
        """
        R1 | h#1 03-02 12:00 | T-1 03-02 11:30 | P1 03-02 08:00 | iris 03-02 08:00 | mason 03-02 09:00 | opus 03-02 08:00 | 20260302 | h#1 | review | 03-02 14:00 | 1 | request_changes | false | 2 | 1 | 1 | 1 | 1 | 0 | 12.500000
        R2 | h#1 03-02 12:00 | T-1 03-02 11:30 | P1 03-02 08:00 | iris 03-02 08:00 | mason 03-02 09:00 | opus 03-03 00:00 | 20260303 | h#1 | review | 03-03 08:00 | 2 | approved | false | 1 | 0 | 1 | 0 | 0 | 1 | -
        """);

    [Fact]
    public Task Burndown_follows_each_ticket_event_in_a_sprint() => HoldsAsync(
        "fact_sprint_burndown f",
        $"""
        {Member("sprint")}, {Member("ticket")}, {Member("project")}, {Member("agent")}, event_date_sk, sprint_code, ticket_code, agent_instance_code, t(event_at),
        ticket_event_type, ticket_status, previous_status, ticket_points, is_done, remaining_change, remaining_points_change
        """,
        "event_at",
        """
        S1 03-02 08:00 | T-1 03-02 10:00 | P1 03-02 08:00 | mason 03-02 09:00 | 20260302 | S1 | T-1 | build | 03-02 10:00 | assigned | in_progress | - | 3 | false | 1 | 3
        S1 03-02 08:00 | T-1 03-02 11:00 | P1 03-02 08:00 | mason 03-02 09:00 | 20260302 | S1 | T-1 | build | 03-02 11:00 | blocked | blocked | in_progress | 3 | false | 0 | 0
        S1 03-02 08:00 | T-1 03-02 11:30 | P1 03-02 08:00 | mason 03-02 09:00 | 20260302 | S1 | T-1 | build | 03-02 11:30 | unblocked | in_progress | blocked | 3 | false | 0 | 0
        S1 03-02 08:00 | T-1 03-02 11:30 | P1 03-02 08:00 | mason 03-02 09:00 | 20260302 | S1 | T-1 | build | 03-02 13:00 | handed_off | - | in_progress | 3 | false | 0 | 0
        S1 03-02 08:00 | T-1 03-03 10:00 | P1 03-02 08:00 | iris 03-02 08:00 | 20260303 | S1 | T-1 | review | 03-03 10:00 | transitioned | done | in_progress | 3 | true | -1 | -3
        """);

    [Fact]
    public Task Lifecycle_tells_of_each_ticket_event_the_status_before_and_the_minutes_in_it() => HoldsAsync(
        "fact_ticket_lifecycle f",
        $"""
        {Member("ticket")}, {Member("project")}, {Member("sprint")}, {Member("agent")}, {Member("agent", "handoff_agent_sk")}, {Member("ticket", "blocker_ticket_sk")}, event_date_sk,
        ticket_code, agent_instance_code, t(event_at), ticket_event_type, ticket_status, previous_status, t(previous_status_since), minutes_in_previous_status,
        is_status_change, is_blocked, blocker_ticket_code, blocker_description, handoff_to_agent_code, ticket_activity_comment
        """,
        "event_at",
        """
        T-1 03-02 10:00 | P1 03-02 08:00 | S1 03-02 08:00 | mason 03-02 09:00 | - | - | 20260302 | T-1 | build | 03-02 10:00 | assigned | in_progress | - | - | - | true | false | - | - | - | -
        T-2 03-02 10:15 | P1 03-02 08:00 | - | mason 03-02 09:00 | - | - | 20260302 | T-2 | build | 03-02 10:15 | transitioned | in_progress | - | - | - | true | false | - | - | - | -
        T-1 03-02 11:00 | P1 03-02 08:00 | S1 03-02 08:00 | mason 03-02 09:00 | - | T-2 03-02 10:15 | 20260302 | T-1 | build | 03-02 11:00 | blocked | blocked | in_progress | 03-02 10:00 | 60.000000 | true | true | T-2 | waits for the window | - | -
        T-1 03-02 11:30 | P1 03-02 08:00 | S1 03-02 08:00 | mason 03-02 09:00 | - | - | 20260302 | T-1 | build | 03-02 11:30 | unblocked | in_progress | blocked | 03-02 11:00 | 30.000000 | true | false | - | - | - | -
        T-1 03-02 11:30 | P1 03-02 08:00 | S1 03-02 08:00 | mason 03-02 09:00 | iris 03-02 08:00 | - | 20260302 | T-1 | build | 03-02 13:00 | handed_off | - | in_progress | 03-02 11:30 | - | false | false | - | - | iris | yours
        T-1 03-03 10:00 | P1 03-02 08:00 | S1 03-02 08:00 | iris 03-02 08:00 | - | - | 20260303 | T-1 | review | 03-03 10:00 | transitioned | done | in_progress | 03-02 11:30 | 1350.000000 | true | false | - | - | - | -
        """);

    private static string Member(string dimension, string? key = null)
    {
        var surrogate = SmallWarehouse.SurrogateKeys[$"dim_{dimension}"];
        var code = dimension == "pull_request" ? "pr_code" : $"{dimension}_code";
        return $"(select case when d.{code} = '(none)' then null else d.{code} || ' ' || t(d.valid_from) end from herd_dm.dim_{dimension} d where d.{surrogate} = f.{key ?? surrogate})";
    }

    private async Task HoldsAsync(string fact, string columns, string order, string expected) =>
        Assert.Equal(expected.Split('\n'), await warehouse.RowsAsync($"select {columns} from herd_dm.{fact} order by f.{order}", Ct));
}
