using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>Links do what they say when rows come and go.</summary>
public sealed class LinkTests : EngineTest
{
    protected override async ValueTask ArrangeAsync()
    {
        Folder.With("shop.person", "entity", "key: id\ncolumns:\n  id: {type: bigint, identity: true}\n  email: {type: text}\nunique: [[email]]")
            .With("shop.agent", "entity", "key: code\ncolumns:\n  code: {type: text}\n  boss: {type: text, refers: {table: shop.agent, register: true}}")
            .With("shop.order", "entity", """
                key: id
                columns:
                  id:    {type: bigint, identity: true}
                  email: {type: text, refers: {table: shop.person, column: email}}
                  agent: {type: text, refers: {table: shop.agent, register: true, onDelete: cascade}}
                  other: {type: text, refers: {table: shop.agent, onDelete: set null}}
                  loose: {type: text, refers: {table: shop.agent, enforced: false}}
                """)
            .With("shop.line", "junction", "key: [order_id, place]\ncolumns:\n  order_id: {type: bigint, refers: {table: shop.order, onDelete: cascade}}\n  place: {type: integer}")
            .With("shop.seen", "ledger", "columns:\n  agent: {type: text, refers: {table: shop.agent, register: true}}")
            .With("shop.stock", "cache", "writer: database\nrebuildFrom: shop.order\nkey: code\ncolumns:\n  code: {type: text}")
            .With("shop.mark", "entity", "writer: system\nkey: code\ncolumns:\n  code: {type: text}");
        await ApplyAsync();
    }

    [Fact]
    public async Task A_row_that_is_named_and_missing_is_made_and_what_is_not_registered_must_be_there()
    {
        await InAsync("insert into shop.order (agent, loose) values ('a', 'nowhere')");
        await InAsync("insert into shop.seen (agent) values ('b')");
        await InAsync("update shop.agent set boss = 'c' where code = 'a'");

        Assert.Equal("a,b,c", await InAsync("select string_agg(code, ',' order by code) from shop.agent"));
        Assert.Equal("order_other_fkey", (await RefusesAsync("insert into shop.order (other) values ('x')")).ConstraintName);
        Assert.Equal("order_email_fkey", (await RefusesAsync("insert into shop.order (email) values ('x')")).ConstraintName);
        await InAsync("insert into shop.person (email) values ('x'); insert into shop.order (email) values ('x')");
    }

    [Fact]
    public async Task What_depends_on_a_row_is_deleted_softly_with_it_and_keeps_its_own_time_when_it_was_before()
    {
        await InAsync("insert into shop.order (id, agent) values (1, 'a'), (2, 'a'), (3, 'b')");
        await InAsync("insert into shop.line (order_id, place) values (1, 1), (3, 1)");
        await InAsync("update shop.order set deleted_at = '2020-01-01' where id = 2");
        await InAsync("insert into shop.order (id, agent) values (1, 'a')", "b");

        await InAsync("update shop.agent set deleted_at = '2026-01-01' where code = 'a'");

        Assert.Equal("2026 2020 -", await InAsync("select string_agg(coalesce(to_char(deleted_at, 'YYYY'), '-'), ' ' order by id) from shop.order"));
        Assert.Equal("2026 -", await InAsync("select string_agg(coalesce(to_char(deleted_at, 'YYYY'), '-'), ' ' order by order_id) from shop.line"));
        Assert.Equal(1L, await InAsync("select count(*) from shop.order where deleted_at is null", "b"));
    }

    [Fact]
    public async Task Links_have_the_clauses_and_the_indexes_that_they_need()
    {
        Assert.Equal("FOREIGN KEY (tenant_id, other) REFERENCES shop.agent(tenant_id, code) ON DELETE SET NULL (other)", await Definition("order_other_fkey"));
        Assert.Equal("FOREIGN KEY (tenant_id, agent) REFERENCES shop.agent(tenant_id, code) ON DELETE CASCADE", await Definition("order_agent_fkey"));
        Assert.Equal("FOREIGN KEY (tenant_id, email) REFERENCES shop.person(tenant_id, email)", await Definition("order_email_fkey"));
        Assert.Equal("order_agent_idx,order_email_idx,order_other_idx", await InAsync("select string_agg(indexname, ',' order by indexname) from pg_indexes where schemaname = 'shop' and indexname like '%\\_idx' and tablename in ('order', 'line')"));

        async Task<object?> Definition(string name) => await InAsync($"set local search_path = pg_catalog; select pg_get_constraintdef(oid) from pg_constraint where conname = '{name}'");
    }

    [Fact]
    public async Task The_application_only_reads_what_the_database_keeps_and_brings_numbers_along_where_they_are_not_bookings()
    {
        Assert.Equal("42501", (await RefusesAsync("insert into shop.stock (code) values ('x')")).SqlState);
        await InAsync("insert into shop.mark (code) values ('x')");
        await InAsync("insert into shop.person (id, email) values (41, 'x'); select setval('shop.person_id_seq', 41)");
        Assert.Equal(42L, await InAsync("insert into shop.person (email) values ('y') returning id"));
        Assert.Equal("428C9", (await RefusesAsync("insert into shop.seen (booking_id) values (1)")).SqlState);
    }

    [Theory]
    [InlineData("{type: text, required: true, refers: {table: shop.agent, onDelete: set null}}", "may not be empty")]
    [InlineData("{type: text, refers: {table: shop.agent, enforced: false, onDelete: cascade}}", "no foreign key keeps the link")]
    [InlineData("{type: text, refers: {table: shop.person, column: email, register: true}}", "by what is not its key")]
    [InlineData("{type: text, refers: {table: shop.stock, register: true}}", "none can be made")]
    [InlineData("{type: text, refers: {table: shop.strict, register: true}}", "'title' there is required")]
    public void A_link_that_cannot_do_what_it_says_is_refused(string column, string message)
    {
        Folder.With("shop.strict", "entity", "key: code\ncolumns:\n  code: {type: text}\n  title: {type: text, required: true}")
            .With("shop.bad", "entity", $"key: code\ncolumns:\n  code: {{type: text}}\n  bad: {column}");

        Assert.Contains(message, Assert.Single(Folder.Errors()).Message, StringComparison.Ordinal);
    }
}
