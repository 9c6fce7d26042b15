using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.Booking;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Git;

/// <summary>What an import of git history came to.</summary>
/// <param name="Repository">`owner/name`, as pull requests are named by.</param>
/// <param name="Unchanged">Nothing was read: the history is as it was at the last import.</param>
/// <param name="Commits">Commits read, merges too.</param>
/// <param name="AgentCommits">Those that are an agent's; a merge is nobody's.</param>
/// <param name="NewPulls">Pull requests that were not known.</param>
/// <param name="ChangedPulls">Pull requests of which more is known now.</param>
/// <param name="Rejects">Lines that could not be taken; they stand in intake.reject.</param>
public sealed record GitSummary(
    string Repository, bool Unchanged, int Commits, int AgentCommits, int Pulls, int NewPulls, int ChangedPulls, int NewInstances, int Activities, int Rejects);

/// <summary>
/// Imports pull requests and commits: from a git repository, or from a folder in which its past was written down. An import is one
/// transaction; again, it adds nothing.
/// </summary>
public sealed class GitImporter(Book book, Tenant tenant, TimeProvider time)
{
    /// <summary>The word for this source.</summary>
    public const string Source = "git";

    private sealed record Origin(string Path, string Mark, Func<CancellationToken, Task<(GitHistory History, List<(string Path, List<RejectRow> Rows)> Rejects)>> Read);

    private sealed record KnownEmail(string Email, string Code);

    /// <param name="path">A repository or a folder of lines.</param>
    /// <param name="repository">`owner/name`; null to take the name of the remote `origin`, or else the folder's or the files'.</param>
    /// <exception cref="RefusedException">`path_not_found`, `git_missing`, `git_unreadable`, `git_ambiguous`.</exception>
    public async Task<GitSummary> ImportAsync(string path, string? repository, CancellationToken ct)
    {
        await Tenants.RequireAtWorkAsync(book, tenant, ct);
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            throw new RefusedException("path_not_found", $"{path} is no folder. Nothing was imported; give a git repository, or a folder with NAME-commits.jsonl.");
        }

        var (name, origin) = await FindAsync(full, repository, ct);
        var sources = new SourceBook(book, tenant, Source, time);
        var known = (await sources.RegisterAsync([origin.Path], ct))[origin.Path];
        var before = known.Status == "read" ? (await sources.MarkAsync(known.Id, ct)).HeadDigest : null;
        var mark = SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{origin.Mark}"));
        if (before is not null && before.AsSpan().SequenceEqual(mark))
        {
            return new GitSummary(name, true, 0, 0, 0, 0, 0, 0, 0, known.Rejects);
        }

        var run = await sources.StartRunAsync(time.GetUtcNow(), 1, 0, ct);
        var progress = new ImportProgress { FilesFound = 1, FilesChanged = 1 };
        try
        {
            var (history, rejects) = await origin.Read(ct);
            var summary = await Patience.WithAsync(() => book.WriteAsync(tenant, Actor.Intake, new AuditEvent("intake.git").About("intake.source_file", known.Id.ToString(CultureInfo.InvariantCulture)), (connection, token) => BookAsync(connection, history, rejects, known.Id, mark, token), ct), time, ct);
            progress.Chunk(0, history.Commits.Count, summary.Activities, 0, summary.Rejects);
            progress.File(failed: false);
            await sources.UpdateRunAsync(run, progress, "done", time.GetUtcNow(), null, ct);
            return summary;
        }
        catch (Exception e) when (e is RefusedException or IOException or UnauthorizedAccessException)
        {
            await sources.FailAsync(known.Id, e.Message, ct);
            await sources.UpdateRunAsync(run, progress, "failed", time.GetUtcNow(), e.Message, ct);
            throw;
        }
    }

    private static async Task<(string Name, Origin Origin)> FindAsync(string path, string? repository, CancellationToken ct)
    {
        if (GitFolder.In(path) is { } folder)
        {
            var named = repository ?? folder.Name;
            var looks = folder.Files.Select(file => new FileInfo(file)).Select(file => FormattableString.Invariant($"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
            return (named, new Origin(path, string.Join('\n', looks), token => Task.FromResult(Read(folder, named, token))));
        }

        var git = new GitRepository(path);
        if (!await git.ExistsAsync(ct))
        {
            throw new RefusedException("path_not_found", $"{path} is no git repository, and holds no NAME-commits.jsonl. Nothing was imported.");
        }

        var tip = await git.TipAsync(ct) ?? throw new RefusedException("git_unreadable", $"{path} has no commits on its current branch. Nothing was imported.");
        var name = repository ?? await git.NameAsync(ct) ?? Path.GetFileName(path.TrimEnd(Path.DirectorySeparatorChar));
        return (name, new Origin(path, tip, async token =>
        {
            var commits = await git.CommitsAsync(tip, token);
            return (new GitHistory(name, commits, GitPulls.Of(commits, tip), []), []);
        }));
    }

    private static (GitHistory History, List<(string Path, List<RejectRow> Rows)> Rejects) Read(GitFolder folder, string name, CancellationToken ct)
    {
        List<(string Path, List<RejectRow> Rows)> rejects = [];
        List<T> Lines<T>(string? file, Func<System.Text.Json.JsonElement, T?> take)
            where T : class
        {
            List<RejectRow> rows = [];
            var taken = file is null ? [] : GitFolder.Read(file, take, rows, ct);
            if (file is not null)
            {
                rejects.Add((file, rows));
            }

            return taken;
        }

        return (new GitHistory(name, Lines(folder.Commits, GitFolder.Commit), Lines(folder.Pulls, GitFolder.Pull), Lines(folder.Checkpoints, GitFolder.Checkpoint)), rejects);
    }

    private static async Task<GitSummary> BookAsync(
        NpgsqlConnection connection, GitHistory history, List<(string Path, List<RejectRow> Rows)> rejects, long source, byte[] mark, CancellationToken ct)
    {
        await RunAsync(connection, GitSql.Lock, ct);
        var emails = (await connection.QueryAsync<KnownEmail>(new CommandDefinition(GitSql.Emails, cancellationToken: ct))).ToDictionary(known => known.Email, known => known.Code, StringComparer.OrdinalIgnoreCase);
        var plan = new GitPlan(history, new GitAgents(emails));

        GitAgent[] agents = [.. plan.Agents];
        GitInstance[] instances = [.. plan.Instances];
        var tickets = instances.Select(instance => instance.Ticket).Concat(plan.Pulls.Select(pull => pull.Ticket)).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        await RunAsync(connection, GitSql.Agents, ct, Of(agents, agent => agent.Code), Of(agents, agent => agent.Email));
        await RunAsync(connection, RegisterSql.Models, ct, Of([.. instances.Select(instance => instance.Model).OfType<string>().Distinct(StringComparer.Ordinal)], model => model));
        await RunAsync(connection, RegisterSql.Tickets, ct, Of(tickets, ticket => ticket));
        await RunAsync(connection, GitSql.Project, ct, new NpgsqlParameter { Value = history.Repository });
        var fresh = await CountAsync(
            connection, GitSql.Instances, ct, Of(instances, i => i.Code), Of(instances, i => i.Agent), Of(instances, i => i.Model), Of(instances, i => i.Ticket),
            Of(instances, i => i.First, NpgsqlDbType.TimestampTz), Of(instances, i => i.Last, NpgsqlDbType.TimestampTz), new NpgsqlParameter { Value = history.Repository });

        GitPullRow[] pulls = [.. plan.Pulls];
        var (newPulls, changedPulls) = await PairAsync(
            connection, GitSql.Pulls, ct, Of(pulls, p => p.Code), Of(pulls, p => p.Ticket), Of(pulls, p => p.Creator), Of(pulls, p => p.Branch), Of(pulls, p => p.Title),
            Of(pulls, p => p.Lines?.Added, NpgsqlDbType.Integer), Of(pulls, p => p.Lines?.Deleted, NpgsqlDbType.Integer), Of(pulls, p => p.Lines?.Files.Count, NpgsqlDbType.Integer),
            Of(pulls, p => p.MergedAt, NpgsqlDbType.TimestampTz), Of(pulls, p => p.First, NpgsqlDbType.TimestampTz));

        GitActivity[] told = [.. plan.Activities];
        var booked = await CountAsync(
            connection, GitSql.Activities, ct, Of(told, a => a.Instance), Of(told, a => a.Pull), Of(told, a => a.Event), Of(told, a => a.Commit),
            Of(told, a => a.Lines?.Added, NpgsqlDbType.Integer), Of(told, a => a.Lines?.Deleted, NpgsqlDbType.Integer), Of(told, a => a.Detail), Of(told, a => a.At, NpgsqlDbType.TimestampTz));

        var rejected = await RejectAsync(connection, source, rejects, ct);
        await RunAsync(
            connection, SourceSql.Advance, ct, new NpgsqlParameter { Value = source }, new NpgsqlParameter { Value = 0L }, new NpgsqlParameter { Value = 0L }, new NpgsqlParameter { Value = 0L },
            new NpgsqlParameter { Value = history.Commits.Count }, new NpgsqlParameter { Value = mark }, new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter { Value = "read" }, new NpgsqlParameter { Value = booked }, new NpgsqlParameter { Value = 0 });
        return new GitSummary(history.Repository, false, history.Commits.Count, plan.AgentCommits, pulls.Length, newPulls, changedPulls, fresh, booked, rejected);
    }

    /// <summary>The lines that are rejected now take the place of those that were.</summary>
    private static async Task<int> RejectAsync(NpgsqlConnection connection, long source, List<(string Path, List<RejectRow> Rows)> rejects, CancellationToken ct)
    {
        await RunAsync(connection, EventSql.ForgetRejects, ct, new NpgsqlParameter { Value = source }, new NpgsqlParameter { Value = 0L });
        var count = 0;
        foreach (var (path, rows) in rejects.Where(entry => entry.Rows.Count > 0))
        {
            RejectRow[] all = [.. rows.Select(row => row with { Detail = $"{Path.GetFileName(path)}: {row.Detail}" })];
            await RunAsync(
                connection, EventSql.Rejects, ct, new NpgsqlParameter { Value = source }, Of(all, r => r.Line, NpgsqlDbType.Integer), Of(all, r => r.Offset, NpgsqlDbType.Bigint),
                Of(all, r => r.Length, NpgsqlDbType.Bigint), Of(all, r => r.Reason), Of(all, r => r.Detail), Of(all, r => r.Text));
            count += all.Length;
        }

        return count;
    }

    private static NpgsqlParameter Of<T>(T[] items, Func<T, string?> value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = Array.ConvertAll(items, item => value(item)?.Replace("\0", "", StringComparison.Ordinal)) };

    private static NpgsqlParameter Of<T, TValue>(T[] items, Func<T, TValue> value, NpgsqlDbType type) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = Array.ConvertAll(items, item => value(item)) };

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<(int First, int Second)> PairAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
