using System.Globalization;
using System.Text.Json;
using Dapper;
using Herdbook.Intake.Booking;
using Herdbook.Intake.Git;
using Herdbook.Intake.Linking;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.GitHub;

/// <summary>What booking payloads came to.</summary>
/// <param name="Things">Things told of, each once.</param>
/// <param name="Changed">Those of which something was news.</param>
/// <param name="Commits">Commits of which something was news.</param>
/// <param name="Links">Links that were not known.</param>
public sealed record GitHubBooked(int Things, int Changed, int Commits, int Links)
{
    public static readonly GitHubBooked Nothing = new(0, 0, 0, 0);
}

/// <summary>Books payloads: merges what they tell into what is known, and writes the herd's rows anew from the merged.</summary>
internal static class GitHubBook
{
    private sealed record KnownObject(string Kind, string Code, string? Parent, string Fields);

    private sealed record KnownCheckpoint(string Code, string Session);

    private sealed record KnownEmail(string Email, string Code);

    public static async Task<GitHubBooked> BookAsync(NpgsqlConnection connection, IReadOnlyList<GitHubPayload> payloads, CancellationToken ct)
    {
        await Bulk.RunAsync(connection, GitSql.Lock, ct);
        var told = new Dictionary<(string, string), GitHubThing>();
        foreach (var thing in payloads.SelectMany(payload => payload.Things))
        {
            if (!told.TryAdd((thing.Kind, thing.Code), thing))
            {
                told[(thing.Kind, thing.Code)].Merge(thing);
            }
        }

        var emails = (await connection.QueryAsync<KnownEmail>(new CommandDefinition(GitSql.Emails, cancellationToken: ct))).ToDictionary(known => known.Email, known => known.Code, StringComparer.OrdinalIgnoreCase);
        var agents = new GitAgents(emails);
        GitHubThing[] all = [.. told.Values];
        var known = (await ReadAsync(connection, GitHubSql.Known, ct, Bulk.Of(all, t => t.Kind), Bulk.Of(all, t => t.Code))).ToDictionary(thing => (thing.Kind, thing.Code));
        var rows = new GitHubRows(agents);
        List<GitHubThing> changed = [];
        foreach (var thing in all)
        {
            var before = known.GetValueOrDefault((thing.Kind, thing.Code));
            var (was, state) = (before?.Fields(), before?.Text("state"));
            if (before is not null)
            {
                thing.Merge(before);
            }

            if (thing.Fields() != was)
            {
                changed.Add(thing);
                rows.Take(thing, state);
            }
        }

        GitHubThing[] kept = [.. changed];
        await Bulk.RunAsync(connection, GitHubSql.Keep, ct, Bulk.Of(kept, t => t.Kind), Bulk.Of(kept, t => t.Code), Bulk.Of(kept, t => t.Parent), Bulk.Of(kept, t => t.Fields()));
        string[] reviews = [.. rows.Reviews.Select(review => review.Code)];
        if (reviews.Length > 0)
        {
            foreach (var waiting in await ReadAsync(connection, GitHubSql.Children, ct, Bulk.Of(reviews, code => code)))
            {
                rows.TakeFinding(waiting);
            }
        }

        await rows.WriteAsync(connection, [.. payloads.Select(payload => payload.Repository).Distinct(StringComparer.Ordinal)], ct);
        var (ofCommits, commits) = await CommitsAsync(connection, payloads, agents, ct);
        List<WorkLink> links = [.. payloads.SelectMany(payload => payload.Links), .. ofCommits];
        var fresh = links.Count > 0 ? await WorkLinks.BookAsync(connection, links, ct) : 0;
        return new GitHubBooked(all.Length, kept.Length, commits, fresh);
    }

    /// <returns>The links of the commits, and how many of them told something new.</returns>
    private static async Task<(List<WorkLink> Links, int Changed)> CommitsAsync(NpgsqlConnection connection, IReadOnlyList<GitHubPayload> payloads, GitAgents agents, CancellationToken ct)
    {
        List<WorkLink> links = [];
        var changed = 0;
        foreach (var repository in payloads.Where(payload => payload.Commits.Count > 0).GroupBy(payload => payload.Repository, StringComparer.Ordinal))
        {
            GitCommit[] commits = [.. repository.SelectMany(payload => payload.Commits).DistinctBy(commit => commit.Sha, StringComparer.Ordinal)];
            GitAgent?[] makers = Array.ConvertAll(commits, commit => agents.Of(commit) is [var first, ..] ? first : (GitAgent?)null);
            GitAgent[] named = [.. makers.OfType<GitAgent>().DistinctBy(agent => agent.Code)];
            await Bulk.RunAsync(connection, GitSql.Agents, ct, Bulk.Of(named, agent => agent.Code), Bulk.Of(named, agent => agent.Email));
            changed += await Bulk.RunAsync(
                connection, GitSql.Commits, ct, Bulk.Of(commits, c => c.Sha), new NpgsqlParameter { Value = repository.Key }, Bulk.Of(commits, c => c.Subject), Bulk.Of(commits, c => c.Author.Name),
                Bulk.Of(makers, maker => maker?.Code), Bulk.Of(commits, _ => (bool?)null, NpgsqlDbType.Boolean), Bulk.Of(commits, _ => (int?)null, NpgsqlDbType.Integer),
                Bulk.Of(commits, _ => (int?)null, NpgsqlDbType.Integer), Bulk.Of(commits, c => JsonSerializer.Serialize(c.Lines!.Files)),
                Bulk.Of(commits, c => c.AuthoredAt.ToUniversalTime(), NpgsqlDbType.TimestampTz), Bulk.Of(commits, _ => (DateTimeOffset?)null, NpgsqlDbType.TimestampTz));
            links.AddRange(await CheckpointsAsync(connection, commits, ct));
        }

        return (links, changed);
    }

    private static async Task<List<WorkLink>> CheckpointsAsync(NpgsqlConnection connection, GitCommit[] commits, CancellationToken ct)
    {
        string[] named = [.. commits.SelectMany(commit => commit.Trailer("Entire-Checkpoint")).Distinct(StringComparer.Ordinal)];
        if (named.Length == 0)
        {
            return [];
        }

        await using var command = new NpgsqlCommand(GitHubSql.Checkpoints, connection) { Parameters = { Bulk.Of(named, id => id) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var records = reader.Parse<KnownCheckpoint>().ToLookup(record => record.Code, StringComparer.Ordinal);
        List<WorkLink> links = [];
        foreach (var commit in commits)
        {
            foreach (var id in commit.Trailer("Entire-Checkpoint").Where(records.Contains).Distinct(StringComparer.Ordinal))
            {
                links.Add(new WorkLink(WorkLink.Commit, commit.Sha, WorkLink.Checkpoint, id, "trailer", 1m, $"Entire-Checkpoint: {id}"));
                string[] sessions = [.. records[id].Select(record => record.Session).Where(session => session.Length > 0)];
                links.AddRange(sessions.Select(session => new WorkLink(
                    WorkLink.Commit, commit.Sha, WorkLink.Session, session, "checkpoint", sessions.Length == 1 ? 1m : 0.5m, string.Create(CultureInfo.InvariantCulture, $"checkpoint {id}"))));
            }
        }

        return links;
    }

    private static async Task<List<GitHubThing>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return [.. reader.Parse<KnownObject>().Select(row => GitHubThing.Of(row.Kind, row.Code, row.Parent, row.Fields))];
    }
}
