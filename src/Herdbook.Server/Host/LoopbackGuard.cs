using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Host;

/// <summary>
/// Keeps other web sites out of a server that trusts whoever reaches it. A foreign Host header is how DNS rebinding arrives,
/// a foreign Origin is how a form on another site does.
/// </summary>
internal static class LoopbackGuard
{
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    public static void UseLoopbackGuard(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            if (!OwnNames.Contains(http.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
            {
                await new Problem(StatusCodes.Status421MisdirectedRequest, "foreign_host", "This server answers to its own names only",
                    "Use http://127.0.0.1 or http://localhost with this port.").WriteAsync(http);
                return;
            }

            if (!IsSafe(http.Request.Method) && IsFromElsewhere(http.Request))
            {
                await new Problem(StatusCodes.Status403Forbidden, "cross_site", "Another site may not write here",
                    "The request came from a page of another origin. Nothing was changed.").WriteAsync(http);
                return;
            }

            await next(http);
        });
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Browsers say where a request comes from; programs say nothing, and no site can make a browser say nothing.</summary>
    private static bool IsFromElsewhere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
        {
            return true;
        }

        // Our pages send no referrer, so a form of theirs has the origin null; that it is theirs only the browser itself can say.
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(origin == "null" && site == "same-origin") && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
