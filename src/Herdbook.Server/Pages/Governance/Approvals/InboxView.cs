using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Pages.Rows;

namespace Herdbook.Server.Pages.Governance.Approvals;

/// <summary>Which requests a reader looks at.</summary>
public enum InboxShow
{
    /// <summary>Those that they may decide.</summary>
    Mine,

    /// <summary>All that wait.</summary>
    Open,

    /// <summary>Those that wait no more.</summary>
    Past,
}

/// <summary>The inbox.</summary>
/// <param name="Items">What waits; empty on the page of the past.</param>
/// <param name="Past">Null but on the page of the past.</param>
/// <param name="Former">What the items ask anew, by the request's id.</param>
public sealed record InboxView(PageContext Page, Caller Reader, InboxShow Show, IReadOnlyList<InboxItem> Items, int Mine, int Open, ApprovalPage? Past, IReadOnlyDictionary<Guid, Approval> Former)
{
    /// <summary>What was refused; what the reader typed is in <see cref="Typed"/>.</summary>
    public FieldFault? Fault { get; init; }

    /// <summary>The request to which <see cref="Fault"/> belongs; null where it is the batch.</summary>
    public Guid? FaultOf { get; init; }

    public Typed Typed { get; init; } = Typed.Nothing;

    /// <summary>What was just done, in words.</summary>
    public string? Said { get; init; }

    public long Offset { get; init; }

    public const int PastLimit = 50;

    public string Address(InboxShow show) => Links.With(Page.Links.Approvals, ("show", show switch { InboxShow.Open => "open", InboxShow.Past => "past", _ => null }));
}

/// <summary>What stood in a form that was refused.</summary>
public sealed record Typed(string Decision, string Reason, string? Payload, IReadOnlyCollection<Guid> Chosen)
{
    public static readonly Typed Nothing = new("", "", null, []);
}

/// <summary>One request with everything that happened to it.</summary>
public sealed record RequestView(PageContext Page, Caller Reader, ApprovalStory Story, ApprovalRight Right)
{
    public FieldFault? Fault { get; init; }

    public Typed Typed { get; init; } = Typed.Nothing;

    public string? Said { get; init; }

    public bool MayDecide => Story.Approval.IsPending && Right.May && Reader.May(Permission.ApprovalsDecide) && Story.Decisions.All(said => said.DeciderPerson != ApprovalPerson.Of(Reader));

    public bool MayWithdraw => Story.Approval.IsPending && Reader.May(Permission.ApprovalsRequest) && (Story.Approval.IsAskedBy(Reader) || Reader.May(Permission.PoliciesWrite));
}
