namespace Herdbook.Core.Herd.Prices;

/// <summary>
/// What a call costs, said once, in SQL. Intake and re-pricing put the same text into their statements,
/// so that a figure booked on arrival and one booked later cannot differ for the same price history.
/// </summary>
public static class PriceSql
{
    /// <summary>Claude Code's name for messages that no model wrote. They cost nothing.</summary>
    public const string Synthetic = "<synthetic>";

    /// <summary>
    /// A LATERAL join behind an alias <c>u</c> with columns model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens,
    /// cache_create_tokens (5 minutes and 1 hour together) and cache_create_1h_tokens. Adds alias <c>p</c> with
    /// cost_usd numeric(18,6) and model_price_id bigint: exactly one row for each row of <c>u</c>.
    /// </summary>
    /// <remarks>
    /// The price is the model's own (the exact code first, else the code without its trailing -YYYYMMDD), in force at the time of the call
    /// (latest valid_from), of the highest tier that the prompt exceeds (input + cache reads + cache writes), and, of several
    /// bookings for one date, the last. A call whose used token classes are not all priced has cost NULL and model_price_id NULL:
    /// it is unpriced, never zero. <c>&lt;synthetic&gt;</c> costs 0.
    /// </remarks>
    public const string Lateral = """
        left join lateral (
          select priced.cost_usd,
                 case when priced.cost_usd is not null then priced.model_price_id end as model_price_id
            from (
              select m.model_price_id,
                     case
                       when u.model_code = '<synthetic>' then 0::numeric(18,6)
                       when m.model_price_id is null then null
                       else round((
                              case when u.input_tokens = 0 then 0 else u.input_tokens * m.input_cost_per_m end
                            + case when u.output_tokens = 0 then 0 else u.output_tokens * m.output_cost_per_m end
                            + case when u.cache_read_tokens = 0 then 0 else u.cache_read_tokens * m.cache_read_cost_per_m end
                            + case when u.cache_create_tokens = u.cache_create_1h_tokens then 0
                                   else (u.cache_create_tokens - u.cache_create_1h_tokens) * m.cache_create_cost_per_m end
                            + case when u.cache_create_1h_tokens = 0 then 0
                                   else u.cache_create_1h_tokens * m.cache_create_1h_cost_per_m end
                            ) / 1000000, 6)::numeric(18,6)
                     end as cost_usd
                from (
                  -- Worked out apart from the search (offset 0), so that the search can use the index behind row-level security.
                  select case when u.model_code ~ '-[0-9]{8}$' then left(u.model_code, -9) end as undated offset 0
                ) code
                left join lateral (
                  select mp.*
                    from herd.model_price mp
                   where u.model_code <> '<synthetic>'
                     and mp.model_code in (u.model_code, code.undated)
                     and mp.valid_from <= u.occurred_at
                     and (mp.above_input_tokens = 0
                          or mp.above_input_tokens < u.input_tokens::bigint + u.cache_read_tokens + u.cache_create_tokens)
                   order by (mp.model_code = u.model_code) desc, mp.valid_from desc, mp.above_input_tokens desc, mp.model_price_id desc
                   limit 1
                ) m on true
            ) priced
        ) p on true
        """;

    /// <summary>
    /// Held by everything that settles a tenant's token account (intake and re-pricing) until its transaction ends,
    /// so that what a head says and what the ledger sums to never part. The tenant is the one the Book entered.
    /// </summary>
    public const string SettleLock =
        "select pg_advisory_xact_lock(hashtextextended('herdbook.settle:' || current_setting('herdbook.tenant'), 0))";
}
