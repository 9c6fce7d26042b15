using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Herdbook.Server.Tests.Attacks;

/// <summary>A provider of OpenID Connect that gives out whatever token a test makes. It keeps PKCE strictly.</summary>
internal sealed class HostileProvider : IAsyncDisposable
{
    public const string Client = "herdbook";

    private readonly WebApplication _app;

    private HostileProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();

    public RSA Key { get; } = RSA.Create(2048);

    public ECDsa Curve { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What the next code is worth.</summary>
    public string IdToken { get; set; } = "";

    /// <summary>As the sign-in sent it.</summary>
    public string Challenge { get; set; } = "";

    /// <summary>Codes that were redeemed with the right verifier.</summary>
    public int Redeemed { get; private set; }

    public static async Task<HostileProvider> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new HostileProvider(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new JsonObject
        {
            ["issuer"] = provider.Issuer,
            ["authorization_endpoint"] = $"{provider.Issuer}/authorize",
            ["token_endpoint"] = $"{provider.Issuer}/token",
            ["jwks_uri"] = $"{provider.Issuer}/jwks",
        }));
        app.MapGet("/jwks", () => Results.Json(new JsonObject { ["keys"] = new JsonArray(provider.Jwk(), provider.CurveJwk()) }));
        app.MapPost("/token", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != provider.Challenge)
            {
                return Results.BadRequest();
            }

            provider.Redeemed++;
            return Results.Json(new JsonObject { ["id_token"] = provider.IdToken, ["token_type"] = "Bearer" });
        });
        await app.StartAsync(ct);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Key.Dispose();
        Curve.Dispose();
    }

    /// <summary>A token that holds, but for what a test changes.</summary>
    public JsonObject Claims(string nonce, string email)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = Client,
            ["sub"] = "subject-1",
            ["nonce"] = nonce,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["email"] = email,
            ["email_verified"] = true,
        };
    }

    public string Sign(JsonObject claims, string algorithm = SecurityAlgorithms.RsaSha256, SecurityKey? key = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), new SigningCredentials(key ?? new RsaSecurityKey(Key) { KeyId = "k1" }, algorithm));

    /// <summary>A token whose header says what a test likes.</summary>
    public static string Forge(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Part(header)}.{Part(claims)}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";

        static string Part(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
    }

    private JsonObject CurveJwk()
    {
        var known = Curve.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "EC",
            ["use"] = "sig",
            ["kid"] = "k2",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(known.Q.X!),
            ["y"] = Base64Url.EncodeToString(known.Q.Y!),
        };
    }

    private JsonObject Jwk()
    {
        var known = Key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = "k1",
            ["n"] = Base64Url.EncodeToString(known.Modulus!),
            ["e"] = Base64Url.EncodeToString(known.Exponent!),
        };
    }
}
