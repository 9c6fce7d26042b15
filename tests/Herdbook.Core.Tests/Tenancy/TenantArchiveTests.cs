using System.IO.Compression;
using System.Text;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Core.Tenancy;
using Herdbook.Testing;
using Npgsql;
using Xunit;
using static Herdbook.Core.Tests.Tenancy.ArchiveEdits;

namespace Herdbook.Core.Tests.Tenancy;

public sealed class TenantArchiveTests : IAsyncLifetime
{
    private static readonly Tenant Acme = new("acme");

    private TestDatabase _from = null!;
    private TestDatabase _to = null!;
    private CheckpointKey _key = null!;
    private byte[] _archive = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Key => _key.VerifierKey(Acme);

    public async ValueTask InitializeAsync()
    {
        _from = await TestDatabase.CreateAsync(Ct);
        _to = await TestDatabase.CreateAsync(Ct);
        _key = CheckpointKey.Open(_from.Keys);
        await new TenantRegister(_from.Book).CreateAsync(Actor.Owner, "acme", "Acme Ltd", Ct);
        await WriteAsync(_from, Acme, """
            insert into herd.ticket_def (ticket_code, ticket_title) select 'T-' || n, 'Title ' || n from generate_series(1, 500) n;
            update herd.ticket_def set ticket_title = 'Übung' where ticket_code = 'T-7';
            update herd.ticket_def set deleted_at = now() where ticket_code = 'T-8';
            insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_status) select 'i-1', ticket_code, 'done' from herd.ticket_def;
            insert into catalog.saved_view (table_name, view_name, query) values ('herd.ticket_def', 'Open', 'a=eq.1')
            """);
        using var file = new MemoryStream();
        await new TenantExport(_from.Book, _key, TimeProvider.System).WriteAsync(Acme, Actor.Owner, file, Ct);
        _archive = file.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task A_tenant_arrives_with_every_row_as_it_was_and_with_its_seals_right()
    {
        await new TenantRegister(_to.Book).CreateAsync(Actor.Owner, "other", null, Ct);
        await WriteAsync(_to, new Tenant("other"), "insert into herd.ticket_def (ticket_code) values ('T-1')");

        var rows = await ImportAsync(_archive, Key);

        Assert.True(rows > 1_500);
        var (before, after) = (await DigestsAsync(_from), await DigestsAsync(_to));
        // The audit log alone has one entry more on the other side: that it arrived.
        Assert.Equal(before.Where(table => !table.StartsWith("governance.audit_logs ", StringComparison.Ordinal)), after.Where(table => !table.StartsWith("governance.audit_logs ", StringComparison.Ordinal)));
        Assert.Equal(await EntriesAsync(_from), (await EntriesAsync(_to))[..^1]);
        Assert.EndsWith(" tenants.import", (await EntriesAsync(_to))[^1], StringComparison.Ordinal);
        Assert.Equal(0L, await AskAsync(_to, Acme, WrongSeals));
        Assert.Equal("Acme Ltd", (await new TenantRegister(_to.Book).FindAsync("acme", Ct))!.Title);
    }

    [Fact]
    public async Task What_is_booked_after_an_arrival_follows_what_came()
    {
        await ImportAsync(_archive, Key);
        var last = await AskAsync(_to, Acme, "select max(booking_id) from catalog.history");

        await WriteAsync(_to, Acme, "update herd.ticket_def set ticket_title = 'later' where ticket_code = 'T-1'; insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_status) values ('i-1', 'T-1', 'todo')");

        Assert.Equal(1L, await AskAsync(_to, Acme, $"select count(*) from catalog.history where booking_id > {last}"));
        Assert.Equal(0L, await AskAsync(_to, Acme, WrongSeals));
    }

    [Fact]
    public async Task What_arrived_verifies_there_with_the_exporters_keys_and_accuses_nobody_with_the_books_own()
    {
        await SealAsync(_from.Book, _key);
        var token = await new ApiTokens(_from.Book, TimeProvider.System).MakeAsync(Acme, Actor.Owner, new WantedToken("agent", [AccessRoles.Agent], [], null, null, null), Ct);
        using var file = new MemoryStream();
        await new TenantExport(_from.Book, _key, TimeProvider.System).WriteAsync(Acme, Actor.Owner, file, Ct);
        var moved = new Book(_to.Database, _from.Keys, TimeProvider.System);
        await using (var archive = await TenantArchive.OpenAsync(new MemoryStream(file.ToArray()), Key, Ct))
        {
            await new TenantImport(_to.Database, moved).RunAsync(archive, Actor.Owner, Ct);
        }

        Assert.NotNull(await new ApiTokens(_from.Book, TimeProvider.System).FindAsync(Acme, token.Text, Ct));
        Assert.Null(await new ApiTokens(moved, TimeProvider.System).FindAsync(Acme, token.Text, Ct));
        var first = await VerifyAsync(_key);
        Assert.True(first is { IsIntact: true, IsComplete: true, Rows: > 500, Leaves: > 1 }, string.Join("; ", first.Findings.Select(finding => finding.Message)));

        // The other book goes on sealing under a key of its own.
        var own = CheckpointKey.Open(_to.Keys);
        await SealAsync(moved, own);
        var then = await VerifyAsync(own);
        Assert.True(then is { IsIntact: true, IsComplete: true, Unsealed: 0 }, string.Join("; ", then.Findings.Select(finding => finding.Message)));
        Assert.Contains(_key.Origin(Acme), Assert.Single(then.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_comes_once_and_only_where_there_is_no_row()
    {
        Assert.Equal("tenant_exists", await CodeAsync(_archive, Key, _from));
        await ImportAsync(_archive, Key);
        var rows = await DigestsAsync(_to);

        Assert.Equal("tenant_exists", await CodeAsync(_archive, Key));
        Assert.Equal(rows, await DigestsAsync(_to));

        var register = new TenantRegister(_to.Book);
        await register.SuspendAsync(Actor.Owner, "acme", Ct);
        Assert.Equal("tenant_exists", await CodeAsync(_archive, Key));
    }

    [Fact]
    public async Task What_was_changed_cut_off_swapped_or_added_is_refused_and_nothing_comes()
    {
        var other = CheckpointKey.Open(AuditKeys.Ephemeral());
        var cases = new (string Code, byte[] Archive, string Key)[]
        {
            ("archive_key", _archive, "no key"),
            ("archive_key", _archive, ""),
            ("archive_signature", _archive, other.VerifierKey(Acme)),
            ("archive_signature", _archive, _key.VerifierKey(new Tenant("zoo"))),
            ("archive_invalid", _archive[..(_archive.Length / 2)], Key),
            ("archive_invalid", _archive[..^30], Key),
            ("archive_invalid", [], Key),
            ("archive_invalid", "no zip at all"u8.ToArray(), Key),
            ("archive_invalid", Changed(zip => Add(zip, "../../etc/passwd", "x")), Key),
            ("archive_invalid", Changed(zip => Add(zip, "tables/../x.y.bin", "x")), Key),
            ("archive_invalid", Changed(zip => Add(zip, "/tmp/x", "x")), Key),
            ("archive_invalid", Changed(zip => Add(zip, "manifest.json", "{}")), Key),
            ("archive_invalid", Changed(zip => zip.GetEntry("manifest.note")!.Delete()), Key),
            ("archive_invalid", Changed(zip => Replace(zip, "manifest.json", new string(' ', 20 << 20))), Key),
            ("archive_signature", Changed(zip => Replace(zip, "manifest.json", Text(zip, "manifest.json").Replace("Acme Ltd", "Acme Inc", StringComparison.Ordinal))), Key),
            ("archive_signature", Changed(zip => Replace(zip, "manifest.note", Text(zip, "manifest.note").Replace("herdbook.tenant/1", "herdbook.tenant/2", StringComparison.Ordinal))), Key),
            ("archive_damaged", Changed(zip => zip.GetEntry("tables/herd.ticket_def.bin")!.Delete()), Key),
            ("archive_damaged", Changed(zip => Add(zip, "tables/governance.users.bin", "x")), Key),
            ("archive_damaged", Changed(zip => Replace(zip, "tables/herd.ticket_def.bin", "x")), Key),
            // A bomb: a gigabyte that packs to nothing. No more is read of it than was signed.
            ("archive_damaged", Changed(zip => Replace(zip, "tables/herd.ticket_def.bin", new string('a', 64 << 20))), Key),
        };

        foreach (var (code, archive, key) in cases)
        {
            Assert.Equal(code, await CodeAsync(archive, key));
        }

        Assert.Null(await new TenantRegister(_to.Book).FindAsync("acme", Ct));
    }

    [Fact]
    public async Task Of_another_version_or_of_other_tables_it_is_refused()
    {
        Assert.Equal("archive_version", await CodeAsync(Resigned(manifest => manifest with { Format = "herdbook.tenant/9" }), Key));
        Assert.Equal("archive_catalog", await CodeAsync(Resigned(manifest => manifest with
        {
            Tables = [.. manifest.Tables.Select(table => table.Name == "herd.ticket_def" ? table with { Columns = [.. table.Columns, new ArchiveColumn("unheard_of", "text")] } : table)],
        }), Key));
        Assert.Equal("archive_damaged", await CodeAsync(Resigned(manifest => manifest with
        {
            Tables = [.. manifest.Tables.Select(table => table.Name == "herd.ticket_def" ? table with { Rows = table.Rows + 1 } : table)],
        }), Key));
        Assert.Equal("archive_signature", await CodeAsync(Resigned(manifest => manifest with { Tenant = "zoo" }), Key));
    }

    [Fact]
    public async Task Rows_of_another_tenant_do_not_come_along_even_if_they_are_signed()
    {
        await new TenantRegister(_from.Book).CreateAsync(Actor.Owner, "zoo", null, Ct);
        var zoo = new Tenant("zoo");
        await WriteAsync(_from, zoo, "insert into herd.ticket_def (ticket_code, ticket_title) values ('Z-1', 'of the zoo')");
        using var file = new MemoryStream();
        await new TenantExport(_from.Book, _key, TimeProvider.System).WriteAsync(zoo, Actor.Owner, file, Ct);

        // A manifest that names the tenant acme, over the zoo's rows, signed by the trusted key.
        var archive = Resigned(file.ToArray(), manifest => manifest with { Tenant = "acme" });

        Assert.Equal("archive_damaged", await CodeAsync(archive, Key));
        Assert.Equal(0L, await AskAsync(_to, zoo, "select count(*) from herd.ticket_def"));
    }

    /// <summary>Seals whose hashes are not those of the rows as they stand, recomputed for one table of the tenant.</summary>
    private const string WrongSeals = """
        with sealed as (
            select u.key, substr(s.hashes, (u.place::int - 1) * 32 + 1, 32) as hash
              from catalog.row_seal s, unnest(s.keys) with ordinality u (key, place)
             where s.table_name = 'herd.agent_instance_ticket_activity'
        )
        select (select count(*) from herd.agent_instance_ticket_activity) - count(*)
          from sealed s
          join herd.agent_instance_ticket_activity a on a.booking_id::text = s.key
          cross join lateral (select c.columns from catalog.row_seal c where c.table_name = 'herd.agent_instance_ticket_activity' limit 1) c
         where s.hash = sha256(convert_to(row([columns])::text, 'UTF8'))
        """;

    private static async Task SealAsync(Book book, CheckpointKey key)
    {
        var sealer = new Sealer(book, key, TimeProvider.System, "test");
        var patience = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        while (await sealer.TurnAsync(Acme, Ct) is not { Held: true, Sealed: > 0, More: false })
        {
            Assert.True(DateTime.UtcNow < patience, "It is sealed in time.");
            await Task.Delay(100, Ct);
        }
    }

    private Task<VerificationReport> VerifyAsync(CheckpointKey key) =>
        new Verification(_to.Database, new LiveCatalog(Schema.Declared), _from.Keys, key, TimeProvider.System).RunAsync(Acme, new VerificationOptions(), null, Ct);

    private byte[] Resigned(Func<ArchiveManifest, ArchiveManifest> change) => Resigned(_archive, change);

    private byte[] Resigned(byte[] archive, Func<ArchiveManifest, ArchiveManifest> change) => ArchiveEdits.Changed(archive, zip =>
    {
        var json = change(ArchiveManifest.Read(Encoding.UTF8.GetBytes(Text(zip, "manifest.json")))!).ToJson();
        Replace(zip, "manifest.json", Encoding.UTF8.GetString(json));
        Replace(zip, "manifest.note", _key.Sign(Acme, ArchiveManifest.SignedText(_key.Origin(Acme), json)).ToString());
    });

    private byte[] Changed(Action<ZipArchive> change) => ArchiveEdits.Changed(_archive, change);

    private async Task<long> ImportAsync(byte[] archive, string key, TestDatabase? into = null)
    {
        into ??= _to;
        await using var opened = await TenantArchive.OpenAsync(new MemoryStream(archive), key, Ct);
        return await new TenantImport(into.Database, into.Book).RunAsync(opened, Actor.Owner, Ct);
    }

    private async Task<string> CodeAsync(byte[] archive, string key, TestDatabase? into = null) =>
        (await Assert.ThrowsAsync<RefusedException>(() => ImportAsync(archive, key, into))).Code;

    private static async Task WriteAsync(TestDatabase database, Tenant tenant, string sql) => await database.Book.WriteAsync(
        tenant,
        Actor.Owner,
        new AuditEvent("rows.write"),
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(token);
        },
        Ct);

    private static async Task<object?> AskAsync(TestDatabase database, Tenant tenant, string sql) => await database.Book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using (var settings = new NpgsqlCommand("select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO, MDY', true), set_config('extra_float_digits', '1', true)", connection))
            {
                await settings.ExecuteNonQueryAsync(token);
            }

            if (sql.Contains("[columns]", StringComparison.Ordinal))
            {
                await using var asked = new NpgsqlCommand("select string_agg('a.' || quote_ident(c), ', ' order by n) from (select columns from catalog.row_seal where table_name = 'herd.agent_instance_ticket_activity' limit 1) s, unnest(s.columns) with ordinality u (c, n)", connection);
                sql = sql.Replace("[columns]", (string)(await asked.ExecuteScalarAsync(token))!, StringComparison.Ordinal);
            }

            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(token);
        },
        Ct);

    /// <summary>Each entry of the tenant: its id, signature and type, oldest first.</summary>
    private static async Task<List<string>> EntriesAsync(TestDatabase database) =>
        [.. ((string)(await AskAsync(database, Acme, "select string_agg(id || ' ' || created_at || ' ' || signature || ' ' || booked_at || ' ' || event_type, e'\\n' order by id) from governance.audit_logs"))!).Split('\n')];

    /// <summary>For each table of acme: rows, and a digest of all they hold but the number of the cluster's transaction.</summary>
    private static async Task<List<string>> DigestsAsync(TestDatabase database)
    {
        await using var login = NpgsqlDataSource.Create(database.ConnectionString);
        var tables = new List<string>();
        await using (var command = login.CreateCommand("select c.oid::regclass::text from catalog.manifest m join pg_class c on c.oid = to_regclass(m.table_name) where c.relrowsecurity order by 1"))
        await using (var reader = await command.ExecuteReaderAsync(Ct))
        {
            while (await reader.ReadAsync(Ct))
            {
                tables.Add(reader.GetString(0));
            }
        }

        await using var digests = login.CreateCommand(string.Join(" union all ", tables.Select(table =>
            $"select '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(md5((to_jsonb(t) - 'booked_xid')::text), '' order by md5((to_jsonb(t) - 'booked_xid')::text))), '') from {table} t where tenant_id = 'acme'")));
        await using var all = await digests.ExecuteReaderAsync(Ct);
        var lines = new List<string>();
        while (await all.ReadAsync(Ct))
        {
            lines.Add(all.GetString(0));
        }

        return lines;
    }
}
