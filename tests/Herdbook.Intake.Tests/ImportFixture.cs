using Dapper;
using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests;

/// <summary>A book of its own with the list prices in it, and the real importer on it.</summary>
internal sealed class ImportFixture : IAsyncDisposable
{
    private ImportFixture(TestDatabase database, string folder)
    {
        Database = database;
        Folder = folder;
    }

    public TestDatabase Database { get; }

    /// <summary>Empty at first, removed at the end.</summary>
    public string Folder { get; }

    public Tenant Tenant { get; } = Tenant.Default;

    public static async Task<ImportFixture> CreateAsync(CancellationToken ct)
    {
        var database = await TestDatabase.CreateAsync(ct);
        await PriceBook.EnsureListAsync(database.Book, Tenant.Default, TimeProvider.System, ct);
        return new ImportFixture(database, Directory.CreateTempSubdirectory("herdbook-intake-").FullName);
    }

    /// <summary>A new importer, as a new process would have: it remembers nothing.</summary>
    public async Task<ImportSummary> ImportAsync(IEnumerable<string> paths, CancellationToken ct, ImportOptions? options = null) =>
        await new TranscriptImporter(Database.Book, Tenant, TimeProvider.System)
            .ImportAsync(TranscriptFolders.Find(paths), options ?? new ImportOptions(), null, ct);

    public Task<ImportSummary> ImportAsync(string path, CancellationToken ct) => ImportAsync([path], ct);

    public string Write(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Concat(lines.Select(l => l + "\n")));
        return path;
    }

    public Task<List<T>> QueryAsync<T>(string sql, CancellationToken ct) =>
        Database.Book.ReadAsync(Tenant, async (connection, _) => (await connection.QueryAsync<T>(sql)).AsList(), ct);

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken ct) => (await QueryAsync<T>(sql, ct)).Single();

    /// <summary>Everything that is booked; ledger and heads agree.</summary>
    public async Task<string> PictureAsync(CancellationToken ct)
    {
        Assert.Empty(await BookPicture.DiscrepanciesAsync(Database.Book, Tenant, ct));
        return await BookPicture.ReadAsync(Database.Book, Tenant, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
