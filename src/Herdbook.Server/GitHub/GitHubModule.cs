using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;
using Herdbook.Intake.GitHub;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.GitHub;

/// <summary>GitHub's two doors to the host.</summary>
public static class GitHubModule
{
    private const string Signed = "GitHub signs each delivery with the tenant's secret, and the signature is checked before anything is read.";

    public static IServiceCollection AddGitHub(this IServiceCollection services)
    {
        services.AddSingleton(provider => GitHubSecret.Open(provider.GetRequiredService<HerdbookHome>()));
        services.AddSingleton<GitHubIntake>();
        return services;
    }

    public static void MapGitHub(this WebApplication app)
    {
        var signed = app.MapGroup("/v1/intake/github").AllowsAnyone(Signed);
        signed.MapPost("", GitHubEndpoint.TakeAsync).DisableAntiforgery();
        signed.MapPost("{tenant}", GitHubEndpoint.TakeAsync).DisableAntiforgery();
    }
}
