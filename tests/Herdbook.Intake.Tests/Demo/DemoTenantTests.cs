using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake.Demo;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Intake.Tests.Demo;

public sealed class DemoTenantTests
{
    private const string TenantTables = """
        select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'p') and c.relrowsecurity order by 1
        """;

    /// <summary>Calls of which the ledger and the head tell different things.</summary>
    private const string Differing = """
        select count(*)
          from (select message_id, request_id, sum(token_input_count) as input, sum(token_output_count) as output,
                       sum(token_cache_read_count) as read, sum(token_cache_create_count) as created,
                       sum(token_cache_create_1h_count) as hour, sum(token_call_count) as calls, sum(token_cost_usd) as cost,
                       sum(token_unpriced_count) as unpriced
                  from herd.agent_instance_token_activity group by 1, 2) l
          full join intake.usage h on h.message_id = l.message_id and h.request_id = l.request_id
         where (l.input, l.output, l.read, l.created, l.hour, l.calls) is distinct from
               (h.input_tokens, h.output_tokens, h.cache_read_tokens, h.cache_create_tokens, h.cache_create_1h_tokens, 1)
            or l.cost is distinct from h.cost_usd
            or (l.unpriced > 0) <> (h.cost_usd is null)
        """;

    /// <summary>What these tests show holds for six weeks as for a year.</summary>
    private static readonly DemoOptions SixWeeks = new(Days: 42);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_fleet_fills_every_corner_that_the_pages_show()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);

        var summary = await DemoTenant.LoadAsync(database.Book, TimeProvider.System, SixWeeks, null, Ct);

        Assert.NotNull(summary);
        Assert.Empty(summary.Failures);
        Assert.Equal(150, await CountAsync(database, "select count(*) from herd.agent_instance where root_agent_instance_code = agent_instance_code and source = 'claude-code'"));
        Assert.Equal(12, await CountAsync(database, "select count(distinct agent_code) from herd.agent_instance where source = 'claude-code'"));
        Assert.Equal(6, await CountAsync(database, "select count(*) from herd.project_def"));
        Assert.True(await CountAsync(database, "select count(*) from herd.pr_def") > 5);
        Assert.True(await CountAsync(database, "select count(*) from herd.ticket_def") > 15);
        Assert.True(await CountAsync(database, "select count(*) from intake.reject") >= 3);
        Assert.True(await CountAsync(database, "select sum(token_unpriced_count) from herd.agent_instance_token_activity") > 0);
        Assert.Equal(5, await CountAsync(database, "select count(distinct model_code) from herd.agent_instance_token_activity where source = 'claude-code'"));
        Assert.True(await DemoTenant.IsLoadedAsync(database.Book, Ct));
        Assert.Null(await DemoTenant.LoadAsync(database.Book, TimeProvider.System, SixWeeks, null, Ct));
    }

    [Fact]
    public async Task The_ledger_sums_to_what_the_heads_say_before_and_after_a_repricing()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        await DemoTenant.LoadAsync(database.Book, TimeProvider.System, SixWeeks, null, Ct);
        Assert.Equal(0, await CountAsync(database, Differing));

        var prices = await PriceReader.ReadAsync("own.json", new MemoryStream("""{"meadow-coder-1": {"cost": {"input": 1, "output": 2, "cache_read": 0.1, "cache_write": 1, "cache_write_1h": 2}}}"""u8.ToArray()), Ct);
        await PriceBook.ImportAsync(database.Book, Tenant.Demo, Actor.Owner, prices, null, TimeProvider.System, Ct);
        var done = await Repricer.RepriceAsync(database.Book, Tenant.Demo, Ct);

        Assert.True(done.Calls > 0);
        Assert.Equal(0, done.StillUnpriced);
        Assert.Equal(0, await CountAsync(database, Differing));
        Assert.Equal(0, await CountAsync(database, "select sum(token_unpriced_count) from herd.agent_instance_token_activity"));
    }

    [Fact]
    public async Task Removing_it_erases_all_of_it_and_nothing_else()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        await using var login = NpgsqlDataSource.Create(database.ConnectionString);
        await DemoTenant.LoadAsync(database.Book, TimeProvider.System, SixWeeks, null, Ct);
        await CopyToDefaultAsync(database);
        var before = await DigestsAsync(login, "default");

        var erased = await DemoTenant.RemoveAsync(database.Book, TimeProvider.System, Ct);

        Assert.True(erased > 10_000);
        Assert.All(await DigestsAsync(login, "demo"), table => Assert.EndsWith(" 0 ", table, StringComparison.Ordinal));
        // That it was removed is entered.
        Assert.Equal(before.Where(IsNoAudit), (await DigestsAsync(login, "default")).Where(IsNoAudit));
        Assert.Equal(0, await DemoTenant.RemoveAsync(database.Book, TimeProvider.System, Ct));
        Assert.NotNull(await DemoTenant.LoadAsync(database.Book, TimeProvider.System, SixWeeks, null, Ct));
    }

    private static bool IsNoAudit(string table) => !table.StartsWith("governance.audit_logs ", StringComparison.Ordinal);

    [Fact]
    public async Task A_load_that_was_interrupted_is_begun_anew()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DemoTenant.LoadAsync(
            database.Book, TimeProvider.System, SixWeeks, progress => interrupt.Cancel(), interrupt.Token));

        Assert.NotNull(await DemoTenant.LoadAsync(database.Book, TimeProvider.System, SixWeeks, null, Ct));
        Assert.Equal(150, await CountAsync(database, "select count(*) from herd.agent_instance where root_agent_instance_code = agent_instance_code and source = 'claude-code'"));
    }

    [Theory]
    [InlineData("insert into catalog.tenant (tenant_id, is_demo) values ('default', true)")]
    [InlineData("insert into catalog.tenant (tenant_id, is_demo) values ('acme', true)")]
    [InlineData("with t as (insert into catalog.tenant (tenant_id) values ('acme') returning 1) insert into catalog.tenant (tenant_id, is_demo) values ('demo', false)")]
    public async Task No_real_tenant_can_be_made_a_demo(string sql)
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        await using var command = database.Database.Owner.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));

        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Theory]
    [InlineData("delete from herd.model_price")]
    [InlineData("update herd.model_price set input_cost_per_m = 0")]
    [InlineData("update herd.model_price set tenant_id = 'demo'")]
    [InlineData("truncate herd.model_price")]
    public async Task What_erases_the_demo_changes_no_ledger_of_a_real_tenant_not_even_for_its_owner(string sql)
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        await PriceBook.EnsureListAsync(database.Book, Tenant.Default, TimeProvider.System, Ct);
        foreach (var role in new[] { database.Database.Owner, database.Database.App })
        {
            await using var connection = await role.OpenConnectionAsync(Ct);
            await using var enter = new NpgsqlCommand(
                "select set_config('herdbook.tenant', 'default', false), set_config('herdbook.erasing', 'demo', false)", connection);
            await enter.ExecuteNonQueryAsync(Ct);
            await using var command = new NpgsqlCommand(sql, connection);

            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        }

        await DemoTenant.RemoveAsync(database.Book, TimeProvider.System, Ct);
        Assert.True(await CountAsync(database, "select count(*) from herd.model_price", Tenant.Default) > 20);
    }

    /// <summary>Gives the real tenant the very same transcripts, so that only the tenant tells its rows apart.</summary>
    private static async Task CopyToDefaultAsync(TestDatabase database)
    {
        var folder = Directory.CreateTempSubdirectory("herdbook-tests-demo-");
        try
        {
            DemoFleet.Write(folder.FullName, TimeProvider.System.GetUtcNow(), Ct);
            await PriceBook.EnsureListAsync(database.Book, Tenant.Default, TimeProvider.System, Ct);
            await new TranscriptImporter(database.Book, Tenant.Default, TimeProvider.System)
                .ImportAsync(TranscriptFolders.Find([folder.FullName]), new ImportOptions(), null, Ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>For each table: its name, the tenant's rows in it, and a digest of them.</summary>
    private static async Task<List<string>> DigestsAsync(NpgsqlDataSource login, string tenant)
    {
        var digests = new List<string>();
        foreach (var table in await NamesAsync(login))
        {
            await using var command = login.CreateCommand(
                $"select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') from {table} t where tenant_id = '{tenant}'");
            digests.Add($"{table} {await command.ExecuteScalarAsync(Ct)}");
        }

        return digests;
    }

    private static async Task<List<string>> NamesAsync(NpgsqlDataSource login)
    {
        await using var command = login.CreateCommand(TenantTables);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var names = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static Task<long> CountAsync(TestDatabase database, string sql, Tenant? tenant = null) => database.Book.ReadAsync(
        tenant ?? Tenant.Demo,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return Convert.ToInt64(await command.ExecuteScalarAsync(token), System.Globalization.CultureInfo.InvariantCulture);
        },
        Ct);
}
