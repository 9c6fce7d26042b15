using Dapper;
using Herdbook.Core;

namespace Herdbook.Testing;

/// <summary>
/// Everything that intake books, as text: two books with the same picture hold the same rows. Left out is what only says
/// in which order rows came (generated numbers, times of booking), and of the ledger each call is shown by its sum.
/// </summary>
public static class BookPicture
{
    private static readonly string[] Queries =
    [
        """
        select (agent_instance_code, model_code, message_id, request_id, created_at, sum(token_call_count), sum(token_input_count),
                sum(token_output_count), sum(token_cache_read_count), sum(token_cache_create_count), sum(token_cache_create_1h_count),
                sum(token_cost_usd), sum(token_unpriced_count))::text
          from herd.agent_instance_token_activity
         group by agent_instance_code, model_code, message_id, request_id, created_at
        having sum(token_call_count) <> 0
         order by 1
        """,
        """
        select (message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens,
                cache_create_tokens, cache_create_1h_tokens, cost_usd, cost_basis, source, cost_source)::text
          from intake.usage order by 1
        """,
        """
        select (e.event_key, s.global_id, e.occurred_at, e.event_type, e.message, md5(e.payload::text), e.tool_use_id, e.tool_name, e.is_error,
                e.duration_ms, e.model_code, e.message_id, e.request_id)::text
          from agent.events e join agent.sessions s on s.id = e.session_id order by 1
        """,
        """
        select (agent_instance_code, agent_code, model_code, ticket_code, spawned_by_agent_instance_code, root_agent_instance_code, project_code,
                parent_tool_use_id, agent_instance_title, agent_instance_started_at, agent_instance_ended_at)::text
          from herd.agent_instance order by 1
        """,
        """
        select (global_id, title, title_source, working_folder, git_branch, tool_version, started_at, ended_at, session_type)::text
          from agent.sessions order by 1
        """,
        "select (agent_instance_code, lifecycle_event_type)::text from herd.agent_instance_lifecycle_activity order by 1",
        "select (agent_instance_code, ticket_code, ticket_event_type)::text from herd.agent_instance_ticket_activity order by 1",
        "select (agent_instance_code, pr_code, pr_event_type)::text from herd.agent_instance_pr_activity order by 1",
        "select (pr_code, ticket_code, creator_agent_instance_code, pr_branch_name)::text from herd.pr_def order by 1",
    ];

    /// <summary>Rows by which ledger and heads differ: none, ever.</summary>
    private const string Discrepancies = """
        select (message_id, request_id)::text
          from (select message_id, request_id, sum(token_input_count) as i, sum(token_output_count) as o, sum(token_cache_read_count) as r,
                       sum(token_cache_create_count) as c, sum(token_call_count) as n, coalesce(sum(token_cost_usd), 0) as usd
                  from herd.agent_instance_token_activity group by 1, 2) l
          full join intake.usage h using (message_id, request_id)
         where (coalesce(l.i, 0), coalesce(l.o, 0), coalesce(l.r, 0), coalesce(l.c, 0), coalesce(l.n, 0), coalesce(l.usd, 0)) is distinct from
               (coalesce(h.input_tokens, 0), coalesce(h.output_tokens, 0), coalesce(h.cache_read_tokens, 0), coalesce(h.cache_create_tokens, 0),
                case when h.message_id is null then 0 else 1 end, coalesce(h.cost_usd, 0))
        """;

    public static Task<string> ReadAsync(Book book, Tenant tenant, CancellationToken ct) =>
        book.ReadAsync(
            tenant,
            async (connection, _) =>
            {
                var rows = new List<string>();
                foreach (var query in Queries)
                {
                    rows.AddRange(await connection.QueryAsync<string>(query));
                }

                return string.Join('\n', rows);
            },
            ct);

    public static Task<List<string>> DiscrepanciesAsync(Book book, Tenant tenant, CancellationToken ct) =>
        book.ReadAsync(tenant, async (connection, _) => (await connection.QueryAsync<string>(Discrepancies)).AsList(), ct);
}
