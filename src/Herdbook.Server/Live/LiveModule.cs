using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd.Live;
using Herdbook.Core.Herd.Reconcile;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Live;

/// <summary>The doors of what is watched: the agents that run, and what sources tell differently.</summary>
public static class LiveModule
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveFleet>();
        services.AddSingleton<LiveDesk>();
        services.AddSingleton<TicketBoard>();
        services.AddSingleton<Reconciliations>();
        return services;
    }

    public static void MapLive(this WebApplication app)
    {
        var work = app.MapGroup("/v1/herd").Requires(Permission.WorkRead);
        work.MapGet("live", LiveEndpoint.ShowAsync);
        work.MapGet("live/events", LiveEndpoint.StreamAsync);
        work.MapGet("reconcile", ReconcileEndpoint.ShowAsync);
    }
}
