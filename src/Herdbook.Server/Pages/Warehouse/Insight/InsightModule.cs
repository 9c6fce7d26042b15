using Herdbook.Server.Pages.Rows;
using Herdbook.Server.Pages.Warehouse.Agents;
using Herdbook.Server.Pages.Warehouse.Costs;
using Herdbook.Server.Pages.Warehouse.Delivery;
using Herdbook.Server.Pages.Warehouse.Quality;
using Herdbook.Server.Pages.Warehouse.Sprints;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The dashboards: figures from the warehouse's gold.</summary>
internal static class InsightModule
{
    public static void AddInsight(this IServiceCollection services)
    {
        services.TryAddSingleton<WarehouseStore>();
        services.AddSingleton<InsightDesk>();
    }

    public static void MapInsight(this IEndpointRouteBuilder routes)
    {
        // Before there is a warehouse each carries the form that builds it.
        var guarded = routes.MapGroup("").AddEndpointFilter(FormGuard.CheckAsync);
        guarded.MapCost();
        guarded.MapDelivery();
        guarded.MapQuality();
        guarded.MapSprint();
        guarded.MapAgents();
    }
}
