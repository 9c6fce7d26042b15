using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

public sealed class BootstrapTests
{
    [Fact]
    public async Task Roles_are_ensured_by_several_at_once_and_from_several_databases()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var one = await TestDatabase.CreateEmptyAsync(ct);
        await using var other = await TestDatabase.CreateEmptyAsync(ct);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => OwnCatalogTests.Bootstrapped(i % 2 == 0 ? one : other, ct)));

        Assert.Equal(true, await one.Database.Owner.RunAsync(null, "select has_database_privilege('herdbook_owner', current_database(), 'create')", ct));
        Assert.Equal(2L, await one.Database.Owner.RunAsync(null, "select count(*) from pg_roles where rolname like 'herdbook\\_%' and not rolsuper and not rolbypassrls", ct));
    }

    [Fact]
    public async Task A_login_that_may_not_prepare_the_database_is_told_what_it_lacks()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateEmptyAsync(ct);
        await using var superuser = NpgsqlDataSource.Create(database.ConnectionString + ";Pooling=false");
        await superuser.RunAsync(null, "revoke create on database " + database.Name + " from herdbook_owner; create role visitor_of_" + database.Name + " login", ct);
        var login = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "visitor_of_" + database.Name, Pooling = false };
        await using var visitor = NpgsqlDataSource.Create(login.ConnectionString);

        var refused = await Assert.ThrowsAsync<CatalogException>(() => Bootstrap.EnsureRolesAsync(visitor, ct));

        Assert.Contains("Use a superuser, or a role with CREATEROLE", refused.Message, StringComparison.Ordinal);
        await superuser.RunAsync(null, "drop role visitor_of_" + database.Name, ct);
    }
}
