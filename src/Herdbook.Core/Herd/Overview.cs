using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>What the figures of a range are stacked by.</summary>
public enum StackBy
{
    Model,
    Agent,
    Project,
}

/// <summary>One day of one series.</summary>
public sealed record SpendCell(string Day, string Key, Usage Usage);

/// <summary>A conversation with the sums of itself and its subagents.</summary>
public sealed record DearConversation(ReportRow Spent, ConversationName? Name);

/// <summary>What a conversation is called and where it ran.</summary>
public sealed record ConversationName
{
    public string Key { get; init; } = "";

    public string? Title { get; init; }

    public string? ProjectCode { get; init; }

    public DateTime? StartedAt { get; init; }
}

/// <summary>Everything the overview shows of one range, read on one snapshot.</summary>
public sealed record SpendOverview(
    Usage Total,
    long Conversations,
    long Errors,
    IReadOnlyList<SpendCell> Days,
    IReadOnlyList<ReportRow> Models,
    IReadOnlyList<ReportRow> Agents,
    IReadOnlyList<ReportRow> Projects,
    IReadOnlyList<DearConversation> Dearest);

/// <summary>The first and last call the book holds; null in an empty book.</summary>
public sealed record BookedSpan
{
    public DateTime? FirstAt { get; init; }

    public DateTime? LastAt { get; init; }
}

/// <summary>Spend and tokens of a range, over time and by model, agent, project and conversation.</summary>
public sealed class Overviews(Book book)
{
    private const string Span = """
        select min(created_at) as first_at, max(created_at) as last_at
          from herd.agent_instance_token_activity
        """;

    // One pass over the ledger; every figure of the page is a sum of these cells, so they agree with each other.
    private const string Spend = $$"""
        with cell as materialized (
            {{LedgerSql.Cells}}
        ), placed as materialized (
            select cell.*,
                   coalesce(cell.model_code, '(none)') as model,
                   coalesce(instance.agent_code, '(none)') as agent,
                   coalesce(instance.project_code, main.project_code, '(none)') as project,
                   coalesce(instance.root_agent_instance_code, cell.agent_instance_code) as root,
                   case @stack::text
                       when 'Model' then coalesce(cell.model_code, '(none)')
                       when 'Agent' then coalesce(instance.agent_code, '(none)')
                       else coalesce(instance.project_code, main.project_code, '(none)')
                   end as series
              from cell
              left join herd.agent_instance instance on instance.agent_instance_code = cell.agent_instance_code
              left join herd.agent_instance main on main.agent_instance_code = instance.root_agent_instance_code
        ), grouped as (
            select case when grouping(day) = 0 then 'day'
                        when grouping(model) = 0 then 'model'
                        when grouping(agent) = 0 then 'agent'
                        when grouping(project) = 0 then 'project'
                        else 'session' end as set,
                   day, coalesce(series, model, agent, project, root) as key,
                   {{LedgerSql.Totals}}
              from placed
             group by grouping sets ((day, series), (model), (agent), (project), (root))
        )
        select set, to_char(day, 'YYYY-MM-DD') as day, key, calls, input_tokens, output_tokens, cache_creation_tokens, cache_read_tokens,
               cost_usd, imputed_usd, unpriced_tokens, 1 as members
          from grouped
         where set <> 'session'
        union all
        select 'total', null, null, sum(calls)::bigint, sum(input_tokens)::bigint, sum(output_tokens)::bigint, sum(cache_creation_tokens)::bigint,
               sum(cache_read_tokens)::bigint, sum(cost_usd), sum(imputed_usd), sum(unpriced_tokens)::bigint, count(*)
          from grouped
         where set = 'session'
        union all
        (select set, null, key, calls, input_tokens, output_tokens, cache_creation_tokens, cache_read_tokens,
                cost_usd, imputed_usd, unpriced_tokens, 1
           from grouped
          where set = 'session'
          order by cost_usd desc nulls last, unpriced_tokens desc, key
          limit @dearest)
        """;

    private const string Errors = """
        select count(*)
          from agent.events
         where is_error
           and (@since::timestamptz is null or occurred_at >= @since::timestamptz)
           and (@until::timestamptz is null or occurred_at < @until::timestamptz)
        """;

    private const string Titles = """
        select instance.agent_instance_code as key,
               coalesce(session.title, instance.agent_instance_title) as title,
               instance.project_code,
               instance.agent_instance_started_at as started_at
          from herd.agent_instance instance
          left join agent.sessions session on session.agent_instance_code = instance.agent_instance_code
         where instance.agent_instance_code = any(@keys)
        """;

    /// <summary>How many conversations the list of the dearest holds.</summary>
    public const int DearestCount = 8;

    static Overviews() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task<BookedSpan> SpanAsync(Tenant tenant, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => connection.QuerySingleAsync<BookedSpan>(new CommandDefinition(Span, cancellationToken: token)), ct);

    public Task<SpendOverview> ReadAsync(Tenant tenant, StackBy stack, DayRange range, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => ReadAsync(connection, stack, range, token), ct);

    private static async Task<SpendOverview> ReadAsync(NpgsqlConnection connection, StackBy stack, DayRange range, CancellationToken ct)
    {
        var window = new { stack = stack.ToString(), since = range.Since, until = range.Until, dearest = DearestCount };
        await SortMemory.RaiseAsync(connection, ct);
        var rows = (await connection.QueryAsync<SpendRow>(new CommandDefinition(Spend, window, cancellationToken: ct))).AsList();
        var errors = await connection.ExecuteScalarAsync<long>(new CommandDefinition(Errors, window, cancellationToken: ct));
        var dearest = rows.Where(row => row.Set == "session").ToList();
        var titles = (await connection.QueryAsync<ConversationName>(new CommandDefinition(
            Titles, new { keys = dearest.Select(row => row.Key).ToArray() }, cancellationToken: ct))).ToDictionary(row => row.Key);
        var total = rows.Single(row => row.Set == "total");

        return new SpendOverview(
            total,
            total.Calls == 0 && total.Tokens == 0 ? 0 : total.Members,
            errors,
            [.. rows.Where(row => row.Set == "day").OrderBy(row => row.Day, StringComparer.Ordinal).Select(row => new SpendCell(row.Day!, row.Key, row))],
            Of(rows, "model"),
            Of(rows, "agent"),
            Of(rows, "project"),
            [.. dearest.Select(row => new DearConversation(row, titles.GetValueOrDefault(row.Key)))]);
    }

    private static List<ReportRow> Of(List<SpendRow> rows, string set) =>
        [.. rows.Where(row => row.Set == set)
            .OrderByDescending(row => row.CostUsd ?? -1).ThenByDescending(row => row.Tokens).ThenBy(row => row.Key, StringComparer.Ordinal)];

    private sealed record SpendRow : ReportRow
    {
        public string Set { get; init; } = "";

        public string? Day { get; init; }

        public long Members { get; init; }
    }
}
