using System.Text.RegularExpressions;
using Xunit;

namespace Herdbook.Catalog.Tests.Documents;

/// <summary>The tables of governed agents: every column, value, uniqueness and index of the document.</summary>
public sealed partial class AegisDocumentTests
{
    private static readonly string[] Modules = ["governance", "skills", "prompts", "compliance", "entities", "memory"];

    private readonly CatalogSet _catalog = CatalogLoader.Load(CatalogFolder.Own);

    [Fact]
    public void Every_column_of_the_document_is_declared_with_type_demand_default_values_link_uniqueness_and_index()
    {
        var conformance = new Conformance(_catalog, Modules);
        var tables = AegisDocument.Read(SpecDocument.Lines(SpecDocument.Aegis));

        Assert.Equal(29, tables.Count);
        Assert.Equal(240, tables.Sum(table => table.Columns.Count));
        foreach (var table in tables)
        {
            conformance.Check(table);
        }

        Assert.Equal("", string.Join('\n', conformance.Faults));
    }

    [Fact]
    public void Its_readings_find_values_links_and_indexes()
    {
        var tables = AegisDocument.Read(SpecDocument.Lines(SpecDocument.Aegis));

        Assert.Equal(
            "actor_type artifact_type context_mode data_classification decision generated_by reviewer_strategy role rule_domain rule_type source status status status status",
            string.Join(' ', tables.SelectMany(table => table.Columns).Where(column => column.OneOf is not null).Select(column => column.Name).Order(StringComparer.Ordinal)));
        Assert.Equal(22, tables.SelectMany(table => table.Columns).Count(column => column.Refers is not null));
        Assert.Equal(8, tables.SelectMany(table => table.Columns).Count(column => column.Refers is { Cascades: true }));
        Assert.Equal("19 17", $"{tables.Sum(table => table.Indexes.Count(index => !index.Unique))} {tables.Sum(table => table.Indexes.Count(index => index.Unique))}");
    }

    [Fact]
    public void What_the_document_calls_a_bcrypt_hash_is_never_shown()
    {
        var hashes = AegisDocument.Read(SpecDocument.Lines(SpecDocument.Aegis)).SelectMany(table => table.Columns.Select(column => (table.Name, Column: column.Name)))
            .Where(place => place.Column.Contains("password", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(hashes);
        Assert.All(hashes, place => Assert.True(new Conformance(_catalog, Modules).Find(place.Name)!.Column(place.Column)!.Secret));
    }

    [Fact]
    public void What_it_says_that_a_trigger_keeps_up_to_date_is_kept_by_the_kind()
    {
        var text = SpecDocument.Text(SpecDocument.Aegis);

        foreach (Match match in AutoUpdate().Matches(text))
        {
            var table = new Conformance(_catalog, Modules).Find("entity_type_definitions")!;
            Assert.Equal(TableKind.Entity, table.Kind);
            Assert.NotNull(table.Column(match.Groups[1].Value));
        }

        Assert.Single(AutoUpdate().Matches(text));
    }

    [GeneratedRegex(@"fires BEFORE UPDATE to set (\w+) = NOW\(\)")]
    private static partial Regex AutoUpdate();
}
