using System.Text.Json.Nodes;
using Herdbook.Core;
using Xunit;

namespace Herdbook.Intake.Tests.Otlp;

public sealed class SettlingTests(TelemetryFixture fixture) : IClassFixture<TelemetryFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A run whose agent repeats its calls' figures, of which two are in a wrapper that does so too, and a run of which only the root names the session.</summary>
    private static readonly JsonObject[] Spans =
    [
        Telemetry.Span(1, 1, null, "plan", ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "planner"), ("gen_ai.usage.input_tokens", 130), ("gen_ai.usage.output_tokens", 60)),
        Telemetry.Span(1, 2, 1, "wrapped", ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o"), ("gen_ai.usage.input_tokens", 100), ("gen_ai.usage.output_tokens", 50)),
        Telemetry.Span(1, 3, 2, "first", ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o"), ("gen_ai.usage.input_tokens", 60), ("gen_ai.usage.output_tokens", 30)),
        Telemetry.Span(1, 4, 2, "second", ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o"), ("gen_ai.usage.input_tokens", 40), ("gen_ai.usage.output_tokens", 20)),
        Telemetry.Span(1, 5, 1, "third", ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-4o"), ("gen_ai.response.id", "msg-1"), ("gen_ai.usage.input_tokens", 30), ("gen_ai.usage.output_tokens", 10)),
        Telemetry.Span(2, 1, null, "root", ("openinference.span.kind", "AGENT"), ("session.id", "conversation-1")),
        Telemetry.Span(2, 2, 1, "late", ("openinference.span.kind", "LLM"), ("llm.model_name", "gpt-4o-mini"), ("llm.token_count.prompt", 7), ("llm.token_count.completion", 3)),
        Telemetry.Span(2, 3, 1, "tool", ("openinference.span.kind", "TOOL"), ("tool.name", "search")),
    ];

    [Fact]
    public async Task Late_repeated_and_shuffled_spans_settle_into_the_same_result()
    {
        var whole = fixture.NextTenant();
        await fixture.TracesAsync(whole, Telemetry.Resource(Spans), Ct);
        Assert.True(await fixture.SettleAsync(whole, Ct));
        var expected = await PictureAsync(whole);
        Assert.Contains("conversation-1 gpt-4o-mini 7 3", expected);
        Assert.Contains($"~{1:x32} gpt-4o 130 60", expected);

        for (var seed = 0; seed < 6; seed++)
        {
            var tenant = fixture.NextTenant();
            var order = new Random(seed);
            var shuffled = Spans.Concat(Spans.Take(3)).ToArray();
            order.Shuffle(shuffled);
            foreach (var span in shuffled)
            {
                await fixture.TracesAsync(tenant, Telemetry.Resource([span]), Ct);
                if (order.Next(2) == 0)
                {
                    await fixture.SettleAsync(tenant, Ct);
                }
            }

            await fixture.SettleAsync(tenant, Ct);
            Assert.Equal(expected, await PictureAsync(tenant));
        }
    }

    [Fact]
    public async Task Spans_that_are_sent_again_and_settled_again_book_nothing()
    {
        var tenant = fixture.NextTenant();
        for (var i = 0; i < 3; i++)
        {
            await fixture.TracesAsync(tenant, Telemetry.Resource(Spans), Ct);
            await fixture.SettleAsync(tenant, Ct);
        }

        Assert.Equal(4L, Assert.Single(await fixture.QueryAsync<long>(tenant, "select count(*) from herd.agent_instance_token_activity", Ct)));
        Assert.Equal(2L, Assert.Single(await fixture.QueryAsync<long>(tenant, "select count(*) from agent.sessions", Ct)));
    }

    [Fact]
    public async Task Claude_codes_and_codexs_tokens_are_taken_from_their_logs()
    {
        var tenant = fixture.NextTenant();
        var logs = Telemetry.Logs(
            Telemetry.Log("claude_code.api_request", 1, ("event.name", "api_request"), ("session.id", "s-1"), ("model", "claude-sonnet-4-5-20250929"), ("request_id", "req_1"),
                ("input_tokens", "12"), ("output_tokens", "34"), ("cache_read_tokens", "1000"), ("cache_creation_tokens", "200"), ("cost_usd", "0.05")),
            Telemetry.Log("claude_code.user_prompt", 2, ("event.name", "user_prompt"), ("session.id", "s-1"), ("prompt_length", "5")),
            Telemetry.Log("", 3, ("event.name", "codex.sse_event"), ("event.kind", "response.completed"), ("conversation.id", "c-1"), ("model", "gpt-5"),
                ("input_token_count", 500), ("cached_token_count", 400), ("output_token_count", 20), ("reasoning_token_count", 5)),
            Telemetry.Log("", 3, ("event.name", "codex.sse_event"), ("event.kind", "response.output_text.delta"), ("conversation.id", "c-1"), ("input_token_count", 500)));
        await fixture.LogsAsync(tenant, logs, Ct);
        await fixture.LogsAsync(tenant, logs, Ct);
        await fixture.SettleAsync(tenant, Ct);

        Assert.Equal(4L, Assert.Single(await fixture.QueryAsync<long>(tenant, "select count(*) from intake.telemetry_log", Ct)));
        Assert.Equal(
            ["c-1 codex gpt-5 100 20 400 0", "s-1 claude-code claude-sonnet-4-5-20250929 12 34 1000 200"],
            await fixture.QueryAsync<string>(tenant, """
                select concat_ws(' ', u.agent_instance_code, i.agent_code, u.model_code, u.input_tokens, u.output_tokens, u.cache_read_tokens, u.cache_create_tokens)
                  from intake.usage u join herd.agent_instance i using (agent_instance_code) order by 1
                """, Ct));
    }

    /// <summary>What is booked and what is there to see: runs with their sessions, and by run and model the tokens.</summary>
    private Task<List<string>> PictureAsync(Tenant tenant) => fixture.QueryAsync<string>(tenant, """
        select concat_ws(' ', agent_instance_code, model_code, sum(token_input_count), sum(token_output_count)) from herd.agent_instance_token_activity
         group by agent_instance_code, model_code having sum(token_call_count) <> 0
        union all
        select concat_ws(' ', 'run', i.agent_instance_code, i.agent_code, i.model_code, i.agent_instance_title, i.agent_instance_started_at, i.agent_instance_ended_at, s.title, s.started_at, s.status)
          from herd.agent_instance i join agent.sessions s using (agent_instance_code) where i.deleted_at is null and s.deleted_at is null
         order by 1
        """, Ct);
}
