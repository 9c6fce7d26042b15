using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary>What the marts make of <see cref="SmallFleet"/>, worked out by hand.</summary>
[Collection(SmallWarehouse.Collection)]
public sealed class MartTests(SmallWarehouse warehouse)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Cost_is_put_to_the_pull_request_that_an_instance_opened_reviewed_or_helped() => HoldsAsync(
        "select agent_instance_code, pr_code, pr_rule, ticket_code, sprint_code, project_code, agent_code, model_code, cost_usd, unpriced_tokens from herd_dm.mart_cost_daily order by 1, 8",
        """
        before | (none) | none | (none) | (none) | (none) | mason | opus | 0.075000 | 0
        build | h#1 | created | T-1 | S1 | P1 | mason | mystery | - | 150
        build | h#1 | created | T-1 | S1 | P1 | mason | opus | 74.257500 | 0
        build/1 | h#1 | conversation | T-1 | S1 | P1 | mason | opus | 1.500000 | 0
        ghost | (none) | none | (none) | (none) | (none) | (none) | opus | 0.015000 | 0
        review | h#1 | reviewed | T-1 | S1 | (none) | iris | opus | 2.250000 | 0
        """);

    [Fact]
    public Task A_pull_request_has_the_cost_of_making_and_of_reviewing_it() => HoldsAsync(
        "select pr_code, pr_state, instance_count, cost_usd, making_cost_usd, review_cost_usd, cost_per_line_usd, unpriced_tokens, finding_count from herd_dm.mart_cost_per_pr order by 1",
        """
        (none) | none | 2 | 0.090000 | 0.090000 | - | - | 0 | 0
        h#1 | merged | 3 | 78.007500 | 75.757500 | 2.250000 | 0.650063 | 150 | 3
        h#2 | closed | 0 | - | - | - | - | 0 | 0
        """);

    [Fact]
    public Task A_ticket_has_the_cost_of_all_who_worked_on_it() => HoldsAsync(
        "select ticket_code, ticket_status, t(done_at), pr_count, instance_count, cost_usd from herd_dm.mart_cost_per_ticket order by 1",
        """
        (none) | - | - | 0 | 2 | 0.090000
        T-1 | done | 03-03 10:00 | 1 | 3 | 78.007500
        T-2 | in_progress | - | 0 | 0 | -
        """);

    [Fact]
    public Task A_finding_costs_its_part_of_its_review() => HoldsAsync(
        "select cost_key, kind, reviewer_agent_code, author_agent_code, cost_usd, imputed_cost_usd from herd_dm.mart_cost_per_review_finding order by 1",
        """
        (none) | other_work | (none) | (none) | 75.847500 | 0.000000
        F1 | finding | iris | mason | 0.562500 | 0.562500
        F2 | finding | iris | mason | 0.562500 | 0.562500
        F3 | finding | iris | mason | 1.125000 | 1.125000
        """);

    [Fact]
    public Task Efficiency_sets_cost_and_rework_against_delivered_lines() => HoldsAsync(
        """
        select month, model_code, agent_role, cost_usd, merged_pr_count, first_pass_pr_count, delivered_lines, rework_lines, rework_rounds, blocking_findings, cost_per_delivered_line_usd, rework_per_delivered_line
          from herd_dm.mart_model_efficiency where craft_code = 'joinery' order by 2
        """,
        """
        2026-03-01 | mystery | Backend | - | 0 | 0 | 0 | 0 | 0 | 0 | - | -
        2026-03-01 | opus | Backend | 74.257500 | 1 | 0 | 120 | 30 | 1 | 1 | 0.618813 | 0.25
        """);

    [Fact]
    public Task Flow_tells_lead_time_cycle_time_and_time_blocked() => HoldsAsync(
        """
        select ticket_code, agent_code, ticket_status, t(created_at), t(started_at), t(done_at), lead_time_minutes, cycle_time_minutes, blocked_minutes, reopened_count, handoff_count, is_deleted
          from herd_dm.mart_flow order by 1
        """,
        """
        T-1 | iris | done | 03-02 08:00 | 03-02 10:00 | 03-03 10:00 | 1560.000000 | 1440.000000 | 30.000000 | 0 | 1 | false
        T-2 | mason | in_progress | 03-02 08:00 | 03-02 10:15 | - | - | - | 0.000000 | 0 | 0 | true
        """);

    [Fact]
    public async Task Days_count_the_work_in_progress_and_sprints_burn_down()
    {
        await HoldsAsync(
            "select * from herd_dm.mart_flow_daily order by 1",
            """
            2026-03-02 | P1 | 2 | 2 | 0 | 0 | 2 | 2 | 0
            2026-03-03 | P1 | 0 | 0 | 0 | 0 | 0 | 0 | 1
            """);
        await HoldsAsync(
            "select * from herd_dm.mart_sprint_daily order by 2",
            """
            S1 | 2026-03-02 | 1 | 1 | 0 | 1 | 3 | 0 | 3 | 3.0 | 78.007500
            S1 | 2026-03-03 | 2 | 1 | 1 | 0 | 3 | 3 | 0 | 2.25 | -
            """);
        await HoldsAsync(
            "select sprint_code, is_current, committed_points, scope_points, done_count, velocity_points, carried_over_count, cost_usd from herd_dm.mart_sprint",
            "S1 | true | 3 | 3 | 1 | 3 | 0 | 78.007500");
    }

    [Fact]
    public Task A_week_of_an_agent_holds_its_work_its_quality_and_its_cost() => HoldsAsync(
        """
        select week_start, agent_code, instance_count, minutes_worked, successful_count, tickets_done_count, prs_opened_count, prs_merged_count, delivered_lines, reviewed_pr_count,
               first_pass_pr_count, findings_received_count, reviews_given_count, findings_given_count, calls, cost_usd
          from herd_dm.mart_agent_weekly order by 1, 2
        """,
        """
        2026-01-26 | mason | 1 | 30.000000 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0.075000
        2026-03-02 | (none) | 0 | 0.000000 | 0 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0.015000
        2026-03-02 | iris | 1 | 0.000000 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 2 | 3 | 1 | 2.250000
        2026-03-02 | mason | 2 | 150.000000 | 2 | 0 | 1 | 1 | 120 | 1 | 0 | 3 | 0 | 0 | 3 | 75.757500
        """);

    [Fact]
    public async Task Usage_can_be_priced_at_the_prices_of_any_date()
    {
        // 1,101,000 input, 511,100 output, 3,000,000 read and 1,000,000 written: at 15, 75, 1.5 and 18.75, and at a third of that.
        await HoldsAsync(At("2026-03-02"), "78.097500 | 78.097500 | 150");
        await HoldsAsync(At("2026-03-03"), "78.097500 | 26.032500 | 150");
        await HoldsAsync(At("2024-12-31"), "78.097500 | - | 5612250");

        static string At(string day) =>
            $"select sum(booked_cost_usd), sum(recost_usd), sum(unpriced_tokens) from herd_dm.mart_recost where price_from <= timestamptz '{day} 00:00:00+00' and timestamptz '{day} 00:00:00+00' < price_to";
    }

    [Fact]
    public async Task Anything_can_be_seen_as_it_was_at_any_moment()
    {
        await HoldsAsync(At("2026-03-02 07:59:59"), "");
        await HoldsAsync(At("2026-03-02 08:59:59"), "T-1 todo | T-2 todo | mason backend | web Pages");
        await HoldsAsync(At("2026-03-02 10:30:00"), "T-1 in_progress | T-2 in_progress | mason Backend");
        await HoldsAsync(At("2026-03-02 11:00:00"), "T-1 blocked | T-2 in_progress | mason Backend | web Pages");
        await HoldsAsync(At("2026-03-03 11:00:00"), "T-1 done | mason Backend | web Pages");

        static string At(string moment) =>
            $"""
            select coalesce(string_agg(code || ' ' || coalesce(state ->> 'ticket_current_status', state ->> 'agent_role', state ->> 'skillset_description'), ' | ' order by code), '')
              from herd_dm.mart_entity_state
             where valid_from <= timestamptz '{moment}+00' and timestamptz '{moment}+00' < valid_to and not is_deleted
               and (entity in ('ticket', 'skillset') or code = 'mason')
            """;
    }

    private async Task HoldsAsync(string sql, string expected) => Assert.Equal(expected.Split('\n'), await warehouse.RowsAsync(sql, Ct));
}
