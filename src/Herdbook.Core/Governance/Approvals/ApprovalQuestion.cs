namespace Herdbook.Core.Governance.Approvals;

/// <summary>What somebody asks approval for.</summary>
/// <param name="CheckpointType">The point at which it is asked; policies are found by it. 1 to 100 letters.</param>
/// <param name="Payload">JSON object: what runs when it is approved.</param>
public sealed record ApprovalQuestion(string CheckpointType, string Payload)
{
    public string? Title { get; init; }

    /// <summary>low, medium, high or critical.</summary>
    public string Risk { get; init; } = "medium";

    /// <summary>The agent that asks; null where the asker is none, or its token is bound to one.</summary>
    public string? AgentId { get; init; }

    /// <summary>The run that waits.</summary>
    public string? ExecutionId { get; init; }

    public string? ConversationId { get; init; }

    /// <summary>JSON: the asker's state.</summary>
    public string StateSnapshot { get; init; } = "{}";

    /// <summary>JSON object: what stands now in the payload's place.</summary>
    public string? PayloadBefore { get; init; }

    /// <summary>The table of what it is about; of the catalog.</summary>
    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    /// <summary>A request of the same asker that this one asks anew.</summary>
    public Guid? Supersedes { get; init; }

    /// <summary>Where the outcome is sent.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The asker's own key: a request that is sent twice with it is made once.</summary>
    public string? Key { get; init; }

    /// <summary>Sooner than the policy says; never later. UTC.</summary>
    public DateTime? ExpiresAt { get; init; }
}
