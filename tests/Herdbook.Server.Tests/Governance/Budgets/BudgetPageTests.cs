using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Herdbook.Server.Tests.Governance.Budgets;

/// <summary>Budgets over HTTP and as a person sees them, on the generated fleet.</summary>
public sealed class BudgetPageTests(Site site, Chromium chromium)
{
    private const string Api = "/v1/governance/budgets";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_asks_settles_and_is_refused_with_the_numbers()
    {
        await PostAsync("set", new { scope_type = "ticket", scope_code = "API-1", measure = "tokens", window_kind = "month", limit_amount = 1000 });
        var granted = await PostAsync("check", new { key = "api-1", ticket = "API-1", tokens = 700 });
        Assert.True(granted.GetProperty("granted").GetBoolean() && granted.GetProperty("reserved").GetBoolean());
        Assert.True((await PostAsync("check", new { key = "api-1", ticket = "API-1", tokens = 700 })).GetProperty("granted").GetBoolean());

        var refused = await PostAsync("check", new { key = "api-2", ticket = "API-1", tokens = 400 }, HttpStatusCode.Conflict);
        Assert.Equal(("budget_exceeded", 1000m, 0m, 700m, 400m, 300m), (
            refused.GetProperty("code").GetString(), Number(refused, "limit"), Number(refused, "used"), Number(refused, "reserved"), Number(refused, "asked"), Number(refused, "left")));
        Assert.False((await PostAsync("check", new { ticket = "API-1", tokens = 400, reserve = false })).GetProperty("granted").GetBoolean());

        Assert.Equal("settled", (await PostAsync("settle", new { key = "api-1", tokens = 100 })).GetProperty("status").GetString());
        Assert.True((await PostAsync("check", new { key = "api-3", ticket = "API-1", tokens = 900 })).GetProperty("granted").GetBoolean());
        Assert.Equal("released", (await PostAsync("release", new { key = "api-3" })).GetProperty("status").GetString());
        Assert.DoesNotContain("API-1", await site.Client.GetStringAsync($"/t/demo{Api}", Ct), StringComparison.Ordinal);
        Assert.Equal("reservation_unknown", (await PostAsync("settle", new { key = "api-1" }, HttpStatusCode.NotFound, "/t/demo")).GetProperty("code").GetString());

        using var listed = JsonDocument.Parse(await site.Client.GetStringAsync(Api, Ct));
        var row = listed.RootElement.EnumerateArray().Single(b => b.GetProperty("budget").GetProperty("scope_code").GetString() == "API-1");
        Assert.Equal(100m, Number(row.GetProperty("now"), "reserved"));
        await PostAsync("remove", new { scope_type = "ticket", scope_code = "API-1", measure = "tokens", window_kind = "month" });
    }

    [Theory]
    [InlineData("check", """{"tokens": 1}""", "budget_request", 400)]
    [InlineData("check", """{"key": "x", "tokens": -1}""", "budget_request", 400)]
    [InlineData("check", """{"key": "x", "tokens": "many"}""", "bad_request", 400)]
    [InlineData("check", "[]", "bad_request", 400)]
    [InlineData("set", """{"scope_type": "agent", "scope_code": "x", "measure": "runs", "window_kind": "run", "limit_amount": 1}""", "budget_invalid", 400)]
    [InlineData("set", """{"scope_type": "agent"}""", "budget_request", 400)]
    [InlineData("remove", """{"scope_type": "agent", "scope_code": "nobody", "measure": "runs", "window_kind": "day"}""", "budget_unknown", 404)]
    [InlineData("settle", """{"key": "never-asked"}""", "reservation_unknown", 404)]
    public async Task A_request_that_cannot_be_is_refused_by_its_name(string verb, string body, string code, int status)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Api}/{verb}") { Content = content, Headers = { { "Accept", "application/json" } } };
        using var answer = await site.Client.SendAsync(request, Ct);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_page_shows_what_is_used_and_leads_to_its_rows_in_every_window()
    {
        await PostAsync("set", new { scope_type = "agent", scope_code = "claude-code", measure = "usd", window_kind = "month", limit_amount = 100_000, note = "The whole fleet's <b>main</b> agent" }, root: "/t/demo");
        await PostAsync("set", new { scope_type = "tenant", measure = "tokens", window_kind = "day", limit_amount = 1 }, root: "/t/demo");
        await PostAsync("set", new { scope_type = "tenant", measure = "runs", window_kind = "month", limit_amount = 0 }, root: "/t/demo");
        await PostAsync("set", new { scope_type = "agent", scope_code = "claude-code", measure = "tokens", window_kind = "run", limit_amount = 1_000_000 }, root: "/t/demo");
        foreach (var (width, scheme, scripts) in ((int, ColorScheme, bool)[])[(1440, ColorScheme.Light, true), (360, ColorScheme.Light, false), (360, ColorScheme.Dark, true)])
        {
            await using var window = await chromium.OpenAsync(site, width, 900, scheme, scripts);
            await window.GotoAsync("/t/demo/budgets");
            Assert.Equal("stopped", await window.TextAsync("[data-budget='tenant//runs/month'] .state"));
            Assert.Contains("Forecast", await window.TextAsync("[data-budget='agent/claude-code/usd/month'] [data-forecast]"), StringComparison.Ordinal);
            Assert.InRange(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
            await window.KeepPictureAsync($"budgets-{width}-{scheme.ToString().ToLowerInvariant()}", whole: true);
            window.AssertNoFaults();
        }

        await using var reader = await chromium.OpenAsync(site);
        await reader.GotoAsync("/t/demo/budgets");
        await reader.Page.Locator("[data-budget='agent/claude-code/usd/month'] [data-figure=used]").ClickAsync();
        await reader.ArriveAsync("**/tables/governance.budget_usage?agent_id=eq.claude-code*");
        reader.AssertNoFaults();
    }

    [Fact]
    public async Task A_budget_is_set_and_removed_by_hand_without_scripts_and_a_refusal_keeps_what_was_typed()
    {
        await using var window = await chromium.OpenAsync(site, scripts: false);
        await window.GotoAsync("/t/demo/budgets");
        await window.Page.Locator("[name=code]").Last.FillAsync("typed-agent");
        await window.Page.Locator("[name=limit]").FillAsync("a lot");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator(".fault-box")).ToContainTextAsync("is no number");
        await Assertions.Expect(window.Page.Locator("#set [name=code]")).ToHaveValueAsync("typed-agent");
        await window.Page.Locator("[name=limit]").FillAsync("1,500.50");
        await window.Page.Locator("#set [name=measure]").SelectOptionAsync("usd");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        var panel = window.Page.Locator("[data-budget='agent/typed-agent/usd/day']");
        await Assertions.Expect(panel).ToContainTextAsync("$1,500.50");
        await panel.GetByRole(AriaRole.Button, new() { Name = "Remove the budget" }).ClickAsync();
        await Assertions.Expect(panel).ToHaveCountAsync(0);
        Assert.All(window.Faults, fault => Assert.Contains("400", fault, StringComparison.Ordinal));
    }

    private async Task<JsonElement> PostAsync(string verb, object body, HttpStatusCode status = HttpStatusCode.OK, string root = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{root}/v1/governance/budgets/{verb}") { Content = JsonContent.Create(body), Headers = { { "Accept", "application/json" } } };
        using var answer = await site.Client.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static decimal Number(JsonElement of, string name) => of.GetProperty(name).GetDecimal();
}
