using Herdbook.Core;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>What the repository keeps of the catalog in other words is current, and every released schema is brought up to it.</summary>
public sealed class GeneratedFileTests : EngineTest
{
    private const string Remedy = "Write it anew with `herdbook schema --write .`, or run the tests with HERDBOOK_WRITE=1.";

    public static TheoryData<string> Released => [.. Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "schema", "released"), "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_schema_for_editors_is_current() => IsCurrent("catalog/table.schema.json", GeneratedFiles.TableSchema());

    [Fact]
    public void The_whole_desired_schema_is_current() => IsCurrent("schema/current.sql", GeneratedFiles.CurrentSchema(CatalogLoader.Load(CatalogFolder.Own)));

    [Fact]
    public async Task The_desired_schema_that_is_kept_is_what_an_apply_makes()
    {
        await Owner.RunAsync(null, GeneratedFiles.CurrentSchema(CatalogLoader.Load(CatalogFolder.Own)), Ct);

        Assert.Empty((await Planner.PlanAsync(Owner, CatalogLoader.Load(CatalogFolder.Own), Ct)).Steps);
    }

    [Theory]
    [MemberData(nameof(Released))]
    public async Task A_released_schema_is_brought_up_to_the_current_one_with_its_rows(string version)
    {
        await Owner.RunAsync(null, await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "schema", "released", version + ".sql"), Ct), Ct);
        await InAsync("""
            insert into herd.project_def (project_code) values ('p');
            insert into herd.ticket_def (ticket_code, project_code) values ('t', 'p');
            insert into herd.agent_def (agent_code) values ('a');
            insert into herd.skill_def (skill_code) values ('s');
            insert into intake.source_file (source_path) values ('f')
            """);
        var catalog = CatalogLoader.Load(CatalogFolder.Own);

        var plan = await Applier.ApplyAsync(Owner, catalog, ApplyOptions.Safe, Ct);

        Assert.NotEmpty(plan.Steps);
        Assert.DoesNotContain(plan.Steps, step => step.Destructive);
        Assert.Empty((await Planner.PlanAsync(Owner, catalog, Ct)).Steps);
        Assert.Equal(5L, await InAsync("select (select count(*) from herd.project_def) + (select count(*) from herd.ticket_def) + (select count(*) from herd.agent_def) + (select count(*) from herd.skill_def) + (select count(*) from intake.source_file)"));
        // Of a schema without history, each row is booked as it stands; of one with, nothing is booked again.
        Assert.Equal(version == "0.1.0" ? "baseline t" : "insert t", await InAsync("select string_agg(operation || ' ' || row_key, ',') from catalog.history where table_name = 'herd.ticket_def'"));
    }

    [Fact]
    public void What_the_schema_for_editors_allows_is_what_the_readers_know()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(GeneratedFiles.TableSchema());
        var properties = schema.RootElement.GetProperty("properties");

        Assert.Equal(Yaml.TableReader.Keywords, properties.EnumerateObject().Select(property => property.Name));
        Assert.Equal(Yaml.ColumnReader.Keywords, properties.GetProperty("columns").GetProperty("additionalProperties").GetProperty("properties").EnumerateObject().Select(property => property.Name));
        var type = new System.Text.RegularExpressions.Regex(properties.GetProperty("columns").GetProperty("additionalProperties").GetProperty("properties").GetProperty("type").GetProperty("pattern").GetString()!);
        Assert.All(CatalogLoader.Load(CatalogFolder.Own).Tables.SelectMany(table => table.Columns), column =>
            Assert.Matches(type, column.Type.Replace("character varying", "varchar", StringComparison.Ordinal).Replace("timestamp with time zone", "timestamptz", StringComparison.Ordinal)));
    }

    private static void IsCurrent(string path, string text)
    {
        var file = Path.Combine(SharedData.Repository, path);
        if (Environment.GetEnvironmentVariable("HERDBOOK_WRITE") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file) && File.ReadAllText(file) == text, $"{path} is not what the catalog says. {Remedy}");
    }
}
