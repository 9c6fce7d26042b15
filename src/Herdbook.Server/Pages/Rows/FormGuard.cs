using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Pages.Rows;

/// <summary>Marks an address whose form changes nothing, and so needs no token.</summary>
internal sealed class Unguarded;

/// <summary>A form is taken only from a page of ours: each carries a token that no other site can read.</summary>
internal static class FormGuard
{
    public static Problem Expired => new(StatusCodes.Status400BadRequest, "form_expired", "This form is too old",
        "It was opened before the server was started anew, before you signed in, or in another browser. Nothing was changed. Go back, copy what you typed, and open the form again.");

    /// <summary>
    /// Whether a request that writes came by a session's cookie alone, without the token of one of that session's pages. Browsers send the
    /// cookie whoever asks them to, so this holds at every address, not only at those of forms.
    /// </summary>
    public static async ValueTask<bool> IsForeignAsync(HttpContext http) =>
        http.CallerOrNull() is { IsSession: true } && !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method))
        && http.GetEndpoint()?.Metadata.GetMetadata<Unguarded>() is null && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);

    public static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // The token is the reader's own: no copy of the page is kept.
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers.Pragma = "no-cache";
        if (HttpMethods.IsPost(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<Unguarded>() is null && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
        {
            await Expired.WriteAsync(http);
            return Results.Empty;
        }

        return await next(context);
    }
}
