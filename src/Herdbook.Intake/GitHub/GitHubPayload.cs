using System.Globalization;
using System.Text.Json;
using Herdbook.Intake.ClaudeCode;
using Herdbook.Intake.Git;
using Herdbook.Intake.Linking;

namespace Herdbook.Intake.GitHub;

/// <summary>
/// What one payload of GitHub tells: things, commits, links. The payloads are those of
/// https://docs.github.com/webhooks/webhook-events-and-payloads; an export holds the same objects.
/// </summary>
internal sealed class GitHubPayload
{
    private const int Gone = 9;

    private static readonly string[] Changes = ["added", "removed", "modified"];

    private GitHubPayload(string repository) => Repository = repository;

    /// <summary>`owner/name`.</summary>
    public string Repository { get; }

    public List<GitHubThing> Things { get; } = [];

    public List<GitCommit> Commits { get; } = [];

    public List<WorkLink> Links { get; } = [];

    /// <param name="happened">The header `X-GitHub-Event`.</param>
    /// <returns>Null for an event that tells nothing that is booked.</returns>
    /// <exception cref="LineRejectedException">It is not what GitHub says that it sends.</exception>
    public static GitHubPayload? Read(string happened, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new LineRejectedException("not_an_object", "The payload is JSON, and no object.");
        }

        if (happened is not ("pull_request" or "pull_request_review" or "pull_request_review_comment" or "pull_request_review_thread" or "issues" or "issue_comment"
            or "check_run" or "check_suite" or "workflow_run" or "status" or "push"))
        {
            return null;
        }

        var told = new GitHubPayload(body.RequiredObject("repository").RequiredText("full_name"));
        var action = body.Text("action");
        switch (happened)
        {
            case "issues":
                told.Issue(body, action);
                break;
            case "issue_comment":
                var issue = body.RequiredObject("issue");
                if (issue.Object("pull_request") is null)
                {
                    told.Things.Add(GitHubThings.Issue(told.Repository, issue));
                }

                break;
            case "check_run" or "check_suite" or "workflow_run":
                told.Things.Add(GitHubThings.Check(told.Repository, happened, body.RequiredObject(happened)));
                break;
            case "status":
                told.Things.Add(GitHubThings.Status(told.Repository, body));
                break;
            case "push":
                told.Push(body);
                break;
            default:
                told.PullRequest(body, happened, action);
                break;
        }

        return told;
    }

    /// <summary>An export's line or element: what it is, is told by its fields.</summary>
    /// <param name="repository">`owner/name` for objects that do not say; null to reject these.</param>
    /// <returns>Null for an object that tells nothing that is booked.</returns>
    /// <exception cref="LineRejectedException">It names no repository, nothing tells what it is, or it is not what GitHub says that it sends.</exception>
    public static GitHubPayload? ReadObject(JsonElement item, string? repository)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new LineRejectedException("not_an_object", "The line is JSON, and no object.");
        }

        if (item.Object("repository") is not null)
        {
            return GitHubThings.EventOf(item) is { } happened ? Read(happened, item) : null;
        }

        IEnumerable<string> listed = [];
        if (GhJson.AsRest(item) is { } rest)
        {
            (item, listed) = (rest, GhJson.Commits(item));
        }

        var named = repository ?? GitHubThings.RepositoryOf(item)
            ?? throw new LineRejectedException("missing_field", "Nothing tells which repository it belongs to; give --repository OWNER/NAME.");
        var told = new GitHubPayload(named);
        if (!GitHubThings.Exported(named, item, told.Things))
        {
            throw new LineRejectedException("missing_field", "Its fields do not tell what it is: no pull request, issue, review, review comment, check or delivery of GitHub's.");
        }

        told.LinksOf(item);
        if (GitHubThings.PullCode(named, item) is { } pull)
        {
            told.Links.AddRange(listed.Select(commit => new WorkLink(WorkLink.Commit, commit, WorkLink.Pull, pull, "listed", 1m, "the pull request lists it")));
        }

        return told;
    }

    private void Issue(JsonElement body, string? action)
    {
        var issue = body.RequiredObject("issue");
        if (issue.Object("pull_request") is not null)
        {
            return;
        }

        var thing = GitHubThings.Issue(Repository, issue);
        Things.Add(thing);
        if (action is "deleted" or "transferred")
        {
            thing.Tell("gone", true, GitHubThings.At(issue), Gone);
        }

        if (action == "transferred" && body.Object("changes") is { } changes && changes.Object("new_issue") is { } moved && changes.Object("new_repository")?.Text("full_name") is { } to)
        {
            Things.Add(GitHubThings.Issue(to, moved));
        }
    }

    private void PullRequest(JsonElement body, string happened, string? action)
    {
        var pull = body.RequiredObject("pull_request");
        var number = GitHubThings.Number(pull);
        Things.Add(GitHubThings.Pull(Repository, pull));
        LinksOf(pull);
        switch (happened)
        {
            case "pull_request_review":
                Things.Add(GitHubThings.Review(Repository, number, body.RequiredObject("review"), exported: false));
                break;
            case "pull_request_review_comment":
                var comment = GitHubThings.Comment(Repository, number, body.RequiredObject("comment"), said: action == "created");
                Things.Add(comment);
                if (action == "deleted")
                {
                    comment.Tell("gone", true, comment.Latest, Gone);
                }

                break;
            case "pull_request_review_thread":
                Thread(body.RequiredObject("thread"), number, action == "resolved", GitHubThings.At(pull));
                break;
        }
    }

    /// <summary>A thread bears no time of its own: the later of its comments' and the pull request's counts.</summary>
    private void Thread(JsonElement thread, int number, bool resolved, DateTimeOffset at)
    {
        foreach (var item in thread.Array("comments") is { } comments ? comments.EnumerateArray() : [])
        {
            var comment = GitHubThings.Comment(Repository, number, item, said: false);
            Things.Add(comment.Tell("resolved", resolved, comment.Latest > at ? comment.Latest : at, 0));
        }
    }

    private void Push(JsonElement body)
    {
        foreach (var item in body.Array("commits") is { } commits ? commits.EnumerateArray() : [])
        {
            var message = item.Text("message") ?? "";
            var at = item.Time("timestamp") ?? throw Fields.Missing("timestamp");
            var author = item.Object("author");
            string[] files = [.. Changes.SelectMany(name => Texts(item, name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            Commits.Add(new GitCommit(
                item.RequiredText("id"), [], new GitPerson(author?.Text("name") ?? "", GitAgents.Address(author?.Text("email"))), at, at,
                message.Split('\n', 2)[0].TrimEnd(), message, GitTrailers.Of(message), new GitLines(0, 0, files)));
        }
    }

    /// <summary>The tickets that a pull request closes or names. They are linked for good, whatever an edit takes out again.</summary>
    private void LinksOf(JsonElement item)
    {
        if (GitHubThings.PullCode(Repository, item) is not { } code)
        {
            return;
        }

        foreach (var issue in GitHubThings.Closes(Repository, item.Text("body")))
        {
            Links.Add(new WorkLink(WorkLink.Pull, code, WorkLink.Ticket, issue, "closes", 0.98m, string.Create(CultureInfo.InvariantCulture, $"its description closes {issue}")));
        }

        var branch = item.Object("head")?.Text("ref");
        if (TicketCodes.InRepository(TicketCodes.InBranch(branch), Repository) is { } ticket)
        {
            Links.Add(new WorkLink(WorkLink.Pull, code, WorkLink.Ticket, ticket, "branch", 0.9m, branch));
        }

        if (TicketCodes.InText(item.Text("title")) is { } titled)
        {
            Links.Add(new WorkLink(WorkLink.Pull, code, WorkLink.Ticket, titled, "title", 0.8m, item.Text("title")));
        }
    }

    private static IEnumerable<string> Texts(JsonElement item, string name) =>
        item.Array(name) is { } items ? items.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!) : [];
}
