using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Herdbook.Server.Mcp.Resources;

/// <summary>
/// Tells clients that the list of resources is another one: a table was declared, changed or dropped. Clients of 2026-07-28 ask for it with
/// `subscriptions/listen`; those before listen on GET. What the stream says holds no content, so it may last as long as the client stays.
/// </summary>
internal sealed class ListChanges(LiveCatalog live, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly byte[] Changed = Encoding.UTF8.GetBytes($"event: message\ndata: {{\"jsonrpc\":\"2.0\",\"method\":\"{NotificationMethods.ResourceListChangedNotification}\"}}\n\n");
    private static readonly byte[] StillHere = ": still here\n\n"u8.ToArray();

    /// <summary>GET: the stream of those who began with `initialize`.</summary>
    public async Task StreamAsync(HttpContext http)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            return;
        }

        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache,no-store";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            var known = live.Current;
            await WriteAsync(http, StillHere, ending.Token);
            while (true)
            {
                var next = live.NextAsync(known, ending.Token);
                while (await Task.WhenAny(next, Task.Delay(Heartbeat, ending.Token)) != next)
                {
                    await WriteAsync(http, StillHere, ending.Token);
                }

                known = await next;
                await WriteAsync(http, Changed, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client went, or the server ends.
        }
    }

    /// <summary>`subscriptions/listen`: says first what it will tell, then tells it until the client goes.</summary>
    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken ct)
    {
        var known = live.Current;
        var wanted = request.Params?.Notifications?.ResourcesListChanged is true;
        await TellAsync(request, NotificationMethods.SubscriptionsAcknowledgedNotification, new JsonObject { ["notifications"] = wanted ? new JsonObject { ["resourcesListChanged"] = true } : new JsonObject() }, ct);
        if (!wanted)
        {
            return new EmptyResult();
        }

        while (true)
        {
            known = await live.NextAsync(known, ct);
            await TellAsync(request, NotificationMethods.ResourceListChangedNotification, [], ct);
        }
    }

    private static Task TellAsync(RequestContext<SubscriptionsListenRequestParams> request, string method, JsonObject said, CancellationToken ct)
    {
        said["_meta"] = new JsonObject { [MetaKeys.SubscriptionId] = JsonSerializer.SerializeToNode(request.JsonRpcRequest.Id, McpJsonUtilities.DefaultOptions) };
        return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = said }, ct);
    }

    private static async Task WriteAsync(HttpContext http, byte[] bytes, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(bytes, ct);
        await http.Response.Body.FlushAsync(ct);
    }
}
