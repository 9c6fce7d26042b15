namespace Herdbook.Catalog;

/// <summary>The text that a search reads, as SQL. The index of a table and the query over it are written with the same expression, so the one serves the other.</summary>
public static class SearchExpression
{
    /// <summary>
    /// The words of a row, as a tsvector of the configuration simple; null for a table without <c>search</c>. Compare it by <c>@@</c> with
    /// <c>to_tsquery('simple', ...)</c> or its like. Only the first 200,000 characters are read.
    /// </summary>
    /// <param name="alias">How the query names the table; null for none.</param>
    public static string? Of(TableDeclaration table, string? alias = null) => table.Search.Count == 0 ? null : Of(table, SchemaNames.Live, alias);

    /// <summary>Whether the table has an index over <see cref="Of(TableDeclaration, string?)"/>. A ledger has none: it is written more often than searched.</summary>
    public static bool IsIndexed(TableDeclaration table) => table.Search.Count > 0 && table.Kind is TableKind.Entity or TableKind.Version or TableKind.Junction;

    internal static string Of(TableDeclaration table, SchemaNames names, string? alias = null)
    {
        var prefix = alias is null ? "" : Quote.Name(alias) + ".";
        return $"{Catalog(names)}.search_words({string.Join(", ", table.Search.Select(name => Text(prefix + Quote.Name(name), table.Column(name)!.Type, names)))})";
    }

    /// <summary>Whether a text can be made of the type that never depends on settings.</summary>
    internal static bool Fits(string type) =>
        type is "text" or "text[]" or "jsonb" or "uuid" or "boolean" or "smallint" or "integer" or "bigint"
        || type.StartsWith("numeric", StringComparison.Ordinal)
        || type.StartsWith("character varying", StringComparison.Ordinal);

    private static string Text(string column, string type, SchemaNames names) => type switch
    {
        "text" => column,
        _ when type.EndsWith("[]", StringComparison.Ordinal) => $"{Catalog(names)}.words({column}::text[])",
        _ => $"{column}::text",
    };

    private static string Catalog(SchemaNames names) => Quote.Name(names.Of(DesiredSchema.CatalogModule));
}
