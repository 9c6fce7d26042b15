using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Testing;
using Herdbook.Warehouse.Build;
using Npgsql;
using Xunit;

namespace Herdbook.Warehouse.Tests.Histories;

/// <summary>
/// However a history was divided into extracts and builds, and however often one was killed in the middle: the warehouse is, row for row, what
/// a build of everything makes.
/// </summary>
public sealed class HistoryTests : IAsyncLifetime
{
    /// <summary>So many histories live beside each other in one tenant, each on keys of its own.</summary>
    private const int Together = 100;
    private const int Times = 2;
    private const int Rounds = 5;

    /// <summary>Rounds whose build is begun by the real program and ended by kill -9 first.</summary>
    private static readonly int[] Killed = [1, 3];

    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-histories-").FullName;
    private TestDatabase _database = null!;
    private int _case;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(Ct);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Incremental_builds_make_what_a_full_build_makes_after_200_random_histories() =>
        Prop.ForAll(
                Arb.From(from histories in Gen.ArrayOf(RandomHistory.Of(Rounds), Together) from patience in Gen.ArrayOf(Gen.Choose(200, 2500), Rounds) select (histories, patience)),
                given => RunAsync(given.histories, given.patience).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Times));

    private async Task<bool> RunAsync(RandomHistory[] histories, int[] patience)
    {
        var tenant = new Tenant(string.Create(CultureInfo.InvariantCulture, $"case-{_case++}"));
        var home = new HerdbookHome(Path.Combine(_folder, tenant.Slug));
        await RegisterAsync(tenant);
        for (var round = 0; round < Rounds; round++)
        {
            var late = new List<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)>();
            foreach (var (i, history) in histories.Index())
            {
                var now = history.Rounds[round];
                if (await WriteAsync(tenant, RandomHistory.Sql(now, $"h{i}."), now.IsLate && late.Count < 6) is { } open)
                {
                    late.Add(open);
                }
            }

            if (Killed.Contains(round))
            {
                await KillAsync(home, tenant, patience[round]);
            }

            await BuildAsync(home, tenant, full: false);
            foreach (var (connection, transaction) in late)
            {
                await transaction.CommitAsync(Ct);
                await connection.DisposeAsync();
            }
        }

        await BuildAsync(home, tenant, full: false);
        var whole = new HerdbookHome(home.Root + "-whole");
        await BuildAsync(whole, tenant, full: true);
        Assert.Empty(Differences(FileOf(home, tenant), FileOf(whole, tenant)));
        return true;
    }

    private async Task BuildAsync(HerdbookHome home, Tenant tenant, bool full)
    {
        var builder = WarehouseBuilders.Of(home, _database.Database, _database.Book, new LiveCatalog(Schema.Declared));
        var built = await builder.BuildAsync(new BuildRequest(tenant) { Full = full, RunTests = false }, null, Ct);
        Assert.True(built.Status is BuildStatus.Succeeded or BuildStatus.Unchanged, string.Join('\n', built.Failures.Select(step => $"{step.Name}: {step.Error}").Append(built.Error)));
    }

    /// <summary>The real program, ended where it just is.</summary>
    private async Task KillAsync(HerdbookHome home, Tenant tenant, int milliseconds)
    {
        using var building = HerdbookProgram.Start(
            ["--home", home.Root, "warehouse", "build", "--no-tests", "--tenant", tenant.Slug], new Dictionary<string, string?> { ["HERDBOOK_DATABASE"] = _database.ConnectionString });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(milliseconds);
        try
        {
            await building.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
        {
            building.Kill();
            await building.WaitForExitAsync(Ct);
        }
    }

    private Task RegisterAsync(Tenant tenant) => WriteAsync(
        tenant,
        """
        insert into catalog.tenant (tenant_id, title) values (current_setting('herdbook.tenant'), 'Histories') on conflict do nothing;
        insert into herd.model_def (model_code, model_provider) values ('m1', 'anthropic');
        insert into herd.model_price (model_code, valid_from, input_cost_per_m) values ('m1', '2026-01-01', 3);
        """,
        isLate: false);

    /// <summary>Runs statements in a transaction, and commits it or leaves it open.</summary>
    private async Task<(NpgsqlConnection, NpgsqlTransaction)?> WriteAsync(Tenant tenant, string sql, bool isLate)
    {
        var connection = await _database.Database.App.OpenConnectionAsync(Ct);
        var transaction = await connection.BeginTransactionAsync(Ct);
        await using var enter = new NpgsqlCommand($"select set_config('herdbook.tenant', '{tenant.Slug}', true), set_config('herdbook.actor', 'test', true)", connection);
        await enter.ExecuteNonQueryAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
        if (isLate)
        {
            return (connection, transaction);
        }

        await transaction.CommitAsync(Ct);
        await connection.DisposeAsync();
        return null;
    }

    private static string FileOf(HerdbookHome home, Tenant tenant) => new WarehouseFolder(home, tenant).CurrentFile!;

    /// <summary>Tables of which one file has a row that the other has not, and how many. Only numbers of extracts may differ.</summary>
    private static List<string> Differences(string one, string other)
    {
        using var database = DuckDbDatabase.Open(Path.Combine(Path.GetDirectoryName(one)!, "compare.duckdb"));
        using var connection = database.Connect();
        connection.Execute($"set TimeZone = 'UTC'; attach '{one}' as one (read_only); attach '{other}' as other (read_only)", Ct);
        var tables = new Dictionary<string, string>(StringComparer.Ordinal);
        const string Columns = """
            select c.schema_name || '.' || c.table_name as name, string_agg('"' || c.column_name || '"', ', ' order by c.column_index) as columns
              from duckdb_columns() c
              join duckdb_tables() t using (database_name, schema_name, table_name)
             where c.database_name in ('one', 'other') and c.schema_name <> 'meta' and c.column_name <> '_batch'
             group by c.database_name, c.schema_name, c.table_name
            """;
        using (var rows = connection.Query(Columns, Ct))
        {
            foreach (var row in rows.Rows(Ct))
            {
                tables[row.GetString("name")] = row.GetString("columns");
            }
        }

        foreach (var name in new[] { "herd_dm.dim_ticket", "herd_dm.fact_pr_delivery", "herd_dm.fact_agent_instance_cost", "dwh.s_ticket_base", "herd.ticket_def" })
        {
            Assert.True(Convert.ToInt64(connection.Scalar($"select count(*) from other.{name}", Ct), CultureInfo.InvariantCulture) >= Together, $"{name} has next to no rows, so it shows nothing.");
        }

        var differences = new List<string>();
        foreach (var (name, columns) in tables.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            foreach (var (mine, theirs) in new[] { ("one", "other"), ("other", "one") })
            {
                using var rows = connection.Query($"select {columns} from {mine}.{name} except all select {columns} from {theirs}.{name}", Ct);
                var only = rows.Rows(Ct).Select(row => string.Join('|', Enumerable.Range(0, rows.Columns.Count).Select(i => row[i] ?? "NULL"))).ToList();
                if (only.Count > 0)
                {
                    differences.Add($"{name}: {only.Count} only in {(mine == "one" ? "the incremental" : "the full")} one: {only[0]}");
                }
            }
        }

        return differences;
    }
}
