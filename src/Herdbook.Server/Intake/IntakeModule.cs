using Herdbook.Core.Governance.Access;
using Herdbook.Intake.Events;
using Herdbook.Intake.Push;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Intake;

/// <summary>The intake's two doors to the host.</summary>
public static class IntakeModule
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<EventIntake>();
        services.AddSingleton<PushIntake>();
        services.AddSingleton<LinkService>();
        services.AddHostedService(provider => provider.GetRequiredService<LinkService>());
        return services.AddHostedService<TranscriptService>();
    }

    public static void MapIntake(this WebApplication app)
    {
        var intake = app.MapGroup("/v1/intake").Requires(Permission.IntakeWrite);
        intake.MapPost("events", EventsEndpoint.TakeAsync).DisableAntiforgery();
        intake.MapPost("push", PushEndpoint.TakeAsync).DisableAntiforgery();
        intake.MapPost("push/marks", PushEndpoint.MarksAsync).DisableAntiforgery();
    }
}
