using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Dapper;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Server.Host;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Otlp;

/// <summary>A server on a book of its own that can go away and come back at the same address.</summary>
public sealed class TelemetrySite : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-otlp-").FullName;
    private readonly int _port = FreePort();
    private TestDatabase? _database;
    private HomeSession? _session;
    private HerdbookServer? _server;

    public string Address => $"http://127.0.0.1:{_port}";

    public string Token => Credentials.Of(new Uri(Address));

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(CancellationToken.None);
        await StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(Address) };
        Client.AsOwner();
        // The first request of a process takes long.
        using var warm = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        (await Client.PostAsync("/v1/traces", warm, CancellationToken.None)).EnsureSuccessStatusCode();
    }

    /// <summary>Ends the server, whatever is under way, and begins another on the same book.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task<List<T>> QueryAsync<T>(string sql, CancellationToken ct) =>
        _database!.Book.ReadAsync(Tenant.Default, async (connection, _) => (await connection.QueryAsync<T>(sql)).AsList(), ct);

    /// <summary>Asks until the answer is the expected one; fails with the last answer.</summary>
    public async Task AwaitAsync<T>(string sql, T expected, CancellationToken ct)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(TimeSpan.FromSeconds(20));
        var last = await QueryAsync<T>(sql, ct);
        while (!EqualityComparer<T>.Default.Equals(last.Single(), expected) && !bounded.IsCancellationRequested)
        {
            await Task.Delay(50, ct);
            last = await QueryAsync<T>(sql, ct);
        }

        Assert.Equal(expected, last.Single());
    }

    public async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, CancellationToken ct, AuthenticationHeaderValue? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = authorization;
        return await Client.SendAsync(request, ct);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await _database!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        Environment.SetEnvironmentVariable(DatabaseAddress.Variable, _database!.ConnectionString);
        _session = await HomeSession.OpenAsync(new HerdbookHome(Path.Combine(_folder, "home")), CancellationToken.None);
        Environment.SetEnvironmentVariable(DatabaseAddress.Variable, null);
        _server = await HerdbookServer.StartAsync(new ServerOptions(Port: _port, Demo: false, Import: false), _session, CancellationToken.None);
        Credentials.Remember(_session, Address);
    }

    private async Task StopAsync()
    {
        await _server!.DisposeAsync();
        await _session!.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
