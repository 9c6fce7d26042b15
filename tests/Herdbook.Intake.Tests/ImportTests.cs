using Herdbook.Intake.Tests.ClaudeCode;
using Xunit;
using static Herdbook.Intake.Tests.ClaudeCode.Transcript;

namespace Herdbook.Intake.Tests;

public sealed class ImportTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private sealed record Booking(string Kind, short Calls, int Output, decimal? Cost, string Instance);

    [Fact]
    public async Task A_call_that_is_told_larger_later_is_corrected_by_the_difference()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("a.jsonl", Assistant(1));
        await fixture.ImportAsync(path, Ct);
        await File.AppendAllLinesAsync(path, [Assistant(101, uuid: "20000000-0000-4000-8000-000000000002")], Ct);
        await fixture.ImportAsync(path, Ct);

        var ledger = await LedgerAsync(fixture);
        Assert.Equal([("usage", (short)1, 1), ("correction", (short)0, 100)], ledger.Select(b => (b.Kind, b.Calls, b.Output)));
        Assert.Equal(100 * 25m / 1_000_000, ledger[1].Cost);
    }

    [Fact]
    public async Task A_smaller_telling_of_a_known_call_changes_nothing()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        await fixture.ImportAsync(fixture.Write("a.jsonl", Assistant(90)), Ct);
        await fixture.ImportAsync(fixture.Write("b.jsonl", Assistant(40, uuid: "20000000-0000-4000-8000-000000000002")), Ct);

        Assert.Equal(90, Assert.Single(await LedgerAsync(fixture)).Output);
    }

    [Fact]
    public async Task A_call_that_two_conversations_tell_is_booked_on_one_whichever_comes_first()
    {
        string[] sessions = ["aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"];
        var pictures = new List<string>();
        foreach (var order in new[] { sessions, [sessions[1], sessions[0]] })
        {
            await using var fixture = await ImportFixture.CreateAsync(Ct);
            foreach (var session in order)
            {
                await fixture.ImportAsync(fixture.Write($"{session}.jsonl", Assistant(7, session: session)), Ct);
            }

            Assert.Equal(sessions[0], await fixture.ScalarAsync<string>("select agent_instance_code from intake.usage", Ct));
            Assert.Equal(1, await fixture.ScalarAsync<int>("select sum(token_call_count)::int from herd.agent_instance_token_activity", Ct));
            pictures.Add(await fixture.PictureAsync(Ct));
        }

        Assert.Equal(pictures[0], pictures[1]);
    }

    [Fact]
    public async Task An_unknown_model_is_unpriced_and_not_free()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        await fixture.ImportAsync(fixture.Write("a.jsonl", Assistant(7, model: "homegrown-1")), Ct);

        Assert.Null(Assert.Single(await LedgerAsync(fixture)).Cost);
        Assert.Equal(167, await fixture.ScalarAsync<int>("select sum(token_unpriced_count)::int from herd.agent_instance_token_activity", Ct));
    }

    [Fact]
    public async Task Subscription_use_is_priced_at_list_price_and_labelled_as_imputed()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        await fixture.ImportAsync([fixture.Write("a.jsonl", Assistant(7))], Ct, new ImportOptions { Subscription = true });

        Assert.Equal("imputed", await fixture.ScalarAsync<string>("select cost_basis from herd.agent_instance_token_activity", Ct));
        Assert.True(Assert.Single(await LedgerAsync(fixture)).Cost > 0);
    }

    [Fact]
    public async Task A_torn_last_line_is_rejected_and_taken_when_it_is_whole()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("a.jsonl", User("hello"));
        var line = Assistant(7);
        await File.AppendAllTextAsync(path, line[..100], Ct);
        var torn = await fixture.ImportAsync(path, Ct);
        Assert.Equal(1, torn.KnownRejects);
        Assert.Empty(await LedgerAsync(fixture));

        await File.AppendAllTextAsync(path, line[100..] + "\n", Ct);
        var whole = await fixture.ImportAsync(path, Ct);
        Assert.Equal(0, whole.KnownRejects);
        Assert.Single(await LedgerAsync(fixture));
    }

    [Fact]
    public async Task A_last_line_that_is_still_being_written_is_waited_for()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("a.jsonl", User("hello"));
        await File.AppendAllTextAsync(path, Assistant(7)[..100], Ct);
        var summary = await fixture.ImportAsync([path], Ct, new ImportOptions { Following = true });

        Assert.Equal(0, summary.KnownRejects);
        Assert.Equal("tail_pending", await fixture.ScalarAsync<string>("select status from intake.source_file", Ct));
    }

    [Fact]
    public async Task A_file_that_was_replaced_is_read_anew_and_nothing_is_booked_twice()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("a.jsonl", User("hello"), Assistant(7));
        await fixture.ImportAsync(path, Ct);
        fixture.Write("a.jsonl", User("another beginning", "10000000-0000-4000-8000-000000000009"), Assistant(7),
            Assistant(3, message: "msg_2", uuid: "20000000-0000-4000-8000-000000000002"));
        await fixture.ImportAsync(path, Ct);

        Assert.Equal(2, (await LedgerAsync(fixture)).Count);
        Assert.Equal(4, await fixture.ScalarAsync<int>("select count(*)::int from agent.events", Ct));
    }

    [Fact]
    public async Task Rejected_lines_are_kept_with_file_line_reason_and_text_and_counted_in_every_summary()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("a.jsonl", User("hello"), "not json", "[1]");
        Assert.Equal(2, (await fixture.ImportAsync(path, Ct)).KnownRejects);
        Assert.Equal(2, (await fixture.ImportAsync(path, Ct)).KnownRejects);

        var rejects = await fixture.QueryAsync<(string Path, int Line, string Reason, string Text)>(
            "select source_path, line_number, reason, line_text from intake.reject join intake.source_file using (source_file_id) order by 2", Ct);
        Assert.Equal([(path, 2, "not_json", "not json"), (path, 3, "not_an_object", "[1]")], rejects);
    }

    [Fact]
    public async Task A_value_that_the_database_cannot_hold_costs_its_line_and_nothing_else()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var poison = """{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"n":1e999999}}""";
        var path = fixture.Write(
            "a.jsonl", User("before"), Assistant(5, "msg_0", uuid: "20000000-0000-4000-8000-000000000003"),
            Assistant(7, content: poison), Assistant(9, "msg_2", uuid: "20000000-0000-4000-8000-000000000002"));
        await fixture.ImportAsync(path, Ct);

        Assert.Equal([5, 9], (await LedgerAsync(fixture)).Select(b => b.Output).Order());
        Assert.Equal((3, "wrong_type"), Assert.Single(await fixture.QueryAsync<(int, string)>("select line_number, reason from intake.reject", Ct)));
    }

    [Fact]
    public async Task A_line_without_a_step_that_the_database_cannot_hold_is_rejected_too()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var beyond = """{"input_tokens":1000000000,"output_tokens":1000000000,"cache_read_input_tokens":1000000000,"cache_creation_input_tokens":1000000000}""";
        var path = fixture.Write(
            "a.jsonl", Assistant(0, usage: beyond, content: ""), Assistant(9, "msg_2", uuid: "20000000-0000-4000-8000-000000000002"));
        await fixture.ImportAsync(path, Ct).WaitAsync(TimeSpan.FromSeconds(60), Ct);

        Assert.Equal(9, Assert.Single(await LedgerAsync(fixture)).Output);
        Assert.Equal((1, "wrong_type"), Assert.Single(await fixture.QueryAsync<(int, string)>("select line_number, reason from intake.reject", Ct)));
    }

    [Fact]
    public async Task Importers_at_once_on_the_same_files_book_everything_once()
    {
        var files = TokenFacts.All().Select(f => f.Path).ToArray();
        await using var alone = await ImportFixture.CreateAsync(Ct);
        await alone.ImportAsync(files, Ct);

        await using var fixture = await ImportFixture.CreateAsync(Ct);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => fixture.ImportAsync(files, Ct), Ct)));

        Assert.Equal(await alone.PictureAsync(Ct), await fixture.PictureAsync(Ct));
    }

    [Fact]
    public async Task Following_notes_one_run_for_what_is_there_and_none_for_each_line_that_is_added()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("a.jsonl", User("hello"));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1));
        var importer = new TranscriptImporter(fixture.Database.Book, fixture.Tenant, TimeProvider.System);
        for (var round = 0; round < 3; round++)
        {
            await importer.ImportAsync(TranscriptFolders.Find([path]), new ImportOptions { Following = true }, null, Ct);
            await File.AppendAllLinesAsync(path, [Assistant(7, $"msg_{round}", uuid: $"20000000-0000-4000-8000-00000000010{round}")], Ct);
        }

        Assert.Equal(1, await fixture.ScalarAsync<int>("select count(*)::int from intake.import_run", Ct));
        Assert.Equal(2, (await LedgerAsync(fixture)).Count);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_and_costs_no_other_file()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var gone = new TranscriptFile(Path.Combine(fixture.Folder, "gone.jsonl"), 10, 1);
        var there = TranscriptFolders.Find([fixture.Write("there.jsonl", Assistant(7))]);
        var summary = await new TranscriptImporter(fixture.Database.Book, fixture.Tenant, TimeProvider.System)
            .ImportAsync([gone, .. there], new ImportOptions(), null, Ct);

        Assert.Equal(gone.Path, Assert.Single(summary.Failures).Path);
        Assert.Single(await LedgerAsync(fixture));
        Assert.Equal("failed", await fixture.ScalarAsync<string>("select status from intake.source_file where source_path like '%gone.jsonl'", Ct));
        Assert.Equal("failed", await fixture.ScalarAsync<string>("select status from intake.import_run", Ct));
    }

    [Fact]
    public async Task The_title_is_the_first_prompt_until_there_is_a_summary()
    {
        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var path = fixture.Write("a.jsonl", User("Mend the login"), User("And the logout", "10000000-0000-4000-8000-000000000002"));
        await fixture.ImportAsync(path, Ct);
        Assert.Equal("Mend the login", await fixture.ScalarAsync<string>("select title from agent.sessions", Ct));

        await File.AppendAllLinesAsync(path, ["""{"type":"summary","summary":"Login mended","leafUuid":"10000000-0000-4000-8000-000000000002"}"""], Ct);
        await fixture.ImportAsync(path, Ct);
        Assert.Equal("Login mended", await fixture.ScalarAsync<string>("select title from agent.sessions", Ct));
    }

    private static Task<List<Booking>> LedgerAsync(ImportFixture fixture) =>
        fixture.QueryAsync<Booking>(
            """
            select booking_kind as "Kind", token_call_count as "Calls", token_output_count as "Output", token_cost_usd as "Cost",
                   agent_instance_code as "Instance"
              from herd.agent_instance_token_activity order by booking_id
            """, Ct);
}
