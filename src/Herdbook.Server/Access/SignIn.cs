using Herdbook.Core.Governance.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>Makes a browser's session for somebody who proved who they are, and ends it.</summary>
internal sealed class SignIn(SignInSessions sessions)
{
    /// <summary>
    /// Signs the user in on this request's browser, with a new session; one that the browser had before ends. Whatever way of proving there
    /// is comes here at its end: password, link, OpenID Connect.
    /// </summary>
    /// <param name="how">password, link or openid.</param>
    public async Task AsAsync(HttpContext http, User user, string how, CancellationToken ct) =>
        SessionCookie.Write(http, await sessions.BeginAsync(user, how, PlaceOf(http), SessionCookie.Read(http), ct));

    /// <summary>Ends the browser's session, if it has one.</summary>
    public async Task OutAsync(HttpContext http, CancellationToken ct)
    {
        if (SessionCookie.Read(http) is { } secret)
        {
            await sessions.EndAsync(http.Caller().Actor, secret, ct);
        }

        SessionCookie.Remove(http);
    }

    /// <summary>Where a request comes from.</summary>
    public static SignInPlace PlaceOf(HttpContext http) => new(http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Headers.UserAgent.ToString());
}
