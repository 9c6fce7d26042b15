namespace Herdbook.Catalog;

/// <summary>One statement that brings the live database nearer to the catalog.</summary>
/// <param name="Table">The table's full name; for what belongs to no table, the schema's.</param>
/// <param name="What">In the reader's words: "add column x".</param>
/// <param name="Destructive">It loses data, or gives up a promise that cannot be had back from the rows.</param>
public sealed record PlanStep(string Sql, string Table, string What, bool Destructive);

/// <summary>What would change, in the order of applying. Empty when the live database equals the catalog.</summary>
/// <param name="Digest">Of the catalog that the plan leads to.</param>
public sealed record CatalogPlan(IReadOnlyList<PlanStep> Steps, string Digest)
{
    public bool IsEmpty => Steps.Count == 0;
}

/// <param name="AllowDestructive">The tables, by full name, whose destructive steps are allowed.</param>
public sealed record ApplyOptions(IReadOnlySet<string> AllowDestructive)
{
    /// <summary>Additive changes and repairs only.</summary>
    public static readonly ApplyOptions Safe = new(new HashSet<string>());

    /// <summary>Sees the plan before its first step, and may throw to take nothing.</summary>
    public Action<CatalogPlan>? Review { get; init; }

    /// <summary>What to look at; everything if not said.</summary>
    public PlanScope Scope { get; init; } = PlanScope.All;
}
