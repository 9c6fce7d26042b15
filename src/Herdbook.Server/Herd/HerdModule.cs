using Herdbook.Core;
using Herdbook.Core.Herd.Work;
using Herdbook.Intake;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Herd;

/// <summary>The herd's two doors to the host.</summary>
public static class HerdModule
{
    public static IServiceCollection AddHerd(this IServiceCollection services)
    {
        services.AddSingleton<ITranscriptHarvest>(provider => new TranscriptHarvester(provider.GetRequiredService<Book>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new HerdWork(
            provider.GetRequiredService<Book>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ITranscriptHarvest>()));
        return services;
    }

    /// <summary>Every verb at `POST /v1/herd/&lt;verb&gt;`.</summary>
    public static void MapHerd(this WebApplication app)
    {
        foreach (var verbs in HerdVerbs.All.GroupBy(verb => verb.Permission))
        {
            var group = app.MapGroup("/v1/herd").Requires(verbs.Key);
            foreach (var verb in verbs)
            {
                group.MapPost(verb.Name, HerdEndpoint.For(verb)).DisableAntiforgery();
            }
        }
    }
}
