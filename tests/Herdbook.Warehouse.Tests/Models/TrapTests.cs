using Herdbook.Core.Herd.Prices;
using Herdbook.Intake;
using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary>The ten traps that others fell into, in the order of the list.</summary>
public sealed class TrapTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trap_1_a_transcript_that_is_harvested_again_counts_its_tokens_once()
    {
        const string Line = """
            {"type":"assistant","uuid":"10000000-0000-4000-8000-000000000001","parentUuid":null,"sessionId":"aaaaaaaa-0000-4000-8000-000000000001","timestamp":"2026-03-02T10:00:00.000Z","cwd":"/w","version":"2","requestId":"req_1","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-4-6","content":[{"type":"text","text":"x"}],"usage":{"input_tokens":1000,"output_tokens":100,"cache_read_input_tokens":10,"cache_creation_input_tokens":20}}}
            """;
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await PriceBook.EnsureListAsync(book.Book, book.Tenant, TimeProvider.System, Ct);
        var path = Path.Combine(book.Folder, "a.jsonl");
        await File.WriteAllTextAsync(path, Line + "\n", Ct);
        var copy = Path.Combine(book.Folder, "b.jsonl");
        File.Copy(path, copy);
        var importer = new TranscriptImporter(book.Book, book.Tenant, TimeProvider.System);

        foreach (var harvest in new string[][] { [path], [path, copy] })
        {
            await importer.ImportAsync(TranscriptFolders.Find(harvest), new ImportOptions(), null, Ct);
            await book.BuildAsync(Ct, "+fact_agent_instance_cost");

            Assert.Equal(
                ["1 | 1 | 1000 | 100 | 10 | 20"],
                await book.RowsAsync("select count(*), sum(call_count), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), sum(cache_create_tokens) from herd_dm.fact_agent_instance_cost", Ct));
        }
    }

    [Fact]
    public async Task Trap_2_late_events_and_events_of_one_instant_are_all_kept()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.AtAsync("2026-03-02 10:00", Transition("T-1", "in_progress", "2026-03-02 10:00") + Transition("T-1", "review", "2026-03-02 12:00"), Ct);
        await book.BuildAsync(Ct, "+fact_ticket_lifecycle");
        await book.AtAsync("2026-03-02 13:00", Transition("T-1", "blocked", "2026-03-02 11:00") + Transition("T-1", "blocked", "2026-03-02 12:00") + Transition("T-2", "done", "2026-03-02 12:00"), Ct);
        await book.BuildAsync(Ct, "+fact_ticket_lifecycle");

        Assert.Equal(
            [
                "T-1 | 03-02 10:00 | in_progress | - | -",
                "T-1 | 03-02 11:00 | blocked | in_progress | 60.000000",
                "T-1 | 03-02 12:00 | review | blocked | 60.000000",
                "T-1 | 03-02 12:00 | blocked | review | 0.000000",
                "T-2 | 03-02 12:00 | done | - | -",
            ],
            await book.RowsAsync("select ticket_code, t(event_at), ticket_status, previous_status, minutes_in_previous_status from herd_dm.fact_ticket_lifecycle order by ticket_code, event_at, booking_id", Ct));
    }

    [Fact]
    public async Task Trap_3_an_event_of_an_instance_that_nobody_defined_is_kept_and_named()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.AtAsync("2026-03-02 10:00", Transition("T-9", "done", "2026-03-02 10:00", "nobody") + Cost("nobody", 1.5m, "2026-03-02 10:00"), Ct);
        await book.BuildAsync(Ct, "+fact_ticket_lifecycle +fact_agent_instance_cost +fact_agent_instance_work");

        const string None = "00000000-0000-0000-0000-000000000000";
        Assert.Equal([$"nobody | {None} | {None}"], await book.RowsAsync("select agent_instance_code, agent_sk, ticket_sk from herd_dm.fact_ticket_lifecycle", Ct));
        Assert.Equal([$"nobody | {None} | 1.500000"], await book.RowsAsync("select agent_instance_code, agent_sk, cost_usd from herd_dm.fact_agent_instance_cost", Ct));
        Assert.Equal([$"nobody | {None} | 1"], await book.RowsAsync("select agent_instance_code, agent_sk, ticket_event_count from herd_dm.fact_agent_instance_work", Ct));
    }

    [Fact]
    public async Task Trap_4_an_edit_of_letter_case_or_from_nothing_to_empty_is_a_version_and_keys_do_not_collide()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.AtAsync("2026-03-02 08:00", """
            insert into herd.craft_def (craft_code, craft_description, created_at, modified_at) values ('a', null, catalog.clock(), catalog.clock()), ('A', 'x', catalog.clock(), catalog.clock());
            insert into herd.skill_def (skill_code, created_at, modified_at) values ('a', catalog.clock(), catalog.clock()), ('a|b', catalog.clock(), catalog.clock()), ('a\', catalog.clock(), catalog.clock());
            insert into herd.skillset_def (skillset_code, created_at, modified_at) values ('c', catalog.clock(), catalog.clock()), ('b|c', catalog.clock(), catalog.clock()), ('|c', catalog.clock(), catalog.clock());
            insert into herd.skill_skillset (skill_code, skillset_code, created_at) values ('a', 'b|c', catalog.clock()), ('a|b', 'c', catalog.clock()), ('a\', '|c', catalog.clock()), ('a', '|c', catalog.clock());
            """, Ct);
        foreach (var (hour, value) in new[] { ("09", "''"), ("10", "'Slow'"), ("11", "'slow'"), ("12", "null"), ("13", @"'\0'"), ("14", "null") })
        {
            await book.AtAsync($"2026-03-02 {hour}:00", $"update herd.craft_def set craft_description = {value} where craft_code = 'a'", Ct);
        }

        await book.BuildAsync(Ct, "+dim_craft +l_skill_skillset");

        Assert.Equal(
            ["- | 08:00", " | 09:00", "Slow | 10:00", "slow | 11:00", "- | 12:00", @"\0 | 13:00", "- | 14:00"],
            await book.RowsAsync("select craft_description, strftime(valid_from, '%H:%M') from herd_dm.dim_craft where craft_code = 'a' order by valid_from", Ct));
        Assert.Equal(["2"], await book.RowsAsync("select count(distinct hk_craft) from dwh.h_craft", Ct));
        Assert.Equal(["4"], await book.RowsAsync("select count(distinct hk_skill_skillset) from dwh.l_skill_skillset", Ct));
    }

    [Fact]
    public async Task Trap_5_a_fact_older_than_the_first_version_takes_the_first()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.AtAsync("2026-03-02 08:00", "insert into herd.ticket_def (ticket_code, ticket_title, created_at, modified_at) values ('T-1', 'first', catalog.clock(), catalog.clock())" + ";" + Transition("T-1", "todo", "2025-12-24 18:00"), Ct);
        await book.AtAsync("2026-03-02 09:00", "update herd.ticket_def set ticket_title = 'second'" + ";" + Transition("T-1", "done", "2026-03-02 09:00"), Ct);
        await book.BuildAsync(Ct, "+fact_ticket_lifecycle");

        Assert.Equal(
            ["12-24 18:00 | first", "03-02 09:00 | second"],
            await book.RowsAsync("select t(f.event_at), d.ticket_title from herd_dm.fact_ticket_lifecycle f join herd_dm.dim_ticket d using (ticket_sk) order by f.event_at", Ct));
    }

    [Fact]
    public async Task Trap_6_cost_put_to_pull_requests_is_divided_and_never_multiplied()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.AtAsync("2026-03-02 08:00", """
            insert into herd.agent_def (agent_code, created_at, modified_at) values ('mason', catalog.clock(), catalog.clock());
            insert into herd.agent_instance (agent_instance_code, agent_code, root_agent_instance_code, created_at, modified_at) values ('i1', 'mason', 'i1', catalog.clock(), catalog.clock()), ('i2', 'mason', 'i2', catalog.clock(), catalog.clock());
            insert into herd.pr_def (pr_code, creator_agent_instance_code, created_at, modified_at) values ('p1', 'i1', catalog.clock(), catalog.clock()), ('p2', 'i1', catalog.clock(), catalog.clock()), ('p3', 'i1', catalog.clock(), catalog.clock());
            """ + Cost("i1", 10m, "2026-03-02 08:00") + Cost("i1", 0.000001m, "2026-03-03 08:00") + Cost("i2", 5m, "2026-03-02 08:00") + Cost("i1", -1m, "2026-03-04 08:00"), Ct);
        await book.BuildAsync(Ct, "+mart_cost_per_pr +mart_agent_weekly");

        // Each part is cut to the micro-dollar, and the parts of 10, of 0.000001 and of -1 add up to them.
        Assert.Equal(
            ["(none) | 5.000000", "p1 | 3.000000", "p2 | 3.000000", "p3 | 3.000001"],
            await book.RowsAsync("select pr_code, cost_usd from herd_dm.mart_cost_per_pr order by 1", Ct));
        Assert.Equal(["14.000001"], await book.RowsAsync("select sum(cost_usd) from herd_dm.mart_cost_daily", Ct));
        Assert.Equal(["14.000001"], await book.RowsAsync("select sum(cost_usd) from herd_dm.mart_agent_weekly", Ct));
    }

    [Fact]
    public async Task Trap_7_a_soft_delete_that_reuses_created_at_leaves_every_version_its_length()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.AtAsync("2026-03-02 08:00", "insert into herd.ticket_def (ticket_code, created_at, modified_at) values ('T-1', catalog.clock(), catalog.clock())", Ct);
        await book.AtAsync("2026-03-02 12:00", "update herd.ticket_def set deleted_at = created_at", Ct);
        await book.BuildAsync(Ct, "+dim_ticket");

        Assert.Equal(
            ["03-02 08:00 | 03-02 12:00 | false", "03-02 12:00 | open | true"],
            await book.RowsAsync("select t(valid_from), t(valid_to), is_deleted from herd_dm.dim_ticket where ticket_code = 'T-1' order by valid_from", Ct));
    }

    [Fact]
    public async Task Trap_8_weekends_are_saturdays_and_sundays()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.BuildAsync(Ct, "dim_date");

        Assert.Equal(
            ["Saturday | true", "Sunday | true", "Monday | false", "Tuesday | false", "Wednesday | false", "Thursday | false", "Friday | false"],
            await book.RowsAsync("select day_name, is_weekend from herd_dm.dim_date where date_day between '2026-03-07' and '2026-03-13' order by date_day", Ct));
    }

    [Fact]
    public async Task Trap_9_an_approval_in_the_first_round_is_a_first_pass()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await book.AtAsync("2026-03-02 08:00", """
            insert into herd.pr_def (pr_code, created_at, modified_at) values ('p1', catalog.clock(), catalog.clock()), ('p2', catalog.clock(), catalog.clock()), ('p3', catalog.clock(), catalog.clock());
            insert into herd.review_def (review_code, pr_code, review_round, review_verdict, created_at) values
                ('a', 'p1', 1, 'approved', '2026-03-02 09:00Z'), ('b', 'p2', 1, 'request_changes', '2026-03-02 09:00Z'), ('c', 'p2', 2, 'approved', '2026-03-02 10:00Z'), ('d', 'p3', 1, 'comment', '2026-03-02 09:00Z');
            """, Ct);
        await book.BuildAsync(Ct, "+mart_review_rounds");

        Assert.Equal(["p1 | true | true", "p2 | false | true", "p3 | false | false"], await book.RowsAsync("select pr_code, is_first_pass, is_approved from herd_dm.mart_review_rounds order by 1", Ct));
        Assert.Equal(["a | true", "b | false", "c | false", "d | false"], await book.RowsAsync("select review_code, is_first_pass from herd_dm.fact_review_quality order by 1", Ct));
    }

    [Fact]
    public async Task Trap_10_a_full_rebuild_equals_a_build_by_steps_row_for_row()
    {
        await using var book = await WarehouseBook.CreateAsync(Ct);
        await SmallFleet.WriteAsync(book, Ct, async step =>
        {
            if (step is 4 or 8)
            {
                await book.BuildAsync(Ct);
            }
        });
        await book.BuildAsync(Ct);
        var bySteps = await book.PictureAsync(Ct);
        await book.BuildAsync(Ct, full: true);

        Assert.Equal(bySteps, await book.PictureAsync(Ct));
        Assert.True(bySteps.Count > 400);
    }

    private static string Transition(string ticket, string status, string at, string instance = "i") =>
        $"insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, created_at) values ('{instance}', '{ticket}', 'transitioned', '{status}', '{at}Z');";

    private static string Cost(string instance, decimal usd, string at) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_cost_usd, created_at) values ('{instance}', 'opus', 10, {usd}, '{at}Z');");
}
