using Herdbook.Core;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Herdbook.Server.Mcp;

/// <summary>What a server of one request offers: the tools, resources and prompts that its caller may use.</summary>
internal sealed class McpServerShape(ToolShelf tools)
{
    private const string Instructions = """
        Herdbook is the book of record for a team's AI agents: tickets, runs, costs, decisions, approvals, budgets, and whatever tables the team declares.
        Begin with tables_list and search to find your way. Read with rows_list and rows_get, write with rows_put. Ask for a person's decision with approvals_request and approvals_wait, and ask budgets_check before costly work.
        Answers are sized for a context window: where one says next, call again with it. A refusal says in what_to_do how to go on.
        """;

    private static readonly Implementation Info = new() { Name = "herdbook", Title = "Herdbook", Version = Product.Version };

    public McpServerOptions For(HttpContext http) => new()
    {
        ServerInfo = Info,
        ServerInstructions = Instructions,
        ScopeRequests = false,
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (request, _) => ValueTask.FromResult(tools.List(http.Caller(), request.Params?.Cursor)),
            CallToolHandler = (request, ct) => tools.CallAsync(http, request, ct),
        },
    };
}
