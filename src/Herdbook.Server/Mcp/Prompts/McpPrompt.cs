using Herdbook.Core.Governance.Access;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp.Prompts;

/// <summary>A text that a client puts before its model.</summary>
internal sealed record McpPrompt(string Name, string Title, string About)
{
    /// <summary>What the caller must have.</summary>
    public required Permission Needs { get; init; }

    public IReadOnlyList<PromptArgument> Arguments { get; init; } = [];

    /// <summary>The text, in Markdown; of the caller and the arguments.</summary>
    public required Func<Caller, IReadOnlyDictionary<string, string>, CancellationToken, Task<string>> Write { get; init; }

    public Prompt Told => new() { Name = Name, Title = Title, Description = About, Arguments = [.. Arguments] };
}

/// <summary>A module's prompts.</summary>
internal interface IMcpPrompts
{
    IEnumerable<McpPrompt> Prompts { get; }
}
