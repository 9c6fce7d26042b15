namespace Herdbook.Core.Herd;

/// <summary>What every figure of tokens and money is made of, said once.</summary>
internal static class LedgerSql
{
    /// <summary>The sums over rows of herd.agent_instance_token_activity. Counts are signed differences: a plain sum is the figure.</summary>
    public const string Sums = """
        sum(token_call_count) as calls,
                   sum(token_input_count) as input_tokens,
                   sum(token_output_count) as output_tokens,
                   sum(token_cache_create_count) as cache_creation_tokens,
                   sum(token_cache_read_count) as cache_read_tokens,
                   sum(token_cost_usd) as cost_usd,
                   sum(token_cost_usd) filter (where cost_basis = 'imputed') as imputed_usd,
                   sum(token_unpriced_count) as unpriced_tokens
        """;

    /// <summary>From @since (inclusive) to @until (exclusive), each open where it is null.</summary>
    public const string InRange = """
        (@since::timestamptz is null or created_at >= @since::timestamptz)
               and (@until::timestamptz is null or created_at < @until::timestamptz)
        """;

    /// <summary>One pass over the ledger: the sums of each instance, model and UTC day of the range.</summary>
    public const string Cells = $"""
        select agent_instance_code,
                   model_code,
                   (created_at at time zone 'UTC')::date as day,
                   {Sums}
              from herd.agent_instance_token_activity
             where {InRange}
             group by 1, 2, 3
        """;

    /// <summary>The sums of sums, as whole numbers where they are.</summary>
    public const string Totals = """
        sum(calls)::bigint as calls,
               sum(input_tokens)::bigint as input_tokens,
               sum(output_tokens)::bigint as output_tokens,
               sum(cache_creation_tokens)::bigint as cache_creation_tokens,
               sum(cache_read_tokens)::bigint as cache_read_tokens,
               sum(cost_usd) as cost_usd,
               sum(imputed_usd) as imputed_usd,
               sum(unpriced_tokens)::bigint as unpriced_tokens
        """;
}
