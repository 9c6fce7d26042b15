using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Mcp.Prompts;
using Herdbook.Server.Mcp.Resources;
using Herdbook.Server.Mcp.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Herdbook.Server.Mcp;

/// <summary>Agents as clients: the Model Context Protocol at `/mcp`.</summary>
internal static class McpModule
{
    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services.TryAddSingleton<Reports>();
        services.AddSingleton<CallsUnderWay>();
        services.AddSingleton<ToolShelf>();
        services.AddSingleton<McpServerShape>();
        services.AddSingleton<McpEndpoint>();
        services.AddSingleton<IMcpTools, TableTools>();
        services.AddSingleton<IMcpTools, RowReadTools>();
        services.AddSingleton<IMcpTools, RowWriteTools>();
        services.AddSingleton<IMcpTools, SearchTools>();
        services.AddSingleton<IMcpTools, FigureTools>();
        services.AddSingleton<IMcpTools, ApprovalTools>();
        services.AddSingleton<IMcpTools, BudgetTools>();
        services.AddSingleton<HerdTools>();
        services.AddSingleton<IMcpTools>(provider => provider.GetRequiredService<HerdTools>());
        services.AddSingleton<IMcpPrompts>(provider => provider.GetRequiredService<HerdTools>());
        services.AddSingleton<ResourceShelf>();
        services.AddSingleton<ListChanges>();
        services.AddSingleton<PromptShelf>();
        services.AddSingleton<IMcpPrompts, StandingInstructions>();
        return services;
    }

    /// <summary>Each tool asks the caller's permission by itself, and a test walks them all.</summary>
    public static void MapMcp(this WebApplication app)
    {
        var mcp = app.MapGroup("/mcp").RequiresWhatItAsks();
        mcp.MapPost("", (HttpContext http, McpEndpoint endpoint) => endpoint.PostAsync(http)).DisableAntiforgery();
        mcp.MapGet("", (HttpContext http, ListChanges changes) => changes.StreamAsync(http));
        mcp.MapDelete("", McpEndpoint.DeleteAsync).DisableAntiforgery();
    }
}
