using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Core.Homes;
using Herdbook.Intake;
using Herdbook.Intake.Demo;
using Herdbook.Server.Host;
using Herdbook.Server.Tests;
using Herdbook.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Site))]

namespace Herdbook.Server.Tests;

/// <summary>
/// One server on a book of its own, for all tests here: the real transcripts and a hostile one in the default tenant, the generated fleet in demo.
/// Everything came in through the importer.
/// </summary>
public sealed class Site : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("herdbook-site-").FullName;
    private TestDatabase? database;
    private HomeSession? session;
    private HerdbookServer? server;

    /// <summary>For example http://127.0.0.1:40001.</summary>
    public string Address => server!.Address;

    public IServiceProvider Services => server!.Services;

    public Book Book => database!.Book;

    /// <summary>Every table that the server serves now.</summary>
    public CatalogSet Catalog => session!.Catalog.Current;

    public HttpClient Client { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, AutomaticDecompression = System.Net.DecompressionMethods.None });

    public async ValueTask InitializeAsync()
    {
        var ct = CancellationToken.None;
        database = await TestDatabase.CreateAsync(ct);
        await FillAsync(ct);
        Environment.SetEnvironmentVariable(DatabaseAddress.Variable, database.ConnectionString);
        session = await HomeSession.OpenAsync(new HerdbookHome(Path.Combine(folder, "home")), ct);
        Environment.SetEnvironmentVariable(DatabaseAddress.Variable, null);
        server = await HerdbookServer.StartAsync(new ServerOptions(Port: 0, Demo: false, Import: false), session, ct);
        Credentials.Remember(session, server.Address);
        Client.BaseAddress = new Uri(server.Address);
        Client.AsOwner();
        Client.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (session is not null)
        {
            await session.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The one place that puts data into the book.</summary>
    private async Task FillAsync(CancellationToken ct)
    {
        await DemoTenant.LoadAsync(Book, TimeProvider.System, new DemoOptions(Days: 42), null, ct);
        await PriceBook.EnsureListAsync(Book, Tenant.Default, TimeProvider.System, ct);
        var hostile = Path.Combine(folder, "hostile.jsonl");
        await File.WriteAllTextAsync(hostile, HostileTranscript.Lines, ct);
        var real = Path.GetFullPath(Path.Combine(SharedData.Repository, "..", "shared", "data", "claude-code"));
        string[] paths = Directory.Exists(real) ? [hostile, real] : [hostile];
        var importer = new TranscriptImporter(Book, Tenant.Default, TimeProvider.System);
        await importer.ImportAsync(TranscriptFolders.Find(paths), new ImportOptions(), null, ct);
    }
}
