using Herdbook.Core;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>What a kind promises, PostgreSQL keeps: for the application's role and for the tables' owner alike.</summary>
public sealed class KindTests : IAsyncLifetime
{
    private const string Insufficient = PostgresErrorCodes.InsufficientPrivilege;
    private const string Restricted = PostgresErrorCodes.RestrictViolation;

    private readonly CatalogFolder _folder = new CatalogFolder()
        .With("shop.sale", "ledger", "columns:\n  item: {type: text, refers: shop.item}\n  amount: {type: integer, required: true, default: 0}")
        .With("shop.recipe_version", "version", """
            key: recipe_version_code
            columns:
              recipe_version_code: {type: text}
              recipe_version_content: {type: text}
            contentAddress: recipe_version_content
            """)
        .With("shop.item", "entity", """
            key: code
            columns:
              code: {type: text}
              title: {type: text}
              created_at: {type: timestamptz, required: true, default: now()}
              modified_at: {type: timestamptz, required: true, default: now()}
              deleted_at: {type: timestamptz}
            """)
        .With("shop.shelf", "junction", """
            key: [code, shelf]
            columns:
              code: {type: text, refers: shop.item}
              shelf: {type: text}
              place: {type: integer}
              deleted_at: {type: timestamptz}
            """)
        .With("shop.stock", "cache", "rebuildFrom: shop.sale\nkey: code\ncolumns:\n  code: {type: text}\n  count: {type: integer}")
        .With("shop.note", "entity", """
            key: id
            columns:
              id: {type: bigint, identity: true}
              about_type: {type: text}
              about_id: {type: text}
              grade: {type: integer, min: 1, max: 5}
              state: {type: text, default: new, oneOf: [new, done]}
            checks: {done_is_graded: "state <> 'done' or grade is not null"}
            subject: [about_type, about_id]
            """);

    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private NpgsqlDataSource App => _database.Database.App;

    private NpgsqlDataSource Owner => _database.Database.Owner;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Ct);
        await OwnCatalogTests.Bootstrapped(_database, Ct);
        await _database.Database.ApplyAsync(_folder.Load(), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("update shop.sale set amount = 2")]
    [InlineData("update shop.sale set amount = 2 where false")]
    [InlineData("delete from shop.sale")]
    [InlineData("truncate shop.sale")]
    [InlineData("insert into shop.sale (item) select item from shop.sale on conflict (tenant_id, booking_id) do update set amount = 3")]
    public async Task What_a_ledger_has_booked_never_changes(string sql)
    {
        await App.RunAsync("a", "insert into shop.sale (item, amount) values ('x', 1)", Ct);

        Assert.Equal(Insufficient, (await App.RefusesAsync("a", sql, Ct)).SqlState);
        var refusal = await Owner.RefusesAsync("a", sql, Ct);

        Assert.Equal(Restricted, refusal.SqlState);
        Assert.Contains("shop.sale is a ledger", refusal.MessageText, StringComparison.Ordinal);
        Assert.Equal(1, await App.RunAsync("a", "select amount from shop.sale", Ct));
    }

    [Fact]
    public async Task A_replica_session_does_not_open_a_ledger_either()
    {
        await App.RunAsync("a", "insert into shop.sale (item) values ('x')", Ct);
        await using var superuser = NpgsqlDataSource.Create(_database.ConnectionString + ";Pooling=false");

        var refusal = await superuser.RefusesAsync("a", "set local session_replication_role = replica; update shop.sale set amount = 2", Ct);

        Assert.Equal(Restricted, refusal.SqlState);
    }

    [Fact]
    public async Task A_ledger_numbers_its_bookings_and_bears_their_transaction_and_its_links_are_no_foreign_keys()
    {
        await App.RunAsync("a", "insert into shop.sale (item) values ('nowhere'), ('nowhere')", Ct);

        Assert.Equal(true, await App.RunAsync("a", """
            select array_agg(booking_id order by booking_id) = array[1, 2]::bigint[] and count(distinct booked_xid) = 1 and bool_and(booked_at <= now())
              from shop.sale
            """, Ct));
    }

    [Fact]
    public async Task A_version_is_addressed_by_its_content_and_never_changes()
    {
        const string Address = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        await App.RunAsync("a", "insert into shop.recipe_version (recipe_version_content) values ('abc')", Ct);
        Assert.Equal(Address, await App.RunAsync("a", "select recipe_version_code from shop.recipe_version", Ct));
        await App.RunAsync("b", $"insert into shop.recipe_version values (default, '{Address}', 'abc')", Ct);

        var forged = await App.RefusesAsync("a", $"insert into shop.recipe_version values (default, '{Address}', 'abd')", Ct);
        Assert.Equal(PostgresErrorCodes.CheckViolation, forged.SqlState);
        Assert.Contains("not the SHA-256", forged.MessageText, StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.NotNullViolation, (await App.RefusesAsync("a", "insert into shop.recipe_version values (default, 'x', null)", Ct)).SqlState);
        foreach (var sql in new[] { "update shop.recipe_version set recipe_version_content = 'abd'", "delete from shop.recipe_version", "truncate shop.recipe_version" })
        {
            Assert.Equal(Insufficient, (await App.RefusesAsync("a", sql, Ct)).SqlState);
            Assert.Equal(Restricted, (await Owner.RefusesAsync("a", sql, Ct)).SqlState);
        }
    }

    [Fact]
    public async Task An_entity_keeps_its_times_and_is_deleted_by_a_time()
    {
        await App.RunAsync("a", "insert into shop.item (code, created_at, modified_at) values ('x', '2020-01-01', '2020-01-01')", Ct);
        await App.RunAsync("a", "update shop.item set title = 'X', modified_at = '1999-01-01'", Ct);

        Assert.Equal(true, await App.RunAsync("a", "select modified_at > now() - interval '1 minute' and created_at = '2020-01-01' from shop.item", Ct));
        Assert.Contains("created_at of shop.item never changes", (await App.RefusesAsync("a", "update shop.item set created_at = now()", Ct)).MessageText, StringComparison.Ordinal);
        Assert.Equal(Insufficient, (await App.RefusesAsync("a", "delete from shop.item", Ct)).SqlState);
        Assert.Contains("setting deleted_at", (await Owner.RefusesAsync("a", "delete from shop.item", Ct)).MessageText, StringComparison.Ordinal);
        Assert.Equal(Restricted, (await Owner.RefusesAsync("a", "truncate shop.item cascade", Ct)).SqlState);
        await App.RunAsync("a", "update shop.item set deleted_at = now()", Ct);
    }

    [Fact]
    public async Task A_junction_is_only_made_and_soft_deleted()
    {
        await App.RunAsync("a", "insert into shop.item (code) values ('x'); insert into shop.shelf (code, shelf, place) values ('x', 's', 1)", Ct);
        await App.RunAsync("a", "update shop.shelf set deleted_at = now()", Ct);

        Assert.Equal(Insufficient, (await App.RefusesAsync("a", "update shop.shelf set place = 2", Ct)).SqlState);
        Assert.Equal(Insufficient, (await App.RefusesAsync("a", "delete from shop.shelf", Ct)).SqlState);
        Assert.Equal(Restricted, (await Owner.RefusesAsync("a", "update shop.shelf set place = 2", Ct)).SqlState);
        Assert.Equal(Restricted, (await Owner.RefusesAsync("a", "delete from shop.shelf", Ct)).SqlState);
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (await App.RefusesAsync("a", "insert into shop.shelf (code, shelf) values ('y', 's')", Ct)).SqlState);
    }

    [Fact]
    public async Task A_cache_is_the_systems_own_and_says_from_what_it_is_rebuilt()
    {
        await App.RunAsync("a", "insert into shop.stock values (default, 'x', 1); update shop.stock set count = 2; delete from shop.stock", Ct);

        Assert.Equal("A table of a test. Rebuilt from: shop.sale.", await App.RunAsync(null, "select obj_description('shop.stock'::regclass, 'pg_class')", Ct));
    }

    [Theory]
    [InlineData("grade", "6", "note_grade_range")]
    [InlineData("state", "'old'", "note_state_one_of")]
    [InlineData("state", "'done'", "note_done_is_graded_check")]
    [InlineData("about_type", "'shop.item'", "note_subject_whole")]
    [InlineData("about_id", "'x'", "note_subject_whole")]
    public async Task A_value_that_a_rule_excludes_is_refused_by_the_rule(string column, string value, string rule) =>
        Assert.Equal(rule, (await App.RefusesAsync("a", $"insert into shop.note ({column}) values ({value})", Ct)).ConstraintName);

    [Fact]
    public async Task A_subject_is_a_table_of_the_catalog()
    {
        await App.RunAsync("a", "insert into shop.note (about_type, about_id) values ('shop.item', 'x')", Ct);

        var unknown = await App.RefusesAsync("a", "insert into shop.note (about_type, about_id) values ('shop.itm', 'x')", Ct);
        Assert.Contains("no table of the catalog bears that name", unknown.MessageText, StringComparison.Ordinal);
        Assert.Equal(PostgresErrorCodes.CheckViolation, (await Owner.RefusesAsync("a", "update shop.note set about_type = 'nothing'", Ct)).SqlState);
    }

    [Theory]
    [InlineData("create table shop.mine (a int)")]
    [InlineData("alter table shop.sale disable trigger all")]
    [InlineData("alter table shop.sale disable row level security")]
    [InlineData("insert into catalog.manifest values ('a', 'a', 'entity', '', '{}')")]
    [InlineData("insert into catalog.applied_plan (catalog_digest, steps) values ('', '[]')")]
    [InlineData("create schema mine")]
    [InlineData("set role herdbook_owner")]
    public async Task The_application_changes_no_table_and_no_book_of_the_catalog(string sql) =>
        Assert.Equal(Insufficient, (await AppLogin().RefusesAsync("a", sql, Ct)).SqlState);

    [Fact]
    public async Task The_application_reads_the_next_number_of_an_identity_column_and_registers_a_tenant()
    {
        Assert.Equal(1L, await App.RunAsync("a", "select nextval(pg_get_serial_sequence('shop.note', 'id'))", Ct));
        await App.RunAsync(null, "insert into catalog.tenant (tenant_id, title) values ('a', 'A')", Ct);
    }

    /// <summary>A login as the role itself: a superuser who took the role could leave it again.</summary>
    private NpgsqlDataSource AppLogin() =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = HerdbookDatabase.AppRole, Pooling = false }.ConnectionString);
}
