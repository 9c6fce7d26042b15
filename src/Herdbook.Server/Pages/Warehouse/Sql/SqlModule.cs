using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Pages.Warehouse.Sql;

/// <summary>Asking the warehouse in SQL, and taking its rows along.</summary>
internal static class SqlModule
{
    public static void AddWarehouseSql(this IServiceCollection services)
    {
        services.TryAddSingleton<WarehouseStore>();
        services.AddSingleton<SavedQueries>();
        services.AddSingleton<InsightExports>();
        services.AddSingleton<INamedQueries>(provider => provider.GetRequiredService<InsightExports>());
    }

    public static void MapWarehouseSql(this IEndpointRouteBuilder routes)
    {
        routes.MapGroup("").Requires(Permission.Insight).MapExports();
        var pages = routes.MapGroup("/warehouse/sql").Requires(Permission.WarehouseSql).AddEndpointFilter(FormGuard.CheckAsync);
        pages.MapGet("", SqlEndpoint.ShowAsync);
        pages.MapPost("/saved", SqlEndpoint.SaveAsync);
        pages.MapPost("/saved/remove", SqlEndpoint.RemoveAsync);
    }
}
