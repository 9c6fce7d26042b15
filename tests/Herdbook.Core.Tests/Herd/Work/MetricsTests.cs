using Herdbook.Core.Herd.Work;
using Xunit;

namespace Herdbook.Core.Tests.Herd.Work;

public sealed class MetricsTests(HerdBed bed) : IClassFixture<HerdBed>
{
    private const string Seed = """
        with runs as (
            insert into herd.agent_instance (agent_instance_code, agent_code, root_agent_instance_code, ticket_code, agent_instance_started_at)
            values ('run-a', 'mason', 'run-a', 'T-1', @monday), ('run-b', 'wren', 'run-b', null, @monday)
        ), calls as (
            insert into herd.agent_instance_token_activity
                   (agent_instance_code, model_code, token_input_count, token_output_count, token_cache_read_count, token_cache_create_count, token_cost_usd, token_unpriced_count, created_at)
            values ('run-a', 'big', 1000000, 500000, 2000000, 1000000, 74.25, 0, @monday), ('run-a', 'big', 0, 100, 0, 0, 0.75, 0, @sunday),
                   ('run-b', 'odd', 10, 10, 0, 0, null, 20, @monday), ('run-b', 'odd', 5, 5, 0, 0, null, 10, @later)
        ), claims as (
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, created_at)
            values ('run-b', 'T-2', 'claimed', 'in_progress', @monday), ('run-b', 'T-2', 'status_changed', 'done', @later), ('run-b', 'T-3', 'claimed', 'in_progress', @later)
        )
        insert into herd.pr_def (pr_code, creator_agent_instance_code, pr_merged_at, created_at)
        select 'acme/shop#' || n, 'run-a', @monday, @monday from generate_series(1, 3) as n
        """;

    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_merged_pull_requests_do_not_treble_what_their_agent_cost_and_no_price_is_not_zero()
    {
        var team = await SeededAsync();
        var agents = await AskAsync(team, new MetricsRequest("agent_performance"));
        Assert.Equal((75.00m, 3L), ((decimal)agents["mason"]["cost_usd"]!, (long)agents["mason"]["prs_merged"]!));
        Assert.Null(agents["wren"]["cost_usd"]);
        Assert.Equal((30L, 1L), ((long)agents["wren"]["unpriced_tokens"]!, (long)agents["wren"]["tickets_done"]!));
        var head = (await AskAsync(team, new MetricsRequest("headline")))["all"];
        Assert.Equal((75.00m, 37.5m, 1125m), ((decimal)head["cost_usd"]!, (decimal)head["usd_per_day"]!, (decimal)head["usd_in_30_days"]!));
        Assert.Equal(50m, (decimal)head["cache_hit_pct"]!);
    }

    [Fact]
    public async Task A_call_belongs_to_the_ticket_that_was_claimed_when_it_was_made()
    {
        var team = await SeededAsync();
        var tickets = await AskAsync(team, new MetricsRequest("token_costs"));
        Assert.Equal(["T-1", "T-2", "T-3"], tickets.Keys.Order());
        Assert.Equal((20L, 10L), ((long)tickets["T-2"]["unpriced_tokens"]!, (long)tickets["T-3"]["unpriced_tokens"]!));
        Assert.Equal(74.25m, (decimal)(await AskAsync(team, new MetricsRequest("cost_per_ticket", "this_week")))["T-1"]["cost_usd"]!);
        Assert.Equal(0.75m, (decimal)(await AskAsync(team, new MetricsRequest("cost_per_ticket", "2026-11-15..2026-11-15", "model")))["big"]["cost_usd"]!);
        Assert.Empty(await AskAsync(team, new MetricsRequest("cost_per_ticket", "today")));
        Assert.Equal(["(none)", "big", "odd"], (await AskAsync(team, new MetricsRequest("model_efficiency"))).Keys.Order());
        Assert.Equal(120m, (decimal)(await AskAsync(team, new MetricsRequest("pipeline_efficiency")))["in_progress"]["median_minutes"]!);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_with_what_can()
    {
        var team = await bed.TeamAsync(Ct);
        Assert.Equal("metrics_query", await HerdTeam.RefusedAsync(() => AskAsync(team, new MetricsRequest("everything"))));
        Assert.Equal("metrics_group", await HerdTeam.RefusedAsync(() => AskAsync(team, new MetricsRequest("velocity", GroupBy: "agent"))));
        foreach (var period in (string[])["this_sprint", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "yesterday"])
        {
            Assert.Equal("metrics_period", await HerdTeam.RefusedAsync(() => AskAsync(team, new MetricsRequest("headline", period))));
        }

        await team.RunAsync(
            "insert into herd.sprint_def (sprint_code, sprint_started_at, sprint_actual_end_at) values ('S-1', '2026-11-01Z', null), ('S-2', '2026-11-10Z', '2026-11-12Z'), ('S-3', '2026-11-15Z', null)",
            null, Ct);
        var answer = await team.Work.Metrics.AskAsync(team.As(null), new MetricsRequest("velocity", "this_sprint"), Ct);
        Assert.Equal((new DateTimeOffset(2026, 11, 15, 0, 0, 0, TimeSpan.Zero), "S-3"), (answer.Since!.Value, (string)answer.Rows.Single()["key"]!));
        Assert.Equal("S-3", (await team.Work.Status.ShowAsync(team.As(null), new StatusRequest("sprint"), Ct)).Sprint!.SprintCode);
    }

    private async Task<HerdTeam> SeededAsync()
    {
        var team = await bed.TeamAsync(Ct);
        await team.RunAsync(Seed, new { monday = Monday, sunday = Monday.AddDays(-1), later = Monday.AddHours(2) }, Ct);
        await team.RunAsync("update herd.ticket_def set ticket_current_status = 'done' where ticket_code = 'T-2'", null, Ct);
        return team;
    }

    private static async Task<Dictionary<string, IReadOnlyDictionary<string, object?>>> AskAsync(HerdTeam team, MetricsRequest request) =>
        (await team.Work.Metrics.AskAsync(team.As(null), request, Ct)).Rows.ToDictionary(row => (string)row["key"]!);
}
