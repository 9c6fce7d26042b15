using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Pages;

/// <summary>The web pages: rendered on the server, their state in the address, readable before any script ran.</summary>
public static class PagesModule
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services;
    }

    public static WebApplication MapPages(this WebApplication app) => app;
}
