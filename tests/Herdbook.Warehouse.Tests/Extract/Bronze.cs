using System.Globalization;
using System.Text;
using Herdbook.Catalog;
using Herdbook.Catalog.Extracts;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Users;
using Herdbook.DuckDb;
using Herdbook.Testing;
using Herdbook.Warehouse.Extract;
using Npgsql;

namespace Herdbook.Warehouse.Tests.Extract;

/// <summary>A book on a database of its own, and a file that its bookings are extracted to.</summary>
internal sealed class Bronze : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-bronze-").FullName;

    private Bronze(TestDatabase database)
    {
        Database = database;
        File = DuckDbDatabase.Open(Path.Combine(_folder, "bronze.duckdb"));
    }

    public TestDatabase Database { get; }

    public DuckDbDatabase File { get; }

    public CatalogSet Catalog { get; set; } = Schema.Declared;

    public static async Task<Bronze> OpenAsync(CancellationToken ct) => new(await TestDatabase.CreateAsync(ct));

    public async Task<ExtractSummary> ExtractAsync(CancellationToken ct, bool full = false, Tenant? tenant = null, DuckDbDatabase? file = null, IProgress<ExtractProgress>? progress = null)
    {
        using var target = (file ?? File).Connect();
        return await Extractor.ExtractAsync(
            new ExtractRequest { Book = Database.Book, Tenant = tenant ?? Tenant.Default, Catalog = Catalog, Target = target, Full = full, Progress = progress }, ct);
    }

    /// <summary>Runs statements as the tenant, in a transaction of their own.</summary>
    public Task WriteAsync(string sql, CancellationToken ct, Tenant? tenant = null) =>
        Database.Book.WriteAsync(
            tenant ?? Tenant.Default,
            new Actor("test"),
            new AuditEvent("test"), async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                return await command.ExecuteNonQueryAsync(token);
            },
            ct);

    /// <summary>Applies declarations of users' tables, in place of those of the same name, and takes others away.</summary>
    public async Task DeclareAsync(IReadOnlyList<string> declarations, IReadOnlyList<string> removed, CancellationToken ct)
    {
        var live = new LiveCatalog(Database.Database, () => Schema.Declared);
        await live.ReloadAsync(ct);
        var declared = declarations.Select(yaml => new DeclaredTable(UserDeclaration.Read("test.yaml", Encoding.UTF8.GetBytes(yaml), outside: false), yaml)).ToList();
        var names = declared.SelectMany(table => table.Table.Names).Concat(removed).ToHashSet(StringComparer.Ordinal);
        await new UserTables(Database.Database, live, Database.Keys).ApplyAsync(new UserChange(UserTableSource.Api, declared, removed.ToHashSet(StringComparer.Ordinal), names), null, new Actor("test"), ct);
        Catalog = live.Current;
    }

    /// <summary>Runs a statement as the superuser, for whom neither tenants nor kinds hold.</summary>
    public async Task ForceAsync(string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(Database.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The rows of a query, each as the texts of its values.</summary>
    public List<string> Rows(string sql, CancellationToken ct, DuckDbDatabase? file = null)
    {
        using var connection = (file ?? File).Connect();
        connection.Execute("set TimeZone = 'UTC'", ct);
        using var result = connection.Query(sql, ct);
        var rows = new List<string>();
        foreach (var row in result.Rows(ct))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, result.Columns.Count).Select(i => row[i] is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : "NULL")));
        }

        return rows;
    }

    /// <summary>Everything in bronze but the numbers of the extracts, table by table, each row as a text, in one order.</summary>
    public List<string> Picture(CancellationToken ct, DuckDbDatabase? file = null)
    {
        var picture = new List<string>();
        foreach (var table in ExtractTable.All(Catalog))
        {
            var name = $"\"{table.Declaration.Module}\".\"{table.Declaration.Name}\"";
            picture.Add(table.FullName);
            picture.AddRange(Rows($"select columns(* exclude (_batch))::varchar from {name} order by all", ct, file));
        }

        return picture;
    }

    /// <summary>Another, empty file. A database in memory would be called memory, as one of the modules is.</summary>
    public DuckDbDatabase OpenAnother(DuckDbOptions options) => DuckDbDatabase.Open(Path.Combine(_folder, $"{Guid.NewGuid():N}.duckdb"), options);

    /// <summary>Another file, with everything extracted anew.</summary>
    public async Task<List<string>> FullPictureAsync(CancellationToken ct, Tenant? tenant = null)
    {
        using var other = OpenAnother(new DuckDbOptions());
        await ExtractAsync(ct, full: true, tenant, other);
        return Picture(ct, other);
    }

    public async ValueTask DisposeAsync()
    {
        File.Dispose();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
