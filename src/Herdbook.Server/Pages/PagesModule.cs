using System.IO.Compression;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Server.Pages.Overview;
using Herdbook.Server.Pages.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Pages;

/// <summary>The web pages: rendered on the server, their state in the address, readable before any script ran.</summary>
public static class PagesModule
{
    /// <summary>Needs a <see cref="Book"/>. The tenant of a request is its feature <see cref="Tenant"/>, else the default one.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Assets>();
        services.AddSingleton<Reports>();
        services.AddSingleton<Overviews>();
        services.AddSingleton<HerdDirectory>();
        services.AddSingleton<Core.Herd.Sessions>();
        services.AddSingleton<IntakeBook>();
        return services;
    }

    /// <summary>Maps every page, and what answers where there is none.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseResponseCompression();
        app.MapGet("/assets/{**name}", (HttpContext http, Assets assets, string name) => assets.Serve(http, name));
        app.MapGet("/theme/{choice}", ThemeCookie.Choose);
        app.MapOverview();
        app.MapSessions();
        return app;
    }
}
