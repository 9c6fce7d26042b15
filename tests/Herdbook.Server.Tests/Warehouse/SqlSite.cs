using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.DuckDb;
using Herdbook.Server.Host;
using Herdbook.Testing;
using Herdbook.Warehouse.Build;
using Xunit;

namespace Herdbook.Server.Tests.Warehouse;

/// <summary>A server whose default tenant has a small warehouse.</summary>
public sealed class SqlSite : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-sql-").FullName;
    private TestDatabase? _database;
    private HomeSession? _session;
    private HerdbookServer? _server;

    public Uri Address => new(_server!.Address);

    public HttpClient Client { get; } = new(new HttpClientHandler { AllowAutoRedirect = false });

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(CancellationToken.None);
        var home = new HerdbookHome(Path.Combine(_folder, "home"));
        Fill(new WarehouseFolder(home, Tenant.Default));
        _session = await HomeSession.OpenBareAsync(home, _database.ConnectionString, CancellationToken.None);
        await Schema.EnsureAsync(_session.Database, _session.Keys, CancellationToken.None);
        await _session.Catalog.ReloadAsync(CancellationToken.None);
        _server = await HerdbookServer.StartAsync(new ServerOptions(Port: 0, Demo: false, Import: false), _session, CancellationToken.None);
        Credentials.Remember(_session, _server.Address);
        Client.BaseAddress = Address;
        Client.AsOwner();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_session?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    internal static void Fill(WarehouseFolder folder)
    {
        folder.Make();
        var file = folder.BuildingFile(0, full: true);
        using (var database = DuckDbDatabase.Open(file))
        {
            using var connection = database.Connect();
            connection.Execute("""
                create schema herd_dm; create schema meta;
                create table herd_dm.daily (day date, agent varchar, cost_usd decimal(18,4));
                insert into herd_dm.daily select date '2026-01-01' + i::int, 'agent-' || (i % 3), i / 4.0 from range(60) t(i);
                create table herd_dm.words as select '<script>window.broken=1</script>' as word, null::int as nothing, repeat('long ', 200) as text;
                create table meta.model (name varchar, relation_schema varchar, relation_name varchar, description varchar);
                create table meta.model_column (model varchar, name varchar, description varchar);
                create table meta.source (relation_schema varchar, relation_name varchar, description varchar);
                insert into meta.model values ('daily', 'herd_dm', 'daily', 'What each day cost.');
                insert into meta.model_column values ('daily', 'cost_usd', 'Dollars of the day.');
                checkpoint
                """, CancellationToken.None);
        }

        folder.Publish(file);
    }
}
