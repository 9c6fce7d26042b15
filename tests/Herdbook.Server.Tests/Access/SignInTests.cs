using System.Net;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Xunit;

namespace Herdbook.Server.Tests.Access;

/// <summary>Signing in and out over HTTP, and what a session is good for.</summary>
public sealed class SignInTests(AccessSite site) : IClassFixture<AccessSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string CookieName => $"herdbook-session-{site.Address.Port}";

    [Fact]
    public async Task A_password_makes_a_session_whose_cookie_no_script_reads_and_no_other_site_sends()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var browser = site.Browser();
        using var answer = await AccessSite.SendFormAsync(browser, "/sign-in?back=/sessions", "/sign-in?back=/sessions", Ct, ("email", user.Email.ToUpperInvariant()), ("password", AccessSite.Password));
        Assert.Equal("/sessions", answer.Headers.Location?.OriginalString);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith(CookieName, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);

        using var page = await browser.GetAsync(new Uri("/sessions", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(user.Email, await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(user.Email, await site.AskAsync($"select actor_id from governance.audit_logs where event_type = 'sign_in.succeed' and subject_id = '{user.Id}'", Ct));
        var secret = cookie.Split('=', ';')[1];
        Assert.Equal(0L, await site.AskAsync($"select count(*) from governance.audit_logs where event_data::text like '%{secret}%'", Ct));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_to_another_site_after_signing_in(string back)
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var browser = site.Browser();
        var address = $"/sign-in?back={Uri.EscapeDataString(back)}";
        using var answer = await AccessSite.SendFormAsync(browser, address, address, Ct, ("email", user.Email), ("password", AccessSite.Password));
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_are_answered_alike()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        var inactive = await site.MakeUserAsync(Ct, "viewer");
        await site.Users.SetActiveAsync(Actor.Owner, inactive.Id, active: false, Ct);
        var answers = new List<string>();
        foreach (var (email, password) in new[] { (user.Email, "wrong"), ("nobody@herdbook.test", "wrong"), (inactive.Email, AccessSite.Password) })
        {
            using var browser = site.Browser();
            using var answer = await AccessSite.SendFormAsync(browser, "/sign-in", "/sign-in", Ct, ("email", email), ("password", password));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith(CookieName, StringComparison.Ordinal)));
            var html = await answer.Content.ReadAsStringAsync(Ct);
            answers.Add(html.Replace(email, "", StringComparison.Ordinal).Replace(AccessSite.Token(html), "", StringComparison.Ordinal));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Signing_in_gives_another_session_than_the_browser_had_and_ends_that()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var browser = await site.SignedInAsync(user.Email, Ct);
        var before = await SecretsAsync(user);
        using (var again = await AccessSite.SendFormAsync(browser, "/sign-in", "/sign-in", Ct, ("email", user.Email), ("password", AccessSite.Password)))
        {
            Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        }

        Assert.Equal(1L, await site.AskAsync($"select count(*) from governance.sign_in_sessions where user_id = '{user.Id}' and ended_at is null", Ct));
        Assert.NotEqual(before, await SecretsAsync(user));

        // A session that somebody else planted is not taken over.
        var planted = AccessSecret.New();
        using var victim = site.Browser();
        victim.DefaultRequestHeaders.Add("Cookie", $"{CookieName}={planted}");
        using var page = await victim.GetAsync(new Uri("/account", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_every_copy_of_its_cookie()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var browser = site.Browser();
        using var entered = await AccessSite.SendFormAsync(browser, "/sign-in", "/sign-in", Ct, ("email", user.Email), ("password", AccessSite.Password));
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith(CookieName, StringComparison.Ordinal)).Split(';')[0];
        using var left = await AccessSite.SendFormAsync(browser, "/sign-out", "/sign-out", Ct);
        Assert.Equal("/sign-in", left.Headers.Location?.OriginalString);

        using var thief = site.Program(null);
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        using var page = await thief.GetAsync(new Uri("/account", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
    }

    [Fact]
    public async Task Deactivation_ends_sessions_and_tokens_of_the_user_at_once()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var browser = await site.SignedInAsync(user.Email, Ct);
        var (_, text) = await site.Tokens.MakeAsync(Tenant.Default, user.Actor, new WantedToken("mine", ["administrator"], [], user.Id, null, null), Ct);
        using var program = site.Program(text);
        using (var may = await program.GetAsync(new Uri("/v1/rows/herd.ticket_def?limit=1", UriKind.Relative), Ct))
        {
            Assert.Equal(HttpStatusCode.OK, may.StatusCode);
        }

        using (var bounded = await program.GetAsync(new Uri("/users", UriKind.Relative), Ct))
        {
            Assert.Equal(HttpStatusCode.Forbidden, bounded.StatusCode);
        }

        await site.Users.SetActiveAsync(Actor.Owner, user.Id, active: false, Ct);
        using var page = await browser.GetAsync(new Uri("/account", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        using var stopped = await program.GetAsync(new Uri("/v1/rows/herd.ticket_def?limit=1", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, stopped.StatusCode);
    }

    [Fact]
    public async Task A_session_s_cookie_alone_writes_nothing_anywhere()
    {
        using var browser = await site.SignedInAsync("root@herdbook.test", Ct);
        using var json = new StringContent("""[{"ticket_code":"CSRF-1"}]""", System.Text.Encoding.UTF8, "application/json");
        using var rows = await browser.PostAsync(new Uri("/v1/rows/herd.ticket_def", UriKind.Relative), json, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, rows.StatusCode);
        using var form = await browser.PostAsync(new Uri("/users", UriKind.Relative), AccessSite.Form(null, ("email", "x@herdbook.test")), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);

        // A token of a form that another session was shown.
        var user = await site.MakeUserAsync(Ct, "administrator");
        using var other = await site.SignedInAsync(user.Email, Ct);
        var token = AccessSite.Token(await other.GetStringAsync(new Uri("/users", UriKind.Relative), Ct));
        using var foreign = await browser.PostAsync(new Uri("/users", UriKind.Relative), AccessSite.Form(token, ("email", "x@herdbook.test"), ("role", "administrator")), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Null(await site.Users.FindAsync("x@herdbook.test", Ct));
    }

    [Fact]
    public async Task A_link_signs_in_once_and_looking_at_it_uses_nothing_up()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        var path = FirstAdministrator.PathOf(await site.SignIns.MakeLinkAsync(Actor.Owner, user.Id, Ct));
        using var browser = site.Browser();
        await browser.GetStringAsync(new Uri(path, UriKind.Relative), Ct);
        using var entered = await AccessSite.SendFormAsync(browser, path, path, Ct);
        Assert.Equal("/account", entered.Headers.Location?.OriginalString);
        using var later = site.Browser();
        using var again = await AccessSite.SendFormAsync(later, path, path, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task A_user_of_one_tenant_does_not_learn_of_another()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var browser = await site.SignedInAsync(user.Email, Ct);
        foreach (var path in (string[])["/t/barn/sessions", "/t/nowhere/sessions"])
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("Barn", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("/t/barn/", await browser.GetStringAsync(new Uri("/account", UriKind.Relative), Ct), StringComparison.Ordinal);
        await site.Users.SetRolesAsync(Actor.Owner, user.Id, new Tenant("barn"), ["viewer"], Ct);
        using var now = await browser.GetAsync(new Uri("/t/barn/sessions", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }

    [Fact]
    public async Task What_a_caller_writes_bears_their_name()
    {
        var (_, text) = await site.Tokens.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken("import of the night", [], ["herd:write", "herd:read"], null, "hen-3", null), Ct);
        using var program = site.Program(text);
        using var json = new StringContent("""[{"ticket_code":"NAMED-1","ticket_title":"One"}]""", System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/rows/herd.ticket_def") { Content = json };
        request.Headers.Add("Prefer", "missing=default");
        using var answer = await program.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("agent hen-3", await site.AskAsync("select actor_type || ' ' || actor_id from governance.audit_logs where event_type like 'rows.%' order by created_at desc limit 1", Ct));

        // Its module is open; a module beside it is as if it were not there.
        using var embed = await program.GetAsync(new Uri("/v1/rows/erp.people?limit=1", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Forbidden, embed.StatusCode);
        using var around = await program.GetAsync(new Uri("/v1/rows/herd.agent_instance?select=agent_instance_code,sessions(*)&limit=1", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, around.StatusCode);
    }

    private async Task<string> SecretsAsync(User user) =>
        (string)(await site.AskAsync($"select encode(token_hash, 'hex') from governance.sign_in_sessions where user_id = '{user.Id}' and ended_at is null", Ct))!;
}
