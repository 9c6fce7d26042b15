using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>Every table can be read by someone who has not seen it before.</summary>
public sealed partial class ManifestTests
{
    private static readonly string[] Modules = ["herd", "agent", "erp", "memory", "governance", "skills", "prompts", "compliance", "entities", "control"];

    private readonly CatalogSet _catalog = CatalogLoader.Load(CatalogFolder.Own);

    [Fact]
    public void Every_table_and_every_column_says_in_a_sentence_what_it_is()
    {
        var silent = _catalog.Tables.SelectMany(table => table.AllColumns.Where(column => !Sentence().IsMatch(column.About ?? "")).Select(column => $"{table.FullName}.{column.Name}"))
            .Concat(_catalog.Tables.Where(table => !Sentence().IsMatch(table.About)).Select(table => table.FullName));

        Assert.Equal("", string.Join('\n', silent));
    }

    [Fact]
    public void Every_table_of_the_documents_has_a_group_and_the_columns_that_a_grid_begins_with()
    {
        var bare = _catalog.Tables.Where(table => Modules.Contains(table.Module) && table.Display is not { Group: not null, Columns.Count: >= 2 and <= 8 });

        Assert.Equal("", string.Join('\n', bare.Select(table => table.FullName)));
    }

    [Fact]
    public void A_column_that_names_a_row_of_the_herd_or_of_its_own_module_says_so()
    {
        var links = _catalog.Tables.Where(table => table.Module is not ("catalog" or "intake")).Sum(table => table.Columns.Count(column => column.Refers is not null));

        Assert.InRange(links, 150, 400);
    }

    [Fact]
    public void No_table_shows_a_secret_in_its_grid_or_searches_one()
    {
        foreach (var table in _catalog.Tables)
        {
            foreach (var secret in table.Columns.Where(column => column.Secret))
            {
                Assert.DoesNotContain(secret.Name, table.Search);
                Assert.DoesNotContain(secret.Name, table.Display?.Columns ?? []);
            }
        }
    }

    [GeneratedRegex(@"^[A-Z0-9].*[.]$")]
    private static partial Regex Sentence();
}
