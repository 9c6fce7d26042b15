using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary>Every row of every dimension of <see cref="SmallFleet"/>, worked out by hand. The unknown members are left out but in their own test.</summary>
[Collection(SmallWarehouse.Collection)]
public sealed class DimensionTests(SmallWarehouse warehouse)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("agent", "agent_code, agent_role, agent_status, agent_branch_prefix, agent_email, default_model_code", """
        iris | qa | active | herd/iris | iris@herd | opus | 03-02 08:00 | 03-03 12:00 | false | false
        iris | qa | active | herd/iris | iris@herd | opus | 03-03 12:00 | open | true | true
        mason | backend | active | herd/mason | mason@herd | opus | 03-02 08:00 | 03-02 09:00 | false | false
        mason | Backend | active | herd/mason | mason@herd | opus | 03-02 09:00 | open | true | false
        """)]
    [InlineData("agent_observation", "observation_id, agent_code, session_code, observation_type, observation_content, confidence, t(observed_at)", """
        O1 | iris | review | risk | It creaks | 0.5 | 03-02 14:00 | 03-02 14:00 | 03-03 08:00 | false | false
        O1 | iris | review | risk | It creaks | 0.9 | 03-02 14:00 | 03-03 08:00 | open | true | false
        """)]
    [InlineData("craft", "craft_code, craft_description", "joinery | Measure twice | 03-02 08:00 | open | true | false")]
    [InlineData("decision_record", "decision_id, decision_type, context, decision, rationale, alternatives_considered, decided_by, ticket_code, t(decided_at)",
        "D1 | design | cold | oak | lasts | pine | mason | T-1 | 03-02 13:00 | 03-02 13:00 | open | true | false")]
    [InlineData("initiative", "initiative_code, initiative_title, initiative_description, initiative_status", """
        I1 | Grow | - | active | 03-02 08:00 | 03-02 09:00 | false | false
        I1 | Grow |  | active | 03-02 09:00 | open | true | false
        """)]
    [InlineData("model", "model_code, model_provider, model_context_window, model_input_cost_per_m, model_output_cost_per_m, model_cache_read_cost_per_m, model_cache_create_cost_per_m", """
        opus | anthropic | 200000 | 15.000000 | 75.000000 | 1.500000 | 18.750000 | 03-02 08:00 | 03-03 00:00 | false | false
        opus | anthropic | 200000 | 5.000000 | 25.000000 | 0.500000 | 6.250000 | 03-03 00:00 | open | true | false
        """)]
    [InlineData("personality", "personality_code, personality_description", "calm | Never hurries | 03-02 08:00 | open | true | false")]
    [InlineData("project", "project_code, initiative_code, project_title, project_description, project_status", "P1 | I1 | House | - | active | 03-02 08:00 | open | true | false")]
    [InlineData("pull_request", "pr_code, ticket_code, creator_agent_instance_code, pr_branch_name, pr_title, pr_lines_added, pr_lines_deleted, pr_files_changed, t(pr_created_at), t(pr_merged_at), t(pr_closed_at)", """
        h#1 | T-1 | build | herd/mason/door | A door | 100 | 20 | 3 | 03-02 12:00 | - | - | 03-02 12:00 | 03-03 09:00 | false | false
        h#1 | T-1 | build | herd/mason/door | A door | 100 | 20 | 3 | 03-02 12:00 | 03-03 09:00 | - | 03-03 09:00 | open | true | false
        h#2 | - | - | - | A fence | 7 | 0 | 1 | 03-02 15:00 | - | - | 03-02 15:00 | 03-02 16:00 | false | false
        h#2 | - | - | - | A fence | 7 | 0 | 1 | 03-02 15:00 | - | 03-02 16:00 | 03-02 16:00 | open | true | false
        """)]
    [InlineData("skillset", "skillset_code, skillset_description", """
        web | Pages | 03-02 08:00 | 03-02 10:00 | false | false
        web | Pages | 03-02 10:00 | 03-02 11:00 | false | true
        web | Pages | 03-02 11:00 | open | true | false
        """)]
    [InlineData("sprint", "sprint_code, sprint_title, sprint_goal, t(sprint_started_at), t(sprint_planned_end_at), t(sprint_actual_end_at)", """
        S1 | First | A door | 03-02 08:00 | 03-06 18:00 | - | 03-02 08:00 | 03-04 08:00 | false | false
        S1 | First | A door and a window | 03-02 08:00 | 03-06 18:00 | - | 03-04 08:00 | open | true | false
        """)]
    [InlineData("ticket", "ticket_code, project_code, ticket_title, ticket_description, ticket_tshirt_size, ticket_acceptance_criteria, ticket_current_status, current_sprint_code, t(ticket_created_at)", """
        T-1 | P1 | Door | - | M | - | todo | S1 | 03-02 08:00 | 03-02 08:00 | 03-02 10:00 | false | false
        T-1 | P1 | Door | - | M | - | in_progress | S1 | 03-02 08:00 | 03-02 10:00 | 03-02 11:00 | false | false
        T-1 | P1 | Door | - | M | - | blocked | S1 | 03-02 08:00 | 03-02 11:00 | 03-02 11:30 | false | false
        T-1 | P1 | Door | - | M | - | in_progress | S1 | 03-02 08:00 | 03-02 11:30 | 03-03 10:00 | false | false
        T-1 | P1 | Door | - | M | - | done | S1 | 03-02 08:00 | 03-03 10:00 | open | true | false
        T-2 | P1 | Window | - | S | - | todo | - | 03-02 08:00 | 03-02 08:00 | 03-02 10:15 | false | false
        T-2 | P1 | Window | - | S | - | in_progress | - | 03-02 08:00 | 03-02 10:15 | 03-03 11:00 | false | false
        T-2 | P1 | Window | - | S | - | in_progress | - | 03-02 08:00 | 03-03 11:00 | open | true | true
        """)]
    public async Task Every_version_of_a_dimension_is_there_with_its_times(string dimension, string attributes, string expected)
    {
        var code = attributes.Split(',')[0];
        var rows = await warehouse.RowsAsync(
            $"select {attributes}, t(valid_from), t(valid_to), is_current, is_deleted from herd_dm.dim_{dimension} where {code} <> '(none)' order by {code}, valid_from", Ct);

        Assert.Equal(expected.Split('\n'), rows);
    }

    [Fact]
    public async Task Each_dimension_has_one_unknown_member_with_a_key_of_zeros()
    {
        foreach (var (dimension, key) in SmallWarehouse.SurrogateKeys)
        {
            Assert.Equal(
                ["1 | true | false | ever | open"],
                await warehouse.RowsAsync($"select count(*), bool_and(is_current), bool_or(is_deleted), min(t(valid_from)), min(t(valid_to)) from herd_dm.{dimension} where {key} = '00000000-0000-0000-0000-000000000000'", Ct));
        }
    }

    [Fact]
    public async Task Days_know_their_week_and_reach_from_2025_to_2030_and_beyond()
    {
        Assert.Equal(
            [
                "20260302 | 2026-03-02 | 2026 | 1 | 3 | March | 2026-03-01 | 2 | 61 | 1 | Monday | 2026 | 10 | 2026-03-02 | false",
                "20280101 | 2028-01-01 | 2028 | 1 | 1 | January | 2028-01-01 | 1 | 1 | 6 | Saturday | 2027 | 52 | 2027-12-27 | true",
            ],
            await warehouse.RowsAsync("select * from herd_dm.dim_date where date_sk in (20260302, 20280101) order by 1", Ct));
        Assert.Equal(["2191"], await warehouse.RowsAsync("select count(*) from herd_dm.dim_date where date_day between '2025-01-01' and '2030-12-31'", Ct));
    }
}
