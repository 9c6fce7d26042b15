namespace Herdbook.Core.Tenancy;

/// <summary>A tenant as the book's administrators see it. Times are UTC.</summary>
/// <param name="Title">Null where it has no name but its slug.</param>
public sealed record TenantState(
    string Slug, string? Title, bool IsDemo, DateTime? CreatedAt, DateTime? SuspendedAt, string? SuspendedBy, DateTime? ErasureAt, string? ErasureBy, DateTime? ErasedAt)
{
    public bool IsSuspended => SuspendedAt is not null;

    /// <summary>One word: active, suspended, marked (for erasure) or erased.</summary>
    public string State => this switch
    {
        { ErasedAt: not null } => "erased",
        { ErasureAt: not null } => "marked",
        { SuspendedAt: not null } => "suspended",
        _ => "active",
    };
}
