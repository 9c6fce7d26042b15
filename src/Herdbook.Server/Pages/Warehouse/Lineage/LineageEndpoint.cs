using Herdbook.Core.Herd;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Lineage;

/// <summary>`/warehouse/lineage`: from a column of the book to the dashboard that shows it.</summary>
internal static class LineageEndpoint
{
    private const string Models = "select name, relation_schema, relation_name, materialized, path, coalesce(description, ''), coalesce(compiled, ''), status from meta.model order by name";
    private const string Edges = "select model, parent from meta.dependency order by model, parent";
    private const string Sources = "select name, relation_schema, relation_name, coalesce(description, '') from meta.source order by name";

    private const string Columns = """
        select c.schema_name, c.table_name, c.column_name, c.data_type, coalesce(max(d.description), '')
          from duckdb_columns() c
          left join meta.model m on m.relation_schema = c.schema_name and m.relation_name = c.table_name
          left join meta.model_column d on d.model = m.name and d.name = c.column_name
         where c.database_name = current_database() and not c.internal and c.schema_name <> 'meta'
         group by c.schema_name, c.table_name, c.column_name, c.data_type, c.column_index
         order by c.schema_name, c.table_name, c.column_index
        """;

    public static void MapLineage(this IEndpointRouteBuilder routes) => routes.MapGet("/warehouse/lineage", ShowAsync);

    private static async Task<RazorComponentResult> ShowAsync(HttpContext http, WarehouseStore store, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        using var reader = store.TryOpen(page.Tenant);
        var graph = reader is null ? LineageGraph.Empty : new LineageGraph(
            await AskAsync(reader, Models, ct), await AskAsync(reader, Edges, ct), await AskAsync(reader, Sources, ct), await AskAsync(reader, Columns, ct));
        var asked = http.Request.Query["node"].ToString().Trim();
        var view = new LineageView(page, graph, asked.Length == 0 ? null : graph.Find(asked), asked);
        return new RazorComponentResult<LineagePage>(new { View = view }) { PreventStreamingRendering = true };
    }

    private static async Task<IReadOnlyList<object?[]>> AskAsync(WarehouseReader reader, string sql, CancellationToken ct) =>
        (await reader.QueryAsync(sql, new Dictionary<string, object?>(), QueryLimits.Page, ct)).Rows;
}
