using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Server.Host;
using Herdbook.Testing;

namespace Herdbook.Server.Tests.Host;

/// <summary>The real server on a free port, over a database of its own.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly HomeSession _session;
    private readonly HerdbookServer _server;

    private RunningServer(TestDatabase database, HomeSession session, HerdbookServer server)
    {
        _database = database;
        _session = session;
        _server = server;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };
    }

    public HttpClient Http { get; }

    public HerdbookDatabase Database => _database.Database;

    /// <summary>Of a login that sees all tenants.</summary>
    public string Superuser => _database.ConnectionString;

    public static async Task<RunningServer> StartAsync(CancellationToken ct)
    {
        var database = await TestDatabase.CreateAsync(ct);
        var session = await HomeSession.OpenBareAsync(new HerdbookHome(Path.GetTempPath()), database.ConnectionString, ct);
        var server = await HerdbookServer.StartAsync(new ServerOptions(0, Demo: false, Import: false), session, ct);
        return new RunningServer(database, session, server);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        await _session.DisposeAsync();
        await _database.DisposeAsync();
    }
}
