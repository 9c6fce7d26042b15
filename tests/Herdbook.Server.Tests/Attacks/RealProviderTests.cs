using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Herdbook.Server.Access.OpenId;
using Herdbook.Server.Host;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Attacks;

/// <summary>Signing in by a provider that is certified: all its pages and redirects, as a browser goes through them.</summary>
public sealed partial class RealProviderTests(AttackSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_signs_in_by_oidc_provider_and_one_without_an_account_does_not()
    {
        await site.ReadyAsync();
        var port = FreePort();
        using var node = Start($"http://127.0.0.1:{port}/sign-in/openid/callback");
        try
        {
            var told = JsonDocument.Parse((await node.StandardOutput.ReadLineAsync(Ct))!).RootElement;
            var settings = new OpenIdSettings(told.GetProperty("issuer").GetString()!, "herdbook", told.GetProperty("secret").GetString(), [], "npm");
            await using var server = await HerdbookServer.StartAsync(new ServerOptions(port, Demo: false, Import: false) { OpenId = settings }, site.Session, Ct);

            using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };
            Assert.Contains("Sign in with npm", await browser.GetStringAsync("/sign-in", Ct), StringComparison.Ordinal);
            Assert.Equal("/tables", (await ThroughAsync(browser, "vic@herdbook.test")).Headers.Location?.OriginalString);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/tables", Ct)).StatusCode);

            foreach (var nobody in new[] { "nobody@herdbook.test", "gone@herdbook.test", "unverified@herdbook.test" })
            {
                using var other = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };
                Assert.Equal(HttpStatusCode.Unauthorized, (await ThroughAsync(other, nobody)).StatusCode);
            }
        }
        finally
        {
            node.StandardInput.Close();
            await node.WaitForExitAsync(Ct);
        }
    }

    /// <summary>Follows every redirect and answers every form of the provider, to the answer of our own callback.</summary>
    private static async Task<HttpResponseMessage> ThroughAsync(HttpClient browser, string login)
    {
        var at = new Uri(browser.BaseAddress!, "/sign-in/openid?back=%2Ftables");
        var answer = await browser.GetAsync(at, Ct);
        for (var step = 0; step < 20; step++)
        {
            if (answer.Headers.Location is { } next)
            {
                at = new Uri(at, next);
                answer = await browser.GetAsync(at, Ct);
                if (at.AbsolutePath.EndsWith("/callback", StringComparison.Ordinal))
                {
                    return answer;
                }

                continue;
            }

            var page = await answer.Content.ReadAsStringAsync(Ct);
            var prompt = Prompt().Match(page).Groups[1].Value;
            Assert.True(prompt.Length > 0, $"{at} answers {(int)answer.StatusCode}: {page}");
            at = new Uri(at, WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value));
            answer = await browser.PostAsync(at, new FormUrlEncodedContent(new Dictionary<string, string> { ["prompt"] = prompt, ["login"] = login, ["password"] = "any" }), Ct);
        }

        throw new InvalidOperationException("The provider leads in a circle.");
    }

    private static Process Start(string callback) => Process.Start(new ProcessStartInfo(
        "node", [Path.Combine(SharedData.Repository, "tests", "Herdbook.Server.Tests", "Clients", "oidc-provider.mjs"), callback])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        WorkingDirectory = SharedData.Repository,
    }) ?? throw new InvalidOperationException("Node did not start.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"name=""prompt"" value=""([a-z]+)""")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"<form[^>]*action=""([^""]+)""")]
    private static partial Regex Action();
}
