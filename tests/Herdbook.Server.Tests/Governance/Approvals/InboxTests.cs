using Herdbook.Core.Governance.Approvals;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Governance.Approvals;

/// <summary>The inbox as a person uses it, in a real browser.</summary>
public sealed class InboxTests(ApprovalSite site, Chromium chromium) : IClassFixture<ApprovalSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_decided_by_keyboard_alone()
    {
        var (first, second, third) = (await site.AskAsync(Ct, ApprovalSite.Question("K-1")), await site.AskAsync(Ct, ApprovalSite.Question("K-2")), await site.AskAsync(Ct, ApprovalSite.Question("K-3")));
        await using var window = await OpenAsync();
        await window.GotoAsync("/approvals");
        var keys = window.Page.Keyboard;

        await FocusAsync(window, first.Id);
        await keys.PressAsync("a");
        await keys.PressAsync("Enter");
        await window.ArriveAsync("**/approvals?said=approved*");
        Assert.Contains("The request was approved.", await window.TextAsync(".said"));

        await FocusAsync(window, second.Id);
        await keys.PressAsync("r");
        await keys.TypeAsync("Distances are missing.");
        await keys.PressAsync("Control+Enter");
        await window.ArriveAsync("**/approvals?said=rejected*");

        await FocusAsync(window, third.Id);
        await keys.PressAsync("m");
        await keys.PressAsync("Control+a");
        await keys.TypeAsync("{\"form\":\"R-32\"}");
        await keys.PressAsync("Control+Enter");
        await window.ArriveAsync("**/approvals?said=modified*");

        var outcomes = new List<string>();
        foreach (var id in new[] { first.Id, second.Id, third.Id })
        {
            outcomes.Add((string)(await site.SendAsync(HttpMethod.Get, $"{id}", null, Ct)).Body["status"]!);
        }

        Assert.Equal(["approved", "rejected", "modified"], outcomes);
        window.AssertNoFaults();
    }

    [Fact]
    public async Task Every_decision_works_without_script_and_a_rejection_without_reason_keeps_what_was_typed()
    {
        var request = await site.AskAsync(Ct, ApprovalSite.Question("N-1"));
        await using var window = await OpenAsync(scripts: false);
        await window.GotoAsync("/approvals");
        var card = window.Page.Locator($"#a-{request.Id}");

        await card.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await window.Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        Assert.Contains("A rejection says why", await window.TextAsync($"#a-{request.Id} .fault-box"));
        await card.Locator("[name=reason]").FillAsync("Not like this.");
        await card.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await window.ArriveAsync("**/approvals?said=rejected*");

        await window.GotoAsync($"/approvals/{request.Id}");
        Assert.Contains("Not like this.", await window.TextAsync(".apr-talk"));
        await window.Page.Locator("[name=body]").FillAsync("I shall do it anew.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Comment" }).ClickAsync();
        await window.ArriveAsync("**?said=commented");
        Assert.Contains("I shall do it anew.", await window.TextAsync(".apr-talk"));
        Assert.Contains("stamp verifies", await window.TextAsync(".apr-stamps"));
    }

    [Fact]
    public async Task Several_are_decided_together_and_the_rest_stays()
    {
        var (first, second, rest) = (await site.AskAsync(Ct, ApprovalSite.Question("B-1")), await site.AskAsync(Ct, ApprovalSite.Question("B-2")), await site.AskAsync(Ct, ApprovalSite.Question("B-3")));
        await using var window = await OpenAsync();
        await window.GotoAsync("/approvals");
        foreach (var request in new[] { first, second })
        {
            await window.Page.Locator($"#a-{request.Id} [data-apr-choose]").CheckAsync();
        }

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Approve all ticked" }).ClickAsync();
        await window.ArriveAsync("**/approvals?said=approved&count=2");

        Assert.Contains("2 requests approved.", await window.TextAsync(".said"));
        Assert.Equal(0, await window.Page.Locator($"#a-{first.Id}, #a-{second.Id}").CountAsync());
        Assert.Equal(1, await window.Page.Locator($"#a-{rest.Id}").CountAsync());
        window.AssertNoFaults();
    }

    [Fact]
    public async Task What_is_asked_or_decided_elsewhere_appears_by_itself_and_takes_nothing_that_is_typed()
    {
        await using var window = await OpenAsync();
        await window.GotoAsync("/approvals");
        await window.Page.WaitForSelectorAsync("html[data-apr-open]");

        var request = await site.AskAsync(Ct, ApprovalSite.Question("L-1"));
        await window.Page.WaitForSelectorAsync($"#a-{request.Id}");
        await window.Page.Locator($"#a-{request.Id} [name=reason]").FillAsync("I am writing");
        (await site.Deciding.DecideAsync(ApprovalSite.Ada, request.Id, new ApprovalVerdict("approved"), Ct)).OrThrow();
        await window.Page.WaitForSelectorAsync("[data-apr-news]:not([hidden])");

        Assert.Equal("I am writing", await window.Page.Locator($"#a-{request.Id} [name=reason]").InputValueAsync());
        window.AssertNoFaults();
    }

    [Fact]
    public async Task What_waits_for_long_says_so_in_words_and_the_page_fits_every_window()
    {
        var (slow, late) = (await site.AskAsync(Ct, ApprovalSite.Question("S-1")), await site.AskAsync(Ct, ApprovalSite.Question("S-2") with { Risk = "critical", Payload = $$"""{"note":"{{new string('x', 300)}} <script>window.broken=1</script>"}""" }));
        await site.AgeAsync(slow.Id, TimeSpan.FromHours(30), Ct);
        await site.AgeAsync(late.Id, TimeSpan.FromHours(80), Ct);
        foreach (var (width, scheme) in ((int, ColorScheme)[])[(1440, ColorScheme.Light), (360, ColorScheme.Dark)])
        {
            await using var window = await OpenAsync(width, scheme);
            foreach (var (name, address) in new[] { ("inbox", "/approvals"), ("request", $"/approvals/{late.Id}"), ("past", "/approvals?show=past") })
            {
                await window.GotoAsync(address);
                Assert.InRange(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
                await window.KeepPictureAsync($"approvals-{name}-{width}-{scheme.ToString().ToLowerInvariant()}", whole: true);
            }

            await window.GotoAsync("/approvals");
            Assert.Contains("waits over 24 hours", await window.TextAsync($"#a-{slow.Id}"));
            Assert.Contains("waits over 72 hours", await window.TextAsync($"#a-{late.Id}"));
            Assert.Contains("If nobody acts.", await window.TextAsync($"#a-{late.Id}"));
            Assert.Equal("rgb(179, 38, 30) rgb(255, 149, 140)".Split(") ")[scheme == ColorScheme.Light ? 0 : 1].TrimEnd(')'), (await BorderAsync(window, late.Id)).TrimEnd(')'));
            Assert.Null(await window.Page.EvaluateAsync<int?>("window.broken ?? null"));
            window.AssertNoFaults();
        }
    }

    [Fact]
    public async Task A_form_from_elsewhere_decides_nothing()
    {
        var request = await site.AskAsync(Ct, ApprovalSite.Question("C-1"));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("decision", "approved")]);

        using var answer = await site.Owner.PostAsync($"/approvals/{request.Id}/decide", form, Ct);

        Assert.InRange((int)answer.StatusCode, 400, 403);
        Assert.Equal("pending", (string)(await site.SendAsync(HttpMethod.Get, $"{request.Id}", null, Ct)).Body["status"]!);
    }

    private Task<Window> OpenAsync(int width = 1440, ColorScheme scheme = ColorScheme.Light, bool scripts = true) => chromium.OpenAsync(site.Address, width, 900, scheme, scripts);

    private static Task<string> BorderAsync(Window window, Guid id) => window.Page.Locator($"#a-{id}").EvaluateAsync<string>("card => getComputedStyle(card).borderLeftColor");

    /// <summary>Goes down the list with j until the request has the focus.</summary>
    private static async Task FocusAsync(Window window, Guid id)
    {
        for (var i = 0; i < 50; i++)
        {
            await window.Page.Keyboard.PressAsync("j");
            if (await window.Page.EvaluateAsync<string>("document.activeElement.id") == $"a-{id}")
            {
                return;
            }
        }

        Assert.Fail("The keyboard does not reach the request.");
    }
}
