using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.Booking;
using Herdbook.Intake.Linking;
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
/// <param name="Trailers">Commits whose trailer names a checkpoint.</param>
/// <param name="Checkpoints">Those of them whose checkpoint's record is known.</param>
/// <param name="Links">Links between pieces of work that were not known.</param>
/// <param name="Rejects">Lines that could not be taken; they stand in intake.reject.</param>
public sealed record GitSummary(
    string Repository, bool Unchanged, int Commits, int AgentCommits, int Pulls, int NewPulls, int ChangedPulls, int NewInstances, int Activities, int Rejects,
    int Trailers, int Checkpoints, int Links);

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
            return new GitSummary(name, true, 0, 0, 0, 0, 0, 0, 0, known.Rejects, 0, 0, 0);
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
        await Bulk.RunAsync(connection, GitSql.Lock, ct);
        var emails = (await connection.QueryAsync<KnownEmail>(new CommandDefinition(GitSql.Emails, cancellationToken: ct))).ToDictionary(known => known.Email, known => known.Code, StringComparer.OrdinalIgnoreCase);
        var known = new GitAgents(emails);
        var plan = new GitPlan(history, known);

        GitAgent[] agents = [.. plan.Agents];
        GitInstance[] instances = [.. plan.Instances];
        var tickets = instances.Select(instance => instance.Ticket).Concat(plan.Pulls.Select(pull => pull.Ticket)).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        await Bulk.RunAsync(connection, GitSql.Agents, ct, Bulk.Of(agents, agent => agent.Code), Bulk.Of(agents, agent => agent.Email));
        await Bulk.RunAsync(connection, RegisterSql.Models, ct, Bulk.Of([.. instances.Select(instance => instance.Model).OfType<string>().Distinct(StringComparer.Ordinal)], model => model));
        await Bulk.RunAsync(connection, RegisterSql.Tickets, ct, Bulk.Of(tickets, ticket => ticket));
        await Bulk.RunAsync(connection, GitSql.Project, ct, new NpgsqlParameter { Value = history.Repository });
        var fresh = await Bulk.CountAsync(
            connection, GitSql.Instances, ct, Bulk.Of(instances, i => i.Code), Bulk.Of(instances, i => i.Agent), Bulk.Of(instances, i => i.Model), Bulk.Of(instances, i => i.Ticket),
            Bulk.Of(instances, i => i.First, NpgsqlDbType.TimestampTz), Bulk.Of(instances, i => i.Last, NpgsqlDbType.TimestampTz), new NpgsqlParameter { Value = history.Repository });

        GitPullRow[] pulls = [.. plan.Pulls];
        var (newPulls, changedPulls) = await Bulk.PairAsync(
            connection, GitSql.Pulls, ct, Bulk.Of(pulls, p => p.Code), Bulk.Of(pulls, p => p.Ticket), Bulk.Of(pulls, p => p.Creator), Bulk.Of(pulls, p => p.Branch), Bulk.Of(pulls, p => p.Title),
            Bulk.Of(pulls, p => p.Lines?.Added, NpgsqlDbType.Integer), Bulk.Of(pulls, p => p.Lines?.Deleted, NpgsqlDbType.Integer), Bulk.Of(pulls, p => p.Lines?.Files.Count, NpgsqlDbType.Integer),
            Bulk.Of(pulls, p => p.MergedAt, NpgsqlDbType.TimestampTz), Bulk.Of(pulls, p => p.First, NpgsqlDbType.TimestampTz),
            Bulk.Of(pulls, p => p.State), Bulk.Of(pulls, p => p.Commits, NpgsqlDbType.Integer), Bulk.Of(pulls, p => p.Head));

        GitActivity[] told = [.. plan.Activities];
        var booked = await Bulk.CountAsync(
            connection, GitSql.Activities, ct, Bulk.Of(told, a => a.Instance), Bulk.Of(told, a => a.Pull), Bulk.Of(told, a => a.Event), Bulk.Of(told, a => a.Commit),
            Bulk.Of(told, a => a.Lines?.Added, NpgsqlDbType.Integer), Bulk.Of(told, a => a.Lines?.Deleted, NpgsqlDbType.Integer), Bulk.Of(told, a => a.Detail), Bulk.Of(told, a => a.At, NpgsqlDbType.TimestampTz));

        var work = new GitWork(history, plan);
        await GitCommits.BookAsync(connection, history, plan, ct);
        await GitCommits.BookAsync(connection, history.Checkpoints, known, ct);
        var links = await WorkLinks.BookAsync(connection, work.Links, ct);
        var rejected = await RejectAsync(connection, source, rejects, ct);
        await Bulk.RunAsync(
            connection, SourceSql.Advance, ct, new NpgsqlParameter { Value = source }, new NpgsqlParameter { Value = 0L }, new NpgsqlParameter { Value = 0L }, new NpgsqlParameter { Value = 0L },
            new NpgsqlParameter { Value = history.Commits.Count }, new NpgsqlParameter { Value = mark }, new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new NpgsqlParameter { Value = "read" }, new NpgsqlParameter { Value = booked }, new NpgsqlParameter { Value = 0 });
        return new GitSummary(history.Repository, false, history.Commits.Count, plan.AgentCommits, pulls.Length, newPulls, changedPulls, fresh, booked, rejected, work.WithTrailer, work.WithRecord, links);
    }

    /// <summary>The lines that are rejected now take the place of those that were.</summary>
    private static async Task<int> RejectAsync(NpgsqlConnection connection, long source, List<(string Path, List<RejectRow> Rows)> rejects, CancellationToken ct)
    {
        await Bulk.RunAsync(connection, EventSql.ForgetRejects, ct, new NpgsqlParameter { Value = source }, new NpgsqlParameter { Value = 0L });
        var count = 0;
        foreach (var (path, rows) in rejects.Where(entry => entry.Rows.Count > 0))
        {
            RejectRow[] all = [.. rows.Select(row => row with { Detail = $"{Path.GetFileName(path)}: {row.Detail}" })];
            await Bulk.RunAsync(
                connection, EventSql.Rejects, ct, new NpgsqlParameter { Value = source }, Bulk.Of(all, r => r.Line, NpgsqlDbType.Integer), Bulk.Of(all, r => r.Offset, NpgsqlDbType.Bigint),
                Bulk.Of(all, r => r.Length, NpgsqlDbType.Bigint), Bulk.Of(all, r => r.Reason), Bulk.Of(all, r => r.Detail), Bulk.Of(all, r => r.Text));
            count += all.Length;
        }

        return count;
    }
}
