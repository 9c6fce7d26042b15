using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests.Promises;

/// <summary>One database with every table, for a class of tests; each test takes a tenant of its own.</summary>
public sealed class OwnTables : IAsyncLifetime
{
    /// <summary>What PostgreSQL says to a value for a column that it computes.</summary>
    public const string GeneratedAlways = "428C9";

    private TestDatabase? _database;
    private int _tenants;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    internal TenantRows Tenant() => new(_database!.Database.App, $"t{Interlocked.Increment(ref _tenants)}");

    internal NpgsqlDataSource App => _database!.Database.App;
}

/// <summary>SQL as the application, within one tenant.</summary>
internal sealed class TenantRows(NpgsqlDataSource app, string tenant)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string Name => tenant;

    /// <summary>Runs the statements in one transaction; the last one's first value, as text, null included.</summary>
    public async Task<string?> RunAsync(string sql) =>
        await app.RunAsync(tenant, sql, Ct) switch
        {
            null or DBNull => null,
            bool flag => flag ? "true" : "false",
            IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };

    /// <summary>What PostgreSQL says to statements that it refuses.</summary>
    public Task<PostgresException> RefusesAsync(string sql) => app.RefusesAsync(tenant, sql, Ct);

    public TenantRows Other(string name) => new(app, name);
}
