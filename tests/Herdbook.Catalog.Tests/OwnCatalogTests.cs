using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>The repository's own declarations.</summary>
public sealed class OwnCatalogTests
{
    private static readonly string[] Names =
    [
        "agent_def", "agent_instance", "agent_instance_lifecycle_activity", "agent_instance_pr_activity", "agent_instance_review_activity", "agent_instance_skillset",
        "agent_instance_ticket_activity", "agent_instance_token_activity", "agent_observation", "agent_skillset", "craft_def", "craft_version", "decision_record",
        "initiative_def", "model_def", "personality_def", "personality_version", "pr_def", "project_def", "review_def", "review_finding", "skill_def", "skill_skillset",
        "skill_version", "skillset_def", "skillset_version", "sprint_def", "ticket_def",
    ];

    private const string TablesWithoutIsolation = """
        select string_agg(n.nspname || '.' || c.relname, ', ' order by n.nspname, c.relname)
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
           and c.relkind = 'r'
           and not (c.relrowsecurity and c.relforcerowsecurity)
        """;

    private const string KeysWithoutTenant = """
        select string_agg(i.indexrelid::regclass::text, ', ')
          from pg_index i
          join pg_class c on c.oid = i.indrelid
          join pg_namespace n on n.oid = c.relnamespace
         where n.nspname not in ('information_schema', 'catalog') and n.nspname !~ '^pg_'
           and i.indisunique
           and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]) <> 'tenant_id'
        """;

    [Fact]
    public void The_herd_module_declares_the_28_tables_of_its_document_and_the_prices()
    {
        var catalog = CatalogLoader.Load(CatalogFolder.Own);

        var herd = catalog.Tables.Where(table => table.Module == "herd").Select(table => table.Name).ToList();
        Assert.Equal(28, Names.Length);
        Assert.Contains("model_price", herd);
        Assert.All(Names, name => Assert.Contains(name, herd));
        Assert.All(catalog.Tables, table => Assert.False(string.IsNullOrWhiteSpace(table.About)));
        Assert.All(catalog.Tables.SelectMany(table => table.AllColumns), column => Assert.False(string.IsNullOrWhiteSpace(column.About)));
    }

    [Fact]
    public async Task The_whole_catalog_applies_to_an_empty_database_and_then_nothing_is_left_to_plan()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateEmptyAsync(ct);
        await Bootstrapped(database, ct);
        var catalog = CatalogLoader.Load(CatalogFolder.Own);

        Assert.False(await Applier.IsCurrentAsync(database.Database.Owner, catalog, ct));
        var plan = await database.Database.ApplyAsync(catalog, ct);

        Assert.NotEmpty(plan.Steps);
        Assert.DoesNotContain(plan.Steps, step => step.Destructive);
        Assert.True(await Applier.IsCurrentAsync(database.Database.Owner, catalog, ct));
        Assert.True(await Applier.IsCurrentAsync(database.Database.App, catalog, ct));
        Assert.Empty((await database.Database.PlanAsync(catalog, ct)).Steps);
        Assert.Empty((await database.Database.ApplyAsync(catalog, ct)).Steps);
        Assert.Equal((long)catalog.Tables.Count, await database.Database.App.RunAsync(null, "select count(*) from catalog.manifest", ct));
        Assert.Equal(1L, await database.Database.Owner.RunAsync(null, "select count(*) from catalog.applied_plan", ct));
    }

    [Fact]
    public async Task Every_table_but_the_catalogs_own_is_isolated_and_has_the_tenant_first_in_every_key()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateEmptyAsync(ct);
        await Bootstrapped(database, ct);
        await database.Database.ApplyAsync(CatalogLoader.Load(CatalogFolder.Own), ct);

        Assert.Equal("catalog.applied_plan, catalog.manifest, catalog.tenant, catalog.tenant_import, catalog.user_table", await database.Database.Owner.RunAsync(null, TablesWithoutIsolation, ct));
        Assert.Equal(DBNull.Value, await database.Database.Owner.RunAsync(null, KeysWithoutTenant, ct));
    }

    internal static async Task Bootstrapped(TestDatabase database, CancellationToken ct)
    {
        await using var login = NpgsqlDataSource.Create(database.ConnectionString + ";Pooling=false");
        await Bootstrap.EnsureRolesAsync(login, ct);
    }
}
