using Herdbook.Intake.Booking;
using Herdbook.Intake.Git;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.GitHub;

internal sealed record GitHubReview(string Code, string Pull, string? Instance, string? Verdict, DateTimeOffset At);

/// <summary>The herd's rows of things that changed: pull requests, tickets, reviews, findings, checks, and the agents among their authors.</summary>
internal sealed class GitHubRows(GitAgents agents)
{
    private readonly Dictionary<string, GitAgent> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GitInstance> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _repositories = new(StringComparer.Ordinal);
    private readonly List<GitHubThing> _pulls = [];
    private readonly List<(GitHubThing Issue, bool Reopened, bool Changed)> _issues = [];
    private readonly Dictionary<string, GitHubThing> _findings = new(StringComparer.Ordinal);
    private readonly List<GitHubThing> _states = [];
    private readonly List<GitHubThing> _checks = [];

    public List<GitHubReview> Reviews { get; } = [];

    /// <param name="before">The state that an issue had; null for one that was not known.</param>
    public void Take(GitHubThing thing, string? before)
    {
        switch (thing.Kind)
        {
            case GitHubKinds.Pull:
                _pulls.Add(thing);
                break;
            case GitHubKinds.Issue:
                var state = thing.Text("state");
                _issues.Add((thing, before == "closed" && state == "open", before != state));
                break;
            case GitHubKinds.Review when thing.Text("verdict") is { } verdict && thing.Time("submitted_at") is { } at:
                Reviews.Add(new GitHubReview(thing.Code, thing.Parent!, Instance(thing, thing.Parent!, at), verdict.Length > 0 ? verdict : null, at));
                break;
            case GitHubKinds.Comment:
                TakeFinding(thing);
                break;
            case GitHubKinds.Check:
                _checks.Add(thing);
                break;
        }
    }

    /// <summary>An answer within a thread is no finding of its own.</summary>
    public void TakeFinding(GitHubThing comment)
    {
        if (comment.Number("in_reply_to_id") is not null || comment.Text("body") is null)
        {
            return;
        }

        if (_findings.TryAdd(comment.Code, comment))
        {
            _states.Add(comment);
        }
    }

    public async Task WriteAsync(NpgsqlConnection connection, string[] repositories, CancellationToken ct)
    {
        GitHubThing[] pulls = [.. _pulls];
        var creators = Array.ConvertAll(pulls, pull => Instance(pull, pull.Code, pull.Time("created_at") ?? pull.Latest));
        var tickets = Array.ConvertAll(pulls, pull => TicketCodes.InRepository(TicketCodes.InBranch(pull.Text("branch")), Repository(pull.Code)));
        foreach (var repository in repositories.Concat(_issues.Select(issue => Repository(issue.Issue.Code))).Distinct(StringComparer.Ordinal))
        {
            await Bulk.RunAsync(connection, GitSql.Project, ct, new NpgsqlParameter { Value = repository });
        }

        await AgentsAsync(connection, ct);
        string[] named = [.. tickets.OfType<string>().Distinct(StringComparer.Ordinal)];
        await Bulk.RunAsync(connection, RegisterSql.Tickets, ct, Bulk.Of(named, ticket => ticket));
        await Bulk.RunAsync(
            connection, GitHubSql.Pulls, ct, Bulk.Of(pulls, p => p.Code), Bulk.Of(tickets, ticket => ticket), Bulk.Of(creators, creator => creator), Bulk.Of(pulls, p => p.Text("branch")),
            Bulk.Of(pulls, p => p.Text("title")), Number(pulls, "additions"), Number(pulls, "deletions"), Number(pulls, "changed_files"), Bulk.Of(pulls, State),
            Bulk.Of(pulls, p => p.Time("merged_at"), NpgsqlDbType.TimestampTz), Bulk.Of(pulls, p => State(p) == "closed" ? p.Time("closed_at") : null, NpgsqlDbType.TimestampTz),
            Number(pulls, "commits"), Bulk.Of(pulls, p => p.Text("head")), Bulk.Of(pulls, p => p.Text("author")), Bulk.Of(pulls, p => p.Flag("draft"), NpgsqlDbType.Boolean),
            Bulk.Of(pulls, p => p.Text("html_url")), Bulk.Of(pulls, p => p.Time("created_at"), NpgsqlDbType.TimestampTz));
        await ActivitiesAsync(connection, pulls, creators, ct);
        await TicketsAsync(connection, ct);
        await ReviewsAsync(connection, ct);
        await FindingsAsync(connection, ct);
        await ChecksAsync(connection, ct);
    }

    private static string? State(GitHubThing pull) => pull.Time("merged_at") is not null || pull.Flag("merged") is true ? "merged" : pull.Text("state");

    private async Task AgentsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        GitAgent[] found = [.. _agents.Values];
        await Bulk.RunAsync(connection, GitSql.Agents, ct, Bulk.Of(found, agent => agent.Code), Bulk.Of(found, _ => null));
        foreach (var repository in _instances.Values.GroupBy(instance => _repositories[instance.Code], StringComparer.Ordinal))
        {
            GitInstance[] instances = [.. repository];
            await Bulk.CountAsync(
                connection, GitSql.Instances, ct, Bulk.Of(instances, i => i.Code), Bulk.Of(instances, i => i.Agent), Bulk.Of(instances, _ => null), Bulk.Of(instances, _ => null),
                Bulk.Of(instances, i => i.First, NpgsqlDbType.TimestampTz), Bulk.Of(instances, i => i.Last, NpgsqlDbType.TimestampTz), new NpgsqlParameter { Value = repository.Key });
        }
    }

    private static async Task ActivitiesAsync(NpgsqlConnection connection, GitHubThing[] pulls, string?[] creators, CancellationToken ct)
    {
        List<GitActivity> told = [];
        foreach (var (pull, creator) in pulls.Zip(creators).Where(pair => pair.Second is not null))
        {
            if (pull.Time("created_at") is { } opened)
            {
                told.Add(new GitActivity(creator!, pull.Code, "created", null, null, pull.Text("title"), opened));
            }

            if (pull.Time("merged_at") is { } merged)
            {
                told.Add(new GitActivity(creator!, pull.Code, "merged", null, null, null, merged));
            }
        }

        GitActivity[] all = [.. told];
        await Bulk.CountAsync(
            connection, GitSql.Activities, ct, Bulk.Of(all, a => a.Instance), Bulk.Of(all, a => a.Pull), Bulk.Of(all, a => a.Event), Bulk.Of(all, a => a.Commit),
            Bulk.Of(all, _ => (int?)null, NpgsqlDbType.Integer), Bulk.Of(all, _ => (int?)null, NpgsqlDbType.Integer), Bulk.Of(all, a => a.Detail), Bulk.Of(all, a => a.At, NpgsqlDbType.TimestampTz));
    }

    private Task TicketsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var issues = _issues.ToArray();
        return Bulk.RunAsync(
            connection, GitHubSql.Tickets, ct, Bulk.Of(issues, i => i.Issue.Code), Bulk.Of(issues, i => Repository(i.Issue.Code)), Bulk.Of(issues, i => i.Issue.Text("title")),
            Bulk.Of(issues, i => i.Issue.Text("body")), Bulk.Of(issues, i => i.Changed ? Status(i.Issue) : null), Bulk.Of(issues, i => i.Reopened, NpgsqlDbType.Boolean),
            Bulk.Of(issues, i => i.Issue.Flag("gone") is true ? i.Issue.Latest : (DateTimeOffset?)null, NpgsqlDbType.TimestampTz),
            Bulk.Of(issues, i => i.Issue.Time("created_at"), NpgsqlDbType.TimestampTz));
    }

    private static string? Status(GitHubThing issue) => issue.Text("state") switch
    {
        "open" => "todo",
        "closed" => issue.Text("state_reason") == "not_planned" ? "cancelled" : "done",
        _ => null,
    };

    private async Task ReviewsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        GitHubReview[] reviews = [.. Reviews];
        GitHubReview[] ofAgents = [.. reviews.Where(review => review.Instance is not null)];
        string[] pulls = [.. reviews.Select(review => review.Pull).Distinct(StringComparer.Ordinal)];
        await Bulk.RunAsync(connection, GitHubSql.Mentioned, ct, Bulk.Of(pulls, code => code));
        await Bulk.RunAsync(
            connection, GitHubSql.Reviews, ct, Bulk.Of(reviews, r => r.Code), Bulk.Of(reviews, r => r.Pull), Bulk.Of(reviews, r => r.Instance), Bulk.Of(reviews, r => r.Verdict),
            Bulk.Of(reviews, r => r.At, NpgsqlDbType.TimestampTz));
        await Bulk.RunAsync(
            connection, GitHubSql.ReviewActivities, ct, Bulk.Of(ofAgents, r => r.Instance), Bulk.Of(ofAgents, r => r.Code), Bulk.Of(ofAgents, r => r.Pull), Bulk.Of(ofAgents, r => r.Verdict),
            Bulk.Of(ofAgents, r => r.At, NpgsqlDbType.TimestampTz));
    }

    private async Task FindingsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        GitHubThing[] said = [.. _findings.Values.Where(comment => comment.Text("said") is not null && comment.Parent is not null)];
        await Bulk.RunAsync(
            connection, GitHubSql.Findings, ct, Bulk.Of(said, c => c.Code), Bulk.Of(said, c => c.Parent), Bulk.Of(said, c => GitHubFinding.Of(c.Text("said")).Category),
            Bulk.Of(said, c => GitHubFinding.Of(c.Text("said")).Severity), Bulk.Of(said, c => c.Text("said")), Bulk.Of(said, c => c.Text("path")), Bulk.Of(said, Line, NpgsqlDbType.Integer),
            Bulk.Of(said, c => c.Time("created_at") ?? c.Latest, NpgsqlDbType.TimestampTz));
        GitHubThing[] states = [.. _states];
        await Bulk.RunAsync(
            connection, GitHubSql.FindingStates, ct, Bulk.Of(states, c => c.Code), Bulk.Of(states, c => c.Parent), Bulk.Of(states, c => c.Text("pull")), Bulk.Of(states, c => c.Text("author")),
            Bulk.Of(states, c => Agent(c)?.Code), Bulk.Of(states, c => c.Text("body")), Bulk.Of(states, c => c.Text("path")), Bulk.Of(states, Line, NpgsqlDbType.Integer),
            Bulk.Of(states, c => c.Flag("gone") is true ? "withdrawn" : c.Flag("resolved") is true ? "resolved" : "open"), Bulk.Of(states, c => c.Time("created_at"), NpgsqlDbType.TimestampTz));
    }

    private Task ChecksAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        GitHubThing[] checks = [.. _checks];
        return Bulk.RunAsync(
            connection, GitHubSql.Checks, ct, Bulk.Of(checks, c => c.Code), Bulk.Of(checks, c => c.Text("kind")), Bulk.Of(checks, c => c.Text("name")), Bulk.Of(checks, c => c.Text("head_sha")),
            Bulk.Of(checks, c => c.Text("pull")), Bulk.Of(checks, c => c.Text("branch")), Bulk.Of(checks, c => c.Text("status")), Bulk.Of(checks, c => c.Text("conclusion")),
            Bulk.Of(checks, c => c.Time("started_at"), NpgsqlDbType.TimestampTz), Bulk.Of(checks, c => c.Time("completed_at"), NpgsqlDbType.TimestampTz));
    }

    private GitAgent? Agent(GitHubThing thing) => thing.Text("author") is { } login ? agents.Of(new GitPerson(login, null)) : null;

    /// <summary>The instance of an agent at a pull request, the same that its commits there are booked on; null for people.</summary>
    private string? Instance(GitHubThing thing, string pull, DateTimeOffset at)
    {
        if (Agent(thing) is not { } agent)
        {
            return null;
        }

        _agents[agent.Code] = agent;
        var repository = Repository(pull);
        var code = $"git/{repository}/{pull[(repository.Length + 1)..]}/{agent.Code}";
        _repositories[code] = repository;
        _instances[code] = _instances.TryGetValue(code, out var known)
            ? known with { First = at < known.First ? at : known.First, Last = at > known.Last ? at : known.Last }
            : new GitInstance(code, agent.Code, null, null, at, at);
        return code;
    }

    private static string Repository(string code) => code[..code.LastIndexOf('#')];

    private static int? Line(GitHubThing comment) => comment.Number("line") ?? comment.Number("original_line");

    private static NpgsqlParameter Number(GitHubThing[] things, string name) => Bulk.Of(things, thing => thing.Number(name), NpgsqlDbType.Integer);
}
