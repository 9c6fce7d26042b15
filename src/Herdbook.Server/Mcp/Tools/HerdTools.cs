using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd.Work;
using Herdbook.Server.Mcp.Prompts;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Every command of the herd as a tool, herd_ and the verb's name; and the agent's identity as a prompt.</summary>
internal sealed class HerdTools(HerdWork work) : IMcpTools, IMcpPrompts
{
    public IEnumerable<McpTool> Tools => HerdVerbs.All.Select(verb => new McpTool("herd_" + verb.Name, Title(verb.Name), verb.About)
    {
        Needs = verb.Permission,
        ReadOnly = verb.IsReadOnly,
        Destructive = verb.IsDestructive,
        Idempotent = verb.IsIdempotent,
        Input = HerdJson.RequestSchema(verb),
        Output = (JsonObject)HerdJson.AnswerSchema(verb),
        Run = async (call, ct) =>
        {
            var body = new JsonObject(call.Arguments.Select(argument => KeyValuePair.Create(argument.Key, JsonNode.Parse(argument.Value.GetRawText()))));
            var command = HerdJson.Read(verb, body, call.Caller);
            return (JsonObject)JsonSerializer.SerializeToNode(await verb.RunAsync(work, command.Caller, command.Request, ct), HerdJson.Options)!;
        },
    });

    public IEnumerable<McpPrompt> Prompts =>
    [
        new("agent_identity", "An agent's identity", "Who the agent is, to begin a conversation with: role, craft, personality, skills, tickets, hand-offs, and the decisions of the last seven days.")
        {
            Needs = Permission.WorkRead,
            Arguments = [new PromptArgument { Name = "agent", Description = "The agent's code; a token that belongs to an agent needs none.", Required = false }],
            Write = async (caller, arguments, ct) => (await work.Assume.ReadAsync(HerdCaller.Of(caller, null, null), new AssumeRequest(arguments.GetValueOrDefault("agent") is { Length: > 0 } agent ? agent : null), ct)).Prompt,
        },
    ];

    private static string Title(string verb) => char.ToUpperInvariant(verb[0]) + verb[1..].Replace('_', ' ');
}
