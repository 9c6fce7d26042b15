using System.Text.Json;
using System.Text.RegularExpressions;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.GitHub;

/// <summary>Objects as GitHub's REST interface lists them, and payloads kept in files: what each is, is told by its fields.</summary>
internal static partial class GitHubThings
{
    private static readonly string[] Addresses = ["repository_url", "pull_request_url", "url", "html_url"];

    /// <summary>The event that a kept payload is of; null where it is none that is known.</summary>
    public static string? EventOf(JsonElement item)
    {
        bool Has(string name) => item.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        return Has("thread") ? "pull_request_review_thread"
            : Has("review") ? "pull_request_review"
            : Has("comment") && Has("pull_request") ? "pull_request_review_comment"
            : Has("pull_request") ? "pull_request"
            : Has("comment") && Has("issue") ? "issue_comment"
            : Has("issue") ? "issues"
            : Has("check_run") ? "check_run"
            : Has("check_suite") ? "check_suite"
            : Has("workflow_run") ? "workflow_run"
            : item.TryGetProperty("context", out _) && item.TryGetProperty("sha", out _) ? "status"
            : Has("commits") && item.TryGetProperty("ref", out _) ? "push"
            : null;
    }

    /// <summary>`owner/name` of an object, by the addresses that it bears.</summary>
    public static string? RepositoryOf(JsonElement item) =>
        item.Object("base")?.Object("repo")?.Text("full_name")
        ?? Addresses.Select(name => Address().Match(item.Text(name) ?? "")).FirstOrDefault(match => match.Success)?.Groups["repo"].Value;

    /// <summary>The code of an object that is a pull request; null where it is none.</summary>
    public static string? PullCode(string repository, JsonElement item) => item.Object("head") is not null && item.Object("base") is not null ? Code(repository, Number(item)) : null;

    /// <returns>Whether it is something that is booked.</returns>
    public static bool Exported(string repository, JsonElement item, List<GitHubThing> things)
    {
        if (PullCode(repository, item) is not null)
        {
            things.Add(Pull(repository, item));
        }
        else if (item.Text("path") is not null && item.Text("pull_request_url") is { } ofComment)
        {
            things.Add(Comment(repository, NumberAt(ofComment), item, said: true));
        }
        else if (item.TryGetProperty("submitted_at", out _) && item.Text("pull_request_url") is { } ofReview)
        {
            things.Add(Review(repository, NumberAt(ofReview), item, exported: true));
        }
        else if (item.TryGetProperty("check_suite", out _) && item.Text("head_sha") is not null)
        {
            things.Add(Check(repository, "check_run", item));
        }
        else if (item.TryGetProperty("workflow_id", out _))
        {
            things.Add(Check(repository, "workflow_run", item));
        }
        else if (item.TryGetProperty("labels", out _) && item.TryGetProperty("number", out _))
        {
            // GitHub lists pull requests among the issues; as such they say too little.
            if (item.Object("pull_request") is null)
            {
                things.Add(Issue(repository, item));
            }
        }
        else
        {
            return false;
        }

        return true;
    }

    private static int NumberAt(string address) =>
        Numbered().Match(address) is { Success: true } match && int.TryParse(match.Groups["number"].ValueSpan, out var number) ? number : throw Fields.Missing("pull_request_url");

    [GeneratedRegex(@"^https?://[A-Za-z0-9.-]+/(?:repos/|api/v3/repos/)?(?<repo>[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("/pulls?/(?<number>[0-9]{1,9})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbered();
}
