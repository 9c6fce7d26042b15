using Xunit;

namespace Herdbook.Intake.Tests;

public sealed class RealTranscriptTests
{
    private static readonly string[] Growing = ["63-590d292e96-0", "e3-67e53d89ee-0", "a3-c1ef347792-0", "7d-66f047ac98-0"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private sealed record Row(string Model, long Calls, long Input, long Output, long Created, long Created1h, long Read);

    [Fact]
    public async Task Tokens_and_costs_of_each_transcript_are_those_counted_by_others()
    {
        foreach (var facts in TokenFacts.All())
        {
            await using var fixture = await ImportFixture.CreateAsync(Ct);
            await fixture.ImportAsync(facts.Path, Ct);

            Assert.Equal(Expected(facts.TokensByModelMaxRule), await TokensAsync(fixture, "="));
            Assert.Equal(Expected(facts.SubagentTokensByModelMaxRule), await TokensAsync(fixture, "<>"));
            Assert.Equal(decimal.Round(facts.CostUsdMain, 2), decimal.Round(await CostAsync(fixture, "="), 2));
            Assert.Equal(decimal.Round(facts.CostUsdSubagents, 2), decimal.Round(await CostAsync(fixture, "<>"), 2));
            Assert.Equal(0, await fixture.ScalarAsync<long>("select coalesce(sum(token_unpriced_count), 0) from herd.agent_instance_token_activity", Ct));
            Assert.Equal(facts.Subagents, await fixture.ScalarAsync<int>(
                "select count(*)::int from herd.agent_instance i where spawned_by_agent_instance_code is not null and exists (select 1 from herd.agent_instance_token_activity t where t.agent_instance_code = i.agent_instance_code)", Ct));
            Assert.Equal(facts.DistinctToolUseIds, await fixture.ScalarAsync<int>(
                "select count(distinct tool_use_id)::int from agent.events e join agent.sessions s on s.id = e.session_id where event_type = 'tool_call' and session_type = 'conversation'", Ct));
            Assert.Equal(facts.ToolErrors, await fixture.ScalarAsync<int>(
                "select count(distinct tool_use_id)::int from agent.events e join agent.sessions s on s.id = e.session_id where event_type = 'tool_result' and is_error and session_type = 'conversation'", Ct));
            Assert.Equal(0, await fixture.ScalarAsync<int>("select count(*)::int from intake.reject", Ct));
        }
    }

    [Fact]
    public async Task Growing_transcripts_in_any_order_each_twice_end_as_the_last_alone()
    {
        var files = Growing.ToDictionary(d => d, d => TokenFacts.All().Single(f => f.Dir == d).Path);
        await using var alone = await ImportFixture.CreateAsync(Ct);
        await alone.ImportAsync(files[Growing[^1]], Ct);
        var expected = await alone.PictureAsync(Ct);

        var random = new Random(20260119);
        for (var round = 0; round < 4; round++)
        {
            await using var fixture = await ImportFixture.CreateAsync(Ct);
            var order = Growing.Concat(Growing).ToArray();
            random.Shuffle(order);
            foreach (var dir in order)
            {
                await fixture.ImportAsync(files[dir], Ct);
            }

            Assert.Equal(expected, await fixture.PictureAsync(Ct));
        }
    }

    [Fact]
    public async Task One_file_that_grows_ends_as_the_whole_file_read_once()
    {
        var facts = TokenFacts.All();
        await using var alone = await ImportFixture.CreateAsync(Ct);
        await alone.ImportAsync(facts.Single(f => f.Dir == Growing[^1]).Path, Ct);

        await using var fixture = await ImportFixture.CreateAsync(Ct);
        var grown = Path.Combine(fixture.Folder, "transcript.jsonl");
        var whole = await File.ReadAllBytesAsync(facts.Single(f => f.Dir == Growing[^1]).Path, Ct);
        foreach (var share in new[] { 0.1, 0.35, 0.351, 0.7, 1.0 })
        {
            await File.WriteAllBytesAsync(grown, whole[..(int)(whole.Length * share)], Ct);
            await fixture.ImportAsync(grown, Ct);
        }

        Assert.Equal(await alone.PictureAsync(Ct), await fixture.PictureAsync(Ct));
        Assert.Equal(0, await fixture.ScalarAsync<int>("select count(*)::int from intake.reject where deleted_at is null", Ct));
    }

    private static List<Row> Expected(Dictionary<string, TokenFacts.Used> used) =>
        [.. used.Select(u => new Row(u.Key, u.Value.Calls, u.Value.Input, u.Value.Output, u.Value.CacheCreation, u.Value.CacheCreation1h, u.Value.CacheRead))
            .OrderBy(r => r.Model, StringComparer.Ordinal)];

    private static async Task<List<Row>> TokensAsync(ImportFixture fixture, string main) =>
        [.. (await fixture.QueryAsync<Row>(
            $"""
            select t.model_code as "Model", sum(token_call_count) as "Calls", sum(token_input_count) as "Input", sum(token_output_count) as "Output",
                   sum(token_cache_create_count) as "Created", sum(token_cache_create_1h_count) as "Created1h", sum(token_cache_read_count) as "Read"
              from herd.agent_instance_token_activity t
              join herd.agent_instance i using (agent_instance_code)
             where i.agent_instance_code {main} i.root_agent_instance_code
             group by 1
            """, Ct)).OrderBy(r => r.Model, StringComparer.Ordinal)];

    private static Task<decimal> CostAsync(ImportFixture fixture, string main) =>
        fixture.ScalarAsync<decimal>(
            $"""
            select coalesce(sum(token_cost_usd), 0) from herd.agent_instance_token_activity t
              join herd.agent_instance i using (agent_instance_code) where i.agent_instance_code {main} i.root_agent_instance_code
            """, Ct);
}
