using Herdbook.Core.Governance.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>
/// The cookie that holds a session's secret: for no script, for this host alone, and not sent along by other sites' requests. Over HTTPS it is
/// Secure and bears the prefix __Host-, which browsers bind to the very host; over HTTP on loopback neither is possible, and since cookies know
/// no ports, the port is part of the name: two books on one machine keep their sessions apart.
/// </summary>
internal static class SessionCookie
{
    public static string Name(HttpContext http) => http.Request.IsHttps ? "__Host-herdbook" : $"herdbook-session-{http.Connection.LocalPort}";

    public static string? Read(HttpContext http) => http.Request.Cookies[Name(http)] is { Length: AccessSecret.Length } secret ? secret : null;

    public static void Write(HttpContext http, string secret)
    {
        var options = Options(http);
        options.MaxAge = SignInSessions.Absolute;
        http.Response.Cookies.Append(Name(http), secret, options);
    }

    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(Name(http), Options(http));

    // Lax: a link to a page, in a message say, finds its reader signed in; a form of another site does not.
    private static CookieOptions Options(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };
}
