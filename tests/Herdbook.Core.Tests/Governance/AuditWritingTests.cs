using Herdbook.Catalog;
using Herdbook.Core.Governance.Audit;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Governance;

public sealed class AuditWritingTests : IAsyncLifetime
{
    private const string Entries = """
        select tenant_id, id, event_type, subject_type, subject_id, event_data::text, actor_id, actor_type, created_at, row_count, rows_digest, key_id, signature
          from governance.audit_logs
         order by booking
        """;

    private const string Ticket = "insert into herd.ticket_def (ticket_code, ticket_title) values ('T-1', 'One')";
    private const string Note = "insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type) values ('i', 'spawned')";

    private static readonly Actor Ada = new("ada@example.org", ActorKind.User);

    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Ct);

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_write_is_entered_with_who_what_and_the_seal_of_its_rows()
    {
        await WriteAsync(new AuditEvent("tickets.make").About("herd.ticket_def", "T-1").With("why", "asked"), Ticket);

        var (entry, signature) = Assert.Single(await EntriesAsync());
        Assert.Equal(("default", "tickets.make", "herd.ticket_def", "T-1", """{"why": "asked"}"""), (entry.Tenant, entry.EventType, entry.SubjectType, entry.SubjectId, entry.EventData));
        Assert.Equal(("ada@example.org", "user"), (entry.ActorId, entry.ActorType));
        Assert.Equal(AuditWriting.Signature(_database.Keys, entry), signature);
        Assert.Equal(1, entry.RowCount);
        Assert.Equal("catalog.history", await ScalarAsync("select table_name from catalog.row_seal where entry_id = (select id from governance.audit_logs)"));
    }

    [Fact]
    public async Task A_write_that_fails_leaves_neither_rows_nor_an_entry()
    {
        await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(new AuditEvent("tickets.make"), Ticket + "; select 1 / 0"));

        Assert.Empty(await EntriesAsync());
        Assert.Equal(0L, await ScalarAsync("select count(*) from catalog.row_seal"));
    }

    [Fact]
    public async Task What_many_enter_at_once_is_entered_once_and_what_cannot_be_stored_takes_no_other_along()
    {
        await ByHandAsync("insert into catalog.tenant (tenant_id, title) values ('other', 'Other')");
        var other = new Tenant("other");
        var entering = Enumerable.Range(0, 300).Select(n =>
        {
            var what = new AuditEvent(n == 150 ? new string('x', 101) : "test.many").With("n", n);
            what.Also(new AuditEvent("test.beside"));
            return _database.Book.AppendAsync(n % 3 == 0 ? other : Tenant.Default, Ada, what, Ct);
        }).ToList();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Task.WhenAll(entering));

        Assert.Equal("22001", refused.SqlState);
        Assert.Equal([150], entering.Index().Where(task => task.Item.IsFaulted).Select(task => task.Index));
        var entries = await EntriesAsync();
        Assert.Equal((200, 200), (entries.Count(entry => entry.Entry.EventType == "test.many"), entries.Count(entry => entry.Entry.EventType == "test.beside")));
        Assert.All(entries, entry => Assert.Equal(AuditWriting.Signature(_database.Keys, entry.Entry), entry.Signature));
    }

    [Fact]
    public async Task The_seal_holds_the_hash_of_each_row_as_it_stands()
    {
        await WriteAsync(new AuditEvent("test"), Note, Note);

        Assert.Equal(2L, await ScalarAsync("""
            select count(*)
              from catalog.row_seal s
              join herd.agent_instance_lifecycle_activity r on r.booking_id::text = s.keys[1]
             where s.table_name = 'herd.agent_instance_lifecycle_activity'
               and s.hashes = sha256(convert_to(row(r.tenant_id, r.booking_id, r.agent_instance_code, r.lifecycle_event_type, r.lifecycle_detail, r.created_at, r.booked_at)::text, 'UTF8'))
            """));
        Assert.Equal(2, Assert.Single(await EntriesAsync()).Entry.RowCount);
    }

    [Fact]
    public async Task Work_that_finds_nothing_to_do_is_not_entered_and_work_that_books_is_whatever_it_says()
    {
        await WriteAsync(AuditEvent.Progress(), "select 1");
        Assert.Empty(await EntriesAsync());

        await WriteAsync(AuditEvent.Progress(), Note);
        Assert.Single(await EntriesAsync());
    }

    [Fact]
    public async Task Several_things_of_one_transaction_are_entered_each()
    {
        var what = new AuditEvent("first");
        what.Also(new AuditEvent("second"));
        await WriteAsync(what, Note);
        await _database.Book.AppendAsync(Tenant.Default, Ada, new AuditEvent("third"), Ct);

        var entries = await EntriesAsync();
        Assert.Equal(["first", "second", "third"], entries.Select(entry => entry.Entry.EventType));
        Assert.Equal([1L, null, null], entries.Select(entry => entry.Entry.RowCount));
        Assert.All(entries, entry => Assert.Equal(AuditWriting.Signature(_database.Keys, entry.Entry), entry.Signature));
    }

    [Theory]
    [InlineData("insert into catalog.row_seal (table_name, columns, keys, hashes, row_count) values ('x', '{}', '{}', '', 0)")]
    [InlineData("update governance.audit_logs set actor_id = 'eve'")]
    [InlineData("delete from governance.audit_logs")]
    [InlineData("truncate governance.audit_logs")]
    [InlineData("select catalog.seal_baseline('herd', 'agent_instance_lifecycle_activity', 'r.booking_id::text', '{}')")]
    public async Task The_application_can_neither_forge_a_seal_nor_change_what_is_entered(string sql)
    {
        await WriteAsync(new AuditEvent("test"), Note);

        await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(new AuditEvent("attack"), sql));

        Assert.Equal("test", Assert.Single(await EntriesAsync()).Entry.EventType);
    }

    [Fact]
    public async Task Rows_that_stood_before_they_were_sealed_are_sealed_as_they_stand_for_each_tenant()
    {
        await ByHandAsync("drop trigger herdbook_seal on herd.agent_instance_lifecycle_activity");
        await WriteAsync(new AuditEvent("test"), Note, Note);
        await WriteAsync(new AuditEvent("test"), new Tenant("acme"), Note);
        Assert.Equal(0L, await ScalarAsync("select count(*) from catalog.row_seal"));

        await Schema.ApplyAsync(_database.Database, _database.Keys, ApplyOptions.Safe, null, Ct);

        Assert.Equal(2L, await ScalarAsync("select sum(row_count) from catalog.row_seal where table_name = 'herd.agent_instance_lifecycle_activity'"));
        Assert.Equal(1L, await ScalarAsync("select sum(row_count) from catalog.row_seal where table_name = 'herd.agent_instance_lifecycle_activity'", new Tenant("acme")));
        var entries = await EntriesAsync();
        Assert.Equal(["audit.baseline", "catalog.apply", "test"], entries.Select(entry => entry.Entry.EventType).Order());
        Assert.Equal(2, entries.Single(entry => entry.Entry.EventType == "audit.baseline").Entry.RowCount);
        Assert.All(entries, entry => Assert.Equal(AuditWriting.Signature(_database.Keys, entry.Entry), entry.Signature));
    }

    [Fact]
    public async Task The_settings_of_a_session_do_not_change_what_a_row_s_hash_is()
    {
        await WriteAsync(new AuditEvent("test"), "set local timezone = 'Asia/Tokyo'; set local datestyle = 'German'; set local extra_float_digits = -5; " + Note);

        Assert.Equal(1L, await ScalarAsync(
            "select count(*) from catalog.row_seal s, herd.agent_instance_lifecycle_activity r where s.table_name = 'herd.agent_instance_lifecycle_activity' and s.hashes = sha256(convert_to(row(r.tenant_id, r.booking_id, r.agent_instance_code, r.lifecycle_event_type, r.lifecycle_detail, r.created_at, r.booked_at)::text, 'UTF8'))"));
    }

    private Task WriteAsync(AuditEvent what, params string[] statements) => WriteAsync(what, Tenant.Default, statements);

    private Task WriteAsync(AuditEvent what, Tenant tenant, params string[] statements) => _database.Book.WriteAsync(
        tenant,
        Ada,
        what,
        async (connection, ct) =>
        {
            foreach (var sql in statements)
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync(ct);
            }

            return 0;
        },
        Ct);

    private Task<object?> ScalarAsync(string sql, Tenant? tenant = null) => _database.Book.ReadAsync(
        tenant ?? Tenant.Default,
        async (connection, ct) =>
        {
            await using var zone = new NpgsqlCommand("set local timezone = 'UTC'", connection);
            await zone.ExecuteNonQueryAsync(ct);
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(ct);
        },
        Ct);

    private async Task ByHandAsync(string sql)
    {
        await using var login = NpgsqlDataSource.Create(_database.ConnectionString + ";Pooling=false");
        await using var command = login.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private Task<List<(AuditEntry Entry, string? Signature)>> EntriesAsync() => _database.Book.ReadAsync(
        Tenant.Default,
        async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(Entries.Replace("booking", "booked_xid, id", StringComparison.Ordinal), connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var entries = new List<(AuditEntry, string?)>();
            while (await reader.ReadAsync(ct))
            {
                T? Of<T>(int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);
                entries.Add((
                    new AuditEntry(
                        reader.GetString(0), reader.GetGuid(1), reader.GetString(2), Of<string>(3), Of<string>(4), reader.GetString(5), Of<string>(6), reader.GetString(7),
                        reader.GetDateTime(8), Of<long?>(9), Of<string>(10), Of<string>(11)),
                    Of<string>(12)));
            }

            return entries;
        },
        Ct);
}
