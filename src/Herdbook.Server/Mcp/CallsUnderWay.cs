using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp;

/// <summary>
/// Calls that this server is answering, so that `notifications/cancelled` of the older revisions finds the one it means. The session's id
/// names the client and holds nothing else: a request with one that this server never gave is served like any other. Since 2026-07-28 a
/// client cancels by closing the response, and needs none of this.
/// </summary>
internal sealed class CallsUnderWay
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _calls = new(StringComparer.Ordinal);

    public static string NewSession() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Until the result is disposed, the client can cancel the request.</summary>
    public IDisposable? Enter(HttpContext http, JsonRpcMessage message, CancellationTokenSource ending) =>
        message is JsonRpcRequest request && KeyOf(http, request.Id.ToString()) is { } key && _calls.TryAdd(key, ending) ? new Entered(_calls, key) : null;

    /// <summary>Cancels what the notification names. What is over, or runs elsewhere, stays as it is.</summary>
    public void Cancel(HttpContext http, JsonRpcNotification cancelled)
    {
        if ((cancelled.Params as JsonObject)?["requestId"] is JsonValue id && KeyOf(http, id.ToString()) is { } key && _calls.TryRemove(key, out var ending))
        {
            try
            {
                ending.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It came to its end meanwhile.
            }
        }
    }

    /// <summary>Of the caller's own calls alone: a session's id that somebody else knows reaches nothing.</summary>
    private static string? KeyOf(HttpContext http, string id) =>
        http.Request.Headers[McpHeaders.Session].ToString() is { Length: > 0 and <= 100 } session && id.Length <= 200 ? $"{http.Caller().Tenant.Slug}\n{http.Caller().Actor}\n{session}\n{id}" : null;

    private sealed class Entered(ConcurrentDictionary<string, CancellationTokenSource> calls, string key) : IDisposable
    {
        public void Dispose() => calls.TryRemove(key, out _);
    }
}
