using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd.Work;
using Herdbook.Server.Tests.Host;
using Xunit;

namespace Herdbook.Server.Tests.Herd;

public sealed class HerdDoorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_acts_as_its_agent_and_no_other_and_every_verb_says_what_it_lacks()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        var tokens = new ApiTokens(server.Book, TimeProvider.System);
        var own = (await tokens.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken("mason's", ["agent"], [], null, "mason", null), Ct)).Text;
        var viewer = (await tokens.MakeAsync(Tenant.Default, Actor.Owner, new WantedToken("looks", ["viewer"], [], null, null, null), Ct)).Text;

        var logged = await SendAsync(server, own, "log", new { message = "started" });
        Assert.Equal((HttpStatusCode.OK, "work_started"), (logged.Status, logged.Body.GetProperty("event_type").GetString()));
        Assert.Equal("agent_other", Code(await SendAsync(server, own, "log", new { message = "started", as_agent = "iris" }), HttpStatusCode.Forbidden));
        Assert.Equal("forbidden", Code(await SendAsync(server, viewer, "log", new { message = "started", as_agent = "mason" }), HttpStatusCode.Forbidden));
        Assert.Equal(1, (await SendAsync(server, viewer, "status", new { scope = "agents" })).Body.GetProperty("agents").GetArrayLength());
        foreach (var verb in HerdVerbs.All)
        {
            var odd = await SendAsync(server, own, verb.Name, new { no_such_member = 1 });
            Assert.Equal("herd_request", Code(odd, HttpStatusCode.BadRequest));
            var detail = odd.Body.GetProperty("detail").GetString()!;
            Assert.DoesNotContain("Herdbook.", detail, StringComparison.Ordinal);
            Assert.All(HerdJson.Members(verb), member => Assert.Contains(member, detail, StringComparison.Ordinal));
        }

        var torn = await SendAsync(server, own, "heartbeat", new { ticket = "T-1", fence = "one" });
        Assert.Contains("fence", torn.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("verdict", (await SendAsync(server, own, "review", new { pr = "a/b#1" })).Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_tool_of_the_specification_is_among_the_verbs_and_each_member_says_what_it_is()
    {
        string[] told = ["log", "status", "spawn", "assign", "transition", "review", "metrics", "record_decision", "catchup", "standdown", "decommission", "assume", "harvest_tokens"];
        Assert.Empty(told.Except(HerdVerbs.All.Select(verb => verb.Name)));
        foreach (var verb in HerdVerbs.All)
        {
            Assert.All(HerdJson.RequestSchema(verb)["properties"]!.AsObject(), member => Assert.True(member.Value!["description"]?.GetValue<string>().Length > 3, $"{verb.Name}.{member.Key}"));
        }
    }

    private static string Code((HttpStatusCode Status, JsonElement Body) answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.Status);
        return answer.Body.GetProperty("code").GetString()!;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(RunningServer server, string token, string verb, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/herd/{verb}", UriKind.Relative)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await server.Http.SendAsync(request, Ct);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).Clone());
    }
}
