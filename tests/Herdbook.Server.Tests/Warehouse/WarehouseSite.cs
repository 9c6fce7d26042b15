using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.DuckDb;
using Herdbook.Intake.Demo;
using Herdbook.Server.Host;
using Herdbook.Server.Tests.Warehouse;
using Herdbook.Testing;
using Herdbook.Warehouse.Build;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(WarehouseSite))]

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>
/// One server for all tests of the warehouse's pages: the demo fleet's year in the tenant `demo`, its warehouse built by the product,
/// and a default tenant that has none. It is made when a test first asks for it.
/// </summary>
public sealed class WarehouseSite : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-warehouse-").FullName;

    private readonly Lazy<Task<Running>> _running;

    public WarehouseSite() => _running = new Lazy<Task<Running>>(StartAsync);

    /// <summary>For example http://127.0.0.1:40001.</summary>
    public string Address => Made.Server.Address;

    public Book Book => Made.Database.Book;

    /// <summary>Asks for pages as a browser does, and follows no redirect.</summary>
    public HttpClient Client => Made.Client;

    public HerdbookHome Home => Made.Session.Home;

    /// <summary>For files of a test.</summary>
    public string Folder => _folder;

    private Running Made => _running.Value.GetAwaiter().GetResult();

    /// <summary>The last days until today, in UTC, both ends included: what `last_365d` means.</summary>
    public static (DateOnly From, DateOnly To) LastDays(int days)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return (today.AddDays(1 - days), today);
    }

    /// <summary>The first value of a query over the demo's warehouse, in a session of UTC.</summary>
    public object? Gold(string sql, CancellationToken ct)
    {
        using var database = DuckDbDatabase.Open(new WarehouseFolder(Home, Tenant.Demo).CurrentFile!, new DuckDbOptions { ReadOnly = true });
        using var connection = database.Connect();
        connection.Execute("set TimeZone = 'UTC'", ct);
        return connection.Scalar(sql, ct);
    }

    /// <inheritdoc cref="Gold"/>
    public decimal Money(string sql, CancellationToken ct) => ((DuckDbDecimal)Gold(sql, ct)!).ToDecimal();

    /// <inheritdoc cref="Gold"/>
    public long Count(string sql, CancellationToken ct) => Convert.ToInt64(Gold(sql, ct), CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Gold"/>
    public double Number(string sql, CancellationToken ct) => Convert.ToDouble(Gold(sql, ct), CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Gold"/>
    public string Text(string sql, CancellationToken ct) => (string)Gold(sql, ct)!;

    /// <summary>A number from the book, past every policy. @from and @to are days.</summary>
    public async Task<long> BookCountAsync(string sql, DateOnly from, DateOnly to, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(Made.Database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddWithValue("from", from);
        command.Parameters.AddWithValue("to", to);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>Builds of the demo's warehouse wait until it is disposed: it holds what a builder holds.</summary>
    public async Task<NpgsqlConnection> HoldBuildsAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Made.Database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("select pg_advisory_lock(hashtextextended($1, 0))", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"herdbook warehouse {Tenant.Demo.Slug} {new WarehouseFolder(Home, Tenant.Demo).Root}" });
        await command.ExecuteNonQueryAsync(ct);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running.IsValueCreated)
        {
            var made = await _running.Value;
            made.Client.Dispose();
            await made.Server.DisposeAsync();
            await made.Session.DisposeAsync();
            await made.Database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Running> StartAsync()
    {
        var ct = CancellationToken.None;
        var database = await TestDatabase.CreateAsync(ct);
        await DemoTenant.LoadAsync(database.Book, TimeProvider.System, null, ct);
        var session = await HomeSession.OpenBareAsync(new HerdbookHome(Path.Combine(_folder, "home")), database.ConnectionString, ct);
        await BuildAsync(session, ct);
        var server = await HerdbookServer.StartAsync(new ServerOptions(Port: 0, Demo: false, Import: false), session, ct);
        Credentials.Remember(session, server.Address);
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) }.AsOwner();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        return new Running(database, session, server, client);
    }

    /// <summary>As `herdbook warehouse build` does. A step that failed is a fault of the product, and every test says which.</summary>
    private static async Task BuildAsync(HomeSession session, CancellationToken ct)
    {
        var outcome = await session.BuilderOf().BuildAsync(new BuildRequest(Tenant.Demo), null, ct);
        var failures = outcome.Failures.Select(step => $"{step.Kind} {step.Name}: {step.Error}").ToList();
        if (!outcome.Published || failures.Count > 0)
        {
            throw new InvalidOperationException($"The demo's warehouse: {outcome.Status} {outcome.Error} {string.Join("; ", failures)}");
        }
    }

    private sealed record Running(TestDatabase Database, HomeSession Session, HerdbookServer Server, HttpClient Client);
}
