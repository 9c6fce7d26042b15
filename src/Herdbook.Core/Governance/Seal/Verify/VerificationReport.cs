namespace Herdbook.Core.Governance.Seal;

/// <summary>How to verify.</summary>
public sealed record VerificationOptions
{
    /// <summary>Only what was booked at this time or later; the tree is taken up at the last head before it. Null verifies all.</summary>
    public DateTime? Since { get; init; }

    /// <summary>A folder of checkpoints that were kept elsewhere, as the publisher writes it; null compares with none.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Whether the rows of ledgers and versions are compared with their seals.</summary>
    public bool Rows { get; init; } = true;

    /// <summary>Readers at once.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Findings that are told one by one, of each kind; further ones are counted.</summary>
    public int Told { get; init; } = 1_000;
}

/// <summary>What a verification does, and how far it has come.</summary>
/// <param name="Total">Null where it is not known.</param>
public readonly record struct VerificationProgress(string Doing, long Done, long? Total);

/// <summary>What was found, on one snapshot of the book.</summary>
/// <param name="Entries">Whose signature was computed.</param>
/// <param name="Leaves">Whose place in the tree was computed.</param>
/// <param name="Unsealed">Entries that are not in the tree yet. That is how a log under way looks; only a checkpoint that was kept elsewhere can show that one of them is gone.</param>
/// <param name="Rows">Of ledgers and versions that were compared with their seals.</param>
/// <param name="Kept">Checkpoints of the folder that were compared.</param>
/// <param name="EntriesTook">What entries and tree took.</param>
/// <param name="RowsTook">What the rows took after that.</param>
/// <param name="Counts">Findings by kind, those included that are not told.</param>
/// <param name="Notes">What could not be compared, and why; none of it accuses.</param>
public sealed record VerificationReport(
    string Tenant, DateTime At, DateTime? Since, long Entries, long Leaves, long Unsealed, long Rows, int Kept, Checkpoint? Head, TimeSpan EntriesTook, TimeSpan RowsTook,
    IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Notes)
{
    /// <summary>Whether everything that stands there is what was written.</summary>
    public bool IsIntact => Findings.All(finding => finding.Verdict != Verdict.Integrity);

    /// <summary>Whether everything that was written is there, once and in its order.</summary>
    public bool IsComplete => Findings.All(finding => finding.Verdict != Verdict.Completeness);
}
