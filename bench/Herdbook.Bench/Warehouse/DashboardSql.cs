namespace Herdbook.Bench.Warehouse;

/// <summary>A figure or chart of a dashboard, asked of gold, and the same asked of PostgreSQL's tables.</summary>
/// <param name="Gold">DuckDB.</param>
/// <param name="Book">PostgreSQL; answers with as many rows.</param>
internal sealed record Dashboard(string Name, string Gold, string Book)
{
    public static readonly IReadOnlyList<Dashboard> All =
    [
        new("cost by day",
            "select day, sum(cost_usd), sum(imputed_cost_usd), sum(unpriced_tokens) from herd_dm.mart_cost_daily group by day order by day",
            """
            select (created_at at time zone 'UTC')::date, sum(token_cost_usd) filter (where cost_basis = 'list'), sum(token_cost_usd) filter (where cost_basis = 'imputed'), sum(token_unpriced_count)
              from herd.agent_instance_token_activity group by 1 order by 1
            """),
        new("cost by agent",
            "select agent_code, sum(calls), sum(cost_usd) from herd_dm.mart_cost_daily group by agent_code order by agent_code",
            """
            select i.agent_code, sum(t.token_call_count), sum(t.token_cost_usd)
              from herd.agent_instance_token_activity t left join herd.agent_instance i on i.tenant_id = t.tenant_id and i.agent_instance_code = t.agent_instance_code
             group by 1 order by 1
            """),
        new("cost by model and month",
            "select model_code, date_trunc('month', day), sum(prompt_tokens), sum(output_tokens), sum(cost_usd) from herd_dm.mart_cost_daily group by all order by all",
            """
            select model_code, date_trunc('month', created_at at time zone 'UTC'), sum(token_input_count + token_cache_read_count + token_cache_create_count), sum(token_output_count), sum(token_cost_usd)
              from herd.agent_instance_token_activity group by 1, 2 order by 1, 2
            """),
        new("dearest 20 tickets",
            "select ticket_code, cost_usd, calls from herd_dm.mart_cost_per_ticket order by cost_usd desc, ticket_code limit 20",
            """
            select i.ticket_code, sum(t.token_cost_usd), sum(t.token_call_count)
              from herd.agent_instance_token_activity t join herd.agent_instance i on i.tenant_id = t.tenant_id and i.agent_instance_code = t.agent_instance_code
             where i.ticket_code is not null group by 1 order by 2 desc nulls last, 1 limit 20
            """),
        new("reviews by month and verdict",
            "select date_trunc('month', day), review_verdict, count(*), sum(finding_count) from herd_dm.mart_review group by all order by all",
            """
            select date_trunc('month', r.created_at at time zone 'UTC'), r.review_verdict, count(*), sum(f.n)
              from herd.review_def r
              left join lateral (select count(*) as n from herd.review_finding f where f.tenant_id = r.tenant_id and f.review_code = r.review_code) f on true
             group by 1, 2 order by 1, 2
            """),
        new("tickets by state and size",
            "select ticket_status, ticket_tshirt_size, count(*) from herd_dm.mart_flow group by all order by all",
            "select ticket_current_status, ticket_tshirt_size, count(*) from herd.ticket_def where deleted_at is null group by 1, 2 order by 1, 2"),
    ];
}
