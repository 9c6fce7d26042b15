using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Server.Tests.Attacks;

/// <summary>What another site, a network or a link can try with a browser that is signed in.</summary>
public sealed partial class BrowserAttackTests(AttackSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_was_planted_is_not_the_one_that_is_signed_in()
    {
        await site.ReadyAsync();
        var planted = new string('A', 43);
        var name = $"herdbook-session-{new Uri(site.Address).Port}";
        var cookies = new CookieContainer();
        cookies.Add(new Uri(site.Address), new Cookie(name, planted));
        using var browser = Browser(cookies);

        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(browser)).StatusCode);

        var session = cookies.GetCookies(new Uri(site.Address))[name]!.Value;
        Assert.NotEqual(planted, session);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{name}={planted}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{name}={session}"));

        // Signed in again, the session of before is no more.
        await SignInAsync(browser);
        Assert.NotEqual(session, cookies.GetCookies(new Uri(site.Address))[name]!.Value);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{name}={session}"));
    }

    [Fact]
    public async Task The_cookie_of_a_session_is_for_no_script_and_not_for_requests_of_other_sites()
    {
        await site.ReadyAsync();
        var cookies = new CookieContainer();
        using var browser = Browser(cookies);
        var answer = await SignInAsync(browser);

        var set = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("herdbook-session-", StringComparison.Ordinal));
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", set, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", set, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_of_another_site_does_nothing()
    {
        await site.ReadyAsync();
        var cookies = new CookieContainer();
        using var browser = Browser(cookies);
        await SignInAsync(browser);
        var page = await browser.GetStringAsync("/tenants", Ct);
        var token = Token().Match(page).Groups[1].Value;
        Dictionary<string, string> Form(string slug, string? with) => with is null ? new() { ["slug"] = slug } : new() { ["slug"] = slug, ["__RequestVerificationToken"] = with };

        // Without the page's token, with a made-up one, with one from another browser.
        var others = Token().Match(await (await Browser(new CookieContainer()).GetAsync("/sign-in", Ct)).Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        foreach (var with in new[] { null, "x", others })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/tenants", new FormUrlEncodedContent(Form("csrf", with)), Ct)).StatusCode);
        }

        // With the right token and from elsewhere.
        foreach (var (header, value) in new[] { ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/tenants") { Content = new FormUrlEncodedContent(Form("csrf", token)) };
            request.Headers.Add(header, value);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(request, Ct)).StatusCode);
        }

        // A program's address takes no form with a browser's cookie either, from elsewhere.
        using var simple = new HttpRequestMessage(HttpMethod.Post, "/v1/tenants") { Content = new StringContent("""{"slug": "csrf"}""", Encoding.UTF8, "text/plain") };
        simple.Headers.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(simple, Ct)).StatusCode);

        Assert.DoesNotContain("csrf", await browser.GetStringAsync("/tenants", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/tenants", new FormUrlEncodedContent(Form("made-here", token)), Ct)).StatusCode);
        Assert.Contains("made-here", await browser.GetStringAsync("/tenants", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_can_be_framed_sniffed_or_scripted()
    {
        await site.ReadyAsync();
        var cookies = new CookieContainer();
        using var browser = Browser(cookies);
        await SignInAsync(browser);
        foreach (var path in new[] { "/", "/sign-in", "/tenants", "/tables", "/tables/herd.ticket_def", "/nowhere", "/v1/rows/herd.ticket_def", "/v1/nowhere", "/healthz" })
        {
            using var answer = await browser.GetAsync(path, Ct);
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", policy.Replace("script-src 'self'", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)(?![^>]*type=""application/json"")[^>]*>|\son[a-z]+=""|javascript:", await answer.Content.ReadAsStringAsync(Ct));
        }
    }

    [Fact]
    public async Task A_foreign_host_is_refused_and_what_a_proxy_may_say_is_not_believed()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["administrator"]);
        foreach (var host in new[] { "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:80", "[::2]" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/tenants") { Headers = { Host = host } };
            Assert.Equal(HttpStatusCode.MisdirectedRequest, (await http.SendAsync(request, Ct)).StatusCode);
        }

        foreach (var (header, value) in new[] { ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "host=evil.example;proto=https;for=1.2.3.4"), ("X-Forwarded-For", "1.2.3.4"), ("X-Host", "evil.example") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in/openid");
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await site.Client().SendAsync(request, Ct);
            Assert.Contains(Uri.EscapeDataString($"{site.Address}/sign-in/openid/callback"), answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            Assert.DoesNotContain("evil", answer.Headers.Location.OriginalString, StringComparison.Ordinal);
        }

        // Throttling goes by the connection's own address, so no header buys another one.
        using var spoofed = new HttpRequestMessage(HttpMethod.Get, "/v1/tenants");
        spoofed.Headers.TryAddWithoutValidation("X-HTTP-Method-Override", "DELETE");
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(spoofed, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_in_an_address_a_form_or_a_cookie_is_none()
    {
        await site.ReadyAsync();
        var token = site.Tokens["administrator"];
        using var http = site.Client();
        foreach (var query in new[] { "access_token", "token", "api_key", "apikey", "authorization", "bearer", "key" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"/v1/tenants?{query}={token}", Ct)).StatusCode);
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["access_token"] = token, ["slug"] = "x" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("/v1/tenants", form, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"herdbook-session-{new Uri(site.Address).Port}={token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"Authorization={token}"));
        foreach (var scheme in new[] { "Basic", "Token", "Digest" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/tenants");
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {token}");
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(request, Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task No_address_leads_to_another_site()
    {
        await site.ReadyAsync();
        string[] elsewhere = ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/%09/evil.example", "https:evil.example", "javascript:alert(1)", "/\t/evil.example", "///evil.example", "evil.example"];
        foreach (var place in elsewhere)
        {
            var back = Uri.EscapeDataString(place);
            using var reader = site.Client();
            AssertHere(await reader.GetAsync($"/theme/dark?back={back}", Ct), place);
            using var browser = Browser(new CookieContainer());
            AssertHere(await SignInAsync(browser, $"/sign-in?back={back}"), place);
        }

        using var anyone = site.Client();
        anyone.DefaultRequestHeaders.Add("Accept", "text/html");
        AssertHere(await anyone.GetAsync(new Uri($"{site.Address}//evil.example/x"), Ct), "//evil.example");
    }

    [Fact]
    public async Task What_is_too_large_is_not_read()
    {
        await site.ReadyAsync();
        using var http = site.Client(site.Tokens["administrator"]);
        using var large = new ByteArrayContent(new byte[(16 << 20) + 1]) { Headers = { ContentType = new("application/json") } };
        Assert.True(await RefusedAsync(() => http.PostAsync("/v1/rows/herd.ticket_def", large, Ct), HttpStatusCode.RequestEntityTooLarge));
        using var tenant = new StringContent($$"""{"slug": "x", "title": "{{new string('a', 100_000)}}"}""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.PostAsync("/v1/tenants", tenant, Ct)).StatusCode);
        Assert.True(await RefusedAsync(() => http.GetAsync("/v1/rows/herd.ticket_def?x=" + new string('a', 70_000), Ct), HttpStatusCode.RequestUriTooLong));
        using var headers = new HttpRequestMessage(HttpMethod.Get, "/v1/tenants");
        headers.Headers.Add("X-Long", new string('a', 60_000));
        Assert.True(await RefusedAsync(() => http.SendAsync(headers, Ct), HttpStatusCode.RequestHeaderFieldsTooLarge));
    }

    [Fact]
    public async Task Who_sends_too_slowly_is_cut_off_and_keeps_nobody_waiting()
    {
        await site.ReadyAsync();
        var slow = Enumerable.Range(0, 40).Select(_ => UntilClosedAsync($"POST /v1/rows/herd.ticket_def HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {site.Tokens["administrator"]}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n[")).ToList();
        using var http = site.Client(site.Tokens["administrator"]);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/tenants", Ct)).StatusCode);
        await Task.WhenAll(slow).WaitAsync(TimeSpan.FromSeconds(40), Ct);
    }

    private static void AssertHere(HttpResponseMessage answer, string place)
    {
        if (answer.Headers.Location is { } location)
        {
            Assert.True(location.OriginalString.StartsWith('/') && !location.OriginalString.StartsWith("//", StringComparison.Ordinal) && !location.OriginalString.StartsWith("/\\", StringComparison.Ordinal), $"{place} leads to {location.OriginalString}");
        }
    }

    /// <summary>Whether it was answered so, or the connection was closed while it was still sent.</summary>
    private static async Task<bool> RefusedAsync(Func<Task<HttpResponseMessage>> send, HttpStatusCode status)
    {
        try
        {
            using var answer = await send();
            return answer.StatusCode == status;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    /// <summary>Sends the beginning of a request and nothing more; returns when the server has closed the connection.</summary>
    private async Task UntilClosedAsync(string beginning)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(site.Address).Port, Ct);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), Ct);
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, Ct) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Cut off without a word.
        }
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string address = "/sign-in")
    {
        var page = await browser.GetStringAsync(address, Ct);
        return await browser.PostAsync(
            address,
            new FormUrlEncodedContent(new Dictionary<string, string> { ["email"] = "ada@herdbook.test", ["password"] = AttackSite.Password, ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value }),
            Ct);
    }

    private HttpClient Browser(CookieContainer cookies) => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = new Uri(site.Address) };

    private async Task<HttpStatusCode> StatusAsync(string cookie)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/tenants");
        request.Headers.Add("Cookie", cookie);
        return (await http.SendAsync(request, Ct)).StatusCode;
    }

    [GeneratedRegex(@"name=""__RequestVerificationToken""[^>]*value=""([^""]+)""")]
    private static partial Regex Token();
}
