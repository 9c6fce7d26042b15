namespace Herdbook.Core.Governance.Approvals;

/// <summary>What several statements on requests share.</summary>
internal static class ApprovalSql
{
    /// <summary>The columns of <see cref="Approval"/>, of the alias r.</summary>
    public const string Columns = """
        r.id, r.execution_id, r.agent_id, r.checkpoint_type, r.title, r.risk, r.status, r.decision, r.reviewer_strategy, r.reviewer_id, r.reviewer_comments,
        r.required_roles, r.reviewers, r.quorum, r.requester, r.requester_kind, r.requester_user, r.requester_agent, r.subject_type, r.subject_id, r.conversation_id,
        r.state_snapshot::text as state_snapshot, r.payload::text as payload, r.payload_before::text as payload_before, r.payload_hash,
        r.modifications::text as modifications, r.supersedes, r.policy_name, r.policy_version, r.asker_owner_may, r.created_at, r.decided_at,
        r.closed_at, r.closed_by, r.remind_at, r.reminded_at, r.escalate_at, r.escalated_at, r.escalated_from, r.escalate_role, r.escalate_reviewers, r.expires_at, r.callback_url,
        (select count(*) from governance.approval_decisions d where d.request_id = r.id and d.decision = 'approved') as approvals
        """;

    public const string One = $"select {Columns} from governance.approval_requests r where r.id = @id and r.deleted_at is null";

    /// <summary>Whoever decides holds the row until the commit, so that one decides after the other.</summary>
    public const string Hold = $"{One} for update of r";

    /// <summary>Wakes whoever waits, when the transaction commits.</summary>
    public const string Ring = "select pg_notify('herdbook_approvals', @message)";
}
