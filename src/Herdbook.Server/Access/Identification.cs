using System.Security.Claims;
using System.Text;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>Finds out who sends a request, by its bearer token or its session's cookie. A token that does not hold is refused, whatever the address; a cookie that does not is no cookie.</summary>
internal sealed class Identification(HomeToken home, ApiTokens tokens, Users users, SignInSessions sessions)
{
    private const string Scheme = "Bearer ";
    private const string BasicScheme = "Basic ";

    /// <summary>Where exporters made for Langfuse send a public and a secret key: any name, and a token.</summary>
    private const string BasicPath = "/api/public/otel";

    /// <summary>Letters of the longest credential that is looked at.</summary>
    private const int MostLetters = 400;

    public static void Use(WebApplication app, Identification identification) => app.Use(async (http, next) =>
    {
        // They answer before anything else does, and without a database.
        if (http.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) || http.Request.Path == "/healthz" || http.Request.Path == "/readyz")
        {
            await next(http);
            return;
        }

        if (await identification.IdentifyAsync(http) is not { Refused: null } found)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            await Invalid.WriteAsync(http);
            return;
        }

        http.Features.Set(found.Identity);
        await next(http);
    });

    private static Problem Invalid => new(StatusCodes.Status401Unauthorized, "token_invalid", "This token does not hold",
        "It is unknown, expired or revoked, or its user may no longer sign in. Nothing was done.")
    {
        Remedy = "Ask for another: herdbook tokens make, or the page Tokens.",
    };

    private async Task<Found> IdentifyAsync(HttpContext http)
    {
        var shown = http.Request.Headers.Authorization;
        if (shown.Count == 0)
        {
            return SessionCookie.Read(http) is { } secret && await sessions.FindAsync(secret, http.RequestAborted) is { } session
                ? new Found(Bound(http, session.Session, session.User), null)
                : Found.Nobody;
        }

        if (shown is not [{ } line] || line.Length > MostLetters || TokenIn(line, http.Request.Path) is not { } text)
        {
            return Found.Invalid;
        }

        if (home.Is(text))
        {
            return new Found(new OwnerIdentity(), null);
        }

        if (ApiTokens.TenantOf(text) is not { } tenant || await tokens.FindAsync(tenant, text, http.RequestAborted) is not { } token)
        {
            return Found.Invalid;
        }

        var user = token.UserId is { } id ? await users.FindAsync(id, http.RequestAborted) : null;
        return token.UserId is null || user is { IsActive: true } ? new Found(new TokenIdentity(tenant, token, user), null) : Found.Invalid;
    }

    /// <summary>The token that a credential shows; null where it shows none in a way that the address takes.</summary>
    private static string? TokenIn(string line, PathString path)
    {
        if (line.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return line[Scheme.Length..].Trim();
        }

        // Identification comes before the tenant's path is taken off.
        if (!line.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase) || path.Value?.Contains(BasicPath, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var bytes = new byte[MostLetters];
        return Convert.TryFromBase64String(line[BasicScheme.Length..].Trim(), bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var secret] ? secret : null;
    }

    /// <summary>The tokens of forms are bound to the session: one of another session, or from before the sign-in, is worth nothing.</summary>
    private static UserIdentity Bound(HttpContext http, Guid session, User user)
    {
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, session.ToString())], "session"));
        return new UserIdentity(session, user);
    }

    /// <param name="Identity">Null for nobody.</param>
    /// <param name="Refused">Set where a credential was shown that does not hold.</param>
    private sealed record Found(Identity? Identity, string? Refused)
    {
        public static readonly Found Nobody = new(null, null);
        public static readonly Found Invalid = new(null, "token_invalid");
    }
}
