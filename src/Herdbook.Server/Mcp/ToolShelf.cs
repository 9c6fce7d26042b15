using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Herdbook.Server.Mcp;

/// <summary>A module's tools.</summary>
internal interface IMcpTools
{
    IEnumerable<McpTool> Tools { get; }
}

/// <summary>Every tool there is. What a caller may not use is not shown to them, and is refused when they call it all the same.</summary>
internal sealed partial class ToolShelf(IEnumerable<IMcpTools> sources, ILogger<ToolShelf> log)
{
    /// <summary>Tools of one page of the list: all that there are today, with room.</summary>
    private const int PageOf = 100;

    private readonly SortedDictionary<string, McpTool> _tools = new(sources.SelectMany(source => source.Tools).ToDictionary(tool => tool.Name), StringComparer.Ordinal);

    public IReadOnlyCollection<McpTool> All => _tools.Values;

    public ListToolsResult List(Caller caller, string? cursor)
    {
        var shown = _tools.Values.Where(tool => tool.IsFor(caller) && string.CompareOrdinal(tool.Name, cursor) > 0).Take(PageOf + 1).ToList();
        return new ListToolsResult { Tools = [.. shown.Take(PageOf).Select(tool => tool.Told)], NextCursor = shown.Count > PageOf ? shown[PageOf - 1].Name : null };
    }

    /// <summary>What the tool answers. A refusal is an answer too, marked as an error, whose words tell the model what to do next.</summary>
    /// <exception cref="McpProtocolException">There is no such tool.</exception>
    [SuppressMessage("Design", "CA1031", Justification = "The one place that turns every fault into an answer.")]
    public async ValueTask<CallToolResult> CallAsync(HttpContext http, RequestContext<CallToolRequestParams> request, CancellationToken ct)
    {
        var caller = http.Caller();
        var asked = request.Params ?? throw new McpProtocolException("tools/call has no params.", McpErrorCode.InvalidParams);
        if (!_tools.TryGetValue(asked.Name, out var tool))
        {
            throw new McpProtocolException($"There is no tool '{(asked.Name.Length > 80 ? asked.Name[..80] + "…" : asked.Name)}' here; tools/list shows those that there are.", McpErrorCode.InvalidParams);
        }

        var call = new ToolCall(http, caller, asked.Arguments?.AsReadOnly() ?? new Dictionary<string, JsonElement>().AsReadOnly(), ProgressOf(request));
        try
        {
            if (!tool.IsFor(caller))
            {
                throw Decision.Forbidden(tool.Needs ?? Permission.Rows("*", tool.Rows!));
            }

            call.RequireKnown(tool);
            return Told(await tool.Run(call, ct), isError: false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (McpException)
        {
            throw;
        }
        catch (Exception fault)
        {
            var problem = Problem.Of(fault);
            if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                Failed(log, tool.Name, fault);
            }

            return Told(Said(problem), isError: true);
        }
    }

    private static Func<double, double?, string, CancellationToken, Task> ProgressOf(RequestContext<CallToolRequestParams> request)
    {
        if (request.Params?.ProgressToken is not { } token)
        {
            return (_, _, _, _) => Task.CompletedTask;
        }

        return (done, all, message, ct) => request.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = (float)done, Total = (float?)all, Message = message }, cancellationToken: ct);
    }

    private static CallToolResult Told(JsonObject answer, bool isError) => new()
    {
        Content = [new TextContentBlock { Text = answer.ToJsonString(ToolJson.Plain) }],
        // An error need not fit the tool's schema of answers: it is told as text alone.
        StructuredContent = isError ? null : JsonSerializer.SerializeToElement(answer),
        IsError = isError,
    };

    private static JsonObject Said(Problem problem)
    {
        var said = new JsonObject { ["error"] = problem.Code, ["message"] = problem.Message };
        foreach (var (name, value) in new[] { ("column", problem.Column), ("rule", problem.Rule), ("details", problem.Details), ("what_to_do", problem.Remedy) })
        {
            if (value is not null)
            {
                said[name] = value;
            }
        }

        if (problem.More is { Count: > 0 } more)
        {
            said["more"] = JsonSerializer.SerializeToNode(more);
        }

        return said;
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Error, Message = "The tool {Tool} failed")]
    private static partial void Failed(ILogger log, string tool, Exception fault);
}
