using System.Text.Json;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Host;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp.Prompts;

/// <summary>Every prompt there is. One that the caller may not have is not shown, and is as unknown as one that is not there.</summary>
internal sealed class PromptShelf(IEnumerable<IMcpPrompts> sources)
{
    private readonly SortedDictionary<string, McpPrompt> _prompts = new(sources.SelectMany(source => source.Prompts).ToDictionary(prompt => prompt.Name), StringComparer.Ordinal);

    public IReadOnlyCollection<McpPrompt> All => _prompts.Values;

    public ListPromptsResult List(Caller caller) => new() { Prompts = [.. _prompts.Values.Where(prompt => caller.May(prompt.Needs)).Select(prompt => prompt.Told)] };

    /// <exception cref="McpProtocolException">There is no such prompt, or it refuses the arguments.</exception>
    public async ValueTask<GetPromptResult> GetAsync(Caller caller, GetPromptRequestParams? asked, CancellationToken ct)
    {
        if (asked?.Name is not { } name || !_prompts.TryGetValue(name, out var prompt) || !caller.May(prompt.Needs))
        {
            throw new McpProtocolException("There is no such prompt here; prompts/list shows those that there are.", McpErrorCode.InvalidParams);
        }

        var given = (asked.Arguments ?? new Dictionary<string, JsonElement>()).Where(argument => argument.Value.ValueKind == JsonValueKind.String).ToDictionary(argument => argument.Key, argument => argument.Value.GetString()!);
        if (prompt.Arguments.FirstOrDefault(argument => argument.Required is true && !given.ContainsKey(argument.Name)) is { } missing)
        {
            throw new McpProtocolException($"The argument {missing.Name} is missing: {missing.Description}", McpErrorCode.InvalidParams);
        }

        try
        {
            var text = await prompt.Write(caller, given, ct);
            return new GetPromptResult { Description = prompt.About, Messages = [new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = text } }] };
        }
        catch (Exception fault) when (fault is not OperationCanceledException && Problem.Of(fault) is { Status: < 500 } problem)
        {
            throw new McpProtocolException($"{problem.Message} {problem.Remedy}".Trim(), fault, McpErrorCode.InvalidParams);
        }
    }
}
