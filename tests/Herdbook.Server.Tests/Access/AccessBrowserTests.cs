using System.Net;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Access;

/// <summary>Signing in, users, tokens and the own account, in a real browser.</summary>
public sealed class AccessBrowserTests(AccessSite site, Chromium chromium) : IClassFixture<AccessSite>
{
    private const string Changed = "seven slow kites hum";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_new_comes_by_a_link_sets_a_password_and_signs_in_with_it()
    {
        await using var window = await chromium.OpenAsync(site.Address);
        await window.GotoAsync("/users");
        await window.Page.GetByLabel("E-mail").FillAsync("grace@herdbook.test");
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Grace <b>H</b>");
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "operator" }).CheckAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        var link = await window.TextAsync("[data-once]");
        await window.KeepPictureAsync("users", whole: true);
        await window.GotoAsync("/users");
        Assert.Equal(0, await window.Page.Locator("[data-once]").CountAsync());
        Assert.Contains("operator", await window.TextAsync("tr[data-key='grace@herdbook.test']"), StringComparison.Ordinal);

        await using var theirs = await chromium.OpenAsync(site.Address, signedIn: false);
        await theirs.GotoAsync(link);
        await theirs.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await theirs.ArriveAsync("**/account");
        Assert.Contains("operator", await theirs.TextAsync(".access-facts"), StringComparison.Ordinal);
        await theirs.Page.GetByLabel("New password").FillAsync(Changed);
        await theirs.Page.GetByLabel("The same again").FillAsync(Changed);
        await theirs.Page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await Assertions.Expect(theirs.Page.GetByLabel("Present password")).ToBeVisibleAsync();
        await theirs.KeepPictureAsync("account", whole: true);

        await theirs.Page.Locator(".who summary").ClickAsync();
        await theirs.Page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await theirs.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await theirs.ArriveAsync("**/sign-in");
        await theirs.GotoAsync("/tables?module=herd");
        await theirs.ArriveAsync("**/sign-in?back=*");
        await theirs.Page.GetByLabel("E-mail").FillAsync("Grace@herdbook.test");
        await theirs.Page.GetByLabel("Password").FillAsync(Changed);
        await theirs.KeepPictureAsync("sign-in");
        await theirs.Page.Keyboard.PressAsync("Enter");
        await theirs.ArriveAsync("**/tables?module=herd");
        theirs.AssertNoFaults();
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_the_address_stays()
    {
        await using var window = await chromium.OpenAsync(site.Address, 360, 740, ColorScheme.Dark, scripts: false, signedIn: false);
        await window.GotoAsync("/sign-in");
        await window.Page.GetByLabel("E-mail").FillAsync("someone@herdbook.test");
        await window.Page.GetByLabel("Password").FillAsync("not it");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not fit together");
        await Assertions.Expect(window.Page.GetByLabel("E-mail")).ToHaveValueAsync("someone@herdbook.test");
        await Assertions.Expect(window.Page.GetByLabel("Password")).ToHaveValueAsync("");
        await window.KeepPictureAsync("sign-in-dark-360");
    }

    [Fact]
    public async Task An_administrator_changes_roles_and_deactivates_and_the_others_see_neither_page()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var theirs = await site.SignedInAsync(user.Email, Ct);
        var before = await theirs.GetStringAsync(new Uri("/account", UriKind.Relative), Ct);
        Assert.DoesNotContain("href=\"/users\"", before, StringComparison.Ordinal);
        Assert.Contains("href=\"/tokens\"", before, StringComparison.Ordinal);

        await using var window = await chromium.OpenAsync(site.Address);
        await window.GotoAsync($"/users/{user.Id}");
        var roles = window.Page.Locator("form[action$='/roles']").First;
        await roles.GetByRole(AriaRole.Checkbox, new() { Name = "auditor" }).CheckAsync();
        await roles.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("form[action$='/roles']").First.GetByRole(AriaRole.Checkbox, new() { Name = "auditor" })).ToBeCheckedAsync();
        Assert.Equal(["viewer", "auditor"], (await site.Users.FindAsync(user.Id, Ct))!.Roles.OrderByDescending(role => role));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Deactivate" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Activate" })).ToBeVisibleAsync();
        using var after = await theirs.GetAsync(new Uri("/account", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        Assert.Equal(Credentials.Administrator, await site.AskAsync($"select actor_id from governance.audit_logs where event_type = 'users.set_roles' and subject_id = '{user.Id}'", Ct));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_is_revoked()
    {
        await using var window = await chromium.OpenAsync(site.Address, 360, 740);
        await window.GotoAsync("/tokens");
        await window.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("from the browser");
        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "agent" }).First.UncheckAsync();
        await window.Page.GetByLabel("And these permissions").FillAsync("herd:read");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        var text = await window.TextAsync("[data-once]");
        await window.KeepPictureAsync("tokens-360", whole: true);
        using var program = site.Program(text);
        using (var may = await program.GetAsync(new Uri("/v1/rows/herd.ticket_def?limit=1", UriKind.Relative), Ct))
        {
            Assert.Equal(HttpStatusCode.OK, may.StatusCode);
        }

        await window.GotoAsync("/tokens");
        Assert.DoesNotContain(text, await window.Page.ContentAsync(), StringComparison.Ordinal);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke from the browser" }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("tr[data-key='from the browser'] .state")).ToHaveTextAsync("revoked");
        using var refused = await program.GetAsync(new Uri("/v1/rows/herd.ticket_def?limit=1", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.True(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        window.AssertNoFaults();
    }

    [Fact]
    public async Task A_viewer_makes_tokens_of_their_own_and_none_that_may_more()
    {
        var user = await site.MakeUserAsync(Ct, "viewer");
        using var browser = await site.SignedInAsync(user.Email, Ct);
        using var more = await AccessSite.SendFormAsync(browser, "/tokens", "/tokens", Ct, ("name", "mine"), ("role", "operator"), ("own", "no"));
        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
        using var made = await AccessSite.SendFormAsync(browser, "/tokens", "/tokens", Ct, ("name", "mine"), ("role", "viewer"), ("own", "no"));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Equal(user.Id, (await site.Tokens.ListAsync(Tenant.Default, Ct)).Single(token => token.MadeBy == user.Email).UserId);
    }
}
