namespace Herdbook.Intake.Demo.Year;

internal sealed record TicketRow(string Code, string Project, string Title, string Description, string Size, string Criteria, DateTimeOffset At);

/// <summary>What a ticket is from a moment on. Changes of one ticket are in the order in which they happened.</summary>
internal sealed record TicketChange(string Code, DateTimeOffset At, string Title, string Size, string Status, string? Sprint, bool Deleted = false);

internal sealed record TicketEvent(
    string Instance, string Ticket, string Type, string? Status, string? Sprint, DateTimeOffset At,
    string? Blocker = null, string? Why = null, string? HandoffTo = null, string? Comment = null);

/// <summary>One run of an agent, as it began; it ends at <see cref="Ended"/>, unless that lies in the future.</summary>
internal sealed record InstanceRow(
    string Code, YearAgent Agent, string Model, string? Ticket, string Project, string? SpawnedBy, string Title, DateTimeOffset Started, DateTimeOffset Ended, string Outcome);

internal sealed record LifecycleEvent(string Instance, string Type, string Detail, DateTimeOffset At);

internal sealed record PullRow(string Code, string Ticket, string Instance, string Branch, string Title, DateTimeOffset At);

internal sealed record PullChange(string Code, DateTimeOffset At, int Added, int Deleted, int Files, DateTimeOffset? Merged, DateTimeOffset? Closed);

internal sealed record PullEvent(string Instance, string Pull, string Type, string? Commit, int? Added, int? Deleted, string? Detail, DateTimeOffset At);

internal sealed record ReviewRow(string Code, string Pull, string Instance, int Round, string Verdict, decimal Minutes, DateTimeOffset At);

internal sealed record FindingRow(
    string Code, string Review, string Category, string Severity, string Description, string File, int Line, string? Pattern, string Outcome, DateTimeOffset At);

internal sealed record ReviewEvent(string Instance, string Review, string Pull, string Type, string? Finding, string? Detail, DateTimeOffset At);

internal sealed record ObservationRow(string Id, string Agent, string Type, string Content, double Confidence, DateTimeOffset At, DateTimeOffset? Deleted = null);

internal sealed record DecisionRow(string Id, string Type, string Context, string Decision, string Rationale, string Alternatives, string By, string? Ticket, DateTimeOffset At);

/// <summary>What happened in the made-up year: each row with the moment at which it came to be. What lies in the future is left out when it is booked.</summary>
internal sealed class YearRows
{
    public List<TicketRow> Tickets { get; } = [];

    public List<TicketChange> TicketChanges { get; } = [];

    public List<TicketEvent> TicketEvents { get; } = [];

    public List<InstanceRow> Instances { get; } = [];

    public List<LifecycleEvent> Lifecycle { get; } = [];

    public List<PullRow> Pulls { get; } = [];

    public List<PullChange> PullChanges { get; } = [];

    public List<PullEvent> PullEvents { get; } = [];

    public List<ReviewRow> Reviews { get; } = [];

    public List<FindingRow> Findings { get; } = [];

    public List<ReviewEvent> ReviewEvents { get; } = [];

    public List<UsageRow> Usage { get; } = [];

    public List<ObservationRow> Observations { get; } = [];

    public List<DecisionRow> Decisions { get; } = [];
}
