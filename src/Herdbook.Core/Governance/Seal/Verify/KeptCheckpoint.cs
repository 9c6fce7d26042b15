namespace Herdbook.Core.Governance.Seal;

/// <summary>A checkpoint that was kept outside the database.</summary>
internal sealed record KeptCheckpoint(string Path, Checkpoint Checkpoint)
{
    /// <summary>
    /// Those of the tenant in a folder, or in the tenant's folder within it. Files that are no signed notes, or are of other logs, are not
    /// checkpoints; one that says it is of this log and is not signed by its key is a finding.
    /// </summary>
    public static async Task<IReadOnlyList<KeptCheckpoint>> ReadAsync(string? folder, Tenant tenant, CheckpointKey key, Findings findings, CancellationToken ct)
    {
        if (folder is null)
        {
            return [];
        }

        if (!Directory.Exists(folder))
        {
            throw new RefusedException("checkpoints_missing", $"There is no folder of checkpoints at {folder}.");
        }

        var kept = new List<KeptCheckpoint>();
        var own = System.IO.Path.Combine(folder, tenant.Slug);
        foreach (var path in Directory.EnumerateFiles(Directory.Exists(own) ? own : folder))
        {
            var note = SignedNote.Read(await ReadFileAsync(path, ct) ?? "");
            if (note is null || Checkpoint.Read(note.Text) is not { } checkpoint || checkpoint.Origin != key.Origin(tenant))
            {
                continue;
            }

            if (note.IsSignedBy(checkpoint.Origin, key.PublicKey))
            {
                kept.Add(new KeptCheckpoint(path, checkpoint));
            }
            else
            {
                findings.Add(new Finding(Verdict.Integrity, FindingKind.CheckpointForged, $"The checkpoint in {path} is not signed by this book's key.", null, path));
            }
        }

        return kept;
    }

    /// <summary>Null for what is too large for a checkpoint, or was removed just now.</summary>
    private static async Task<string?> ReadFileAsync(string path, CancellationToken ct)
    {
        try
        {
            return new FileInfo(path).Length <= 64 << 10 ? await File.ReadAllTextAsync(path, ct) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
