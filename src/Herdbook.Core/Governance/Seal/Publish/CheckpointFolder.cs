using System.Globalization;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// Checkpoints as files: `&lt;folder&gt;/&lt;tenant&gt;/&lt;size&gt;`, and the last one once more as `latest`. A file is written whole or not at all, and
/// never replaced by one of fewer entries.
/// </summary>
public sealed class CheckpointFolder(string folder, CheckpointKey key) : CheckpointPlace
{
    private const string LatestFile = "latest";

    public override string Name => $"folder {folder}";

    public override async Task PublishAsync(Tenant tenant, SignedHead head, CancellationToken ct)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, tenant.Slug)).FullName;
        if (await LatestAsync(tenant, ct) is { } latest && (latest.Size > head.Checkpoint.Size || (latest.Size == head.Checkpoint.Size && !latest.Same(head.Checkpoint))))
        {
            throw SealHead.Damaged(tenant, $"{Path.Combine(own, LatestFile)} is a checkpoint of {latest.Size} entries, which the log does not have");
        }

        await WriteAsync(Path.Combine(own, head.Checkpoint.Size.ToString(CultureInfo.InvariantCulture)), head.Note, ct);
        await WriteAsync(Path.Combine(own, LatestFile), head.Note, ct);
    }

    /// <summary>Whether the log still begins with what was published last. To be asked before anything is sealed after a start.</summary>
    /// <exception cref="RefusedException">`log_damaged`: it was cut off, or is another.</exception>
    public async Task CompareAsync(NpgsqlConnection connection, Tenant tenant, Checkpoint? signed, CancellationToken ct)
    {
        if (await LatestAsync(tenant, ct) is not { } kept)
        {
            return;
        }

        if (kept.Size > (signed?.Size ?? 0))
        {
            throw SealHead.Damaged(tenant, $"the checkpoint kept in {folder} says that it had {kept.Size} entries, and it has {signed?.Size ?? 0}");
        }

        var range = await SealHead.RangeAsync(connection, kept.Size, ct);
        if (!range.Root().AsSpan().SequenceEqual(kept.Root))
        {
            throw SealHead.Damaged(tenant, $"its first {kept.Size} entries are not those of the checkpoint kept in {folder}");
        }
    }

    /// <summary>The last one that was published and is signed by this book's key; null where there is none.</summary>
    private async Task<Checkpoint?> LatestAsync(Tenant tenant, CancellationToken ct)
    {
        var path = Path.Combine(folder, tenant.Slug, LatestFile);
        return File.Exists(path) ? key.Open(tenant, await File.ReadAllTextAsync(path, ct)) : null;
    }

    internal static async Task WriteAsync(string path, string text, CancellationToken ct)
    {
        var beside = $"{path}.{Guid.NewGuid():n}.part";
        try
        {
            await using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
