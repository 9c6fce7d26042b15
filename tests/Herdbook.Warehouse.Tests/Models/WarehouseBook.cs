using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.DuckDb;
using Herdbook.Testing;
using Herdbook.Warehouse.Build;
using Npgsql;
using Xunit;

namespace Herdbook.Warehouse.Tests.Models;

/// <summary>A book of its own and its warehouse, built as the program builds it: PostgreSQL, extract, the repository's project.</summary>
internal sealed class WarehouseBook : IAsyncDisposable
{
    private const string Moment = """
        create or replace temp macro t(x) as
            case when x >= timestamptz '9999-01-01' then 'open' when x < timestamptz '0002-01-01' then 'ever' else strftime(x, '%m-%d %H:%M') end
        """;

    private static readonly CatalogSet Catalog = CatalogLoader.Load(Path.Combine(SharedData.Repository, "catalog"));

    private readonly TestDatabase _database;
    private readonly HerdbookHome _home;

    private WarehouseBook(TestDatabase database)
    {
        _database = database;
        Folder = Directory.CreateTempSubdirectory("herdbook-models-").FullName;
        _home = new HerdbookHome(Path.Combine(Folder, "home"));
    }

    /// <summary>The one tenant whose clock can be set.</summary>
    public Tenant Tenant { get; } = Tenant.Demo;

    /// <summary>Empty at first but for the home, removed at the end.</summary>
    public string Folder { get; }

    public Book Book => _database.Book;

    public static async Task<WarehouseBook> CreateAsync(CancellationToken ct) => new(await TestDatabase.CreateAsync(ct));

    /// <summary>Runs statements as if it were that moment, for example 2026-03-02 08:00, UTC.</summary>
    public Task AtAsync(string moment, string sql, CancellationToken ct) => Book.WriteAsync(
        Tenant,
        Actor.Owner,
        new AuditEvent("test"), async (connection, token) =>
        {
            await using (var clock = new NpgsqlCommand("select set_config('herdbook.clock', @moment, true)", connection) { Parameters = { new("moment", moment + "Z") } })
            {
                await clock.ExecuteNonQueryAsync(token);
            }

            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(token);
        },
        ct);

    /// <summary>Extracts what is new and builds; everything that was built is in place and every test holds, or it fails.</summary>
    /// <param name="select">Models in dbt's words; then no tests run.</param>
    public async Task BuildAsync(CancellationToken ct, string? select = null, bool full = false)
    {
        var builder = new WarehouseBuilder(_home, _database.Database, Book, (tenant, whole) => new BookBronze(Book, () => Catalog, tenant, whole), TimeProvider.System)
        {
            ProjectFolder = Path.Combine(SharedData.Repository, "warehouse"),
        };
        var outcome = await builder.BuildAsync(new BuildRequest(Tenant) { Select = select, Full = full, RunTests = select is null, Threads = 2 }, null, ct);

        Assert.Empty(outcome.Steps.Where(step => step.Status is not (StepStatus.Done or StepStatus.Kept)).Select(step => $"{step.Kind} {step.Name} {step.Line}: {step.Error} ({step.Rows})"));
        Assert.Contains(outcome.Status, new[] { BuildStatus.Succeeded, BuildStatus.Unchanged });
    }

    /// <summary>The rows of a query as text: columns parted by a bar, NULL as a dash. `t(…)` prints a moment without its year.</summary>
    public Task<IReadOnlyList<string>> RowsAsync(string sql, CancellationToken ct)
    {
        using var database = DuckDbDatabase.Open(new WarehouseFolder(_home, Tenant).CurrentFile!, new DuckDbOptions { ReadOnly = true });
        using var connection = database.Connect();
        return Task.FromResult<IReadOnlyList<string>>(Rows(connection, sql, ct));
    }

    /// <summary>Every row of every table of vault and gold, in order; the numbers of extracts left out.</summary>
    public Task<IReadOnlyList<string>> PictureAsync(CancellationToken ct)
    {
        using var database = DuckDbDatabase.Open(new WarehouseFolder(_home, Tenant).CurrentFile!, new DuckDbOptions { ReadOnly = true });
        using var connection = database.Connect();
        var tables = Rows(connection, "select table_schema || '.' || table_name from information_schema.tables where table_schema in ('dwsa', 'dwh', 'herd_dm') order by 1", ct);
        return Task.FromResult<IReadOnlyList<string>>(
            [.. tables.SelectMany(table => Rows(connection, $"select '{table}', columns(lambda c: c <> '_batch') from {table}", ct).Order(StringComparer.Ordinal))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static List<string> Rows(DuckDbConnection connection, string sql, CancellationToken ct)
    {
        connection.Execute("set TimeZone = 'UTC'", ct);
        connection.Execute(Moment, ct);
        using var result = connection.Query($"select cast(columns(*) as varchar) from ({sql}\n) asked", ct);
        var width = result.Columns.Count;
        var rows = new List<string>();
        foreach (var row in result.Rows(ct))
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, width).Select(column => row[column] as string ?? "-")));
        }

        return rows;
    }
}
