using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Homes;
using Herdbook.Core.Tenancy;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Herdbook.Server.Pages.Rows;
using Herdbook.Server.Pages.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Tenancy;

/// <summary>Tenants over HTTP and as a page. Both stand in the default tenant alone: whoever administers another one does not administer the book.</summary>
internal static class TenantsModule
{
    public static IServiceCollection AddTenants(this IServiceCollection services)
    {
        services.AddSingleton<TenantRegister>();
        services.AddSingleton<TenantDesk>();
        services.AddSingleton(provider => new TenantErasing(
            provider.GetRequiredService<TenantRegister>(), provider.GetRequiredService<Book>(), provider.GetRequiredService<CheckpointKey>(), provider.GetRequiredService<TimeProvider>(), $"tenants-{Guid.NewGuid():n}"));
        services.AddSingleton<TenantImport>();
        services.AddSingleton<TenantExport>();
        services.TryAddSingleton(provider => CheckpointKey.Open(provider.GetRequiredService<HomeSession>().Keys));
        return services;
    }

    public static void MapTenants(this WebApplication app)
    {
        var api = app.MapGroup("/v1/tenants").Requires(Permission.TenantsManage).AddEndpointFilter(OfTheBookAsync);
        api.MapGet("", TenantsEndpoint.ListAsync);
        api.MapPost("", TenantsEndpoint.CreateAsync).DisableAntiforgery();
        api.MapGet("{slug}", TenantsEndpoint.GetAsync);
        api.MapPatch("{slug}", TenantsEndpoint.RenameAsync).DisableAntiforgery();
        api.MapGet("{slug}/archive", ArchiveEndpoint.ExportAsync);
        api.MapPost("import", ArchiveEndpoint.ImportAsync).DisableAntiforgery();
        api.MapPost("{slug}/suspend", TenantsEndpoint.SuspendAsync).DisableAntiforgery();
        api.MapPost("{slug}/resume", TenantsEndpoint.ResumeAsync).DisableAntiforgery();
        api.MapPost("{slug}/mark-for-erasure", TenantsEndpoint.MarkAsync).DisableAntiforgery();
        api.MapPost("{slug}/erase", TenantsEndpoint.EraseAsync).DisableAntiforgery();

        var pages = app.MapGroup("/tenants").Requires(Permission.TenantsManage).AddEndpointFilter(OfTheBookAsync).AddEndpointFilter(FormGuard.CheckAsync);
        pages.MapGet("", TenantsPages.ShowAsync);
        pages.MapPost("", TenantsPages.CreateAsync);
        pages.MapPost("{slug}", TenantsPages.ActAsync);
        pages.MapGet("{slug}/archive", ArchiveEndpoint.ExportAsync);
    }

    private static async ValueTask<object?> OfTheBookAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if ((http.Features.Get<Tenant>() ?? Tenant.Default) != Tenant.Default)
        {
            await new Problem(StatusCodes.Status403Forbidden, "default_tenant_only", "Tenants are managed in the default tenant",
                "An administrator of the book does this without /t/… in the address, or with a token of the default tenant. Nothing was changed.").WriteAsync(http);
            return Results.Empty;
        }

        return await next(context);
    }
}
