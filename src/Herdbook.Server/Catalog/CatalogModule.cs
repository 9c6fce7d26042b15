using Herdbook.Core.Governance.Access;
using Herdbook.Core.Users;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Catalog;

/// <summary>The catalog's two doors to the host: which tables there are, and users' own tables.</summary>
public static class CatalogModule
{
    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddSingleton<FolderSync>();
        services.AddSingleton<FolderState>();
        services.AddHostedService<CatalogWatch>();
        services.AddHostedService<FolderWatch>();
        return services;
    }

    public static void MapCatalog(this WebApplication app)
    {
        var tables = app.MapGroup("/v1/catalog/tables").Requires(Permission.SignedIn);
        tables.MapGet("", TablesEndpoint.ListAsync);
        tables.MapGet("{name}", TablesEndpoint.GetAsync).RequiresRows(Permission.Read);
        var declaring = app.MapGroup("/v1/catalog/tables").Requires(Permission.TablesDeclare);
        declaring.MapPost("", DeclareEndpoint.PostAsync).DisableAntiforgery();
        declaring.MapDelete("{name}", DeclareEndpoint.DeleteAsync).DisableAntiforgery();
    }
}
