using Herdbook.Core.Governance.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>Finds out who sends a request, by its bearer token. What is shown and does not hold is refused, whatever the address.</summary>
internal sealed class Identification(HomeToken home, ApiTokens tokens)
{
    private const string Scheme = "Bearer ";

    /// <summary>Letters of the longest credential that is looked at.</summary>
    private const int MostLetters = 200;

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
            await new Problem(StatusCodes.Status401Unauthorized, "token_invalid", "This token does not hold",
                "It is unknown, expired or revoked, or its user may no longer sign in. Nothing was done.") { Remedy = "Ask for another: herdbook tokens make, or the page Tokens." }.WriteAsync(http);
            return;
        }

        http.Features.Set(found.Identity);
        await next(http);
    });

    private async Task<Found> IdentifyAsync(HttpContext http)
    {
        var shown = http.Request.Headers.Authorization;
        if (shown.Count == 0)
        {
            return Found.Nobody;
        }

        if (shown is not [{ } line] || !line.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || line.Length > MostLetters)
        {
            return Found.Invalid;
        }

        var text = line[Scheme.Length..].Trim();
        if (home.Is(text))
        {
            return new Found(new OwnerIdentity(), null);
        }

        return ApiTokens.TenantOf(text) is { } tenant && await tokens.FindAsync(tenant, text, http.RequestAborted) is { } token
            ? new Found(new TokenIdentity(tenant, token), null)
            : Found.Invalid;
    }

    /// <param name="Identity">Null for nobody.</param>
    /// <param name="Refused">Set where a credential was shown that does not hold.</param>
    private sealed record Found(Identity? Identity, string? Refused)
    {
        public static readonly Found Nobody = new(null, null);
        public static readonly Found Invalid = new(null, "token_invalid");
    }
}
