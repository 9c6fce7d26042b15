using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>A decision of governance as it is booked: the words that its stamp vouches for, and the stamp.</summary>
public sealed record GovernanceDecision
{
    public Guid Id { get; init; }

    public string DecisionId { get; init; } = "";

    /// <summary>approval, denial, delegation or escalation.</summary>
    public string DecisionType { get; init; } = "";

    public string Subject { get; init; } = "";

    public string RiskLevel { get; init; } = "";

    public string DecisionMaker { get; init; } = "";

    /// <summary>approved, denied, deferred or escalated.</summary>
    public string DecisionOutcome { get; init; } = "";

    public string? Reasoning { get; init; }

    /// <summary>JSON.</summary>
    public string PolicyReferences { get; init; } = "[]";

    public string? SubjectType { get; init; }

    public string? SubjectId { get; init; }

    public Guid? ApprovalRequestId { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>JSON.</summary>
    public string AuditStamp { get; init; } = "{}";

    internal JsonObject Stamped() => new()
    {
        ["decision_id"] = DecisionId,
        ["decision_type"] = DecisionType,
        ["subject"] = Subject,
        ["risk_level"] = RiskLevel,
        ["decision_maker"] = DecisionMaker,
        ["decision_outcome"] = DecisionOutcome,
        ["reasoning"] = Reasoning,
        ["policy_references"] = JsonNode.Parse(PolicyReferences),
        ["subject_type"] = SubjectType,
        ["subject_id"] = SubjectId,
        ["approval_request_id"] = ApprovalRequestId?.ToString(),
        ["created_at"] = GovernanceStamp.Time(CreatedAt),
    };

    /// <summary>Whether the row is word for word what was stamped.</summary>
    public StampVerdict Verify(AuditKeys keys) => JsonNode.Parse(AuditStamp) is JsonObject stamp
        ? GovernanceStamp.Verify(keys, stamp, Stamped())
        : new StampVerdict(false, "It has no stamp.");
}

/// <summary>Books decisions of governance about requests for approval, each with its stamp.</summary>
internal static class GovernanceDecisions
{
    public const string OfRequest = """
        select id, decision_id, decision_type, subject, risk_level, decision_maker, decision_outcome, reasoning, policy_references::text as policy_references,
               subject_type, subject_id, approval_request_id, created_at, audit_stamp::text as audit_stamp
          from memory.memory_governance_decisions
         where approval_request_id = @id
         order by created_at, decision_id
        """;

    private const string Next = "select count(*) + 1 from memory.memory_governance_decisions where approval_request_id = @id";

    private const string Add = """
        insert into memory.memory_governance_decisions
               (decision_id, decision_type, subject, context, policy_references, risk_level, decision_maker, decision_outcome, reasoning, affected_components,
                audit_stamp, subject_type, subject_id, approval_request_id, created_at)
        values (@DecisionId, @DecisionType, @Subject, @context, @PolicyReferences::jsonb, @RiskLevel, @DecisionMaker, @DecisionOutcome, @Reasoning, @components::jsonb,
                @AuditStamp::jsonb, @SubjectType, @SubjectId, @ApprovalRequestId, @CreatedAt)
        """;

    /// <summary>Books one. The request's row is held, so that its decisions are numbered without a gap.</summary>
    /// <param name="more">Further members of the stamp.</param>
    public static async Task<GovernanceDecision> BookAsync(
        NpgsqlConnection connection, AuditKeys keys, Approval request, string type, string outcome, string maker, string makerKind, string? reasoning, DateTime now, JsonObject more, CancellationToken ct)
    {
        var number = await connection.ExecuteScalarAsync<long>(new CommandDefinition(Next, new { id = request.Id }, cancellationToken: ct));
        var policy = new JsonObject { ["policy"] = request.PolicyName, ["version"] = request.PolicyVersion };
        var decision = new GovernanceDecision
        {
            DecisionId = $"apr-{request.Id}-{number.ToString(CultureInfo.InvariantCulture)}",
            DecisionType = type,
            Subject = request.Name,
            RiskLevel = request.Risk,
            DecisionMaker = maker,
            DecisionOutcome = outcome,
            Reasoning = reasoning,
            PolicyReferences = new JsonArray(policy.DeepClone()).ToJsonString(),
            SubjectType = request.SubjectType,
            SubjectId = request.SubjectId,
            ApprovalRequestId = request.Id,
            CreatedAt = now,
        };
        var stamp = new JsonObject
        {
            ["who"] = maker,
            ["who_kind"] = makerKind,
            ["when"] = GovernanceStamp.Time(now),
            ["policy"] = request.PolicyName,
            ["policy_version"] = request.PolicyVersion,
            ["request"] = request.Id.ToString(),
            ["payload_hash"] = request.PayloadHash,
        };
        foreach (var (name, value) in more)
        {
            stamp[name] = value?.DeepClone();
        }

        decision = decision with { AuditStamp = GovernanceStamp.Put(keys, stamp, decision.Stamped()).ToJsonString() };
        var components = request.SubjectType is null ? new JsonArray() : new JsonArray($"{request.SubjectType}/{request.SubjectId}");
        await connection.ExecuteAsync(new CommandDefinition(
            Add,
            new
            {
                decision.DecisionId,
                decision.DecisionType,
                decision.Subject,
                context = $"{request.CheckpointType} of {request.AgentId}, run {request.ExecutionId}",
                decision.PolicyReferences,
                decision.RiskLevel,
                decision.DecisionMaker,
                decision.DecisionOutcome,
                decision.Reasoning,
                components = components.ToJsonString(),
                decision.AuditStamp,
                decision.SubjectType,
                decision.SubjectId,
                decision.ApprovalRequestId,
                decision.CreatedAt,
            },
            cancellationToken: ct));
        return decision;
    }
}
