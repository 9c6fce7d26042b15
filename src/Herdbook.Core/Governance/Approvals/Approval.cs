using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>A request for approval, as it stands. Times are UTC.</summary>
public sealed record Approval
{
    public Guid Id { get; init; }

    public string ExecutionId { get; init; } = "";

    public string AgentId { get; init; } = "";

    public string CheckpointType { get; init; } = "";

    public string? Title { get; init; }

    public string Risk { get; init; } = "medium";

    /// <summary>pending, approved, rejected, modified, expired or withdrawn.</summary>
    public string Status { get; init; } = "pending";

    public string? Decision { get; init; }

    public string ReviewerStrategy { get; init; } = "";

    public string? ReviewerId { get; init; }

    public string? ReviewerComments { get; init; }

    public string[] RequiredRoles { get; init; } = [];

    public string[] Reviewers { get; init; } = [];

    public int Quorum { get; init; } = 1;

    /// <summary>How many persons have approved it so far.</summary>
    public long Approvals { get; init; }

    public string Requester { get; init; } = "";

    public string RequesterKind { get; init; } = "";

    public Guid? RequesterUser { get; init; }

    public string? RequesterAgent { get; init; }

    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    public string? ConversationId { get; init; }

    /// <summary>JSON.</summary>
    public string StateSnapshot { get; init; } = "{}";

    /// <summary>JSON: what runs when it is approved.</summary>
    public string Payload { get; init; } = "{}";

    /// <summary>JSON: what stands now in its place.</summary>
    public string? PayloadBefore { get; init; }

    public string PayloadHash { get; init; } = "";

    /// <summary>JSON: the payload as the reviewer would have it.</summary>
    public string? Modifications { get; init; }

    public Guid? Supersedes { get; init; }

    public string PolicyName { get; init; } = "";

    public long PolicyVersion { get; init; }

    public bool AskerOwnerMay { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? DecidedAt { get; init; }

    public DateTime? ClosedAt { get; init; }

    public string? ClosedBy { get; init; }

    public DateTime? RemindAt { get; init; }

    public DateTime? RemindedAt { get; init; }

    public DateTime? EscalateAt { get; init; }

    public DateTime? EscalatedAt { get; init; }

    public string? EscalatedFrom { get; init; }

    public string? EscalateRole { get; init; }

    public string[] EscalateReviewers { get; init; } = [];

    public DateTime? ExpiresAt { get; init; }

    public string? CallbackUrl { get; init; }

    public bool IsPending => Status == "pending";

    /// <summary>What names it to a person.</summary>
    public string Name => Title ?? $"{CheckpointType} of {AgentId}";

    /// <summary>Whether the caller is who asked: as user, as owner of the asking token, as the agent, or by name.</summary>
    public bool IsAskedBy(Caller caller)
    {
        if (caller.UserId is { } user && user == RequesterUser)
        {
            // The owner of an agent's token is not the agent, where the policy says so.
            return !(AskerOwnerMay && RequesterAgent is not null && caller.AgentCode is null);
        }

        return (caller.AgentCode is { } agent && (agent == RequesterAgent || agent == AgentId))
            || string.Equals(caller.Actor.Name, Requester, StringComparison.OrdinalIgnoreCase);
    }

    public JsonNode? PayloadNode => JsonNode.Parse(Payload);
}

/// <summary>Who is behind a caller: the same person counts once, with whatever token.</summary>
public static class ApprovalPerson
{
    public static string Of(Caller caller) => caller switch
    {
        { UserId: { } user } => $"user:{user}",
        { AgentCode: { } agent } => $"agent:{agent}",
        _ => $"{caller.Actor.Kind.Word()}:{caller.Actor.Name.ToLowerInvariant()}",
    };

    /// <summary>
    /// The name by which a policy or a delegation can ask for them: of a user the address, of an agent the code. Null for other tokens, whose
    /// names anybody may choose.
    /// </summary>
    public static string? NameOf(Caller caller) => caller.AgentCode ?? (caller.Actor.Kind == ActorKind.User ? caller.Actor.Name : null);

    /// <summary>The roles that count: of a token that belongs to a user, those alone that are within what the user may do now.</summary>
    public static IReadOnlyList<string> RolesOf(Caller caller) => caller.Within is not { } bounds
        ? caller.Roles
        : [.. caller.Roles.Where(role => (caller.Tenant == Tenant.Default ? AccessRoles.Permissions([role]) : AccessRoles.PermissionsInTenant([role])).All(part => bounds.Any(held => held.Covers(part))))];
}

/// <summary>What became of a command. An expected refusal is a value; one place turns it into an answer.</summary>
public abstract record ApprovalOutcome
{
    private ApprovalOutcome()
    {
    }

    /// <param name="Repeated">The same was said before, and nothing was changed now.</param>
    public sealed record Done(Approval Approval, bool Repeated = false) : ApprovalOutcome;

    /// <param name="Code">Documented in docs/errors.md.</param>
    public sealed record Refused(string Code, string Message, string Remedy) : ApprovalOutcome;

    /// <summary>The request as it stands after the command.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    public Approval OrThrow() => this switch
    {
        Done done => done.Approval,
        Refused refused => throw new RefusedException(refused.Code, refused.Message) { Remedy = refused.Remedy },
        _ => throw new InvalidOperationException(),
    };
}
