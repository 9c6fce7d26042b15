using System.Globalization;

namespace Herdbook.Intake.Git;

internal sealed record GitInstance(string Code, string Agent, string? Model, string? Ticket, DateTimeOffset First, DateTimeOffset Last);

internal sealed record GitPullRow(
    string Code, string? Ticket, string? Creator, string? Branch, string? Title, GitLines? Lines, DateTimeOffset? MergedAt, DateTimeOffset? First,
    string State, int Commits, string? Head);

internal sealed record GitActivity(string Instance, string? Pull, string Event, string? Commit, GitLines? Lines, string? Detail, DateTimeOffset At);

/// <summary>
/// What is to be booked of a history. A commit is an agent's when it names one, or when a checkpoint tells of the conversation that it
/// came from; the conversation is then its instance, so that its tokens and the pull request meet. Else the agent's commits of one pull
/// request, or of one day outside any, are an instance. A commit by people alone is no agent's activity; its lines count for the pull request.
/// </summary>
internal sealed class GitPlan
{
    private readonly Dictionary<string, GitInstance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GitAgent> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _instanceOfCommit = new(StringComparer.Ordinal);

    private readonly string _repository;

    public GitPlan(GitHistory history, GitAgents agents)
    {
        _repository = history.Repository;
        var commits = history.Commits.GroupBy(commit => commit.Sha, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        var checkpoints = history.Checkpoints.Where(checkpoint => checkpoint.Session is not null).ToLookup(checkpoint => checkpoint.Id, StringComparer.Ordinal);
        var pullOfCommit = new Dictionary<string, GitPull>(StringComparer.Ordinal);
        foreach (var pull in history.Pulls.OrderBy(pull => pull.MergedAt is null).ThenBy(pull => pull.Number))
        {
            foreach (var sha in pull.Commits)
            {
                pullOfCommit.TryAdd(sha, pull);
            }
        }

        foreach (var commit in commits.Values.Where(commit => commit.Lines is not null).OrderBy(commit => commit.AuthoredAt).ThenBy(commit => commit.Sha, StringComparer.Ordinal))
        {
            Take(commit, history.Repository, pullOfCommit.GetValueOrDefault(commit.Sha), agents, checkpoints);
        }

        foreach (var pull in history.Pulls)
        {
            Take(pull, history.Repository, commits);
        }
    }

    public IReadOnlyCollection<GitInstance> Instances => _instances.Values;

    public IReadOnlyCollection<GitAgent> Agents => _agents.Values;

    public List<GitPullRow> Pulls { get; } = [];

    public List<GitActivity> Activities { get; } = [];

    /// <summary>Commits, without merges, that are some agent's.</summary>
    public int AgentCommits => _instanceOfCommit.Count;

    /// <summary>The instance that a commit is booked on; null for one of people alone.</summary>
    public string? InstanceOf(string sha) => _instanceOfCommit.GetValueOrDefault(sha);

    /// <summary>The agent of a commit; null for one of people alone.</summary>
    public string? AgentOf(string sha) => InstanceOf(sha) is { } instance ? _instances[instance].Agent : null;

    /// <summary>The ticket that a pull request's branch names.</summary>
    public string? TicketOf(GitPull pull) => TicketCodes.InRepository(TicketCodes.InBranch(pull.Branch), _repository);

    public static string PullCode(string repository, int number) => string.Create(CultureInfo.InvariantCulture, $"{repository}#{number}");

    /// <summary>Some recorders write the day before a conversation's id.</summary>
    internal static string Session(string id) => id.Length > 36 && Guid.TryParse(id[^36..], out _) ? id[^36..] : id;

    private void Take(GitCommit commit, string repository, GitPull? pull, GitAgents known, ILookup<string, GitCheckpoint> checkpoints)
    {
        var named = known.Of(commit);
        var ticket = pull is null ? null : TicketOf(pull);
        var code = pull is null ? null : PullCode(repository, pull.Number);
        List<GitCheckpoint> sessions = [.. commit.Trailer("Entire-Checkpoint").SelectMany(id => checkpoints[id]).DistinctBy(checkpoint => checkpoint.Session)];
        if (sessions.Count > 0)
        {
            // A commit of several conversations is booked on the last of them, once: its lines are not multiplied.
            var session = sessions.MaxBy(checkpoint => checkpoint.At ?? DateTimeOffset.MinValue)!;
            var agent = named.Count > 0 ? named[0] : new GitAgent(known.Named(session.Agent), null, null);
            Push(session.Session!, agent, commit, code, ticket);
        }
        else if (named.Count > 0)
        {
            var place = pull is null ? commit.AuthoredAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{pull.Number}");
            Push($"git/{repository}/{place}/{named[0].Code}", named[0], commit, code, ticket);
        }
    }

    private void Push(string instance, GitAgent agent, GitCommit commit, string? pull, string? ticket)
    {
        _agents.TryAdd(agent.Code, agent);
        _instances[instance] = _instances.TryGetValue(instance, out var known)
            ? known with { Model = agent.Model ?? known.Model, Ticket = known.Ticket ?? ticket, First = Min(known.First, commit.AuthoredAt), Last = Max(known.Last, commit.AuthoredAt) }
            : new GitInstance(instance, agent.Code, agent.Model, ticket, commit.AuthoredAt, commit.AuthoredAt);
        _instanceOfCommit[commit.Sha] = instance;
        Activities.Add(new GitActivity(instance, pull, "pushed", commit.Sha, commit.Lines, commit.Subject, commit.AuthoredAt));
    }

    private void Take(GitPull pull, string repository, Dictionary<string, GitCommit> commits)
    {
        var code = PullCode(repository, pull.Number);
        List<GitCommit> known = [.. pull.Commits.Where(commits.ContainsKey).Select(sha => commits[sha]).OrderBy(commit => commit.AuthoredAt)];
        var creator = known.Select(commit => _instanceOfCommit.GetValueOrDefault(commit.Sha)).FirstOrDefault(instance => instance is not null);
        // Of a pull request whose commits are not all known, the size is not known.
        var whole = known.Count == pull.Commits.Count && known.Count > 0;
        var changes = known.Select(commit => commit.Lines).OfType<GitLines>().ToList();
        var lines = whole ? new GitLines(changes.Sum(change => change.Added), changes.Sum(change => change.Deleted), changes.SelectMany(change => change.Files).ToHashSet(StringComparer.Ordinal)) : null;
        // Where no commit is known, its branch is as old as the commit that it began from.
        DateTimeOffset? first = known.Count > 0 ? known.Min(commit => commit.AuthoredAt) : commits.GetValueOrDefault(pull.Base ?? "")?.CommittedAt;
        Pulls.Add(new GitPullRow(
            code, TicketOf(pull), creator, pull.Branch, pull.Title, lines, pull.MergedAt, first is { } at && pull.MergedAt < at ? pull.MergedAt : first,
            pull.State, pull.Commits.Count, pull.Head));
        if (creator is not null && pull.MergedAt is { } merged)
        {
            Activities.Add(new GitActivity(creator, code, "merged", null, null, null, merged));
        }
    }

    private static DateTimeOffset Min(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
