using Herdbook.Core.Governance.Audit;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core.Rows;
using Herdbook.Testing;
using Npgsql;

namespace Herdbook.Core.Tests.Rows;

/// <summary>A database with a small catalog of its own, and rows of two tenants.</summary>
internal sealed class Shop : IAsyncDisposable
{
    public static readonly Tenant Tenant = new("a");
    public static readonly Tenant Other = new("b");

    private readonly string _folder;
    private readonly TestDatabase _database;

    private Shop(string folder, TestDatabase database, CatalogSet catalog)
    {
        _folder = folder;
        _database = database;
        Catalog = catalog;
        Reader = new RowReader(database.Book, new LiveCatalog(catalog));
    }

    public CatalogSet Catalog { get; }

    public RowReader Reader { get; }

    public Book Book => _database.Book;

    public NpgsqlDataSource App => _database.Database.App;

    /// <param name="tables">By full name, what stands below the lines that every declaration begins with.</param>
    public static async Task<Shop> OpenAsync(CancellationToken ct, params (string Table, string Kind, string Yaml)[] tables)
    {
        var folder = Directory.CreateTempSubdirectory("herdbook-rows-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "catalog", "catalog")))
        {
            Write(folder, $"catalog.{Path.GetFileNameWithoutExtension(file)}", await File.ReadAllTextAsync(file, ct));
        }

        // What every write of the book needs.
        Write(folder, "governance.audit_logs", await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "catalog", "governance", "audit_logs.yaml"), ct));
        foreach (var (table, kind, yaml) in tables)
        {
            Write(folder, table, $"table: {table}\nkind: {kind}\nabout: A table of a test.\n{yaml}\n");
        }

        var database = await TestDatabase.CreateEmptyAsync(ct);
        var catalog = CatalogLoader.Load(folder);
        await Applier.ApplyAsync(database.Database.Owner, catalog, new ApplyOptions(new HashSet<string>()), ct);
        return new Shop(folder, database, catalog);
    }

    /// <summary>Plain SQL as a tenant.</summary>
    public async Task RunAsync(Tenant tenant, string sql, CancellationToken ct) =>
        await Book.WriteAsync(tenant, Actor.Owner, new AuditEvent("test"), async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteNonQueryAsync(ct);
        }, ct);

    /// <summary>The rows of an address's query, as one JSON text without blanks.</summary>
    public async Task<string> GetAsync(string table, string query, CancellationToken ct, Tenant? tenant = null)
    {
        await using var to = new MemoryStream();
        var parsed = Parse(table, query);
        await Reader.StreamAsync(tenant ?? Tenant, parsed, RowForm.Json, to, ct);
        using var json = System.Text.Json.JsonDocument.Parse(to.ToArray());
        return System.Text.Json.JsonSerializer.Serialize(json.RootElement, Plain);
    }

    public RowQuery Parse(string table, string query) => RowQueryParser.Parse(Catalog, table, Parameters(query));

    public static List<KeyValuePair<string, string>> Parameters(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1])))];

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Write(string folder, string table, string yaml)
    {
        var file = Path.Combine(folder, table.Replace('.', Path.DirectorySeparatorChar) + ".yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, yaml);
    }
}
