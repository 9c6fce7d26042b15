using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Herdbook.Server.Access.OpenId;

/// <summary>
/// Signing in by the provider: authorization code with PKCE. What was begun is kept in a sealed cookie of the same browser, for ten minutes and
/// for one answer, so an answer that was made for another browser is none. The account must be here already.
/// </summary>
internal sealed partial class OpenIdSignIn(
    OpenIdSettings settings, OpenIdProvider provider, Users users, SignIn signIn, Book book, IDataProtectionProvider protection, TimeProvider time, ILogger<OpenIdSignIn> log)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("herdbook.openid.1").ToTimeLimitedDataProtector();

    /// <summary>The address to send the browser to.</summary>
    /// <param name="back">Where to go afterwards; an address of this server.</param>
    /// <exception cref="OpenIdException">The provider does not answer.</exception>
    public async Task<string> BeginAsync(HttpContext http, string callback, string? back, CancellationToken ct)
    {
        var described = await provider.DescribedAsync(ct);
        var begun = new Begun(AccessSecret.New(), AccessSecret.New(), AccessSecret.New(), callback, back, time.GetUtcNow() + Lasts);
        http.Response.Cookies.Append(Cookie(http), _protector.Protect(JsonSerializer.Serialize(begun), Lasts), Options(http));
        var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(begun.Verifier)));
        return Pages.Links.With(
            described.AuthorizationEndpoint, ("response_type", "code"), ("client_id", settings.ClientId), ("redirect_uri", callback), ("scope", "openid email"),
            ("state", begun.State), ("nonce", begun.Nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"));
    }

    /// <summary>Takes the provider's answer.</summary>
    /// <returns>Where to go, signed in; null where the answer proves nothing.</returns>
    public async Task<string?> FinishAsync(HttpContext http, CancellationToken ct)
    {
        try
        {
            var begun = Take(http) ?? throw new OpenIdException("no sign-in was begun in this browser, or it was begun too long ago");
            var email = await AnsweredAsync(http.Request.Query, begun, ct);
            if (settings.Domains.Count > 0 && !settings.Domains.Contains(email[(email.LastIndexOf('@') + 1)..].ToLowerInvariant()))
            {
                throw new OpenIdException("the address is of a domain that may not sign in so");
            }

            var user = await users.FindAsync(email, ct) is { IsActive: true } found ? found : throw new OpenIdException("there is no account of this address that may sign in");
            await signIn.AsAsync(http, user, "openid", ct);
            return begun.Back ?? "/";
        }
        catch (OpenIdException refused)
        {
            Refused(log, refused.Message, refused.InnerException?.Message ?? "");
            await book.AppendAsync(
                Tenant.Default, Actor.Gate, new AuditEvent("sign_in.refuse").With("how", "openid").With("address", SignIn.PlaceOf(http).Address).With("reason", refused.Message), ct);
            return null;
        }
    }

    private async Task<string> AnsweredAsync(IQueryCollection query, Begun begun, CancellationToken ct)
    {
        if (query["state"] is not [{ } state] || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(begun.State)))
        {
            throw new OpenIdException("the answer is not to what this browser asked: its state is another");
        }

        // RFC 9207: whose answer it is. Providers that say it must be the one that was asked.
        if (query.ContainsKey("iss") && query["iss"] is not [{ } issuer])
        {
            throw new OpenIdException("the answer names several issuers");
        }
        else if (query.ContainsKey("iss") && query["iss"].ToString() != settings.Issuer)
        {
            throw new OpenIdException("the answer is another issuer's");
        }

        if (query.ContainsKey("error"))
        {
            throw new OpenIdException("the provider refused");
        }

        return query["code"] is [{ Length: > 0 and <= 4096 } code]
            ? await provider.RedeemAsync(code, begun.Verifier, begun.Nonce, begun.Callback, ct)
            : throw new OpenIdException("the answer has no code");
    }

    /// <summary>What was begun in this browser; it is taken once.</summary>
    private Begun? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie(http)] is not { Length: > 0 and < 8192 } kept)
        {
            return null;
        }

        http.Response.Cookies.Delete(Cookie(http), Options(http));
        try
        {
            return JsonSerializer.Deserialize<Begun>(_protector.Unprotect(kept)) is { } begun && begun.Until > time.GetUtcNow() ? begun : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static string Cookie(HttpContext http) => $"herdbook-openid-{http.Connection.LocalPort}";

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/sign-in/openid",
        MaxAge = Lasts,
        IsEssential = true,
    };

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private sealed record Begun(string State, string Nonce, string Verifier, string Callback, string? Back, DateTimeOffset Until);

    [LoggerMessage(1, LogLevel.Warning, "a sign-in by OpenID Connect was refused: {Reason} {Detail}")]
    private static partial void Refused(ILogger log, string reason, string detail);
}
