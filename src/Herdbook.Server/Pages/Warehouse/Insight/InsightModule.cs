using Herdbook.Server.Pages.Warehouse.Agents;
using Herdbook.Server.Pages.Warehouse.Costs;
using Herdbook.Server.Pages.Warehouse.Delivery;
using Herdbook.Server.Pages.Warehouse.Quality;
using Herdbook.Server.Pages.Warehouse.Sprints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Pages.Warehouse.Insight;

/// <summary>The dashboards: figures from the warehouse's gold.</summary>
internal static class InsightModule
{
    public static void AddInsight(this IServiceCollection services)
    {
        services.AddSingleton<InsightDesk>();
        services.AddSingleton<IGoldStore, UnbuiltStore>();
    }

    public static void MapInsight(this IEndpointRouteBuilder routes)
    {
        routes.MapCost();
        routes.MapDelivery();
        routes.MapQuality();
        routes.MapSprint();
        routes.MapAgents();
    }
}
