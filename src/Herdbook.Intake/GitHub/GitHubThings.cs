using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.GitHub;

/// <summary>Reads GitHub's objects into things. A field that the object leaves out is not told of.</summary>
internal static partial class GitHubThings
{
    private static readonly string[] States = ["open", "closed"];
    private static readonly string[] Stages = ["requested", "waiting", "queued", "pending", "in_progress", "completed"];

    private static readonly string[] PullFields = ["title", "state", "merged", "merged_at", "closed_at", "created_at", "draft", "additions", "deletions", "changed_files", "commits", "html_url"];
    private static readonly string[] IssueFields = ["title", "body", "state", "state_reason", "created_at", "closed_at"];

    public static GitHubThing Pull(string repository, JsonElement pull)
    {
        var thing = new GitHubThing(GitHubKinds.Pull, Code(repository, Number(pull)), null);
        var (at, rank) = (At(pull), Array.IndexOf(States, pull.Text("state")) + (pull.Time("merged_at") is null ? 0 : 1));
        Tell(thing, pull, PullFields, at, rank);
        Tell(thing, pull.Object("head"), "ref", "branch", at, rank);
        Tell(thing, pull.Object("head"), "sha", "head", at, rank);
        Tell(thing, pull.Object("user"), "login", "author", at, rank);
        return thing;
    }

    public static GitHubThing Issue(string repository, JsonElement issue)
    {
        var thing = new GitHubThing(GitHubKinds.Issue, Code(repository, Number(issue)), null);
        var (at, rank) = (At(issue), Array.IndexOf(States, issue.Text("state")));
        Tell(thing, issue, IssueFields, at, rank);
        Tell(thing, issue.Object("user"), "login", "author", at, rank);
        return thing;
    }

    /// <param name="exported">An export tells of a dismissed review alone, and no more of what it said before.</param>
    public static GitHubThing Review(string repository, int number, JsonElement review, bool exported)
    {
        var thing = new GitHubThing(GitHubKinds.Review, $"{Code(repository, number)}/review/{Id(review)}", Code(repository, number));
        var at = review.Time("submitted_at") ?? DateTimeOffset.UnixEpoch;
        Tell(thing, review, ["submitted_at"], at, 0);
        Tell(thing, review.Object("user"), "login", "author", at, 0);
        var state = review.Text("state")?.ToLowerInvariant();
        if (state == "dismissed")
        {
            thing.Tell("dismissed", true, at, 1);
        }

        if (state is "approved" or "changes_requested" or "commented" || (exported && state == "dismissed"))
        {
            thing.Tell("verdict", state switch { "approved" => "approved", "changes_requested" => "request_changes", "commented" => "comment", _ => "" }, at, state == "dismissed" ? -1 : 0);
        }

        return thing;
    }

    /// <param name="said">Whether the text is what was said at first; else it may be an edit's.</param>
    public static GitHubThing Comment(string repository, int number, JsonElement comment, bool said)
    {
        var thing = new GitHubThing(GitHubKinds.Comment, $"{Code(repository, number)}/comment/{Id(comment)}", comment.Whole("pull_request_review_id") is { } review ? $"{Code(repository, number)}/review/{review}" : null);
        var at = At(comment);
        Tell(thing, comment, ["path", "line", "original_line", "body", "created_at", "in_reply_to_id"], at, 0);
        Tell(thing, comment.Object("user"), "login", "author", at, 0);
        thing.Tell("pull", Code(repository, number), at, 0);
        if (said)
        {
            thing.Tell("said", comment.Text("body"), at, 0);
        }

        return thing;
    }

    /// <param name="kind">check_run, check_suite or workflow_run.</param>
    public static GitHubThing Check(string repository, string kind, JsonElement check)
    {
        var thing = new GitHubThing(GitHubKinds.Check, $"{repository}/{kind}/{Id(check)}", null);
        var at = check.Time("completed_at") ?? check.Time("updated_at") ?? check.Time("started_at") ?? check.Time("created_at") ?? throw Fields.Missing("updated_at");
        var rank = Array.IndexOf(Stages, check.Text("status"));
        thing.Tell("kind", kind, at, rank);
        thing.Tell("name", check.Text("name") is { Length: > 0 } name ? name : check.Object("app")?.Text("name") ?? kind, at, rank);
        thing.Tell("status", check.Text("status"), at, rank);
        thing.Tell("conclusion", check.Text("conclusion"), at, rank);
        Tell(thing, check, ["head_sha"], at, rank);
        thing.Tell("branch", check.Text("head_branch") ?? check.Object("check_suite")?.Text("head_branch"), at, rank);
        thing.Tell("started_at", Moment(check.Time("started_at") ?? check.Time("run_started_at") ?? check.Time("created_at")), at, rank);
        thing.Tell("completed_at", Moment(check.Time("completed_at") ?? (check.Text("status") == "completed" ? check.Time("updated_at") : null)), at, rank);
        // A check of a fork names no pull request, though there is one: what names one counts above what does not.
        if (check.Array("pull_requests") is { } pulls && pulls.GetArrayLength() > 0)
        {
            thing.Tell("pull", Code(repository, Number(pulls[0])), at, rank);
        }

        return thing;
    }

    public static GitHubThing Status(string repository, JsonElement status)
    {
        var sha = status.RequiredText("sha");
        var context = status.Text("context") ?? "default";
        var at = At(status);
        var pending = status.Text("state") == "pending";
        var rank = pending ? 0 : 1;
        return new GitHubThing(GitHubKinds.Check, $"{repository}/status/{sha}/{context}", null)
            .Tell("kind", "status", at, rank).Tell("name", context, at, rank).Tell("head_sha", sha, at, rank)
            .Tell("status", pending ? "in_progress" : "completed", at, rank).Tell("conclusion", pending ? null : status.Text("state"), at, rank)
            .Tell("started_at", Moment(status.Time("created_at")), at, rank).Tell("completed_at", pending ? null : Moment(at), at, rank);
    }

    /// <summary>`owner/name#7`.</summary>
    public static string Code(string repository, int number) => string.Create(CultureInfo.InvariantCulture, $"{repository}#{number}");

    public static int Number(JsonElement item) =>
        item.Whole("number") is > 0 and <= int.MaxValue and var number ? (int)number : throw Fields.Missing("number");

    /// <summary>When the object last changed.</summary>
    public static DateTimeOffset At(JsonElement item) => item.Time("updated_at") ?? item.Time("created_at") ?? throw Fields.Missing("updated_at");

    /// <summary>The issues that a description closes, in GitHub's words: `fixes #12`, `closes owner/name#3`.</summary>
    public static IEnumerable<string> Closes(string repository, string? body) =>
        Closing().Matches(body ?? "").Select(match => $"{(match.Groups["repo"].Success ? match.Groups["repo"].Value : repository)}#{match.Groups["number"].Value.TrimStart('0')}").Distinct(StringComparer.Ordinal);

    private static long Id(JsonElement item) => item.Whole("id") ?? throw Fields.Missing("id");

    private static JsonNode? Moment(DateTimeOffset? at) => at?.ToString("O", CultureInfo.InvariantCulture);

    private static void Tell(GitHubThing thing, JsonElement from, string[] names, DateTimeOffset at, int rank)
    {
        foreach (var name in names)
        {
            Tell(thing, from, name, name, at, rank);
        }
    }

    private static void Tell(GitHubThing thing, JsonElement? from, string name, string to, DateTimeOffset at, int rank)
    {
        if (from is not { } item || !item.TryGetProperty(name, out var value))
        {
            return;
        }

        // A payload of the same moment that leaves a state empty does not take it away.
        if (value.ValueKind == JsonValueKind.Null && name is "state" or "title")
        {
            return;
        }

        thing.Tell(to, name.EndsWith("_at", StringComparison.Ordinal) ? Moment(item.Time(name)) : JsonNode.Parse(value.GetRawText()), at, rank);
    }

    [GeneratedRegex(@"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:(?<repo>[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)?#|https?://github\.com/(?<repo>[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)/issues/)(?<number>[0-9]{1,9})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Closing();
}
