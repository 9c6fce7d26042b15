using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Mcp;
using Herdbook.Server.Mcp.Prompts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Herdbook.Server.Tests.Mcp;

/// <summary>Every tool, one by one: each has decided who may call it, says what it does, and keeps to both.</summary>
[Collection(nameof(McpCollection))]
public sealed class ToolWalkTests(McpSite site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IReadOnlyCollection<McpTool> All => site.Services.GetRequiredService<ToolShelf>().All;

    [Fact]
    public void Every_tool_has_decided_who_may_call_it_and_says_what_it_does()
    {
        Assert.InRange(All.Count, 32, 1_000);
        Assert.Empty(All.Where(tool => tool.Needs is null == tool.Rows is null).Select(tool => tool.Name));
        Assert.All(All, tool =>
        {
            Assert.Matches("^[a-z]+(_[a-z]+)*$", tool.Name);
            Assert.InRange(tool.About.Length, 20, 500);
            Assert.Equal("object", tool.Input["type"]!.GetValue<string>());
            Assert.False(tool.Input["additionalProperties"]!.GetValue<bool>());
            Assert.Equal("object", tool.Output["type"]!.GetValue<string>());
            Assert.All(tool.Input["properties"]!.AsObject(), argument => Assert.False(string.IsNullOrWhiteSpace(argument.Value?["description"]?.GetValue<string>()), $"{tool.Name} does not describe {argument.Key}"));
            Assert.False(tool.ReadOnly && tool.Destructive);
        });
        Assert.All(All.Where(tool => tool.ReadOnly), tool => Assert.NotEqual(Permission.Write, tool.Needs?.Action ?? tool.Rows));
        Assert.All(All.Where(tool => !tool.ReadOnly), tool => Assert.NotEqual(Permission.Read, tool.Needs?.Action ?? tool.Rows));
    }

    [Fact]
    public async Task Nobody_is_shown_or_served_a_tool_that_their_permissions_do_not_reach()
    {
        using var nobody = site.With(await site.MakeTokenAsync([], ["nothing:sell"], Ct));
        Assert.Empty(await NamesAsync(nobody));
        foreach (var tool in All)
        {
            var answer = await CallAsync(nobody, tool.Name, []);
            Assert.True(answer["isError"]!.GetValue<bool>(), tool.Name);
            Assert.Contains("\"error\":\"forbidden\"", answer["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_viewer_is_shown_and_served_what_reads_alone()
    {
        using var viewer = site.With(await site.MakeTokenAsync([AccessRoles.Viewer], [], Ct));
        var shown = await NamesAsync(viewer);
        Assert.Contains("rows_list", shown);
        Assert.All(All.Where(tool => shown.Contains(tool.Name)), tool => Assert.True(tool.ReadOnly, tool.Name));
        foreach (var tool in All.Where(tool => !shown.Contains(tool.Name)))
        {
            Assert.Contains("forbidden", (await CallAsync(viewer, tool.Name, [])).ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_table_of_a_module_that_is_closed_to_the_caller_is_unknown_to_every_tool_and_resource()
    {
        using var reader = site.With(await site.MakeTokenAsync([], ["herd:read"], Ct));
        foreach (var (tool, arguments) in new (string, JsonObject)[]
        {
            ("rows_list", new() { ["table"] = "erp.people" }), ("rows_get", new() { ["table"] = "erp.people", ["key"] = "1" }), ("tables_get", new() { ["table"] = "erp.people" }),
            ("search", new() { ["words"] = "a", ["tables"] = "erp.people" }), ("rows_list", new() { ["table"] = "herd.ticket_def", ["select"] = "ticket_code,people(id)" }),
        })
        {
            Assert.True((await CallAsync(reader, tool, arguments))["isError"]!.GetValue<bool>(), tool);
        }

        Assert.DoesNotContain("erp.", (await CallAsync(reader, "tables_list", [])).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("erp.", (await AskAsync(reader, "resources/list", []))["result"]!.ToJsonString(), StringComparison.Ordinal);
        foreach (var uri in (string[])["herdbook://tables/erp.people", "herdbook://rows/erp.people/1", "herdbook://sessions/1"])
        {
            Assert.NotNull((await AskAsync(reader, "resources/read", new JsonObject { ["uri"] = uri }))["error"]);
        }

        using var writer = site.With(await site.MakeTokenAsync([], ["herd:read", "memory:write"], Ct));
        Assert.Contains("forbidden", (await CallAsync(writer, "rows_put", new() { ["table"] = "herd.ticket_def", ["row"] = new JsonObject { ["ticket_code"] = "X" } })).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_is_shown_and_given_to_those_alone_who_may_have_it()
    {
        using var nobody = site.With(await site.MakeTokenAsync([], ["memory:read"], Ct));
        Assert.Empty((await AskAsync(nobody, "prompts/list", []))["result"]!["prompts"]!.AsArray());
        foreach (var prompt in site.Services.GetRequiredService<PromptShelf>().All)
        {
            Assert.NotNull((await AskAsync(nobody, "prompts/get", new JsonObject { ["name"] = prompt.Name }))["error"]);
        }
    }

    [Theory]
    [InlineData("2026-07-28", "tools/list", null, "tools/call", "search", HttpStatusCode.BadRequest, -32020)]
    [InlineData("2026-07-28", "tools/call", "rows_get", "tools/call", "search", HttpStatusCode.BadRequest, -32020)]
    [InlineData("2026-07-28", null, null, "tools/list", null, HttpStatusCode.BadRequest, -32020)]
    [InlineData("2031-01-01", "tools/list", null, "tools/list", null, HttpStatusCode.BadRequest, -32022)]
    public async Task What_the_headers_say_otherwise_than_the_body_is_refused(string version, string? header, string? name, string method, string? tool, HttpStatusCode status, int code)
    {
        using var http = site.With(site.Administrator);
        using var request = Post(method, tool is null ? [] : new JsonObject { ["name"] = tool, ["arguments"] = new JsonObject() }, version);
        request.Headers.Remove("Mcp-Method");
        foreach (var (key, value) in new[] { ("Mcp-Method", header), ("Mcp-Name", name) })
        {
            if (value is not null)
            {
                request.Headers.Add(key, value);
            }
        }

        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["error"]!["code"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{\"jsonrpc\":\"2.0\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/list\"}")]
    public async Task What_is_no_message_is_refused_and_the_server_goes_on(string body)
    {
        using var http = site.With(site.Administrator);
        using var answer = await http.PostAsync(new Uri("/mcp", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), Ct);
        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.NotEmpty(await NamesAsync(http));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_said()
    {
        using var http = site.With(null);
        using var answer = await http.SendAsync(Post("tools/list", [], "2025-11-25"), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
    }

    private static async Task<List<string>> NamesAsync(HttpClient http) => [.. (await AskAsync(http, "tools/list", []))["result"]!["tools"]!.AsArray().Select(tool => tool!["name"]!.GetValue<string>())];

    private static async Task<JsonNode> CallAsync(HttpClient http, string tool, JsonObject arguments) =>
        (await AskAsync(http, "tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }))["result"]!;

    private static async Task<JsonNode> AskAsync(HttpClient http, string method, JsonObject parameters)
    {
        using var answer = await http.SendAsync(Post(method, parameters, "2025-11-25"), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return JsonNode.Parse(text.Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..])!;
    }

    private static HttpRequestMessage Post(string method, JsonObject parameters, string version)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/mcp", UriKind.Relative))
        {
            Content = new StringContent(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("MCP-Protocol-Version", version);
        request.Headers.Add("Mcp-Method", method);
        return request;
    }
}
