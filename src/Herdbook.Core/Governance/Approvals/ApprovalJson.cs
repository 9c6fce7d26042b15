using System.Text.Json.Nodes;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>A request as programs see it: over HTTP, on the command line and in a webhook.</summary>
public static class ApprovalJson
{
    /// <summary>What a list shows.</summary>
    public static JsonObject Line(Approval request) => new()
    {
        ["approval_id"] = request.Id.ToString(),
        ["status"] = request.Status,
        ["decision"] = request.Decision,
        ["checkpoint_type"] = request.CheckpointType,
        ["title"] = request.Title,
        ["risk"] = request.Risk,
        ["agent_id"] = request.AgentId,
        ["execution_id"] = request.ExecutionId,
        ["conversation_id"] = request.ConversationId,
        ["requester"] = request.Requester,
        ["subject_type"] = request.SubjectType,
        ["subject_id"] = request.SubjectId,
        ["reviewer_strategy"] = request.ReviewerStrategy,
        ["reviewer_id"] = request.ReviewerId,
        ["reviewers"] = new JsonArray([.. request.Reviewers.Select(name => (JsonNode)name)]),
        ["required_roles"] = new JsonArray([.. request.RequiredRoles.Select(role => (JsonNode)role)]),
        ["quorum"] = request.Quorum,
        ["approvals"] = request.Approvals,
        ["payload_hash"] = request.PayloadHash,
        ["policy"] = request.PolicyName,
        ["policy_version"] = request.PolicyVersion,
        ["supersedes"] = request.Supersedes?.ToString(),
        ["reviewer_comments"] = request.ReviewerComments,
        ["created_at"] = Time(request.CreatedAt),
        ["decided_at"] = Time(request.DecidedAt),
        ["closed_at"] = Time(request.ClosedAt),
        ["remind_at"] = Time(request.RemindAt),
        ["escalate_at"] = Time(request.EscalateAt),
        ["escalated_at"] = Time(request.EscalatedAt),
        ["escalated_from"] = request.EscalatedFrom,
        ["expires_at"] = Time(request.ExpiresAt),
    };

    /// <summary>The whole of it, with what was asked and what the reviewer would change.</summary>
    public static JsonObject Whole(Approval request)
    {
        var whole = Line(request);
        whole["payload"] = JsonNode.Parse(request.Payload);
        whole["payload_before"] = request.PayloadBefore is null ? null : JsonNode.Parse(request.PayloadBefore);
        whole["state_snapshot"] = JsonNode.Parse(request.StateSnapshot);
        whole["modifications"] = request.Modifications is null ? null : JsonNode.Parse(request.Modifications);
        whole["changes"] = request.Modifications is null ? null : Changes(PayloadDiff.Of(request.Payload, request.Modifications));
        return whole;
    }

    public static JsonArray Changes(IReadOnlyList<PayloadChange> changes) => new([.. changes.Select(change => (JsonNode)new JsonObject
    {
        ["path"] = change.Path,
        ["before"] = change.Before is null ? null : JsonNode.Parse(change.Before),
        ["after"] = change.After is null ? null : JsonNode.Parse(change.After),
    })]);

    public static string? Time(DateTime? utc) => utc is { } time ? GovernanceStamp.Time(time) : null;
}
