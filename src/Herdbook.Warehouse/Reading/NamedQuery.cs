namespace Herdbook.Warehouse.Reading;

/// <summary>
/// A question to the warehouse with a name and the values of its parameters: what a page shows, what its figures' rows are and what
/// an export holds are the same one.
/// </summary>
/// <param name="Name">Unique; in addresses and file names: lower-case letters, digits and underscores.</param>
/// <param name="Sql">One DuckDB SELECT, with its order; parameters as `$name`.</param>
/// <param name="Parameters">A value for every parameter of <paramref name="Sql"/>, and for no other; as <see cref="Herdbook.DuckDb.DuckDbStatement"/> binds them.</param>
public sealed record NamedQuery(string Name, string Sql, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>Over its rows; null where the name says enough.</summary>
    public string? Title { get; init; }

    public static readonly IReadOnlyDictionary<string, object?> None = new Dictionary<string, object?>();
}
