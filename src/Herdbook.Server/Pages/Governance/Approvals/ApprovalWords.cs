using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Approvals;

namespace Herdbook.Server.Pages.Governance.Approvals;

/// <summary>How requests are put to people.</summary>
internal static class ApprovalWords
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The class of a state's colour: pending amber, approved green, rejected red, modified blue.</summary>
    public static string Colour(string status) => status switch
    {
        "pending" => "warn",
        "approved" => "ok",
        "rejected" or "expired" => "bad",
        "modified" => "info",
        _ => "quiet",
    };

    public static string RiskColour(string risk) => risk switch
    {
        "critical" => "bad",
        "high" => "warn",
        _ => "quiet",
    };

    /// <summary>How long it has waited, as class and words; null under a day and where it waits no more.</summary>
    public static (string Class, string Words)? Waits(Approval request, DateTimeOffset now) => !request.IsPending ? null
        : (now.UtcDateTime - request.CreatedAt) switch
        {
            { TotalHours: > 72 } => ("apr-late", "waits over 72 hours"),
            { TotalHours: > 24 } => ("apr-slow", "waits over 24 hours"),
            _ => null,
        };

    /// <summary>What happens if nobody acts, one sentence after the other.</summary>
    public static IEnumerable<string> IfNobodyActs(Approval request, DateTimeOffset now)
    {
        if (request.RemindedAt is null && request.RemindAt is { } remind)
        {
            yield return $"Those who are asked are reminded {Figures.Ago(remind, now)}.";
        }

        if (request.EscalatedAt is null && request.EscalateAt is { } escalate)
        {
            yield return $"It is passed on to {To(request)} {Figures.Ago(escalate, now)}.";
        }

        yield return request.ExpiresAt is { } expires
            ? $"It expires {Figures.Ago(expires, now)}: then nothing is done, and {request.Requester} must ask anew."
            : "It waits for ever: nothing is done until somebody decides.";
    }

    /// <summary>Why the reader is asked, or why not.</summary>
    /// <param name="byRank">Whether only the administrator's rank makes them one who is asked.</param>
    public static string Why(Approval request, ApprovalRight right, bool byRank) => right switch
    {
        { May: true, OnBehalfOf: { } giver } => $"{giver} passed it on to you.",
        { May: true } => $"It is for {ApprovalRight.Whom(request)}{(byRank ? ", and an administrator has every role" : "")}. So says the policy “{request.PolicyName}”{(request.PolicyVersion > 0 ? $", version {request.PolicyVersion}" : "")}.",
        _ => right.WhyNot!,
    };

    /// <summary>Whether a reader is asked as an administrator, and has none of the roles.</summary>
    public static bool IsByRank(Approval request, Core.Governance.Access.Caller reader) =>
        !request.Reviewers.Contains(reader.Actor.Name, StringComparer.OrdinalIgnoreCase) && !request.RequiredRoles.Any(reader.Roles.Contains);

    public static string Votes(Approval request) => request.Quorum == 1 ? "One approval decides" : $"{request.Approvals} of {request.Quorum} approvals";

    /// <summary>What changes: against what stands now, else against the request that it asks anew, else every member as new.</summary>
    public static IReadOnlyList<PayloadChange> Changes(Approval request, Approval? former) => PayloadDiff.Of(request.PayloadBefore ?? former?.Payload ?? "{}", request.Payload);

    public static string Against(Approval request, Approval? former) =>
        request.PayloadBefore is not null ? "against what stands now" : former is not null ? "against the former request" : "all of it is new";

    /// <summary>JSON, a member a line.</summary>
    public static string Pretty(string json) => JsonNode.Parse(json)?.ToJsonString(Readable) ?? "null";

    /// <summary>A value as people read it: a text without its quotes.</summary>
    public static string Value(string json) => JsonNode.Parse(json) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : json.Length <= 60 ? json : Pretty(json);

    /// <summary>A JSON pointer as people read it.</summary>
    public static string Path(string pointer) => pointer.Length == 0 ? "payload"
        : string.Join(" › ", pointer[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));

    private static string To(Approval request)
    {
        var to = request.EscalateReviewers.ToList();
        if (request.EscalateRole is { } role)
        {
            to.Add($"everyone with the role {role}");
        }

        return string.Join(" and ", to);
    }
}
