using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Host;

/// <summary>HEAD is answered as GET is, without the body, which Kestrel leaves out (RFC 9110, section 9.3.2).</summary>
internal static class HeadRequests
{
    public static void UseHead(this WebApplication app) =>
        app.Use((http, next) =>
        {
            if (HttpMethods.IsHead(http.Request.Method))
            {
                http.Request.Method = HttpMethods.Get;
            }

            return next(http);
        });
}
