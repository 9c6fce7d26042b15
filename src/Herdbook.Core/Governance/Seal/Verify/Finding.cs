namespace Herdbook.Core.Governance.Seal;

/// <summary>The two questions of a verification.</summary>
public enum Verdict
{
    /// <summary>Is what stands there what was written?</summary>
    Integrity,

    /// <summary>Is all that was written there, once and in its order?</summary>
    Completeness,
}

/// <summary>Something that is not as it was written, and where.</summary>
/// <param name="Kind">One of <see cref="FindingKind"/>.</param>
/// <param name="Table">As module.table; null where it is about no row.</param>
/// <param name="Key">The row's key as text.</param>
/// <param name="Leaf">The place in the tree.</param>
public sealed record Finding(Verdict Verdict, string Kind, string Message, string? Table = null, string? Key = null, Guid? EntryId = null, long? Leaf = null);

/// <summary>What a finding can be. The words are stable; docs/audit.md explains them.</summary>
public static class FindingKind
{
    public const string EntryChanged = "entry_changed";
    public const string EntryForged = "entry_forged";
    public const string KeyUnknown = "key_unknown";
    public const string LeafChanged = "leaf_changed";
    public const string RootDiffers = "root_differs";
    public const string NodeChanged = "node_changed";
    public const string CheckpointForged = "checkpoint_forged";
    public const string SealsChanged = "seals_changed";
    public const string RowChanged = "row_changed";
    public const string RowForged = "row_forged";
    public const string PastTheBook = "past_the_book";

    public const string EntryMissing = "entry_missing";
    public const string EntryTwice = "entry_twice";
    public const string LeafMissing = "leaf_missing";
    public const string LeafTwice = "leaf_twice";
    public const string OrderChanged = "order_changed";
    public const string CutOff = "cut_off";
    public const string CheckpointMissing = "checkpoint_missing";
    public const string RowMissing = "row_missing";
    public const string RowTwice = "row_twice";
    public const string TableMissing = "table_missing";
}
