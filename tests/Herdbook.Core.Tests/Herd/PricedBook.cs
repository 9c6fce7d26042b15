using System.Globalization;
using System.Text;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Herd.Prices;
using Herdbook.Testing;
using Npgsql;

namespace Herdbook.Core.Tests.Herd;

/// <summary>A database of its own with what pricing needs: prices from text, calls booked as the intake books them.</summary>
internal sealed class PricedBook(TestDatabase database, Tenant tenant) : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Call = $"""
        with u as (
          select $1::text as model_code, $2::timestamptz as occurred_at, $3::int as input_tokens, $4::int as output_tokens,
                 $5::int as cache_read_tokens, $6::int as cache_create_tokens, $7::int as cache_create_1h_tokens, $8::text as message_id
        ), priced as (
          select u.*, p.cost_usd, p.model_price_id from u
          {PriceSql.Lateral}
        ), head as (
          insert into intake.usage (message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens,
                                    cache_read_tokens, cache_create_tokens, cache_create_1h_tokens, cost_usd, model_price_id, cost_basis)
          select message_id, 'req', 'inst', model_code, occurred_at, input_tokens, output_tokens,
                 cache_read_tokens, cache_create_tokens, cache_create_1h_tokens, cost_usd, model_price_id, 'list'
            from priced
        )
        insert into herd.agent_instance_token_activity
               (agent_instance_code, model_code, token_input_count, token_output_count, token_cache_read_count, token_cache_create_count,
                token_cache_create_1h_count, token_call_count, token_unpriced_count, token_cost_usd, booking_kind, cost_basis,
                model_price_id, message_id, request_id, source, created_at)
        select 'inst', model_code, input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens, 1,
               case when cost_usd is null then input_tokens + output_tokens + cache_read_tokens + cache_create_tokens else 0 end,
               cost_usd, 'usage', 'list', model_price_id, message_id, 'req', 'claude-code', occurred_at
          from priced
        returning token_cost_usd
        """;

    private int calls;

    public Book Book => database.Book;

    public Tenant Tenant => tenant;

    public static async Task<PricedBook> CreateAsync(CancellationToken ct) => new(await TestDatabase.CreateAsync(ct), Tenant.Default);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>Imports prices of the models.dev form; the models' members go between the braces.</summary>
    public async Task<PriceImport> ImportAsync(string models, CancellationToken ct, string? from = null, DateTimeOffset? now = null)
    {
        var file = await PriceReader.ReadAsync("prices.json", new MemoryStream(Encoding.UTF8.GetBytes($"{{{models}}}")), ct);
        var at = from is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return await PriceBook.ImportAsync(Book, tenant, Actor.Owner, file, at, new FixedTime(now ?? Now), ct);
    }

    /// <summary>Books a call and returns its cost, NULL when unpriced.</summary>
    public Task<decimal?> CallAsync(
        string model, string at, int input, int output, int read, int created, int createdForAnHour, CancellationToken ct) =>
        Book.WriteAsync(
            tenant,
            Actor.Intake,
            new AuditEvent("test"), async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Call, connection)
                {
                    Parameters =
                    {
                        new() { Value = model },
                        new() { Value = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime() },
                        new() { Value = input },
                        new() { Value = output },
                        new() { Value = read },
                        new() { Value = created },
                        new() { Value = createdForAnHour },
                        new() { Value = $"msg_{calls++:D5}" },
                    },
                };
                return await command.ExecuteScalarAsync(token) as decimal?;
            },
            ct);

    public Task<T> ScalarAsync<T>(string sql, CancellationToken ct) => Book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return (T)(await command.ExecuteScalarAsync(token))!;
        },
        ct);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
