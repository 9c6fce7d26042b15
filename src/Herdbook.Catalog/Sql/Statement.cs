namespace Herdbook.Catalog;

/// <summary>One statement of the desired schema, with the place in the files that it comes from.</summary>
/// <param name="Table">The table's full name, or the schema's.</param>
/// <param name="What">In the reader's words: "column x", "check y".</param>
internal sealed record Statement(string Sql, string Table, string What, SourceMark At);
