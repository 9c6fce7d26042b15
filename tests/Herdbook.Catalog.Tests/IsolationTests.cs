using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>A tenant's rows are its own, whoever asks and however.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private readonly CatalogFolder _folder = new CatalogFolder()
        .With("shop.item", "entity", "key: code\ncolumns:\n  code: {type: text}\n  title: {type: text}\n  made_of: {type: text, refers: shop.item}")
        .With("shop.sale", "ledger", "columns:\n  item: {type: text}");

    private TestDatabase _database = null!;

    public static TheoryData<string> Roles => ["app", "owner"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(_database, Ct);
        await _database.Database.ApplyAsync(_folder.Load(), Ct);
        await Of("app").RunAsync("a", "insert into shop.item values (default, 'x', 'of a'), (default, 'only-a', 'of a'); insert into shop.sale (item) values ('x')", Ct);
        await Of("app").RunAsync("b", "insert into shop.item values (default, 'x', 'of b'); insert into shop.sale (item) values ('x')", Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_tenant_reads_its_own_rows_only_even_when_it_names_anothers(string role)
    {
        Assert.Equal("of b", await Of(role).RunAsync("b", "select string_agg(title, ',') from shop.item", Ct));
        Assert.Equal(0L, await Of(role).RunAsync("b", "select count(*) from shop.item where tenant_id = 'a'", Ct));
        Assert.Equal(0L, await Of(role).RunAsync("b", "select count(*) from shop.item where code = 'only-a'", Ct));
        Assert.Equal(1L, await Of(role).RunAsync("b", "select count(*) from shop.sale", Ct));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_tenant_writes_no_row_of_another(string role)
    {
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Of(role).RefusesAsync("b", "insert into shop.item values ('a', 'y', 'by b')", Ct)).SqlState);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Of(role).RefusesAsync("b", "update shop.item set tenant_id = 'a'", Ct)).SqlState);
        await Of(role).RunAsync("b", "update shop.item set title = 'by b' where tenant_id = 'a' or code = 'only-a'", Ct);

        Assert.Equal("of a,of a", await Of(role).RunAsync("a", "select string_agg(title, ',') from shop.item", Ct));
    }

    [Fact]
    public async Task A_link_does_not_reach_into_another_tenant() =>
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await Of("app").RefusesAsync("b", "insert into shop.item values (default, 'z', '', 'only-a')", Ct)).SqlState);

    [Theory]
    [InlineData("app", "select * from shop.item")]
    [InlineData("app", "select * from shop.item where code = 'x'")]
    [InlineData("app", "insert into shop.item (code) values ('y')")]
    [InlineData("app", "update shop.item set title = ''")]
    [InlineData("owner", "select count(*) from shop.sale")]
    public async Task Without_a_tenant_there_is_an_error_and_no_empty_answer(string role, string sql)
    {
        await using var connection = await Of(role).OpenConnectionAsync(Ct);
        await RefusesAsync(connection, sql);

        // A setting that was local to a transaction is the empty text afterwards, not unset.
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await using var enter = new NpgsqlCommand("select set_config('herdbook.tenant', 'a', true)", connection);
            await enter.ExecuteNonQueryAsync(Ct);
            await transaction.CommitAsync(Ct);
        }

        await RefusesAsync(connection, sql);
    }

    [Fact]
    public async Task An_empty_table_asks_for_the_tenant_too()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(database, Ct);
        await database.Database.ApplyAsync(_folder.Load(), Ct);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await database.Database.App.RefusesAsync(null, "select * from shop.sale", Ct)).SqlState);
    }

    private static async Task RefusesAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Contains("tenant", refusal.MessageText, StringComparison.Ordinal);
    }

    private NpgsqlDataSource Of(string role) => role == "app" ? _database.Database.App : _database.Database.Owner;
}
