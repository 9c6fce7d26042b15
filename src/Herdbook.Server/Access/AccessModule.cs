using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Access;

/// <summary>Who may do what: who a request comes from, and whether it is served.</summary>
internal static class AccessModule
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton(provider => HomeToken.Open(provider.GetRequiredService<HerdbookHome>()));
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<Users>();
        services.AddSingleton<SignInSessions>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<Identification>();
        services.AddSingleton<ClassifiedReads>();
        services.AddSingleton<Decision>();
    }

    /// <summary>Finds out who asks; stands before the tenant is known.</summary>
    public static void UseIdentification(this WebApplication app) => Identification.Use(app, app.Services.GetRequiredService<Identification>());

    /// <summary>Decides; stands right after the routing.</summary>
    public static void UseDecision(this WebApplication app) => Decision.Use(app, app.Services.GetRequiredService<Decision>());
}
