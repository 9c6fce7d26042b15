using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Herdbook.Server.Tests.Attacks;

/// <summary>Signing in by OpenID Connect, against a provider that lies in every way.</summary>
public sealed class OpenIdTests(AttackSite site)
{
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_with_an_account_is_signed_in_and_led_back_to_where_they_were()
    {
        await site.ReadyAsync();
        using var browser = site.Client();
        var answer = await SignInAsync(browser, (provider, nonce) => provider.Sign(provider.Claims(nonce, "ADA@herdbook.test")), back: "/tables");

        Assert.Equal((HttpStatusCode.Redirect, "/tables"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/tables", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_by_PS256_or_ES256_does_and_no_token_that_lies_does()
    {
        await site.ReadyAsync();
        var provider = site.Provider;
        using var other = RSA.Create(2048);
        var publicKey = provider.Key.ExportSubjectPublicKeyInfo();
        var pem = provider.Key.ExportSubjectPublicKeyInfoPem();
        string Signed(string nonce, Action<JsonObject> change)
        {
            var claims = provider.Claims(nonce, "ada@herdbook.test");
            change(claims);
            return provider.Sign(claims);
        }

        var lies = new Dictionary<string, Func<string, string>>
        {
            ["algorithm none"] = nonce => HostileProvider.Forge(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" }, provider.Claims(nonce, "ada@herdbook.test"), _ => []),
            ["algorithm None"] = nonce => HostileProvider.Forge(new JsonObject { ["alg"] = "None", ["kid"] = "k1" }, provider.Claims(nonce, "ada@herdbook.test"), _ => []),
            ["HS256 with the public key"] = nonce => HostileProvider.Forge(new JsonObject { ["alg"] = "HS256", ["kid"] = "k1" }, provider.Claims(nonce, "ada@herdbook.test"), text => HMACSHA256.HashData(publicKey, text)),
            ["HS256 with the public key's PEM"] = nonce => HostileProvider.Forge(new JsonObject { ["alg"] = "HS256", ["kid"] = "k1" }, provider.Claims(nonce, "ada@herdbook.test"), text => HMACSHA256.HashData(System.Text.Encoding.ASCII.GetBytes(pem), text)),
            ["RS512, which is not on the list"] = nonce => provider.Sign(provider.Claims(nonce, "ada@herdbook.test"), SecurityAlgorithms.RsaSha512),
            ["another key under the same name"] = nonce => provider.Sign(provider.Claims(nonce, "ada@herdbook.test"), key: new RsaSecurityKey(other) { KeyId = "k1" }),
            ["a key that it brings along"] = nonce => HostileProvider.Forge(
                new JsonObject { ["alg"] = "RS256", ["jku"] = "http://127.0.0.1:1/jwks", ["jwk"] = new JsonObject { ["kty"] = "RSA" } }, provider.Claims(nonce, "ada@herdbook.test"), text => other.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            ["another nonce"] = _ => Signed("another", _ => { }),
            ["no nonce"] = nonce => Signed(nonce, claims => claims.Remove("nonce")),
            ["another audience"] = nonce => Signed(nonce, claims => claims["aud"] = "other"),
            ["no audience"] = nonce => Signed(nonce, claims => claims.Remove("aud")),
            ["two audiences and no party"] = nonce => Signed(nonce, claims => claims["aud"] = new JsonArray("herdbook", "other")),
            ["another party"] = nonce => Signed(nonce, claims => claims["azp"] = "other"),
            ["another issuer"] = nonce => Signed(nonce, claims => claims["iss"] = "https://elsewhere.test"),
            ["the issuer with a slash"] = nonce => Signed(nonce, claims => claims["iss"] = provider.Issuer + "/"),
            ["expired"] = nonce => Signed(nonce, claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds()),
            ["without an end"] = nonce => Signed(nonce, claims => claims.Remove("exp")),
            ["not yet"] = nonce => Signed(nonce, claims => claims["nbf"] = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds()),
            ["no subject"] = nonce => Signed(nonce, claims => claims.Remove("sub")),
            ["an address that nobody verified"] = nonce => Signed(nonce, claims => claims["email_verified"] = false),
            ["no word on whether it is verified"] = nonce => Signed(nonce, claims => claims.Remove("email_verified")),
            ["no account"] = nonce => Signed(nonce, claims => claims["email"] = "nobody@herdbook.test"),
            ["an account that may not sign in"] = nonce => Signed(nonce, claims => claims["email"] = "gone@herdbook.test"),
            ["a domain that may not"] = nonce => Signed(nonce, claims => claims["email"] = "eve@elsewhere.test"),
            ["no token"] = _ => "nonsense",
            ["empty"] = _ => "",
        };
        var accepted = new List<string>();
        foreach (var (lie, make) in lies)
        {
            using var browser = site.Client();
            var answer = await SignInAsync(browser, (_, nonce) => make(nonce));
            if (answer.StatusCode != HttpStatusCode.Unauthorized || (await browser.GetAsync("/v1/tenants", Ct)).StatusCode != HttpStatusCode.Unauthorized)
            {
                accepted.Add($"{lie}: {answer.StatusCode}");
            }
        }

        Assert.Empty(accepted);
        using var curve = site.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(curve, (_, nonce) => provider.Sign(provider.Claims(nonce, "vic@herdbook.test"), SecurityAlgorithms.EcdsaSha256, new ECDsaSecurityKey(provider.Curve) { KeyId = "k2" }))).StatusCode);
        using var strong = site.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(strong, (_, nonce) => provider.Sign(provider.Claims(nonce, "vic@herdbook.test"), SecurityAlgorithms.RsaSsaPssSha256))).StatusCode);
    }

    [Fact]
    public async Task An_answer_is_good_once_in_the_browser_that_asked_and_for_its_own_state()
    {
        await site.ReadyAsync();
        await OneAtATime.WaitAsync(Ct);
        try
        {
            var (ours, others) = (site.Client(), site.Client());
            var asked = await BeginAsync(ours, null);
            await BeginAsync(others, null);
            site.Provider.IdToken = site.Provider.Sign(site.Provider.Claims(asked["nonce"]!, "ada@herdbook.test"));
            site.Provider.Challenge = asked["code_challenge"]!;
            var redeemed = site.Provider.Redeemed;
            string[] wrong =
            [
                $"code=x&state={asked["state"]}x", "code=x", $"code=x&state={asked["state"]}&state=other", $"state={asked["state"]}", $"code=x&state={asked["state"]}&iss=https%3A%2F%2Felsewhere.test",
                $"error=access_denied&state={asked["state"]}",
            ];
            foreach (var query in wrong)
            {
                using var again = site.Client();
                var begun = await BeginAsync(again, null);
                Assert.Equal(HttpStatusCode.Unauthorized, (await again.GetAsync($"/sign-in/openid/callback?{query.Replace(asked["state"]!, begun["state"]!, StringComparison.Ordinal)}", Ct)).StatusCode);
            }

            // Another's answer, slipped to a browser that asked for its own: a sign-in that it did not begin.
            Assert.Equal(HttpStatusCode.Unauthorized, (await others.GetAsync($"/sign-in/openid/callback?code=x&state={asked["state"]}", Ct)).StatusCode);
            Assert.Equal(redeemed, site.Provider.Redeemed);

            Assert.Equal(HttpStatusCode.Redirect, (await ours.GetAsync($"/sign-in/openid/callback?code=x&state={asked["state"]}", Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await ours.GetAsync($"/sign-in/openid/callback?code=x&state={asked["state"]}", Ct)).StatusCode);
            Assert.Equal(redeemed + 1, site.Provider.Redeemed);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Nobody_is_led_to_another_site(string back)
    {
        await site.ReadyAsync();
        using var browser = site.Client();

        var answer = await SignInAsync(browser, (provider, nonce) => provider.Sign(provider.Claims(nonce, "ada@herdbook.test")), back);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    private async Task<HttpResponseMessage> SignInAsync(HttpClient browser, Func<HostileProvider, string, string> token, string? back = null)
    {
        await OneAtATime.WaitAsync(Ct);
        try
        {
            var asked = await BeginAsync(browser, back);
            site.Provider.IdToken = token(site.Provider, asked["nonce"]!);
            site.Provider.Challenge = asked["code_challenge"]!;
            return await browser.GetAsync($"/sign-in/openid/callback?code=x&state={asked["state"]}", Ct);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private async Task<System.Collections.Specialized.NameValueCollection> BeginAsync(HttpClient browser, string? back)
    {
        var sent = await browser.GetAsync("/sign-in/openid" + (back is null ? "" : $"?back={Uri.EscapeDataString(back)}"), Ct);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.StartsWith($"{site.Provider.Issuer}/authorize?", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var asked = HttpUtility.ParseQueryString(sent.Headers.Location.Query);
        Assert.Equal(("code", "S256", $"{site.Address}/sign-in/openid/callback"), (asked["response_type"], asked["code_challenge_method"], asked["redirect_uri"]));
        return asked;
    }
}
