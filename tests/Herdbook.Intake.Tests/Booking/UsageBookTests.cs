using Dapper;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core;
using Herdbook.Intake.Booking;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.Booking;

/// <summary>One book for all tests of the class: each names its calls with a word of its own.</summary>
public sealed class UsageBookTests(UsageBookFixture fixture) : IClassFixture<UsageBookFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_the_order_and_the_batches_in_which_calls_are_told_the_same_is_booked_and_kept()
    {
        for (var seed = 1; seed <= 24; seed++)
        {
            var dice = new Random(seed);
            var tellings = Enumerable.Range(0, 14).Select(_ => Any(dice)).ToArray();
            string? first = null;
            for (var order = 0; order < 3; order++)
            {
                var word = $"p{seed}.{order}.";
                dice.Shuffle(tellings);
                for (var i = 0; i < tellings.Length;)
                {
                    var batch = tellings.Skip(i).Take(dice.Next(1, 6)).Select(t => Worded(t, word)).ToArray();
                    i += batch.Length;
                    await fixture.TellAsync(batch, Ct);
                }

                var picture = await fixture.PictureAsync(word, Ct);
                first ??= picture;
                Assert.True(first == picture, $"Seed {seed}, order {order}:\n{first}\n---\n{picture}");
                Assert.Equal(0, await fixture.TellAsync([.. tellings.Select(t => Worded(t, word))], Ct));
                Assert.Equal(picture, await fixture.PictureAsync(word, Ct));
            }
        }

        Assert.Empty(await BookPicture.DiscrepanciesAsync(fixture.Book, Tenant.Default, Ct));
    }

    [Fact]
    public async Task A_call_that_telemetry_and_then_the_transcript_tell_is_booked_once_with_the_transcripts_figures()
    {
        var telemetry = Telling(UsageSource.Telemetry, "", "t.req", output: 90) with { CostUsd = 0.5m };
        Assert.Equal(1, await fixture.TellAsync([telemetry], Ct));
        Assert.Equal(2, await fixture.TellAsync([Telling(UsageSource.Transcript, "t.msg", "t.req", output: 100)], Ct));
        Assert.Equal(0, await fixture.TellAsync([telemetry], Ct));

        Assert.Equal([(1L, 100L)], await fixture.QueryAsync<(long, long)>(
            "select sum(token_call_count), sum(token_output_count) from herd.agent_instance_token_activity where request_id = 't.req'", Ct));
        Assert.Equal([("transcript", "t.msg")], await fixture.QueryAsync<(string, string)>("select source, message_id from intake.usage where request_id = 't.req'", Ct));
        Assert.Equal([("telemetry", 90, 0.5m, "t.msg")], await fixture.QueryAsync<(string, int, decimal, string)>(
            "select source, output_tokens, cost_usd, call_message_id from intake.usage_told where request_id = 't.req'", Ct));
    }

    [Fact]
    public async Task The_providers_cost_is_the_cost_and_the_transcripts_tokens_stay_where_it_told_none()
    {
        await fixture.TellAsync([Telling(UsageSource.Transcript, "c.msg", "c.req", output: 100)], Ct);
        var billed = new UsageRow("", "c.req", "i", "claude-opus-4-5", Noon, 0, 0, 0, 0, 0) { Source = UsageSource.Provider, CostUsd = 1.25m };
        await fixture.TellAsync([billed], Ct);

        Assert.Equal([(1.25m, 100, "transcript", "provider")], await fixture.QueryAsync<(decimal, int, string, string)>(
            "select cost_usd, output_tokens, source, cost_source from intake.usage where request_id = 'c.req'", Ct));
        Assert.Equal(1.25m, (await fixture.QueryAsync<decimal>(
            "select sum(token_cost_usd) from herd.agent_instance_token_activity where request_id = 'c.req'", Ct)).Single());
        Assert.Empty(await BookPicture.DiscrepanciesAsync(fixture.Book, Tenant.Default, Ct));
    }

    [Fact]
    public async Task Two_calls_of_one_message_and_two_requests_stay_two()
    {
        await fixture.TellAsync([Telling(UsageSource.Transcript, "d.msg", "d.1", 10), Telling(UsageSource.Transcript, "d.msg", "d.2", 20)], Ct);
        await fixture.TellAsync([Telling(UsageSource.Telemetry, "d.msg", "d.2", 20), Telling(UsageSource.Telemetry, "", "d.1", 10)], Ct);

        Assert.Equal([("d.1", 10), ("d.2", 20)], await fixture.QueryAsync<(string, int)>(
            "select request_id, output_tokens from intake.usage where message_id = 'd.msg' order by 1", Ct));
    }

    [Fact]
    public async Task A_call_that_neither_source_has_an_id_of_is_booked_once_by_its_tokens_and_the_nearest_time_whichever_is_told_first()
    {
        for (var order = 0; order < 2; order++)
        {
            var session = $"l{order}";
            var like = UsageRow.LikenessOf(session, 10, 0, 7);
            UsageRow Row(UsageSource source, string message, int second) => Telling(source, message, like, 7) with { At = Noon.AddSeconds(second) };
            UsageRow[] transcript = [Row(UsageSource.Transcript, $"{session}:a", 0), Row(UsageSource.Transcript, $"{session}:b", 60)];
            UsageRow[] telemetry = [Row(UsageSource.Telemetry, $"log:{session}:late", 61), Row(UsageSource.Telemetry, $"log:{session}:early", 2), Row(UsageSource.Telemetry, $"log:{session}:more", 300)];
            await fixture.TellAsync(order == 0 ? telemetry : transcript, Ct);
            await fixture.TellAsync(order == 0 ? transcript : telemetry, Ct);

            Assert.Equal([(3L, 21L)], await fixture.QueryAsync<(long, long)>($"select sum(token_call_count), sum(token_output_count) from herd.agent_instance_token_activity where request_id = '{like}'", Ct));
            Assert.Equal([($"log:{session}:early", $"{session}:a"), ($"log:{session}:late", $"{session}:b")], await fixture.QueryAsync<(string, string)>(
                $"select message_id, call_message_id from intake.usage_told where request_id = '{like}' order by 1", Ct));
        }

        Assert.Empty(await BookPicture.DiscrepanciesAsync(fixture.Book, Tenant.Default, Ct));
    }

    private static UsageRow Telling(UsageSource source, string message, string request, int output) =>
        new(message, request, "i", "claude-opus-4-5", Noon, 10, output, 0, 0, 0) { Source = source };

    private static UsageRow Any(Random dice)
    {
        if (dice.Next(3) == 0)
        {
            var output = dice.Next(1, 3);
            var (isLog, number) = (dice.Next(2) == 0, dice.Next(4));
            return new UsageRow(
                isLog ? $"{UsageRow.LogPrefix}{number}" : $"t{number}", $"like{output}", "i0", "claude-opus-4-5", Noon.AddSeconds(number * (isLog ? 2 : 3)), 5, output, 0, 0, 0)
            {
                Source = isLog ? UsageSource.Telemetry : UsageSource.Transcript,
            };
        }

        string[] ids = ["", "1", "2", "3"];
        var (message, request) = (ids[dice.Next(4)], ids[dice.Next(4)]);
        var source = (UsageSource)dice.Next(1, 4);
        return new UsageRow(
            message.Length + request.Length == 0 ? "1" : message, request, $"i{dice.Next(2)}", dice.Next(3) == 0 ? "homegrown" : "claude-opus-4-5",
            Noon.AddSeconds(dice.Next(3)).AddTicks(dice.Next(20)), dice.Next(3), dice.Next(3), dice.Next(2), 0, 0)
        {
            Source = source,
            CostUsd = dice.Next(2) == 0 ? null : dice.Next(1, 5),
        };
    }

    private static UsageRow Worded(UsageRow row, string word) => row with
    {
        MessageId = row.MessageId.Length == 0 ? "" : row.IsLikeness ? $"{UsageRow.LogPrefix}{word}{row.MessageId[UsageRow.LogPrefix.Length..]}" : $"{word}m{row.MessageId}",
        RequestId = row.RequestId.Length == 0 ? "" : $"{word}r{row.RequestId}",
    };
}

public sealed class UsageBookFixture : IAsyncLifetime
{
    private ImportFixture? _import;

    internal Book Book => _import!.Database.Book;

    public async ValueTask InitializeAsync() => _import = await ImportFixture.CreateAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _import!.DisposeAsync();

    internal Task<int> TellAsync(IReadOnlyCollection<UsageRow> tellings, CancellationToken ct) =>
        Book.WriteAsync(Tenant.Default, Actor.Intake, new AuditEvent("test.told"), (connection, token) => UsageBook.SettleAsync(connection, tellings, "list", "test", token), ct);

    internal Task<List<T>> QueryAsync<T>(string sql, CancellationToken ct) => _import!.QueryAsync<T>(sql, ct);

    /// <summary>What is booked and kept of the calls whose ids begin with a word, without it.</summary>
    internal async Task<string> PictureAsync(string word, CancellationToken ct) =>
        string.Join('\n', (await Book.ReadAsync(Tenant.Default, async (connection, _) => await connection.QueryAsync<string>(
            """
            select 'head ' || (message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens, cost_usd,
                               cost_basis, source, told_message_id, told_request_id, told_cost_usd, cost_source)::text
              from intake.usage where message_id like @word || '%' or request_id like @word || '%'
            union all
            select 'sum ' || (message_id, request_id, agent_instance_code, model_code, created_at, sum(token_call_count), sum(token_input_count), sum(token_output_count),
                              sum(token_cache_read_count), sum(token_cost_usd), sum(token_unpriced_count), cost_basis)::text
              from herd.agent_instance_token_activity where message_id like @word || '%' or request_id like @word || '%'
             group by message_id, request_id, agent_instance_code, model_code, created_at, cost_basis having sum(token_call_count) <> 0
            union all
            select 'told ' || (t.source, t.message_id, t.request_id, t.call_message_id, t.call_request_id, t.agent_instance_code, t.model_code, t.occurred_at,
                               t.input_tokens, t.output_tokens, t.cache_read_tokens, t.cost_usd)::text
              from (select distinct on (source, message_id, request_id) * from intake.usage_told
                     where message_id like @word || '%' or request_id like @word || '%'
                     order by source, message_id, request_id, usage_told_id desc) t
             where not exists (select from intake.usage h where h.source = t.source
                                  and coalesce(h.told_message_id, h.message_id) = t.message_id and coalesce(h.told_request_id, h.request_id) = t.request_id)
            order by 1
            """,
            new { word }), ct)).Select(row => row.Replace(word, "", StringComparison.Ordinal)));
}
