using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Herdbook.Server.Access;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Warehouse;

/// <summary>The warehouse's two doors to the host: it is built on a schedule, after events and when somebody asks.</summary>
public static class WarehouseModule
{
    public static IServiceCollection AddWarehouse(this IServiceCollection services)
    {
        services.TryAddSingleton<WarehouseStore>();
        services.AddSingleton<RunBook>();
        services.AddSingleton(provider => WarehouseBuilders.Of(
            provider.GetRequiredService<HerdbookHome>(), provider.GetRequiredService<HerdbookDatabase>(), provider.GetRequiredService<Book>(),
            provider.GetRequiredService<LiveCatalog>(), held: provider.GetRequiredService<WarehouseStore>().Holds));
        services.AddSingleton<WarehouseNews>();
        services.AddHostedService<WarehouseService>();
        return services;
    }

    public static void MapWarehouse(this WebApplication app)
    {
        var runs = app.MapGroup("/v1/warehouse/runs").Requires(Permission.Insight);
        runs.MapGet("", RunsEndpoint.ListAsync);
        runs.MapGet("{run:guid}", RunsEndpoint.GetAsync);
        var building = app.MapGroup("/v1/warehouse/runs").Requires(Permission.WarehouseBuild);
        building.MapPost("", RunsEndpoint.AskAsync).DisableAntiforgery();
        building.MapPost("{run:guid}/cancel", RunsEndpoint.CancelAsync).DisableAntiforgery();
    }
}
