using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Reading;

namespace Herdbook.Warehouse.Tests.Reading;

/// <summary>A home with a small warehouse in it, whose generations a test publishes as a build does.</summary>
internal sealed class Generations : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-reading-").FullName;

    public Generations()
    {
        Home = new HerdbookHome(_folder);
        Folder = new WarehouseFolder(Home, Tenant.Default);
        Folder.Make();
        Store = new WarehouseStore(Home);
    }

    public HerdbookHome Home { get; }

    public WarehouseFolder Folder { get; }

    public WarehouseStore Store { get; }

    /// <summary>A home whose first generation holds herd_dm.fact with the numbers 1 to 3 and one row of every awkward value.</summary>
    public static Generations Filled()
    {
        var home = new Generations();
        home.Publish("""
            create schema herd_dm;
            create table herd_dm.fact (n bigint, day date, amount decimal(18,4), word varchar);
            insert into herd_dm.fact values (1, '2026-01-31', 0.1000, 'plain'), (2, '2026-02-01', 12345678901234.5678, 'a "quoted", word'), (3, null, null, '');
            create view herd_dm.days as select day, count(*) as n from herd_dm.fact group by day
            """);
        return home;
    }

    public void Publish(string sql)
    {
        var file = Folder.BuildingFile(Folder.Current, full: true);
        using (var database = DuckDbDatabase.Open(file))
        {
            using var connection = database.Connect();
            connection.Execute(sql, CancellationToken.None);
            connection.Execute("checkpoint", CancellationToken.None);
        }

        Folder.Publish(file);
    }

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
