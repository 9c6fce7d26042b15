using Herdbook.Core;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Host;

/// <summary>`/t/slug/…` is the tenant's whole site: the prefix becomes the path's base, the tenant a feature of the request.</summary>
internal static class TenantPath
{
    private const string Prefix = "/t/";

    public static void UseTenantPath(this WebApplication app, TenantDirectory tenants)
    {
        app.Use(async (http, next) =>
        {
            var path = http.Request.Path.Value ?? "/";
            if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            {
                // Without a tenant in the path it is that of the token.
                http.Features.Set(http.Features.Get<Identity>()?.Only ?? Tenant.Default);
                await next(http);
                return;
            }

            var end = path.IndexOf('/', Prefix.Length);
            var slug = end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end];
            // Whether there is such a tenant is told only to those who have a place in it.
            if (http.Features.Get<Identity>() is not { } identity)
            {
                await Decision.SayAsync(http, Decision.Unknown(http));
                return;
            }

            if (identity.Only is { } only && only.Slug != slug)
            {
                await new Problem(StatusCodes.Status403Forbidden, "token_tenant", "This token is for another tenant",
                    $"It is good for the tenant '{only}' and for no other. Nothing was done.").WriteAsync(http);
                return;
            }

            if (await tenants.FindAsync(slug, http.RequestAborted) is not { } tenant || identity.In(tenant) is null)
            {
                await new Problem(StatusCodes.Status404NotFound, "tenant_unknown", "There is no such tenant",
                    $"This book has no tenant '{slug}'. The default one is at /.").WriteAsync(http);
                return;
            }

            if (end < 0)
            {
                http.Response.Redirect($"{http.Request.PathBase}{path}/{http.Request.QueryString}", permanent: false, preserveMethod: true);
                return;
            }

            http.Request.PathBase = http.Request.PathBase.Add(Prefix + slug);
            http.Request.Path = path[end..];
            http.Features.Set(tenant);
            await next(http);
        });
    }
}
