using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Herdbook.Server.Access.OpenId;

/// <summary>The provider's answer is not one that proves anything. The reason is for the log and the audit, never for whoever signs in.</summary>
internal sealed class OpenIdException(string reason, Exception? inner = null) : Exception(reason, inner);

/// <summary>Speaks to the provider: where it is, what it knows of a code, and whether a token is its own. Its description is kept for half a day.</summary>
internal sealed class OpenIdProvider : IDisposable
{
    /// <summary>Asymmetric and strong; what a token says of itself beside them is not listened to.</summary>
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly OpenIdSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _described;
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };

    public OpenIdProvider(OpenIdSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1 << 20 };
        _described = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{settings.Issuer.TrimEnd('/')}/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = !new Uri(settings.Issuer).IsLoopback });
    }

    /// <exception cref="OpenIdException">The provider does not answer, or is not the one that was named.</exception>
    public async Task<OpenIdConnectConfiguration> DescribedAsync(CancellationToken ct)
    {
        try
        {
            var described = await _described.GetConfigurationAsync(ct);
            return described.Issuer == _settings.Issuer && OpenIdSettings.IsSafe(described.AuthorizationEndpoint) && OpenIdSettings.IsSafe(described.TokenEndpoint)
                ? described
                : throw new OpenIdException($"the provider at {_settings.Issuer} says that it is {described.Issuer}, or names addresses that are not https");
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException or JsonException or ArgumentException)
        {
            throw new OpenIdException("the provider's description cannot be read", e);
        }
    }

    /// <summary>Redeems a code, and proves what came for it.</summary>
    /// <returns>The e-mail address that the provider vouches for.</returns>
    /// <exception cref="OpenIdException">Anything is not as it should be.</exception>
    public async Task<string> RedeemAsync(string code, string verifier, string nonce, string redirect, CancellationToken ct)
    {
        var described = await DescribedAsync(ct);
        try
        {
            var (idToken, access) = await TokensAsync(described, code, verifier, redirect, ct);
            var token = await ProvedAsync(described, idToken, nonce, ct);
            return Email(name => token.TryGetPayloadValue<object>(name, out var value) ? value.ToString() : null) ?? await ToldAsync(described, access, token.Subject, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException or TaskCanceledException { CancellationToken.IsCancellationRequested: false } && !ct.IsCancellationRequested)
        {
            throw new OpenIdException("the provider's answer cannot be read", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(string IdToken, string? Access)> TokensAsync(OpenIdConnectConfiguration described, string code, string verifier, string redirect, CancellationToken ct)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirect, ["code_verifier"] = verifier };
        using var request = new HttpRequestMessage(HttpMethod.Post, described.TokenEndpoint);
        if (_settings.ClientSecret is { } secret)
        {
            var pair = $"{Uri.EscapeDataString(_settings.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = _settings.ClientId;
        }

        request.Content = new FormUrlEncodedContent(form);
        using var answer = await _http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new OpenIdException($"the provider does not take the code: {(int)answer.StatusCode}");
        }

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        return (Text(body, "id_token") ?? throw new OpenIdException("the provider gave no id_token"), Text(body, "access_token"));
    }

    private async Task<JsonWebToken> ProvedAsync(OpenIdConnectConfiguration described, string idToken, string nonce, CancellationToken ct)
    {
        var result = await _tokens.ValidateTokenAsync(idToken, Parameters(described));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider may have changed its keys.
            _described.RequestRefresh();
            result = await _tokens.ValidateTokenAsync(idToken, Parameters(await DescribedAsync(ct)));
        }

        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
        {
            throw new OpenIdException($"the id_token does not hold: {result.Exception?.GetType().Name}", result.Exception);
        }

        if (!token.TryGetPayloadValue<string>("nonce", out var given) || given != nonce)
        {
            throw new OpenIdException("the id_token is not for this sign-in: its nonce is another");
        }

        var authorized = token.TryGetPayloadValue<string>("azp", out var party) ? party : null;
        if ((authorized is not null && authorized != _settings.ClientId) || (token.Audiences.Count() > 1 && authorized is null))
        {
            throw new OpenIdException("the id_token was made for another client");
        }

        return string.IsNullOrEmpty(token.Subject) ? throw new OpenIdException("the id_token has no subject") : token;
    }

    private TokenValidationParameters Parameters(OpenIdConnectConfiguration described) => new()
    {
        ValidIssuer = _settings.Issuer,
        ValidAudience = _settings.ClientId,
        IssuerSigningKeys = described.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        RequireAudience = true,
        ValidateIssuer = true,
        ValidateAudience = true,
        ValidateIssuerSigningKey = true,
        LifetimeValidator = (from, until, _, _) =>
        {
            var now = _time.GetUtcNow().UtcDateTime;
            return until is { } end && end > now - Skew && (from is null || from < now + Skew);
        },
    };

    /// <summary>Providers that keep the id_token short tell the address at another place; it must be of the same subject.</summary>
    private async Task<string> ToldAsync(OpenIdConnectConfiguration described, string? access, string subject, CancellationToken ct)
    {
        if (access is null || !OpenIdSettings.IsSafe(described.UserInfoEndpoint))
        {
            throw new OpenIdException("the id_token has no address that is verified");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, described.UserInfoEndpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", access) } };
        using var answer = await _http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
        return Text(body, "sub") == subject && Email(name => Text(body, name)) is { } email ? email : throw new OpenIdException("the provider knows no address of the user that is verified");
    }

    private static string? Email(Func<string, string?> read) =>
        read("email") is { Length: > 3 and <= 255 } email && string.Equals(read("email_verified"), "true", StringComparison.OrdinalIgnoreCase) ? email : null;

    private static string? Text(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value)
        ? value.ValueKind is JsonValueKind.String ? value.GetString() : value.ValueKind is JsonValueKind.True ? "true" : null
        : null;
}
