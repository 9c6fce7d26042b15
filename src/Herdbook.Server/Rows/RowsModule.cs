using Herdbook.Core.Rows;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Rows;

/// <summary>The rows of every table over HTTP, in PostgREST's grammar.</summary>
internal static class RowsModule
{
    public static void AddRows(this IServiceCollection services)
    {
        services.AddSingleton<RowReader>();
        services.AddSingleton<RowWriter>();
        services.AddSingleton<RowHistory>();
        services.AddSingleton<RowsReadEndpoint>();
    }

    public static void MapRows(this IEndpointRouteBuilder routes)
    {
        var rows = routes.MapGroup("/v1/rows/{table}");
        rows.RequiresRows(Permission.Read).MapGet("", routes.ServiceProvider.GetRequiredService<RowsReadEndpoint>().AnswerAsync);
        routes.MapGroup("/v1/rows/{table}").RequiresRows(Permission.Write).MapRowsWrite();
        routes.MapHistory();
    }
}
