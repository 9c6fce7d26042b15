using System.Text.RegularExpressions;
using Herdbook.Catalog;
using Herdbook.Testing;
using Herdbook.Warehouse.Project;
using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary>The project holds what the specification lists, describes all of it, and the built file is what it describes.</summary>
[Collection(SmallWarehouse.Collection)]
public sealed partial class DocumentTests(SmallWarehouse warehouse)
{
    private static readonly WarehouseProject Project = WarehouseProject.Load(Path.Combine(SharedData.Repository, "warehouse"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("### Hubs", "h_", 14)]
    [InlineData("### Links", "l", 7)]
    [InlineData("### Satellites", "s", 22)]
    [InlineData("### Dimensions", "dim_", 13)]
    [InlineData("### Facts", "fact_", 6)]
    public void Every_model_that_the_document_lists_is_there(string heading, string prefix, int count)
    {
        var listed = Listed(heading);

        Assert.Equal(count, listed.Count);
        Assert.All(listed, name => Assert.StartsWith(prefix, name, StringComparison.Ordinal));
        Assert.All(listed, name => Assert.Contains(name, Project.Models.Keys));
    }

    [Fact]
    public void Every_source_table_has_its_staging_view_the_three_skill_tables_included()
    {
        var tables = SourceTable().Matches(Document()).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(28, tables.Count);
        Assert.All(tables, table => Assert.Equal(Materialization.View, Project.Models[$"stg_herd__{table}"].Config.Materialized));
    }

    [Fact]
    public void Every_model_every_column_and_every_source_is_described()
    {
        Assert.Empty(Project.Models.Values.Where(model => string.IsNullOrWhiteSpace(model.Description) || model.Columns.Count == 0).Select(model => model.Name));
        Assert.Empty(Project.Models.Values.SelectMany(model => model.Columns.Where(column => string.IsNullOrWhiteSpace(column.Description)).Select(column => $"{model.Name}.{column.Name}")));
        Assert.Empty(Project.Sources.Values.Where(source => string.IsNullOrWhiteSpace(source.Description)).Select(source => source.FullName));
    }

    [Fact]
    public async Task The_built_file_has_exactly_the_columns_that_the_project_describes()
    {
        var built = await warehouse.RowsAsync(
            "select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type from information_schema.columns where table_schema in ('dwsa', 'dwh', 'herd_dm') order by table_schema, table_name, ordinal_position", Ct);
        var described = Project.Models.Values
            .SelectMany(model => model.Columns.Select(column => $"{model.Config.Schema}.{model.Name}.{column.Name} {TypeOf(column.Type)}"));

        Assert.Equal(described.Order(StringComparer.Ordinal), built.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_table_that_is_extracted_is_a_source_with_the_columns_of_its_declaration()
    {
        var catalog = CatalogLoader.Load(Path.Combine(SharedData.Repository, "catalog"));
        var declared = catalog.Tables
            .Where(table => table.Module is not ("catalog" or "intake" or "warehouse") && table.Kind is not (TableKind.View or TableKind.Cache))
            .Where(table => table.Kind is TableKind.Ledger or TableKind.Version || table.History)
            // The audit log is read where it can be proved.
            .Where(table => table.Sealed)
            .SelectMany(table => table.Columns.Where(column => !column.Secret && !column.Implicit).Select(column => $"{table.FullName}.{column.Name}"));
        var named = Project.Sources.Values.SelectMany(source => source.Columns.Select(column => $"{source.FullName}.{column.Name}"));

        Assert.Equal(declared.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    private static string TypeOf(string? type) => type switch
    {
        "timestamptz" => "TIMESTAMP WITH TIME ZONE",
        null => "",
        _ => type.ToUpperInvariant(),
    };

    private static string Document() => File.ReadAllText(SharedData.Require("../spec/000_1e695ba8a762f4b5.txt"));

    private static List<string> Listed(string heading)
    {
        var section = Document().Split(heading)[1].Split("\n##")[0];
        return [.. ListedModel().Matches(section).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex ListedModel();

    [GeneratedRegex(@"^#### herd\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex SourceTable();
}
