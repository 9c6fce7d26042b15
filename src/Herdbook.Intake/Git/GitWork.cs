using System.Globalization;
using Herdbook.Intake.Linking;

namespace Herdbook.Intake.Git;

/// <summary>How a history's commits, checkpoints, conversations, pull requests and tickets belong together.</summary>
internal sealed class GitWork
{
    private const decimal Certain = 1m;

    // A commit of several conversations: one that touched none of the commit's files had little part in it.
    private const decimal OneOfSeveral = 0.9m;
    private const decimal Bystander = 0.5m;
    private const decimal ThroughCommit = 0.95m;
    private const decimal InBranch = 0.9m;
    private const decimal InTitle = 0.8m;
    private const decimal InMessage = 0.7m;

    private readonly Dictionary<(string, string, string, string, string), WorkLink> _links = [];

    public GitWork(GitHistory history, GitPlan plan)
    {
        var checkpoints = history.Checkpoints.ToLookup(checkpoint => checkpoint.Id, StringComparer.Ordinal);
        foreach (var commit in history.Commits.DistinctBy(commit => commit.Sha, StringComparer.Ordinal))
        {
            Take(commit, plan, checkpoints);
        }

        foreach (var pull in history.Pulls)
        {
            Take(pull, history.Repository, plan);
        }
    }

    public IReadOnlyCollection<WorkLink> Links => _links.Values;

    /// <summary>Commits whose trailer names a checkpoint.</summary>
    public int WithTrailer { get; private set; }

    /// <summary>Those of them whose checkpoint's record is known.</summary>
    public int WithRecord { get; private set; }

    private void Take(GitCommit commit, GitPlan plan, ILookup<string, GitCheckpoint> checkpoints)
    {
        string[] named = [.. commit.Trailer("Entire-Checkpoint").Distinct(StringComparer.Ordinal)];
        WithTrailer += named.Length > 0 ? 1 : 0;
        WithRecord += named.Any(checkpoints.Contains) ? 1 : 0;
        foreach (var id in named.Where(checkpoints.Contains))
        {
            Add(WorkLink.Commit, commit.Sha, WorkLink.Checkpoint, id, "trailer", Certain, $"Entire-Checkpoint: {id}");
            GitCheckpoint[] sessions = [.. checkpoints[id].Where(record => record.Session is not null)];
            foreach (var record in sessions)
            {
                var touched = commit.Lines is null ? 0 : commit.Lines.Files.Intersect(record.Files, StringComparer.Ordinal).Count();
                var sure = sessions.DistinctBy(other => other.Session).Count() == 1 ? Certain : touched > 0 ? OneOfSeveral : Bystander;
                Add(WorkLink.Commit, commit.Sha, WorkLink.Session, record.Session!, "checkpoint", sure, string.Create(CultureInfo.InvariantCulture, $"checkpoint {id}, {touched} files in common"));
            }
        }

        if (plan.InstanceOf(commit.Sha) is { } instance && instance.StartsWith("git/", StringComparison.Ordinal))
        {
            Add(WorkLink.Commit, commit.Sha, WorkLink.Session, instance, "authorship", Certain, "the commit names the agent");
        }

        if (TicketCodes.InText(commit.Subject) is { } ticket)
        {
            Add(WorkLink.Commit, commit.Sha, WorkLink.Ticket, ticket, "message", InMessage, commit.Subject);
        }
    }

    private void Take(GitPull pull, string repository, GitPlan plan)
    {
        var code = GitPlan.PullCode(repository, pull.Number);
        HashSet<string> commits = [.. pull.Commits];
        foreach (var sha in commits)
        {
            Add(WorkLink.Commit, sha, WorkLink.Pull, code, "listed", Certain, "the pull request lists it");
            foreach (var session in SessionsOf(sha))
            {
                Add(WorkLink.Session, session.To, WorkLink.Pull, code, "commit", decimal.Round(session.Confidence * ThroughCommit, 3), $"commit {sha[..Math.Min(10, sha.Length)]}");
            }
        }

        if (plan.TicketOf(pull) is { } ticket)
        {
            Add(WorkLink.Pull, code, WorkLink.Ticket, ticket, "branch", InBranch, pull.Branch);
        }

        if (TicketCodes.InText(pull.Title) is { } titled)
        {
            Add(WorkLink.Pull, code, WorkLink.Ticket, titled, "title", InTitle, pull.Title);
        }
    }

    private readonly Dictionary<string, List<WorkLink>> _sessions = new(StringComparer.Ordinal);

    private IEnumerable<WorkLink> SessionsOf(string sha) => _sessions.GetValueOrDefault(sha) ?? [];

    private void Add(string fromType, string from, string toType, string to, string reason, decimal sure, string? evidence)
    {
        var link = new WorkLink(fromType, from, toType, to, reason, sure, JsonText.Excerpt(evidence));
        if (!_links.TryGetValue((fromType, from, toType, to, reason), out var known) || known.Confidence < sure)
        {
            _links[(fromType, from, toType, to, reason)] = link;
        }

        if (fromType == WorkLink.Commit && toType == WorkLink.Session)
        {
            (_sessions.TryGetValue(from, out var links) ? links : _sessions[from] = []).Add(link);
        }
    }
}
