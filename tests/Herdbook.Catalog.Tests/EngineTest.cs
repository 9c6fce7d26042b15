using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>A folder of declarations and a database of its own that they are applied to.</summary>
public abstract class EngineTest : IAsyncLifetime
{
    private TestDatabase _database = null!;

    internal CatalogFolder Folder { get; } = new();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected NpgsqlDataSource App => _database.Database.App;

    protected NpgsqlDataSource Owner => _database.Database.Owner;

    protected string ConnectionString => _database.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(_database, Ct);
        await ArrangeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask ArrangeAsync() => ValueTask.CompletedTask;

    /// <summary>Applies the folder, and finds nothing left to plan.</summary>
    protected async Task<CatalogPlan> ApplyAsync(params string[] allowed)
    {
        var catalog = Folder.Load();
        var plan = await _database.Database.ApplyAsync(catalog, Ct, allowed);
        Assert.Empty((await _database.Database.PlanAsync(catalog, Ct)).Steps);
        return plan;
    }

    protected Task<CatalogPlan> PlanAsync() => _database.Database.PlanAsync(Folder.Load(), Ct);

    /// <summary>The one error with which PostgreSQL or the loader refuses the folder.</summary>
    protected async Task<CatalogError> RefusalAsync() =>
        Assert.Single((await Assert.ThrowsAsync<CatalogException>(PlanAsync)).Errors);

    protected Task<object?> InAsync(string sql, string tenant = "a") => App.RunAsync(tenant, sql, Ct);

    protected Task<PostgresException> RefusesAsync(string sql, string tenant = "a") => App.RefusesAsync(tenant, sql, Ct);
}
