using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Herdbook.Server.Mcp.Prompts;
using Herdbook.Server.Mcp.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Herdbook.Server.Mcp;

/// <summary>What a server of one request offers: the tools, resources and prompts that its caller may use.</summary>
internal sealed partial class McpServerShape(ToolShelf tools, ResourceShelf resources, PromptShelf prompts, ListChanges changes, ILogger<McpServerShape> log)
{
    private const string Instructions = """
        Herdbook is the book of record for a team's AI agents: tickets, runs, costs, decisions, approvals, budgets, and whatever tables the team declares.
        Begin with herd_status or herd_ready where you have them, and with search and tables_list to find your way. Read with rows_list and rows_get, write with rows_put. Ask for a person's decision with approvals_request and approvals_wait, and ask budgets_check before costly work.
        Answers are sized for a context window: where one says next, call again with it. A refusal says in its message or in what_to_do how to go on.
        """;

    private static readonly Implementation Info = new() { Name = "herdbook", Title = "Herdbook", Version = Product.Version };

    private static readonly ServerCapabilities Offers = new()
    {
        Tools = new ToolsCapability(),
        Resources = new ResourcesCapability { ListChanged = true },
        Prompts = new PromptsCapability(),
        Completions = new CompletionsCapability(),
    };

    /// <param name="begins">Whether the request is `initialize`.</param>
    public McpServerOptions For(HttpContext http, bool begins) => new()
    {
        Filters = begins ? Telling() : new McpServerFilters(),
        ServerInfo = Info,
        ServerInstructions = Instructions,
        ScopeRequests = false,
        Capabilities = Offers,
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (request, _) => ValueTask.FromResult(tools.List(http.Caller(), request.Params?.Cursor)),
            CallToolHandler = (request, ct) => tools.CallAsync(http, request, ct),
            ListResourcesHandler = (request, _) => ValueTask.FromResult(resources.List(http, request.Params?.Cursor)),
            ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(ResourceShelf.Templates()),
            ReadResourceHandler = (request, ct) => GuardAsync(resources.ReadAsync(http, request.Params?.Uri, ct), ct),
            CompleteHandler = (request, ct) => GuardAsync(resources.CompleteAsync(http, request.Params, ct), ct),
            ListPromptsHandler = (_, _) => ValueTask.FromResult(prompts.List(http.Caller())),
            GetPromptHandler = (request, ct) => GuardAsync(prompts.GetAsync(http.Caller(), request.Params, ct), ct),
            SubscriptionsListenHandler = changes.ListenAsync,
        },
    };

    /// <summary>Without a session the library offers no list changes and offers to log; here GET tells the changes, and nothing is logged to clients.</summary>
    private static McpServerFilters Telling()
    {
        var filters = new McpServerFilters();
        filters.Message.OutgoingFilters.Add(next => (context, ct) =>
        {
            if (context.JsonRpcMessage is JsonRpcResponse { Result: JsonObject result } && result["capabilities"] is JsonObject offers)
            {
                offers.Remove("logging");
                offers["resources"] = new JsonObject { ["listChanged"] = true };
            }

            return next(context, ct);
        });
        return filters;
    }

    /// <summary>Never tells the inside of a fault: what is not a refusal is logged, and called a mistake.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Every fault becomes an answer of the protocol.")]
    private async ValueTask<T> GuardAsync<T>(ValueTask<T> work, CancellationToken ct)
    {
        try
        {
            return await work;
        }
        catch (Exception fault) when (fault is not McpException && !(fault is OperationCanceledException && ct.IsCancellationRequested))
        {
            var problem = Problem.Of(fault);
            if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                Failed(log, fault);
            }

            throw new McpProtocolException($"{problem.Message} {problem.Remedy}".Trim(), problem.Status < StatusCodes.Status500InternalServerError ? McpErrorCode.InvalidParams : McpErrorCode.InternalError);
        }
    }

    [LoggerMessage(EventId = 6102, Level = LogLevel.Error, Message = "A resource or a prompt failed")]
    private static partial void Failed(ILogger log, Exception fault);
}
