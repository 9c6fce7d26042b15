using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Warehouse.Sql;

/// <summary>
/// `/warehouse/export.csv?q=cost_daily&amp;…`: a named query's rows under the address's filters; `?table=herd_dm.dim_agent` all of a table's;
/// `?sql=…` those of people's SQL. As csv, json, ndjson or parquet, streamed.
/// </summary>
internal static class ExportEndpoint
{
    public static void MapExports(this IEndpointRouteBuilder routes) => routes.MapGet("/warehouse/export.{format}", SendAsync);

    private static async Task SendAsync(HttpContext http, string format, WarehouseStore store, IEnumerable<INamedQueries> named, CancellationToken ct)
    {
        WarehouseExport.RequireFormat(format);
        if (http.Request.Query.ContainsKey("sql") || http.Request.Query.ContainsKey("table"))
        {
            http.Require(Permission.WarehouseSql);
        }

        var tenant = http.Features.Get<Tenant>() ?? Tenant.Default;
        using var reader = store.Open(tenant);
        var asked = http.Request.Query;
        if (asked["sql"].ToString() is { Length: > 0 } sql)
        {
            await WarehouseExport.WriteAsync(reader, sql, format, () => Begin(http, "query", format), http.Response.Body, ct);
            return;
        }

        var query = asked["table"].ToString() is { Length: > 0 } table
            ? await OfTableAsync(reader, table, ct)
            : await OfNameAsync(http, named, asked["q"].ToString(), ct);
        await WarehouseExport.WriteAsync(reader, query, format, () => Begin(http, query.Name, format), http.Response.Body, ct);
    }

    private static async Task<NamedQuery> OfTableAsync(WarehouseReader reader, string table, CancellationToken ct)
    {
        var relation = (await WarehouseSchema.ReadAsync(reader, ct)).FirstOrDefault(relation => relation.FullName == table)
            ?? throw new RefusedException("export_unknown", $"The warehouse has no table or view {Shown(table)}. The SQL page lists what it has.");
        return WarehouseSchema.All(relation);
    }

    private static async Task<NamedQuery> OfNameAsync(HttpContext http, IEnumerable<INamedQueries> named, string name, CancellationToken ct)
    {
        foreach (var source in named)
        {
            if (await source.FindAsync(http, name, ct) is { } query)
            {
                return query;
            }
        }

        throw new RefusedException("export_unknown", $"There is no query called “{Shown(name)}”. There is {string.Join(", ", named.SelectMany(source => source.Names))}.");
    }

    private static void Begin(HttpContext http, string name, string format)
    {
        http.Response.ContentType = WarehouseExport.Formats[format];
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{string.Concat(name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.'))}.{format}\"";
    }

    private static string Shown(string word) => word.Length > 60 ? word[..60] + "…" : word;
}
