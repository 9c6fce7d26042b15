namespace Herdbook.Warehouse.Reading;

/// <summary>Names and text as DuckDB's SQL writes them.</summary>
internal static class Words
{
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A statement without the semicolons at its end.</summary>
    public static string WithoutEnd(string sql) => sql.TrimEnd().TrimEnd(';', ' ', '\t', '\r', '\n');
}
