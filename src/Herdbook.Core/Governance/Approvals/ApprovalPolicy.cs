namespace Herdbook.Core.Governance.Approvals;

/// <summary>Who must approve what, and what happens when nobody does. Null in a time means never.</summary>
/// <param name="Checkpoints">Checkpoint types that it is for; empty is every one.</param>
/// <param name="Risks">Risks that it is for; empty is every one.</param>
/// <param name="Reviewers">Persons who may decide; where there are none, the role's.</param>
/// <param name="Quorum">How many different persons must approve.</param>
/// <param name="OwnerDecidesForAgent">Whether the person to whom an agent's token belongs may decide what that agent asked.</param>
public sealed record ApprovalPolicy(
    string Name,
    IReadOnlyList<string> Checkpoints,
    IReadOnlyList<string> Risks,
    string? Role,
    IReadOnlyList<string> Reviewers,
    int Quorum,
    TimeSpan? RemindAfter,
    TimeSpan? EscalateAfter,
    string? EscalateRole,
    IReadOnlyList<string> EscalateReviewers,
    TimeSpan? ExpiresAfter,
    bool OwnerDecidesForAgent)
{
    /// <summary>Holds where no written policy does: one approver; reminded after 12 hours, with administrators after 24, expired after 7 days.</summary>
    public static readonly ApprovalPolicy BuiltIn = new(
        "built-in", [], [], "approver", [], 1, TimeSpan.FromHours(12), TimeSpan.FromHours(24), ApprovalRight.Administrator, [], TimeSpan.FromDays(7), false);

    public bool IsFor(string checkpoint, string risk) =>
        (Checkpoints.Count == 0 || Checkpoints.Contains(checkpoint, StringComparer.Ordinal)) && (Risks.Count == 0 || Risks.Contains(risk, StringComparer.Ordinal));
}

/// <summary>The policies of one version, in the order in which they are tried.</summary>
/// <param name="Version">0 where nobody wrote any.</param>
public sealed record ApprovalPolicySet(long Version, string Document, IReadOnlyList<ApprovalPolicy> Policies)
{
    public static readonly ApprovalPolicySet None = new(0, "", []);

    /// <summary>The first that is for both; else the built-in one.</summary>
    public ApprovalPolicy For(string checkpoint, string risk) => Policies.FirstOrDefault(policy => policy.IsFor(checkpoint, risk)) ?? ApprovalPolicy.BuiltIn;
}
