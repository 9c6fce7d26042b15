using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Users;
using Herdbook.Core.Postgres;

namespace Herdbook.Core.Homes;

/// <summary>
/// An open book: the server that HERDBOOK_DATABASE names, else the home's private cluster, which is started where it does not run yet
/// and stopped at the end by whoever uses it last. Commands and the server alike open it this way, any number at once.
/// </summary>
public sealed class HomeSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _supervision;

    private HomeSession(HerdbookHome home, ClusterLease? lease, string connectionString, HerdbookDatabase database)
    {
        Home = home;
        Lease = lease;
        ConnectionString = connectionString;
        Database = database;
        Keys = AuditKeys.Open(home);
        Book = new Book(database, Keys, TimeProvider.System);
        Catalog = new LiveCatalog(database, () => Schema.Declared);
        Tables = new UserTables(database, Catalog, Keys);
        Supervisor = lease is null ? null : new PgSupervisor(lease);
        _supervision = Supervisor?.RunAsync(_ending.Token) ?? Task.CompletedTask;
    }

    public HerdbookHome Home { get; }

    /// <summary>Null on a server that HERDBOOK_DATABASE names.</summary>
    public ClusterLease? Lease { get; }

    /// <summary>Restarts the private cluster when it dies; null on a server that HERDBOOK_DATABASE names.</summary>
    public PgSupervisor? Supervisor { get; }

    /// <summary>Of a login that may act as both roles.</summary>
    public string ConnectionString { get; }

    public HerdbookDatabase Database { get; }

    /// <summary>They sign what the book enters.</summary>
    public AuditKeys Keys { get; }

    public Book Book { get; }

    public LiveCatalog Catalog { get; }

    public UserTables Tables { get; }

    /// <summary>The operator's own declarations.</summary>
    public UserFolder Folder => UserFolder.Of(Home);

    /// <summary>Opens the book with its catalog applied.</summary>
    /// <exception cref="RefusedException">The home or the database cannot be used, or the catalog has changes that lose data.</exception>
    public static async Task<HomeSession> OpenAsync(HerdbookHome home, CancellationToken ct)
    {
        var session = await OpenBareAsync(home, ct);
        try
        {
            await Schema.EnsureAsync(session.Database, session.Keys, ct);
            await session.Catalog.ReloadAsync(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the book as it is: roles, but the catalog perhaps not yet or no longer what the program declares, or not readable at all.</summary>
    public static async Task<HomeSession> OpenBareAsync(HerdbookHome home, CancellationToken ct)
    {
        if (DatabaseAddress.FromEnvironment() is { } address)
        {
            return await OpenBareAsync(home, address, ct);
        }

        HomeChecks.Prepare(home);
        var lease = await ClusterLease.TakeAsync(home, ct);
        try
        {
            var connectionString = lease.Cluster.ConnectionString(PgCluster.DatabaseName);
            await Schema.EnsureRolesAsync(connectionString, ct);
            return new HomeSession(home, lease, connectionString, HerdbookDatabase.ConnectAsRoles(connectionString));
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the book on a server that runs already.</summary>
    /// <param name="connectionString">Of a login that may make the roles, or may act as both.</param>
    public static async Task<HomeSession> OpenBareAsync(HerdbookHome home, string connectionString, CancellationToken ct)
    {
        await DatabaseAddress.RequireUsableAsync(connectionString, ct);
        await Schema.EnsureRolesAsync(connectionString, ct);
        return new HomeSession(home, null, connectionString, HerdbookDatabase.Connect(connectionString));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Database.DisposeAsync();
        if (Lease is not null)
        {
            await Lease.DisposeAsync();
        }

        _ending.Dispose();
    }
}
