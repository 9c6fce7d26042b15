namespace Herdbook.Core.Governance.Approvals;

/// <summary>What somebody says to a request.</summary>
/// <param name="Decision">approved, rejected or modified.</param>
/// <param name="Reason">Required of a rejection.</param>
/// <param name="Payload">JSON object, required of a modification: the payload as it should be.</param>
/// <param name="PayloadHash">The hash of what the decider saw; null where they do not say.</param>
public sealed record ApprovalVerdict(string Decision, string? Reason = null, string? Payload = null, string? PayloadHash = null)
{
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Modified = "modified";
    public const int MaxReason = 20_000;

    /// <summary>Takes the verb as well: approve, reject, modify.</summary>
    public static string Word(string word) => word switch
    {
        "approve" => Approved,
        "reject" => Rejected,
        "modify" => Modified,
        _ => word,
    };

    /// <exception cref="RefusedException">`approval_verdict`, `approval_reason`, `approval_payload`, `approval_question`.</exception>
    internal void Check()
    {
        if (Decision is not (Approved or Rejected or Modified))
        {
            throw new RefusedException("approval_verdict", $"'{Decision}' is no decision. Nothing was decided. It is approved, rejected or modified.");
        }

        if (Reason?.Length > MaxReason)
        {
            throw new RefusedException("approval_reason", $"A reason has {MaxReason} letters at most. Nothing was decided.");
        }

        if (Decision == Rejected && string.IsNullOrWhiteSpace(Reason))
        {
            throw new RefusedException("approval_reason", "A rejection says why, so that the agent can do it anew. Nothing was decided.");
        }

        if (Decision == Modified)
        {
            ApprovalQuestionRules.IsObject(Payload ?? throw new RefusedException("approval_verdict", "A modification brings the payload as it should be. Nothing was decided."), "payload");
        }
    }
}
