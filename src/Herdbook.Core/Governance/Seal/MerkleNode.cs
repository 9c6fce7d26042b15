namespace Herdbook.Core.Governance.Seal;

/// <summary>A complete subtree: 2^Level leaves from Index · 2^Level on.</summary>
public readonly record struct MerkleNode(int Level, long Index)
{
    public long First => Index << Level;

    public long End => (Index + 1) << Level;
}
