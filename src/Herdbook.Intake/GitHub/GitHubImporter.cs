using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.Booking;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.GitHub;

/// <summary>What an import of exports came to.</summary>
/// <param name="Unchanged">Files that are as they were at the last import.</param>
/// <param name="Objects">Objects read.</param>
/// <param name="Changed">Things of which something was news.</param>
/// <param name="Passed">Objects that tell nothing that is booked.</param>
/// <param name="Rejects">Objects that could not be taken; they stand in intake.reject.</param>
public sealed record GitHubSummary(int Files, int Unchanged, int Objects, int Changed, int Links, int Passed, int Rejects);

/// <summary>Imports files of GitHub's objects. A file is booked in parts, each one transaction; again, it adds nothing.</summary>
public sealed class GitHubImporter(Book book, Tenant tenant, TimeProvider time)
{
    /// <summary>Objects that are booked in one transaction.</summary>
    private const int Part = 1000;

    private static readonly string[] Endings = [".json", ".jsonl", ".ndjson"];

    /// <param name="paths">Files, or folders of them.</param>
    /// <param name="repository">`owner/name` for objects that do not say to which they belong.</param>
    /// <exception cref="RefusedException">`path_not_found`, `file_too_large`, `tenant_suspended`.</exception>
    public async Task<GitHubSummary> ImportAsync(IReadOnlyList<string> paths, string? repository, CancellationToken ct)
    {
        await Tenants.RequireAtWorkAsync(book, tenant, ct);
        string[] files = [.. paths.SelectMany(Files).Distinct(StringComparer.Ordinal)];
        var sources = new SourceBook(book, tenant, GitHubIntake.Source, time);
        var known = await sources.RegisterAsync(files, ct);
        var run = await sources.StartRunAsync(time.GetUtcNow(), files.Length, files.Sum(file => new FileInfo(file).Length), ct);
        var progress = new ImportProgress { FilesFound = files.Length, FilesChanged = files.Length };
        var done = new GitHubSummary(files.Length, 0, 0, 0, 0, 0, 0);
        try
        {
            foreach (var file in files)
            {
                done = await FileAsync(sources, known[file], file, repository, done, progress, ct);
            }

            await sources.UpdateRunAsync(run, progress, "done", time.GetUtcNow(), null, ct);
            return done;
        }
        catch (Exception e) when (e is RefusedException or IOException or UnauthorizedAccessException)
        {
            await sources.UpdateRunAsync(run, progress, "failed", time.GetUtcNow(), e.Message, ct);
            throw;
        }
    }

    private async Task<GitHubSummary> FileAsync(SourceBook sources, KnownFile known, string file, string? repository, GitHubSummary done, ImportProgress progress, CancellationToken ct)
    {
        var bytes = await GitHubExport.BytesAsync(file, ct);
        var mark = SHA256.HashData([.. SHA256.HashData(bytes), .. Encoding.UTF8.GetBytes(repository ?? "")]);
        if (known.Status == "read" && (await sources.MarkAsync(known.Id, ct)).HeadDigest is { } before && before.AsSpan().SequenceEqual(mark))
        {
            return done with { Unchanged = done.Unchanged + 1 };
        }

        var export = GitHubExport.Of(file, bytes, repository, ct);
        var (changed, links) = (0, 0);
        foreach (var part in export.Payloads.Chunk(Part))
        {
            var booked = await WriteAsync(known.Id, file, (connection, token) => GitHubBook.BookAsync(connection, part, token), booked => booked is { Changed: 0, Commits: 0, Links: 0 }, ct);
            changed += booked.Changed;
            links += booked.Links;
        }

        await WriteAsync(known.Id, file, (connection, token) => EndAsync(connection, known.Id, bytes, mark, export, changed, token), _ => true, ct);
        progress.Chunk(bytes.Length, export.Read, changed, 0, export.Rejects.Count);
        progress.File(failed: false);
        return done with
        {
            Objects = done.Objects + export.Read,
            Changed = done.Changed + changed,
            Links = done.Links + links,
            Passed = done.Passed + export.Passed,
            Rejects = done.Rejects + export.Rejects.Count,
        };
    }

    private Task<T> WriteAsync<T>(long source, string file, Func<NpgsqlConnection, CancellationToken, Task<T>> work, Func<T, bool> isNothing, CancellationToken ct) => Patience.WithAsync(
        () =>
        {
            var what = new AuditEvent("intake.github").About("intake.source_file", source.ToString(CultureInfo.InvariantCulture)).With("file", Path.GetFileName(file));
            return book.WriteAsync(
                tenant,
                Actor.Intake,
                what,
                async (connection, token) =>
                {
                    var done = await work(connection, token);
                    if (isNothing(done))
                    {
                        what.Nothing();
                    }

                    return done;
                },
                ct);
        },
        time,
        ct);

    /// <summary>The objects that are rejected now take the place of those that were.</summary>
    private static async Task<int> EndAsync(NpgsqlConnection connection, long source, byte[] bytes, byte[] mark, GitHubExport export, int changed, CancellationToken ct)
    {
        await Bulk.RunAsync(connection, EventSql.ForgetRejects, ct, new NpgsqlParameter { Value = source }, new NpgsqlParameter { Value = 0L });
        RejectRow[] rejects = [.. export.Rejects];
        if (rejects.Length > 0)
        {
            await Bulk.RunAsync(
                connection, EventSql.Rejects, ct, new NpgsqlParameter { Value = source }, Bulk.Of(rejects, r => r.Line, NpgsqlDbType.Integer), Bulk.Of(rejects, r => r.Offset, NpgsqlDbType.Bigint),
                Bulk.Of(rejects, r => (long)r.Length, NpgsqlDbType.Bigint), Bulk.Of(rejects, r => r.Reason), Bulk.Of(rejects, r => r.Detail), Bulk.Of(rejects, r => r.Text));
        }

        return await Bulk.RunAsync(
            connection, SourceSql.Advance, ct, new NpgsqlParameter { Value = source }, new NpgsqlParameter { Value = (long)bytes.Length }, new NpgsqlParameter { Value = 0L },
            new NpgsqlParameter { Value = (long)bytes.Length }, new NpgsqlParameter { Value = export.Read }, new NpgsqlParameter { Value = mark },
            new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new NpgsqlParameter { Value = "read" }, new NpgsqlParameter { Value = changed }, new NpgsqlParameter { Value = 0 });
    }

    private static IEnumerable<string> Files(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? [full]
            : Directory.Exists(full) ? Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
            : throw new RefusedException("path_not_found", $"{path} is not there. Nothing was imported; give files of GitHub's objects, as `gh api` writes them.");
    }
}
