using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Access.OpenId;

/// <summary>Nothing of it is there where no provider is named.</summary>
internal static class OpenIdModule
{
    public static void AddOpenId(this IServiceCollection services, OpenIdSettings? settings)
    {
        if (settings is null)
        {
            return;
        }

        services.AddSingleton(settings.Checked());
        services.AddSingleton<OpenIdProvider>();
        services.AddSingleton<OpenIdSignIn>();
    }
}
