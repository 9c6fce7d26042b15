using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp;

/// <summary>
/// One thing that a model can do here: how it is described to the model, what it asks of the caller, and what runs. Whoever declares one
/// says who may call it; a tool that does not is shown to nobody and serves nobody.
/// </summary>
internal sealed record McpTool(string Name, string Title, string About)
{
    /// <summary>What the caller must have; null where the table decides, by <see cref="Rows"/>.</summary>
    public Permission? Needs { get; init; }

    /// <summary><see cref="Permission.Read"/> or <see cref="Permission.Write"/>, where the table that the arguments name decides; the tool asks it.</summary>
    public string? Rows { get; init; }

    /// <summary>Changes nothing.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>May change or end what stands; else it only adds.</summary>
    public bool Destructive { get; init; }

    /// <summary>The same call again changes nothing more.</summary>
    public bool Idempotent { get; init; }

    /// <summary>JSON Schema of the arguments.</summary>
    public required JsonObject Input { get; init; }

    /// <summary>JSON Schema of the answer.</summary>
    public required JsonObject Output { get; init; }

    /// <summary>Answers with an object that fits <see cref="Output"/>.</summary>
    public required Func<ToolCall, CancellationToken, Task<JsonObject>> Run { get; init; }

    /// <summary>Whether the caller may use it at all; of which rows, the tool asks by itself.</summary>
    public bool IsFor(Caller caller) => Needs is { } needed ? caller.May(needed) : Rows is { } action && caller.Permissions.Any(held => Reaches(held, action));

    /// <summary>As the protocol tells it.</summary>
    public Tool Told => _told ??= new Tool
    {
        Name = Name,
        Title = Title,
        Description = About,
        InputSchema = JsonSerializer.SerializeToElement(Input),
        OutputSchema = JsonSerializer.SerializeToElement(Output),
        Annotations = new ToolAnnotations { Title = Title, ReadOnlyHint = ReadOnly, DestructiveHint = !ReadOnly && Destructive, IdempotentHint = ReadOnly || Idempotent, OpenWorldHint = false },
    };

    private Tool? _told;

    private static bool Reaches(Permission held, string action) => held.Action == "*" || held.Action == action;
}
