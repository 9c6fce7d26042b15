using Herdbook.Testing;
using Xunit;

namespace Herdbook.Catalog.Tests;

public sealed class ApplyTests
{
    private static readonly string Folder = Path.Combine(SharedData.Repository, "catalog");

    [Fact]
    public async Task The_whole_catalog_applies_to_an_empty_database_and_is_then_current()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateEmptyAsync(ct);
        var catalog = CatalogLoader.Load(Folder);

        Assert.False(await Applier.IsCurrentAsync(database.Database.Owner, catalog, ct));
        var plan = await Applier.ApplyAsync(database.Database.Owner, catalog, ApplyOptions.Safe, ct);

        Assert.NotEmpty(plan.Steps);
        Assert.True(await Applier.IsCurrentAsync(database.Database.Owner, catalog, ct));
        Assert.True(await Applier.IsCurrentAsync(database.Database.Owner, catalog, ct));
        Assert.Empty((await Planner.PlanAsync(database.Database.Owner, catalog, ct)).Steps);
    }
}
