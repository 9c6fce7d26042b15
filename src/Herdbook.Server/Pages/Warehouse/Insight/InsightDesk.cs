using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>Opens a dashboard for a request: reads its address, takes the newest generation of the warehouse, and learns what the filters can be.</summary>
internal sealed class InsightDesk(WarehouseStore store, HerdDirectory directory, TimeProvider time)
{
    /// <summary>What a reader can choose from: what has cost something, and what there is now.</summary>
    private const string Choices = """
        select kind, code, max(title) as title
          from (select distinct 'agent' as kind, agent_code as code, null::varchar as title from herd_dm.mart_cost_daily
                union all
                select distinct 'model', model_code, null from herd_dm.mart_cost_daily
                union all
                select distinct 'project', project_code, null from herd_dm.mart_cost_daily
                union all
                select 'agent', agent_code, null from herd_dm.dim_agent where is_current and not is_deleted
                union all
                select 'project', project_code, project_title from herd_dm.dim_project where is_current and not is_deleted) known
         group by 1, 2
         order by 1, code = '(none)', 2
        """;

    /// <summary>The sprint under way: begun, and not ended.</summary>
    private const string Sprint = """
        select started_at::date as first_day
          from herd_dm.mart_sprint
         where is_current and started_at::date <= $today::date
         order by started_at desc
         limit 1
        """;

    private const int MostChoices = 1_000;

    /// <exception cref="RefusedException">`insight_filter`: the address says what means nothing.</exception>
    public async Task<InsightSession> OpenAsync(HttpContext http, InsightShape shape, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct) with { NoDays = [] };
        var today = DateOnly.FromDateTime(page.Now.UtcDateTime);
        var gold = store.TryOpen(page.Tenant);
        try
        {
            var sprint = gold is null ? null : await SprintAsync(gold, today, ct);
            var request = InsightRequest.Read(http.Request.Query, shape, today, sprint);
            var choices = gold is null || shape.Filters.Count == 0 ? [] : await ChoicesAsync(gold, ct);
            return new InsightSession(new InsightView(page, request, choices, sprint is not null, gold is null ? null : new Freshness(gold.PublishedAt.UtcDateTime, gold.Generation)), gold);
        }
        catch
        {
            gold?.Dispose();
            throw;
        }
    }

    /// <summary>From its first day to today.</summary>
    private static async Task<(DateOnly, DateOnly)?> SprintAsync(WarehouseReader gold, DateOnly today, CancellationToken ct)
    {
        var table = await InsightSession.ReadAsync(gold, Sprint, new Dictionary<string, object?> { ["today"] = Figures.Day(today) }, 1, ct);
        return table.Rows is [var row] && row.Day("first_day") is { } first ? (first, today) : null;
    }

    private static async Task<Dictionary<string, IReadOnlyList<Choice>>> ChoicesAsync(WarehouseReader gold, CancellationToken ct)
    {
        var table = await InsightSession.ReadAsync(gold, Choices, NamedQuery.None, MostChoices, ct);
        return table.Rows.GroupBy(row => row.Text("kind")!).ToDictionary(
            kind => kind.Key, kind => (IReadOnlyList<Choice>)[.. kind.Select(row => new Choice(row.Text("code")!, row.Text("title")))]);
    }
}
