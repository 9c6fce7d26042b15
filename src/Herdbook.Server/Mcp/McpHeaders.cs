using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp;

/// <summary>
/// What a request of MCP says in its headers. Since the revision of 2026-07-28 they repeat parts of the body, so that what stands between
/// can route by them; where both differ the request is refused.
/// </summary>
internal sealed record McpHeaders(string? Version, string? Method, string? Name, (int Status, int Code, string Message)? Fault)
{
    public const string Session = "Mcp-Session-Id";

    private const string VersionHeader = "MCP-Protocol-Version";
    private const string MethodHeader = "Mcp-Method";
    private const string NameHeader = "Mcp-Name";

    /// <summary>The first revision without `initialize`.</summary>
    private const string Modern = "2026-07-28";

    private static readonly string[] Versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", Modern];

    public static bool IsModern(HttpRequest request) => string.CompareOrdinal(request.Headers[VersionHeader].ToString(), Modern) >= 0;

    public static McpHeaders Read(HttpRequest request)
    {
        var version = request.Headers[VersionHeader].ToString();
        var accepts = request.Headers.Accept.ToString();
        (int, int, string)? fault = null;
        if (version.Length > 0 && !Versions.Contains(version))
        {
            fault = (StatusCodes.Status400BadRequest, (int)McpErrorCode.UnsupportedProtocolVersion, $"The protocol version {Short(version)} is not spoken here. These are: {string.Join(", ", Versions)}.");
        }
        else if (!request.HasJsonContentType())
        {
            fault = (StatusCodes.Status415UnsupportedMediaType, (int)McpErrorCode.InvalidRequest, "Send the message as application/json.");
        }
        else if (!Accepts(accepts, "application/json") || !Accepts(accepts, "text/event-stream"))
        {
            fault = (StatusCodes.Status406NotAcceptable, (int)McpErrorCode.InvalidRequest, "Accept both application/json and text/event-stream.");
        }

        return new McpHeaders(version.Length > 0 ? version : null, Given(request, MethodHeader), Given(request, NameHeader), fault);
    }

    /// <summary>What the body says against the headers; null where they agree.</summary>
    public string? Mismatch(JsonRpcMessage message)
    {
        if (Version is null || string.CompareOrdinal(Version, Modern) < 0)
        {
            return null;
        }

        var (method, parameters) = message switch
        {
            JsonRpcRequest request => (request.Method, request.Params as JsonObject),
            JsonRpcNotification notification => (notification.Method, notification.Params as JsonObject),
            _ => (null, null),
        };
        if (method is null)
        {
            return null;
        }

        if (Method != method)
        {
            return Method is null ? $"The header {MethodHeader} is missing; send it with the body's method." : $"The header {MethodHeader} says {Short(Method)}, and the body {Short(method)}. Send the same in both.";
        }

        var named = method switch
        {
            RequestMethods.ToolsCall or RequestMethods.PromptsGet => "name",
            RequestMethods.ResourcesRead => "uri",
            _ => null,
        };
        return named is null || message is not JsonRpcRequest ? null
            : Name is null ? $"The header {NameHeader} is missing; send it with the body's {named}."
            : parameters?[named] is JsonValue value && value.TryGetValue<string>(out var text) && McpHeaderEncoder.DecodeValue(Name) == text ? null
            : $"The header {NameHeader} and the body's {named} differ. Send the same in both.";
    }

    private static string? Given(HttpRequest request, string header) => request.Headers[header].ToString() is { Length: > 0 } value ? value.Trim() : null;

    private static bool Accepts(string header, string type) => header.Split(',').Any(part => part.Split(';')[0].Trim() is var one && (one.Equals(type, StringComparison.OrdinalIgnoreCase) || one == "*/*" || one.Equals(type.Split('/')[0] + "/*", StringComparison.OrdinalIgnoreCase)));

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
