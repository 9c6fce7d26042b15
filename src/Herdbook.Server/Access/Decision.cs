using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Host;
using Herdbook.Server.Pages;
using Herdbook.Server.Pages.Rows;
using Herdbook.Server.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Access;

/// <summary>
/// The one place that decides whether a request is served, by what its endpoint requires and who sends it. Nothing that an endpoint does
/// runs before; an endpoint without a requirement is served to nobody.
/// </summary>
internal sealed class Decision(LiveCatalog catalog, ClassifiedReads classified)
{
    public static void Use(WebApplication app, Decision decision) => app.Use(async (http, next) =>
    {
        if (decision.Refuse(http) is { } refusal)
        {
            await SayAsync(http, refusal);
        }
        else if (await FormGuard.IsForeignAsync(http))
        {
            await FormGuard.Expired.WriteAsync(http);
        }
        else
        {
            await decision.NoteAsync(http);
            await next(http);
        }
    });

    public static RefusedException Forbidden(Permission permission) => new("forbidden", $"You may not do this: it asks for the permission {permission}. Nothing was done.")
    {
        Rule = permission.ToString(),
        Remedy = "Ask an administrator for a role that has it; the page Account shows yours.",
    };

    /// <summary>Refuses; a person who is not signed in is led to where they can.</summary>
    public static Task SayAsync(HttpContext http, Problem refusal)
    {
        if (refusal.Status != StatusCodes.Status401Unauthorized || !HttpMethods.IsGet(http.Request.Method) || !http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return refusal.WriteAsync(http);
        }

        http.Response.Headers.Remove("WWW-Authenticate");
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(Links.With(Links.SignIn, ("back", http.Request.PathBase + http.Request.Path + http.Request.QueryString)));
        return Task.CompletedTask;
    }

    /// <summary>Null where the request may go on.</summary>
    private Problem? Refuse(HttpContext http)
    {
        var identity = http.Features.Get<Identity>();
        var tenant = http.Features.Get<Tenant>() ?? Tenant.Default;
        var caller = identity?.In(tenant);
        if (caller is not null)
        {
            http.Features.Set(caller);
        }

        // What routing made itself, to say that there is nothing or not by this method, is for those who are inside.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return caller is null ? Unknown(http) : null;
        }

        if (endpoint.Metadata.GetMetadata<AccessRequirement>() is not { } required)
        {
            return new Problem(StatusCodes.Status403Forbidden, "no_decision", "Nobody may come here",
                "This address does not say who may use it, so it serves nobody. That is a fault of Herdbook. Nothing was done.");
        }

        if (required.Reason is not null)
        {
            return null;
        }

        if (caller is null)
        {
            return Unknown(http);
        }

        return Needed(http, required) is { } permission && !caller.May(permission) ? Problem.Of(Forbidden(permission)) : null;
    }

    private Permission? Needed(HttpContext http, AccessRequirement required) =>
        required.Rows is { } action ? Table(http) is { } table ? TablePermissions.Of(table, action) : null : required.Permission;

    /// <summary>A read of a table's rows is entered where the table is classified; a form to change a row reads it too.</summary>
    private Task NoteAsync(HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) && http.GetEndpoint()?.Metadata.GetMetadata<AccessRequirement>() is { Rows: not null }
            && !http.Request.Path.StartsWithSegments("/v1/catalog", StringComparison.Ordinal)
            && Table(http) is { } table
            ? classified.NoteAsync(http, catalog.Current.Find(table), http.RequestAborted)
            : Task.CompletedTask;

    /// <summary>The table of the path, found as the handlers find it; null where there is none, which they say themselves.</summary>
    private string? Table(HttpContext http)
    {
        if (http.Request.RouteValues["name"] is string page)
        {
            return catalog.Current.Find(page)?.FullName;
        }

        try
        {
            return RowRequests.Table(http, catalog.Current).FullName;
        }
        catch (RowRefusalException)
        {
            return null;
        }
    }

    /// <summary>Says that nobody knows who asks.</summary>
    public static Problem Unknown(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer";
        return new Problem(StatusCodes.Status401Unauthorized, "sign_in_required", "Sign in first", "This address is only for those who signed in, or who send a token. Nothing was done.")
        {
            Remedy = "Send Authorization: Bearer with a token, or sign in at /sign-in.",
        };
    }
}
