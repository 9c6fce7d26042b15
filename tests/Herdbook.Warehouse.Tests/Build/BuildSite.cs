using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Testing;
using Herdbook.Warehouse.Build;

namespace Herdbook.Warehouse.Tests.Build;

/// <summary>A project and a book of its own for one test. Bronze is filled by SQL that the test gives, once each.</summary>
internal sealed class BuildSite : IAsyncDisposable, IBronze
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-warehouse-").FullName;
    private readonly TestDatabase _database;
    private readonly List<(string Sql, string Table, long Rows)> _coming = [];

    private BuildSite(TestDatabase database)
    {
        _database = database;
        Home = new HerdbookHome(Path.Combine(_folder, "home"));
        Write("dbt_project.yml", "name: shop\nversion: '1'\nconfig-version: 2\n");
        Write("models/sources.yml", "version: 2\nsources:\n  - name: herd\n    tables:\n      - {name: item}\n      - {name: sale}\n");
    }

    public HerdbookHome Home { get; }

    public Book Book => _database.Book;

    public RunBook Runs => new(Book);

    public WarehouseFolder Folder => new(Home, Tenant.Default);

    public string Project => Path.Combine(_folder, "project");

    /// <summary>Runs when bronze is filled, before anything is brought.</summary>
    public Func<CancellationToken, Task>? Extracting { get; set; }

    public static async Task<BuildSite> OpenAsync(CancellationToken ct) => new(await TestDatabase.CreateAsync(ct));

    public void Write(string path, string text)
    {
        var file = Path.Combine(Project, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Remove(string path) => File.Delete(Path.Combine(Project, path));

    /// <summary>What the next build finds new.</summary>
    public void Bring(string table, string sql, long rows) => _coming.Add((sql, table, rows));

    public WarehouseBuilder Builder() => new(Home, _database.Database, Book, (_, _) => this, TimeProvider.System) { ProjectFolder = Project };

    public Task<BuildOutcome> BuildAsync(CancellationToken ct, Func<BuildRequest, BuildRequest>? with = null, IProgress<BuildNews>? progress = null)
    {
        var request = new BuildRequest(Tenant.Default) { Threads = 2 };
        return Builder().BuildAsync(with?.Invoke(request) ?? request, progress, ct);
    }

    /// <summary>One value of the current generation.</summary>
    public string Ask(string sql)
    {
        using var database = DuckDbDatabase.Open(Folder.CurrentFile!, new DuckDbOptions { ReadOnly = true });
        using var connection = database.Connect();
        return Convert.ToString(connection.Scalar(sql, CancellationToken.None), System.Globalization.CultureInfo.InvariantCulture) ?? "null";
    }

    public async Task<BronzeChange> FillAsync(DuckDbConnection target, CancellationToken ct)
    {
        if (Extracting is { } wait)
        {
            await wait(ct);
        }

        // A file remembers what it has, as the watermark does.
        target.Execute("create schema if not exists herd; create table if not exists herd.item (code varchar, price integer, _batch bigint); create table if not exists herd.sale (id bigint, item varchar, n integer, _batch bigint); create table if not exists meta.brought (n integer)", ct);
        var has = Convert.ToInt32(target.Scalar("select coalesce(max(n), 0) from meta.brought", ct), System.Globalization.CultureInfo.InvariantCulture);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (sql, table, count) in _coming.Skip(has))
        {
            target.Execute(sql, ct);
            rows[table] = rows.GetValueOrDefault(table) + count;
        }

        target.Execute($"insert into meta.brought values ({_coming.Count})", ct);
        return new BronzeChange(rows);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
