namespace Herdbook.Warehouse.Reading;

/// <summary>Statements as people write them.</summary>
internal static class Words
{
    /// <summary>A statement without the semicolons at its end.</summary>
    public static string WithoutEnd(string sql) => sql.TrimEnd().TrimEnd(';', ' ', '\t', '\r', '\n');
}
