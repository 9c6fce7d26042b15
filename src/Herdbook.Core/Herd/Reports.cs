using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>Tokens and cost of the ledger by model, day, agent, conversation or project: the figures every page agrees with.</summary>
public sealed class Reports(Book book)
{
    private const string ByKey = $$"""
        with cell as materialized (
            {{LedgerSql.Cells}}
        ), placed as (
            select case @by::text
                       when 'Model' then cell.model_code
                       when 'Day' then to_char(cell.day, 'YYYY-MM-DD')
                       when 'Agent' then instance.agent_code
                       when 'Session' then coalesce(instance.root_agent_instance_code, cell.agent_instance_code)
                       when 'Project' then coalesce(instance.project_code, main.project_code)
                   end as key,
                   cell.*
              from cell
              left join herd.agent_instance instance on instance.agent_instance_code = cell.agent_instance_code
              left join herd.agent_instance main on main.agent_instance_code = instance.root_agent_instance_code
        )
        select coalesce(key, '(none)') as key,
               {{LedgerSql.Totals}}
          from placed
         group by 1
         order by case when @by::text = 'Day' then coalesce(key, '(none)') end,
                  sum(cost_usd) desc nulls last, sum(unpriced_tokens) desc, 1
        """;

    static Reports() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>One row per key that has a booking in <paramref name="range"/>: days in order, all else dearest first. A conversation includes its subagents.</summary>
    public Task<IReadOnlyList<ReportRow>> ReadAsync(Tenant tenant, ReportBy by, DayRange range, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => ReadAsync(connection, by, range, token), ct);

    internal static async Task<IReadOnlyList<ReportRow>> ReadAsync(NpgsqlConnection connection, ReportBy by, DayRange range, CancellationToken ct)
    {
        await SortMemory.RaiseAsync(connection, ct);
        var rows = await connection.QueryAsync<ReportRow>(new CommandDefinition(
            ByKey, new { by = by.ToString(), since = range.Since, until = range.Until }, cancellationToken: ct));
        return rows.AsList();
    }
}
