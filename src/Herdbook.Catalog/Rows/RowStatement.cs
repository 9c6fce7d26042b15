namespace Herdbook.Catalog.Rows;

/// <summary>SQL whose every identifier is the catalog's and whose every value is a parameter, $1 first.</summary>
public sealed record RowStatement(string Sql, IReadOnlyList<RowParameter> Parameters);

/// <summary>A value, as the text that PostgreSQL reads it from. The SQL casts it, so it is sent without a type of its own.</summary>
/// <param name="Type">The SQL type that it is cast to.</param>
/// <param name="Column">The column that it is compared with or written to, to name in a refusal.</param>
public sealed record RowParameter(string? Text, string Type, string? Column);

/// <summary>How rows come out of the database.</summary>
public enum RowFormat
{
    /// <summary>One column <c>row</c>: a JSON object.</summary>
    Json,

    /// <summary>The same without members that are null.</summary>
    JsonStripped,

    /// <summary>A text for each item, null for null; <see cref="RowSql.Header"/> gives their names.</summary>
    Text,
}
