namespace Herdbook.Catalog;

/// <summary>What a server has beyond PostgreSQL itself, as far as a schema depends on it.</summary>
/// <param name="VectorSchema">The schema that pgvector stands in; null without it.</param>
internal sealed record ServerFeatures(string? VectorSchema)
{
    /// <summary>PostgreSQL as it comes.</summary>
    public static readonly ServerFeatures Plain = new(VectorSchema: null);

    /// <summary>A column's type as it is made: embeddings are numbers in an array where there is no pgvector.</summary>
    public string TypeOf(string declared) => Dimensions(declared) is null
        ? declared
        : VectorSchema is null ? "real[]" : $"{Quote.Name(VectorSchema)}.{declared}";

    /// <summary>Whether the server can make such an index.</summary>
    public bool Has(IndexDeclaration index) => index.Using is not ("ivfflat" or "hnsw") || VectorSchema is not null;

    /// <summary>The length of an embedding; null for every other type.</summary>
    public static int? Dimensions(string declared) =>
        declared.StartsWith("vector(", StringComparison.Ordinal) ? int.Parse(declared.AsSpan("vector(".Length, declared.Length - "vector()".Length), System.Globalization.CultureInfo.InvariantCulture) : null;
}
