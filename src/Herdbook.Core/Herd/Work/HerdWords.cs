using System.Text.RegularExpressions;

namespace Herdbook.Core.Herd.Work;

/// <summary>The words that the herd's tables use, and what callers may say for them.</summary>
internal static partial class HerdWords
{
    public const string Todo = "todo";
    public const string Assigned = "assigned";
    public const string InProgress = "in_progress";
    public const string Blocked = "blocked";
    public const string Done = "done";
    public const string Cancelled = "cancelled";
    public const string Active = "active";
    public const string Decommissioned = "decommissioned";

    /// <summary>What the tables may hold for a ticket that is over, whoever wrote it. A list for SQL.</summary>
    public const string Over = "'done', 'closed', 'completed', 'resolved', 'released', 'merged', 'cancelled'";

    private static readonly string[] Statuses = [Todo, Assigned, InProgress, "in_review", Blocked, Done, Cancelled];

    public static bool IsOver(string status) => status is Done or "closed" or "completed" or "resolved" or "released" or "merged" or Cancelled;

    /// <exception cref="RefusedException">`ticket_status`.</exception>
    public static string StatusOf(string said)
    {
        var word = said.Trim().ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
        var status = word switch
        {
            "open" or "ready" or "backlog" => Todo,
            "started" or "doing" or "wip" => InProgress,
            "review" or "reviewing" => "in_review",
            "closed" or "completed" or "complete" or "resolved" or "released" or "merged" => Done,
            "canceled" => Cancelled,
            _ => word,
        };
        return Statuses.Contains(status, StringComparer.Ordinal)
            ? status
            : throw new RefusedException("ticket_status", $"'{said}' is no status of a ticket. Nothing was changed; say one of {string.Join(", ", Statuses)}.");
    }

    /// <exception cref="RefusedException">`review_verdict`.</exception>
    public static string VerdictOf(string said) => said.Trim().ToLowerInvariant() switch
    {
        "approved" or "approve" or "pass" or "pass_with_advisory" => "approved",
        "request_changes" or "fail" => "request_changes",
        "comment" => "comment",
        _ => throw new RefusedException("review_verdict", $"'{said}' is no verdict. Nothing was booked; say approved, request_changes or comment."),
    };

    /// <summary>The sort of event that a message tells of; the first rule that fits counts.</summary>
    public static string EventOf(string message) =>
        PullRequest().IsMatch(message) ? "pr_submitted"
        : Review().IsMatch(message) ? "review_complete"
        : Unblocking().IsMatch(message) ? "unblocked"
        : Blocking().IsMatch(message) ? "blocked"
        : Starting().IsMatch(message) ? "work_started"
        : Pushing().IsMatch(message) ? "code_pushed"
        : "status_update";

    /// <exception cref="RefusedException">`herd_request`: it is missing, or longer than that.</exception>
    public static string Need(string? text, string name, int letters)
    {
        var said = text?.Trim() ?? "";
        return said.Length is > 0 && said.Length <= letters
            ? Clean(said)
            : throw new RefusedException("herd_request", $"{name} has 1 to {letters} letters. Nothing was done; give it and ask again.") { Column = name };
    }

    /// <summary>The same where nothing may be said; null for nothing.</summary>
    public static string? Maybe(string? text, string name, int letters) => string.IsNullOrWhiteSpace(text) ? null : Need(text, name, letters);

    /// <exception cref="RefusedException">`herd_request`: it is outside its bounds.</exception>
    public static int Within(int number, string name, int least, int most) => number >= least && number <= most
        ? number
        : throw new RefusedException("herd_request", $"{name} is from {least} to {most}, not {number}. Nothing was done.") { Column = name };

    /// <summary>PostgreSQL stores no NUL, and UTF-8 no half of a pair.</summary>
    private static string Clean(string text)
    {
        if (text.IndexOf('\0', StringComparison.Ordinal) < 0 && !text.Any(char.IsSurrogate))
        {
            return text;
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD'));
        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    [GeneratedRegex(@"\b(PRs?|pull[ -]requests?|merge[ -]requests?|MRs?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PullRequest();

    [GeneratedRegex(@"\b(review(s|ed|ing|er)?|QA)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Review();

    [GeneratedRegex(@"\b(unblocked|no longer blocked|not blocked)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unblocking();

    [GeneratedRegex(@"\bblocked\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\b(start(s|ed|ing)?|begin(s|ning)?|began)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Starting();

    [GeneratedRegex(@"\b(commit(s|ted|ting)?|push(ed|es|ing)?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pushing();
}
