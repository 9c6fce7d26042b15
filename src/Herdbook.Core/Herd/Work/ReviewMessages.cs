using System.ComponentModel;

namespace Herdbook.Core.Herd.Work;

/// <summary>`review`: what a review of a pull request came to.</summary>
public sealed record ReviewRequest(
    [property: Description("The pull request's code, as owner/repo#7.")] string Pr,
    [property: Description("approved, request_changes or comment (approve, pass, fail and pass_with_advisory mean one of them).")] string Verdict,
    [property: Description("The ticket that it serves.")] string? Ticket = null,
    [property: Description("What was found.")] IReadOnlyList<FindingRequest>? Findings = null,
    [property: Description("How long the review took, in minutes.")] decimal? DurationMinutes = null);

public sealed record FindingRequest(
    [property: Description("What it concerns: security, correctness, style.")] string Category,
    [property: Description("blocking or advisory.")] string Severity,
    [property: Description("What was found.")] string Description,
    [property: Description("The file that it concerns.")] string? FilePath = null,
    [property: Description("The line that it concerns, from 1.")] int? LineNumber = null);

/// <param name="Round">Which review of the pull request it is; the first is 1.</param>
public sealed record ReviewAnswer(string ReviewCode, string PrCode, int Round, string Verdict, int Blocking, int Advisory, IReadOnlyList<string> FindingCodes);

/// <summary>`record_decision`: what was decided, and why.</summary>
public sealed record DecisionRequest(
    [property: Description("What was decided.")] string Decision,
    [property: Description("Why.")] string Rationale,
    [property: Description("What called for it.")] string? Context = null,
    [property: Description("What sort of decision it is: architecture, process, product.")] string? DecisionType = null,
    [property: Description("What else was weighed.")] string? AlternativesConsidered = null,
    [property: Description("The ticket that it concerns.")] string? Ticket = null);

public sealed record DecisionAnswer(string DecisionId, string DecidedBy, DateTimeOffset At);
