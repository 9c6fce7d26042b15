using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Herdbook.Core;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Herdbook.Server.Mcp;

/// <summary>
/// `/mcp`: the Model Context Protocol over streamable HTTP, in its revisions of 2025-11-25 (with `initialize`) and 2026-07-28 (each request
/// brings what it needs). Nothing is kept between requests, so any server answers any of them.
/// </summary>
internal sealed class McpEndpoint(McpServerShape shape, CallsUnderWay calls, IHostApplicationLifetime lifetime, ILoggerFactory loggers)
{
    /// <summary>Bytes of a message.</summary>
    private const int MostBytes = 4 << 20;

    private static readonly JsonTypeInfo<JsonRpcMessage> Message = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));
    private static readonly JsonTypeInfo<JsonRpcError> Error = (JsonTypeInfo<JsonRpcError>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcError));

    public async Task PostAsync(HttpContext http)
    {
        var said = McpHeaders.Read(http.Request);
        if (said.Fault is { } fault)
        {
            await RefuseAsync(http, fault.Status, fault.Code, fault.Message);
            return;
        }

        var (message, why) = await ReadAsync(http);
        if (message is null)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, (int)McpErrorCode.ParseError, why!);
            return;
        }

        if (said.Mismatch(message) is { } mismatch)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, (int)McpErrorCode.HeaderMismatch, mismatch, message);
            return;
        }

        if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled)
        {
            calls.Cancel(http, cancelled);
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var call = calls.Enter(http, message, ending);
        await AnswerAsync(http, said, message, ending.Token);
    }

    /// <summary>There is nothing to end.</summary>
    public static Task DeleteAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(HttpContext http, McpHeaders said, JsonRpcMessage message, CancellationToken ct)
    {
        var begins = message is JsonRpcRequest { Method: RequestMethods.Initialize };
        if (begins)
        {
            http.Response.Headers[McpHeaders.Session] = CallsUnderWay.NewSession();
        }

        message.Context = new JsonRpcMessageContext { ProtocolVersion = said.Version };
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, shape.For(http, begins), loggers, http.RequestServices);
        using var running = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var run = server.RunAsync(running.Token);
        http.Response.Headers.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache,no-store";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        try
        {
            if (!await transport.HandlePostRequestAsync(message, http.Response.Body, first => StatusOf(http, first), ct))
            {
                http.Response.Headers.ContentType = default;
                http.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Whoever asked is gone, took it back, or the server ends: there is nobody to tell.
        }
        finally
        {
            await running.CancelAsync();
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Errors of the protocol that HTTP says too, since the revision of 2026-07-28.</summary>
    private static ValueTask StatusOf(HttpContext http, JsonRpcMessage? first)
    {
        if (first is JsonRpcError { Error.Code: var code } && !http.Response.HasStarted && McpHeaders.IsModern(http.Request))
        {
            http.Response.StatusCode = (McpErrorCode)code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch or McpErrorCode.MissingRequiredClientCapability or McpErrorCode.InvalidRequest or McpErrorCode.ParseError => StatusCodes.Status400BadRequest,
                _ => http.Response.StatusCode,
            };
        }

        return ValueTask.CompletedTask;
    }

    private static async Task<(JsonRpcMessage? Message, string? Why)> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, Message, http.RequestAborted) is { } message ? (message, null) : (null, "The body is no message.");
        }
        catch (JsonException e)
        {
            return (null, $"The body is no JSON-RPC message: {e.Message} Send one JSON object with jsonrpc, method and, for a request, id.");
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, int code, string message, JsonRpcMessage? of = null)
    {
        http.Response.StatusCode = status;
        var error = new JsonRpcError { Id = of is JsonRpcRequest request ? request.Id : default, Error = new JsonRpcErrorDetail { Code = code, Message = message } };
        return http.Response.WriteAsJsonAsync(error, Error, "application/json", http.RequestAborted);
    }
}
