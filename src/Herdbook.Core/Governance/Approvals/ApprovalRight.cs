using Herdbook.Core.Governance.Access;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Whether somebody may decide a request, and in whose place.</summary>
/// <param name="OnBehalfOf">Who passed it on to them; null where the right is their own.</param>
/// <param name="WhyNot">Null where they may.</param>
public sealed record ApprovalRight(string? OnBehalfOf, string? WhyNot)
{
    public const string Administrator = "administrator";

    public bool May => WhyNot is null;

    /// <param name="passed">The delegations to the caller that hold now, for this request or for all.</param>
    public static ApprovalRight Of(Approval request, Caller caller, IEnumerable<ApprovalDelegation> passed)
    {
        if (request.IsAskedBy(caller))
        {
            return new ApprovalRight(null, "Nobody decides what they asked themselves, with whatever account, token or agent.");
        }

        if (caller is { UserId: null, AgentCode: null, Actor.Kind: not ActorKind.User })
        {
            return new ApprovalRight(null, "A token that belongs to neither a person nor an agent decides nothing.");
        }

        if (IsAsked(request, ApprovalPerson.NameOf(caller), ApprovalPerson.RolesOf(caller)))
        {
            return new ApprovalRight(null, null);
        }

        return passed.FirstOrDefault(delegation => Holds(request, delegation)) is { } by
            ? new ApprovalRight(by.Delegator, null)
            : new ApprovalRight(null, $"It is for {Whom(request)}.");
    }

    /// <summary>Whether a delegation gives what its giver could have decided: nobody passes on their own request.</summary>
    private static bool Holds(Approval request, ApprovalDelegation delegation) =>
        IsAsked(request, delegation.Delegator, delegation.DelegatorRoles)
        && !string.Equals(delegation.Delegator, request.Requester, StringComparison.OrdinalIgnoreCase)
        && (request.RequesterUser is null || delegation.DelegatorPerson != $"user:{request.RequesterUser}");

    private static bool IsAsked(Approval request, string? name, IReadOnlyCollection<string> roles) =>
        (name is not null && request.Reviewers.Contains(name, StringComparer.OrdinalIgnoreCase))
        || (request.RequiredRoles.Length > 0 && (roles.Contains(Administrator) || request.RequiredRoles.Any(roles.Contains)));

    /// <summary>Who is asked, in words.</summary>
    public static string Whom(Approval request)
    {
        var asked = request.Reviewers.Concat(request.RequiredRoles.Select(role => $"anyone with the role {role}")).ToList();
        return asked.Count == 0 ? "nobody" : string.Join(" or ", asked);
    }
}

/// <summary>A right that was passed on. Times are UTC.</summary>
public sealed record ApprovalDelegation
{
    public Guid Id { get; init; }

    public string Delegator { get; init; } = "";

    public string DelegatorPerson { get; init; } = "";

    public string[] DelegatorRoles { get; init; } = [];

    public string Delegate { get; init; } = "";

    public Guid? RequestId { get; init; }

    public DateTime FromAt { get; init; }

    public DateTime? UntilAt { get; init; }

    public string? Reason { get; init; }

    public DateTime? RevokedAt { get; init; }
}
