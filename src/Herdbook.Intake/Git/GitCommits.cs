using System.Text.Json;
using Herdbook.Intake.Booking;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Git;

/// <summary>Books a history's commits and its checkpoints' records.</summary>
internal static class GitCommits
{
    public static Task BookAsync(NpgsqlConnection connection, GitHistory history, GitPlan plan, CancellationToken ct)
    {
        GitCommit[] commits = [.. history.Commits.DistinctBy(commit => commit.Sha, StringComparer.Ordinal)];
        return Bulk.RunAsync(
            connection, GitSql.Commits, ct, Bulk.Of(commits, c => c.Sha), new NpgsqlParameter { Value = history.Repository }, Bulk.Of(commits, c => c.Subject),
            Bulk.Of(commits, c => c.Author.Name), Bulk.Of(commits, c => plan.AgentOf(c.Sha)), Bulk.Of(commits, c => c.Parents.Count > 1, NpgsqlDbType.Boolean),
            Bulk.Of(commits, c => c.Lines?.Added, NpgsqlDbType.Integer), Bulk.Of(commits, c => c.Lines?.Deleted, NpgsqlDbType.Integer),
            Bulk.Of(commits, c => c.Lines is null ? null : Json(c.Lines.Files)), Bulk.Of(commits, c => c.AuthoredAt.ToUniversalTime(), NpgsqlDbType.TimestampTz),
            Bulk.Of(commits, c => c.CommittedAt.ToUniversalTime(), NpgsqlDbType.TimestampTz));
    }

    public static async Task BookAsync(NpgsqlConnection connection, IReadOnlyList<GitCheckpoint> checkpoints, GitAgents known, CancellationToken ct)
    {
        GitCheckpoint[] records = [.. checkpoints.OrderByDescending(record => record.At).DistinctBy(record => (record.Id, record.Session))];
        string[] agents = [.. records.Select(record => Agent(record, known)).OfType<string>().Distinct(StringComparer.Ordinal)];
        await Bulk.RunAsync(connection, GitSql.Agents, ct, Bulk.Of(agents, agent => agent), Bulk.Of(agents, _ => null));
        await Bulk.RunAsync(
            connection, GitSql.Checkpoints, ct, Bulk.Of(records, r => r.Id), Bulk.Of(records, r => r.Session ?? ""), Bulk.Of(records, r => Agent(r, known)), Bulk.Of(records, r => r.Branch),
            Bulk.Of(records, r => Json(r.Files)), Bulk.Of(records, r => r.Lines?.Agent, NpgsqlDbType.Integer), Bulk.Of(records, r => r.Lines?.HumanAdded, NpgsqlDbType.Integer),
            Bulk.Of(records, r => r.Lines?.HumanModified, NpgsqlDbType.Integer), Bulk.Of(records, r => r.Lines?.HumanRemoved, NpgsqlDbType.Integer),
            Bulk.Of(records, r => r.Lines?.Committed, NpgsqlDbType.Integer), Bulk.Of(records, r => r.Tokens?.Input, NpgsqlDbType.Bigint),
            Bulk.Of(records, r => r.Tokens?.Output, NpgsqlDbType.Bigint), Bulk.Of(records, r => r.Tokens?.CacheRead, NpgsqlDbType.Bigint),
            Bulk.Of(records, r => r.Tokens?.CacheCreate, NpgsqlDbType.Bigint), Bulk.Of(records, r => r.At, NpgsqlDbType.TimestampTz));
    }

    private static string? Agent(GitCheckpoint record, GitAgents known) => record.Session is null ? null : known.Named(record.Agent);

    private static string Json(IEnumerable<string> files) => JsonSerializer.Serialize(files.Select(file => file.Replace("\0", "", StringComparison.Ordinal)));
}
