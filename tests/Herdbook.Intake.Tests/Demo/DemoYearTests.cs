using System.Globalization;
using Herdbook.Core;
using Herdbook.Intake.Demo;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Intake.Tests.Demo;

/// <summary>The made-up year: plausible in its figures, true in its history, and the same whenever its seed is.</summary>
public sealed class DemoYearTests(DemoYear year) : IClassFixture<DemoYear>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_the_size_of_a_year_of_twelve_agents()
    {
        Assert.Equal(12, await CountAsync("select count(*) from herd.agent_def where agent_email like '%@herd.meadow.example'"));
        Assert.Equal(26, await CountAsync("select count(*) from herd.sprint_def"));
        Assert.InRange(await CountAsync("select count(*) from herd.ticket_def where ticket_title is not null"), 1_400, 1_650);
        Assert.InRange(await CountAsync("select count(*) from herd.pr_def where pr_title is not null"), 1_050, 1_350);
        Assert.InRange(await CountAsync("select count(*) from herd.review_def"), 2_100, 2_900);
        Assert.InRange(await CountAsync("select count(*) from herd.review_finding"), 2_000, 4_000);
        Assert.InRange(await CountAsync("select count(*) from herd.agent_instance where source = 'demo'"), 4_000, 7_000);
        Assert.InRange(await CountAsync("select count(*) from herd.agent_instance_token_activity where source = 'demo'"), 12_000, 30_000);
    }

    [Theory]
    [InlineData("select count(*) from catalog.history h where table_name like 'herd.%' and changed_at > '2026-05-20 15:30+00' and table_name <> 'herd.agent_instance_skillset' and row_key in (select agent_instance_code from herd.agent_instance where source = 'demo' union select ticket_code from herd.ticket_def where ticket_title is not null union select sprint_code from herd.sprint_def)")]
    [InlineData("select count(*) from herd.agent_instance_ticket_activity a join herd.agent_instance i using (agent_instance_code) where i.source = 'demo' and a.created_at > '2026-05-20 15:30+00'")]
    [InlineData("select count(*) from herd.agent_instance_token_activity where created_at > '2026-05-20 15:30+00'")]
    [InlineData("select count(*) from herd.review_def where created_at > '2026-05-20 15:30+00'")]
    public async Task Nothing_lies_in_the_future(string sql) => Assert.Equal(0, await CountAsync(sql));

    [Fact]
    public async Task The_history_of_each_row_goes_forward_and_ends_with_what_stands()
    {
        Assert.Equal(0, await CountAsync("""
            select count(*)
              from (select changed_at < lag(changed_at) over (partition by table_name, row_key order by booking_id) as back
                      from catalog.history where table_name in ('herd.ticket_def', 'herd.pr_def', 'herd.agent_instance', 'herd.agent_def', 'herd.sprint_def', 'herd.project_def', 'herd.initiative_def')) h
             where back
            """));
        Assert.Equal(0, await CountAsync("""
            select count(*)
              from herd.ticket_def t
              join lateral (select after from catalog.history h where h.table_name = 'herd.ticket_def' and h.row_key = t.ticket_code order by booking_id desc limit 1) last on true
             where (last.after ->> 'ticket_current_status', last.after ->> 'current_sprint_code') is distinct from (t.ticket_current_status, t.current_sprint_code)
            """));
        Assert.True(await CountAsync("select count(*) from catalog.history where table_name = 'herd.ticket_def' and operation = 'update'") > 6_000);
    }

    [Fact]
    public async Task A_ticket_stands_where_its_last_event_says()
    {
        Assert.Equal(0, await CountAsync("""
            select count(*)
              from herd.ticket_def t
              join lateral (select ticket_status from herd.agent_instance_ticket_activity a
                             where a.ticket_code = t.ticket_code and a.ticket_status is not null order by a.created_at desc, a.booking_id desc limit 1) last on true
             where t.ticket_title is not null and last.ticket_status <> t.ticket_current_status
            """));
    }

    [Fact]
    public async Task Each_sum_of_what_was_pushed_is_the_size_of_its_pull_request_and_a_merge_follows_an_approval()
    {
        Assert.Equal(0, await CountAsync("""
            select count(*)
              from herd.pr_def p
              join (select pr_code, sum(pr_push_lines_added) as added, sum(pr_push_lines_deleted) as deleted
                      from herd.agent_instance_pr_activity where pr_event_type = 'pushed' group by 1) a using (pr_code)
             where (p.pr_lines_added, p.pr_lines_deleted) is distinct from (a.added, a.deleted)
            """));
        Assert.Equal(0, await CountAsync("""
            select count(*) from herd.pr_def p
             where p.pr_merged_at is not null
               and not exists (select from herd.review_def r where r.pr_code = p.pr_code and r.review_verdict = 'approved' and r.created_at <= p.pr_merged_at)
            """));
        Assert.Equal(0, await CountAsync("""
            select count(*) from (select review_round <> row_number() over (partition by pr_code order by created_at) as wrong from herd.review_def) r where wrong
            """));
        Assert.Equal(0, await CountAsync("select count(*) from herd.review_def r where review_verdict = 'request_changes' and not exists (select from herd.review_finding f where f.review_code = r.review_code and finding_severity = 'blocking')"));
    }

    [Fact]
    public async Task The_year_tells_of_what_its_figures_are_to_show()
    {
        const string FirstPass = """
            select round(100.0 * count(*) filter (where review_verdict = 'approved') / count(*))
              from herd.review_def r join herd.pr_def p using (pr_code) join herd.agent_instance i on i.agent_instance_code = p.creator_agent_instance_code
             where review_round = 1 and i.agent_code = 'juniper' and
            """;
        Assert.True(await CountAsync(FirstPass + " r.created_at > '2026-01-20'") > 15 + await CountAsync(FirstPass + " r.created_at < '2025-09-20'"));
        Assert.Equal(1, await CountAsync("select count(*) from herd.sprint_def where sprint_actual_end_at > sprint_planned_end_at + interval '3 days'"));
        Assert.Equal(1, await CountAsync("select count(*) from herd.sprint_def where sprint_actual_end_at is null"));
        Assert.Equal("decommissioned", await AskAsync("select agent_status from herd.agent_def where agent_code = 'larch'"));
        Assert.Equal(0, await CountAsync("select count(*) from herd.agent_instance i where agent_code = 'larch' and agent_instance_started_at > (select changed_at from catalog.history where table_name = 'herd.agent_def' and row_key = 'larch' and after ->> 'agent_status' = 'decommissioned' order by booking_id limit 1) + interval '14 days'"));
        Assert.True(await CountAsync("select count(*) from herd.ticket_def where deleted_at is not null") > 5);
        Assert.True(await CountAsync("select sum(token_unpriced_count) from herd.agent_instance_token_activity where source = 'demo'") > 100_000);
        Assert.True(await CountAsync("select count(distinct model_price_id) from herd.agent_instance_token_activity where model_code = 'meadow-large-2'") == 3);
        Assert.True(await CountAsync("select sum(token_cost_usd) from herd.agent_instance_token_activity where source = 'demo' and cost_basis = 'imputed'") > 50);
        Assert.True(await CountAsync("""
            select max(cost) / percentile_cont(0.5) within group (order by cost)
              from (select date_trunc('week', a.created_at) as week, sum(token_cost_usd) as cost
                      from herd.agent_instance_token_activity a join herd.agent_instance i using (agent_instance_code)
                     where i.agent_code = 'hazel' group by 1) w
            """) >= 3);
        Assert.True(await CountAsync("select 5 * count(*) filter (where extract(isodow from created_at) > 5) / count(*) from herd.agent_instance_token_activity where source = 'demo'") < 1);
    }

    [Fact]
    public async Task The_same_seed_and_time_give_the_same_year_and_another_seed_another()
    {
        var small = new DemoOptions(7, 42);
        var pictures = new List<string?>();
        foreach (var options in (DemoOptions[])[small, small, small with { Seed = 8 }])
        {
            await using var database = await TestDatabase.CreateAsync(Ct);
            await DemoTenant.LoadAsync(database.Book, DemoYear.Wednesday, options, null, Ct);
            pictures.Add(await AskAsync("""
                select md5(string_agg(t, '|' order by t))
                  from (select (ticket_code, ticket_title, ticket_current_status, current_sprint_code, created_at, modified_at)::text as t from herd.ticket_def where ticket_title is not null
                        union all select (message_id, created_at, token_cost_usd, agent_instance_code)::text from herd.agent_instance_token_activity where source = 'demo'
                        union all select (review_code, review_verdict, created_at)::text from herd.review_def) rows
                """, database));
        }

        Assert.Equal(pictures[0], pictures[1]);
        Assert.NotEqual(pictures[0], pictures[2]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task A_span_that_is_no_span_is_refused(int days) =>
        Assert.Equal("demo_days", (await Assert.ThrowsAsync<RefusedException>(() => DemoTenant.LoadAsync(year.Database.Book, DemoYear.Wednesday, new DemoOptions(Days: days), null, Ct))).Code);

    private async Task<long> CountAsync(string sql) => Convert.ToInt64(decimal.Floor(decimal.Parse((await AskAsync(sql))!, NumberStyles.Float, CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    private Task<string?> AskAsync(string sql, TestDatabase? database = null) => (database ?? year.Database).Book.ReadAsync(
        Tenant.Demo,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return Convert.ToString(await command.ExecuteScalarAsync(token), CultureInfo.InvariantCulture);
        },
        Ct);
}

/// <summary>A whole year, loaded once for all tests of it.</summary>
public sealed class DemoYear : IAsyncLifetime
{
    internal static readonly TimeProvider Wednesday = new FixedTime(new DateTimeOffset(2026, 5, 20, 15, 30, 0, TimeSpan.Zero));

    internal TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(CancellationToken.None);
        Assert.NotNull(await DemoTenant.LoadAsync(Database.Book, Wednesday, null, CancellationToken.None));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
