using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Tenancy;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Tenancy;

public sealed class TenantRegisterTests : IAsyncLifetime
{
    private static readonly Tenant Acme = new("acme");
    private static readonly Tenant Zoo = new("zoo");

    private TestDatabase _database = null!;
    private TenantRegister _register = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(Ct);
        _register = new TenantRegister(_database.Book);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_act_is_entered_in_the_default_tenant_and_in_the_tenant_itself()
    {
        await _register.CreateAsync(Actor.Owner, "acme", "Acme Ltd", Ct);
        await _register.RenameAsync(Actor.Owner, "acme", "Acme", Ct);
        await _register.SuspendAsync(Actor.Owner, "acme", Ct);
        await _register.SuspendAsync(Actor.Owner, "acme", Ct);
        var resumed = await _register.ResumeAsync(Actor.Owner, "acme", Ct);

        string[] acts = ["tenants.create", "tenants.rename", "tenants.suspend", "tenants.resume"];
        Assert.Equal(acts, await EventsAsync(Tenant.Default));
        Assert.Equal(acts, await EventsAsync(Acme));
        Assert.Equal(("active", "Acme"), (resumed.State, resumed.Title));
        Assert.Equal(["default", "acme"], (await _register.ListAsync(Ct)).Select(tenant => tenant.Slug));
    }

    [Fact]
    public async Task A_slug_that_is_taken_or_is_none_makes_no_tenant()
    {
        foreach (var (slug, code) in new[] { ("default", "tenant_exists"), ("demo", "tenant_exists"), ("Acme", "tenant_slug"), ("../acme", "tenant_slug"), ("", "tenant_slug"), ("a\n", "tenant_slug") })
        {
            Assert.Equal(code, await CodeAsync(() => _register.CreateAsync(Actor.Owner, slug, null, Ct)));
        }

        Assert.Single(await _register.ListAsync(Ct));
    }

    [Fact]
    public async Task Of_two_who_create_the_same_tenant_one_is_refused()
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await _register.CreateAsync(Actor.Owner, "acme", null, Ct);
                return "made";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));

        Assert.Single(both, "made");
        Assert.Equal(7, both.Count(outcome => outcome == "tenant_exists"));
    }

    [Fact]
    public async Task The_default_tenant_is_neither_suspended_nor_erased()
    {
        Assert.Equal("tenant_fixed", (await Assert.ThrowsAsync<RefusedException>(() => _register.SuspendAsync(Actor.Owner, "default", Ct))).Code);
        Assert.Equal("tenant_fixed", (await Assert.ThrowsAsync<RefusedException>(() => _register.MarkForErasureAsync(Actor.Owner, "default", "default", Ct))).Code);
        Assert.Equal("tenant_fixed", (await Assert.ThrowsAsync<RefusedException>(() => _register.EraseAsync(Actor.Owner, "default", "default", Ct))).Code);
    }

    [Fact]
    public async Task Erasing_takes_all_rows_of_the_tenant_and_none_of_another()
    {
        await FillAsync(Acme);
        await FillAsync(Zoo);
        await FillAsync(Tenant.Default);
        await InAsync(_database.Database.Owner, "default", "with u as (insert into governance.users (email, password_hash) values ('ada@example.org', 'x') returning id) insert into governance.memberships (user_id, member_of, roles) select id, 'acme', '{operator}' from u");
        var before = await RowsAsync(Zoo) + await RowsAsync(Tenant.Default);

        await _register.SuspendAsync(Actor.Owner, "acme", Ct);
        Assert.Equal("tenant_suspended", (await Assert.ThrowsAsync<RefusedException>(() => Tenants.RequireAtWorkAsync(_database.Book, Acme, Ct))).Code);
        await _register.MarkForErasureAsync(Actor.Owner, "acme", "acme", Ct);
        Assert.Equal("tenant_unsealed", await CodeAsync(() => _register.EraseAsync(Actor.Owner, "acme", "acme", Ct)));
        var key = CheckpointKey.Open(_database.Keys);
        var rows = await new TenantErasing(_register, _database.Book, key, TimeProvider.System, "test").RunAsync(Actor.Owner, "acme", "acme", Ct);

        Assert.True(rows > 5);
        // Four entries in the tree (made, filled, suspended, marked) and its head.
        Assert.Equal(4L, await AskAsync(Acme, "select count(*) from governance.audit_leaf"));
        Assert.Equal(0, await RowsAsync(Acme, "'governance.audit_leaf', 'governance.audit_checkpoint', 'governance.audit_node'"));
        var verified = await new Verification(_database.Database, new LiveCatalog(Schema.Declared), _database.Keys, key, TimeProvider.System).RunAsync(Acme, new VerificationOptions(), null, Ct);
        Assert.True(verified is { IsIntact: true, IsComplete: true, Leaves: 4 }, string.Join("; ", verified.Findings.Select(finding => finding.Message)));
        Assert.Contains("erased", Assert.Single(verified.Notes), StringComparison.Ordinal);
        // Nobody is a member of it any more, and the history tells that somebody was.
        Assert.Equal(0L, await AskAsync(Tenant.Default, "select count(*) from governance.memberships where member_of = 'acme' and deleted_at is null"));
        // Two acts in the default tenant: suspended, marked; the erasure; the membership's history and its seal.
        Assert.Equal(before + 5, await RowsAsync(Zoo) + await RowsAsync(Tenant.Default));
        Assert.Equal("tenants.erase", (await EventsAsync(Tenant.Default))[^1]);
        Assert.Equal("erased", (await _register.FindAsync("acme", Ct))!.State);
        Assert.Equal("tenant_exists", (await Assert.ThrowsAsync<RefusedException>(() => _register.CreateAsync(Actor.Owner, "acme", null, Ct))).Code);
        Assert.Equal("tenant_state", (await Assert.ThrowsAsync<RefusedException>(() => _register.ResumeAsync(Actor.Owner, "acme", Ct))).Code);
        Assert.DoesNotContain("acme", await Tenants.ListAsync(_database.Database, Ct));
    }

    [Fact]
    public async Task No_step_of_an_erasure_can_be_left_out()
    {
        await FillAsync(Acme);
        var rows = await RowsAsync(Acme);

        Assert.Equal("tenant_state", await CodeAsync(() => _register.MarkForErasureAsync(Actor.Owner, "acme", "acme", Ct)));
        await _register.SuspendAsync(Actor.Owner, "acme", Ct);
        Assert.Equal("tenant_state", await CodeAsync(() => _register.EraseAsync(Actor.Owner, "acme", "acme", Ct)));
        Assert.Equal("tenant_confirm", await CodeAsync(() => _register.MarkForErasureAsync(Actor.Owner, "acme", "Acme", Ct)));
        await _register.MarkForErasureAsync(Actor.Owner, "acme", "acme", Ct);
        Assert.Equal("tenant_confirm", await CodeAsync(() => _register.EraseAsync(Actor.Owner, "acme", null, Ct)));
        await _register.ResumeAsync(Actor.Owner, "acme", Ct);
        Assert.Equal("tenant_state", await CodeAsync(() => _register.EraseAsync(Actor.Owner, "acme", "acme", Ct)));

        Assert.Equal(rows + 3, await RowsAsync(Acme));
    }

    private static readonly string[] ShorterWays =
    [
        "select catalog.erase_tenant('acme', 'acme')",
        "select catalog.erase_rows('acme')",
        "update catalog.tenant set suspended_at = now(), erasure_at = now() - interval '1 day' where tenant_id = 'acme'; select catalog.erase_tenant('acme', 'acme')",
        "update catalog.tenant set suspended_at = now() where tenant_id = 'acme'; update catalog.tenant set erasure_at = now() - interval '1 day' where tenant_id = 'acme'; select catalog.erase_tenant('acme', 'acme')",
        "insert into catalog.tenant (tenant_id, suspended_at, erasure_at) values ('acme', now(), now() - interval '1 day') on conflict (tenant_id) do update set suspended_at = now(), erasure_at = now() - interval '1 day'; select catalog.erase_tenant('acme', 'acme')",
        "update catalog.tenant set suspended_at = now(), erased_at = now(), erasure_at = now() where tenant_id = 'acme'",
        "select set_config('herdbook.erasing', 'acme', false); delete from governance.audit_logs",
        "select set_config('herdbook.erasing', 'acme', false); delete from catalog.tenant where tenant_id = 'acme'",
        "select catalog.begin_import('other', null, 'x', 'x')",
        "insert into catalog.tenant_import (imported_tenant, archive_digest, origin) values ('acme', 'x', 'x')",
        "select catalog.erase_tenant('default', 'default')",
    ];

    private static readonly string[] OfTheOwner =
    [
        "delete from governance.audit_logs",
        "delete from herd.ticket_def",
        "delete from catalog.tenant where tenant_id = 'acme'",
    ];

    /// <summary>The application's own role goes past the register; and whoever owns the tables.</summary>
    [Fact]
    public async Task The_database_refuses_every_shorter_way()
    {
        await FillAsync(Acme);
        var rows = await RowsAsync(Acme);
        foreach (var sql in ShorterWays)
        {
            await Assert.ThrowsAsync<PostgresException>(() => InAsync(_database.Database.App, "acme", sql));
        }

        foreach (var sql in OfTheOwner)
        {
            await Assert.ThrowsAsync<PostgresException>(() => InAsync(_database.Database.Owner, "acme", $"select set_config('herdbook.erasing', 'acme', false); {sql}"));
        }

        Assert.Equal(rows, await RowsAsync(Acme));
    }

    [Fact]
    public async Task A_marked_tenant_opens_no_way_to_another()
    {
        await FillAsync(Acme);
        await FillAsync(Zoo);
        await _register.SuspendAsync(Actor.Owner, "acme", Ct);
        await _register.MarkForErasureAsync(Actor.Owner, "acme", "acme", Ct);
        var rows = await RowsAsync(Zoo);

        await Assert.ThrowsAsync<PostgresException>(() => InAsync(_database.Database.Owner, "zoo", "select set_config('herdbook.erasing', 'acme', false); delete from herd.ticket_def"));
        await Assert.ThrowsAsync<PostgresException>(() => InAsync(_database.Database.Owner, "zoo", "select set_config('herdbook.erasing', 'zoo', false); delete from herd.ticket_def"));

        Assert.Equal(rows, await RowsAsync(Zoo));
    }

    [Fact]
    public async Task What_is_set_without_an_arrival_does_not_keep_a_write_from_being_booked()
    {
        await _register.CreateAsync(Actor.Owner, "acme", null, Ct);
        await InAsync(_database.Database.App, "acme", "select set_config('herdbook.importing', 'acme', false); insert into herd.ticket_def (ticket_code) values ('A-1')");

        Assert.Equal(1L, await AskAsync(Acme, "select count(*) from catalog.history where table_name = 'herd.ticket_def'"));
    }

    private async Task FillAsync(Tenant tenant)
    {
        if (tenant != Tenant.Default)
        {
            await _register.CreateAsync(Actor.Owner, tenant.Slug, null, Ct);
        }

        await _database.Book.WriteAsync(tenant, Actor.Owner, new AuditEvent("rows.insert"), async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                "insert into herd.ticket_def (ticket_code) select 'T-' || n from generate_series(1, 5) n; insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_status) select 'i-1', ticket_code, 'done' from herd.ticket_def", connection);
            return await command.ExecuteNonQueryAsync(token);
        }, Ct);
    }

    private static async Task<string> CodeAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(act)).Code;

    private static async Task InAsync(NpgsqlDataSource source, string tenant, string sql)
    {
        await using var connection = await source.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var command = new NpgsqlCommand($"select set_config('herdbook.tenant', '{tenant}', true); {sql}", connection);
        await command.ExecuteNonQueryAsync(Ct);
        await transaction.CommitAsync(Ct);
    }

    private async Task<object?> AskAsync(Tenant tenant, string sql) => await _database.Book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(token);
        },
        Ct);

    /// <summary>Of all tables.</summary>
    private async Task<long> RowsAsync(Tenant tenant, string without = "''")
    {
        await using var login = NpgsqlDataSource.Create(_database.ConnectionString);
        var tables = new List<string>();
        await using (var command = login.CreateCommand($"select c.oid::regclass::text from catalog.manifest m join pg_class c on c.oid = to_regclass(m.table_name) where c.relrowsecurity and m.table_name not in ({without})"))
        await using (var reader = await command.ExecuteReaderAsync(Ct))
        {
            while (await reader.ReadAsync(Ct))
            {
                tables.Add(reader.GetString(0));
            }
        }

        await using var count = login.CreateCommand($"select {string.Join(" + ", tables.Select(table => $"(select count(*) from {table} where tenant_id = '{tenant.Slug}')"))}");
        return (long)(await count.ExecuteScalarAsync(Ct))!;
    }

    private async Task<List<string>> EventsAsync(Tenant tenant) => await _database.Book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand("select event_type from governance.audit_logs where event_type like 'tenants.%' order by id", connection);
            await using var reader = await command.ExecuteReaderAsync(token);
            var events = new List<string>();
            while (await reader.ReadAsync(token))
            {
                events.Add(reader.GetString(0));
            }

            return events;
        },
        Ct);
}
