using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Herdbook.Server.Api;

/// <summary>What the API says of itself: OpenAPI for programs, a page to read and try it for people.</summary>
public static class ApiModule
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<OpenApiShelf>();
        services.AddSingleton<TriedRequest>();
        return services;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        app.MapGet("/v1/openapi.json", Describe).Requires(Permission.SignedIn);
        return app;
    }

    private static async Task Describe(HttpContext http, LiveCatalog live, OpenApiShelf shelf)
    {
        var catalog = live.CurrentFor(http);
        var asked = http.Request.Query["table"].ToString();
        var document = asked.Length == 0 ? shelf.Of(catalog) : OpenApiDocument.Of(catalog, RowQueryParser.Table(catalog, asked));
        var root = http.Request.PathBase.Value ?? "";
        var tag = new EntityTagHeaderValue($"\"{document.Digest}\"");
        http.Response.Headers.CacheControl = "no-cache";
        await Results.Bytes(document.For(root), "application/json", entityTag: tag).ExecuteAsync(http);
    }
}
