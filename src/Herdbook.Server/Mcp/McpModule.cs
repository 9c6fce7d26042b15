using Herdbook.Server.Access;
using Herdbook.Server.Mcp.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Mcp;

/// <summary>Agents as clients: the Model Context Protocol at `/mcp`.</summary>
internal static class McpModule
{
    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services.AddSingleton<CallsUnderWay>();
        services.AddSingleton<ToolShelf>();
        services.AddSingleton<McpServerShape>();
        services.AddSingleton<McpEndpoint>();
        services.AddSingleton<IMcpTools, TableTools>();
        services.AddSingleton<IMcpTools, RowReadTools>();
        services.AddSingleton<IMcpTools, RowWriteTools>();
        return services;
    }

    /// <summary>Each tool asks the caller's permission by itself, and a test walks them all.</summary>
    public static void MapMcp(this WebApplication app)
    {
        var mcp = app.MapGroup("/mcp").RequiresWhatItAsks();
        mcp.MapPost("", (HttpContext http, McpEndpoint endpoint) => endpoint.PostAsync(http)).DisableAntiforgery();
        mcp.MapDelete("", McpEndpoint.DeleteAsync).DisableAntiforgery();
    }
}
