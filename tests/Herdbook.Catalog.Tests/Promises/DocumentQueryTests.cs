using System.Text.RegularExpressions;
using Herdbook.Catalog.Tests.Documents;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>A query written from a document runs.</summary>
public sealed partial class DocumentQueryTests(OwnTables tables) : IClassFixture<OwnTables>
{
    [Fact]
    public async Task Every_query_that_the_memory_document_shows_runs()
    {
        var rows = tables.Tenant();
        var statements = Sql().Matches(SpecDocument.Text(SpecDocument.Grace))
            .SelectMany(match => match.Groups[1].Value.Split(';')).Select(Comment).Where(statement => statement.Length > 0).ToList();

        Assert.Equal(8, statements.Count);
        foreach (var statement in statements)
        {
            await rows.RunAsync($"set local search_path to memory; {statement}");
        }
    }

    private static string Comment(string statement) => Dialect(Line().Replace(statement, "")).Trim();

    /// <summary>The document writes SQLite: its day arithmetic, and JSON compared as text.</summary>
    private static string Dialect(string statement) => Days().Replace(statement, "now() - interval '$1'")
        .Replace("data_sources LIKE", "data_sources::text LIKE", StringComparison.Ordinal)
        .Replace("'{\"ecommerce\"}'", "'[\"ecommerce\"]'", StringComparison.Ordinal);

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sql();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Line();

    [GeneratedRegex(@"DATE\('now', '-(\d+ days)'\)")]
    private static partial Regex Days();
}
