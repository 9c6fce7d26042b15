using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Server.Host;
using Herdbook.Testing;

namespace Herdbook.Server.Tests.Host;

/// <summary>The real server on a free port, over a database of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly string _home;
    private readonly TestDatabase _database;
    private readonly bool _isGuest;
    private readonly HomeSession _session;
    private readonly HerdbookServer _server;

    private RunningServer(TestDatabase database, string home, bool isGuest, HomeSession session, HerdbookServer server)
    {
        _database = database;
        _home = home;
        _isGuest = isGuest;
        _session = session;
        _server = server;
        Credentials.Remember(session, server.Address);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) }.AsOwner();
    }

    public HttpClient Http { get; }

    /// <summary>What the server is made of.</summary>
    public IServiceProvider Services => _server.Services;

    public HerdbookDatabase Database => _database.Database;

    public Book Book => _database.Book;

    /// <summary>Of a login that sees all tenants.</summary>
    public string Superuser => _database.ConnectionString;

    /// <summary>The operator's folder of tables, which the server follows. It is not there yet.</summary>
    public string Tables => Path.Combine(_home, "tables");

    public static async Task<RunningServer> StartAsync(CancellationToken ct) => await StartAsync(await TestDatabase.CreateAsync(ct), isGuest: false, ct);

    /// <summary>Another server on the same database, with a home of its own.</summary>
    public Task<RunningServer> StartBesideAsync(CancellationToken ct) => StartAsync(_database, isGuest: true, ct);

    private static async Task<RunningServer> StartAsync(TestDatabase database, bool isGuest, CancellationToken ct)
    {
        var home = Directory.CreateTempSubdirectory("herdbook-server-").FullName;
        var session = await HomeSession.OpenBareAsync(new HerdbookHome(home), database.ConnectionString, ct);
        var server = await HerdbookServer.StartAsync(new ServerOptions(0, Demo: false, Import: false), session, ct);
        return new RunningServer(database, home, isGuest, session, server);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        await _session.DisposeAsync();
        if (!_isGuest)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_home, recursive: true);
    }
}
