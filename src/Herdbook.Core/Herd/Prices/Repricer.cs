using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Herd.Prices;

/// <param name="Calls">Calls whose cost was corrected.</param>
/// <param name="CostUsd">What the corrections sum to; negative when calls became cheaper.</param>
/// <param name="PricedTokens">Tokens that had no price and have one now, less those that lost theirs.</param>
/// <param name="StillUnpriced">Calls that have tokens and no price.</param>
public sealed record Repricing(long Calls, decimal CostUsd, long PricedTokens, long StillUnpriced);

/// <summary>
/// Brings booked costs in line with the price history. A ledger never changes, so the difference is booked beside the first figure,
/// with the time of the call; every report, a plain sum, is right again.
/// </summary>
public static class Repricer
{
    private const int Batch = 10_000;

    // Heads are read in key order after the settle lock is held, so the snapshot holds every booking made before it.
    private const string Settle = $"""
        with u as (
          select message_id, request_id, agent_instance_code, model_code, occurred_at, cost_usd, cost_basis,
                 input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens,
                 input_tokens::bigint + output_tokens + cache_read_tokens + cache_create_tokens as tokens
            from intake.usage
           where (message_id, request_id) > ($1, $2)
             and cost_source = 'price'
           order by message_id, request_id
           limit $3
        ), priced as (
          select u.*, p.cost_usd as new_cost_usd, p.model_price_id as new_price_id
            from u
            {PriceSql.Lateral}
        ), due as (
          select priced.*,
                 coalesce(new_cost_usd, 0) - coalesce(cost_usd, 0) as difference_usd,
                 case when cost_usd is null then -tokens when new_cost_usd is null then tokens else 0 end as unpriced
            from priced
           where new_cost_usd is distinct from cost_usd
        ), booked as (
          insert into herd.agent_instance_token_activity
                 (agent_instance_code, model_code, token_input_count, token_output_count, token_cache_read_count, token_cache_create_count,
                  token_cache_create_1h_count, token_call_count, token_unpriced_count, token_cost_usd, booking_kind, cost_basis,
                  model_price_id, message_id, request_id, source, created_at)
          select d.agent_instance_code, d.model_code, 0, 0, 0, 0, 0, 0, d.unpriced, d.difference_usd, 'reprice', d.cost_basis,
                 d.new_price_id, d.message_id, d.request_id, i.source, d.occurred_at
            from due d
            left join herd.agent_instance i on i.agent_instance_code = d.agent_instance_code
        ), headed as (
          update intake.usage h
             set cost_usd = d.new_cost_usd, model_price_id = d.new_price_id
            from due d
           where h.message_id = d.message_id and h.request_id = d.request_id
        )
        select (select count(*) from u),
               (select message_id from u order by message_id desc, request_id desc limit 1),
               (select request_id from u order by message_id desc, request_id desc limit 1),
               (select count(*) from due),
               (select coalesce(sum(difference_usd), 0) from due),
               (select coalesce(-sum(unpriced), 0)::bigint from due),
               (select count(*) from priced where new_cost_usd is null and tokens > 0)
        """;

    /// <summary>
    /// Books a correction for each call whose cost differs from what the prices of its time say. A call whose cost is right is not touched:
    /// a second run books nothing. A cost that the provider told stays. Commits every 10,000 calls, so an interrupted run keeps what it did and the next one goes on.
    /// </summary>
    public static async Task<Repricing> RepriceAsync(Book book, Tenant tenant, CancellationToken ct)
    {
        var total = new Repricing(0, 0, 0, 0);
        var (message, request) = ("", "");
        while (true)
        {
            var batch = await book.WriteAsync(tenant, Actor.Owner, new AuditEvent("prices.reprice"), (connection, token) => SettleAsync(connection, message, request, token), ct);
            total = new Repricing(
                total.Calls + batch.Done.Calls,
                total.CostUsd + batch.Done.CostUsd,
                total.PricedTokens + batch.Done.PricedTokens,
                total.StillUnpriced + batch.Done.StillUnpriced);
            if (batch.Heads < Batch)
            {
                return total;
            }

            (message, request) = (batch.LastMessage, batch.LastRequest);
        }
    }

    private static async Task<(long Heads, string LastMessage, string LastRequest, Repricing Done)> SettleAsync(
        NpgsqlConnection connection, string message, string request, CancellationToken ct)
    {
        await using (var settle = new NpgsqlCommand(PriceSql.SettleLock, connection))
        {
            await settle.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(Settle, connection);
        command.Parameters.Add(new() { Value = message, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = request, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Batch, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (
            reader.GetInt64(0),
            reader.IsDBNull(1) ? "" : reader.GetString(1),
            reader.IsDBNull(2) ? "" : reader.GetString(2),
            new Repricing(reader.GetInt64(3), reader.GetDecimal(4), reader.GetInt64(5), reader.GetInt64(6)));
    }
}
