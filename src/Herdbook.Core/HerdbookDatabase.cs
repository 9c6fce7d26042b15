using Npgsql;

namespace Herdbook.Core;

/// <summary>The one database, seen by its two roles. Only the catalog speaks as the owner.</summary>
public sealed class HerdbookDatabase : IAsyncDisposable
{
    /// <summary>Owns schemas and tables. Row-level security is forced on it too.</summary>
    public const string OwnerRole = "herdbook_owner";

    /// <summary>Reads and writes rows as the catalog's kinds permit; owns nothing, bypasses nothing.</summary>
    public const string AppRole = "herdbook_app";

    private HerdbookDatabase(NpgsqlDataSource owner, NpgsqlDataSource app)
    {
        Owner = owner;
        App = app;
    }

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource App { get; }

    /// <param name="connectionString">
    /// A login that is a member of both roles (a superuser is). Each connection takes its role at start, so what it does is done as that role.
    /// </param>
    public static HerdbookDatabase Connect(string connectionString) =>
        new(NpgsqlDataSource.Create(As(connectionString, OwnerRole)), NpgsqlDataSource.Create(As(connectionString, AppRole)));

    /// <param name="connectionString">Of a private cluster, where both roles may log in themselves: no connection can become more than its role.</param>
    public static HerdbookDatabase ConnectAsRoles(string connectionString) =>
        new(NpgsqlDataSource.Create(By(connectionString, OwnerRole, 8)), NpgsqlDataSource.Create(By(connectionString, AppRole, 24)));

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Owner.DisposeAsync();
    }

    private static string As(string connectionString, string role)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Options = $"{builder.Options} -c role={role}".Trim();
        return Named(builder, role);
    }

    private static string By(string connectionString, string role, int connections) =>
        Named(new NpgsqlConnectionStringBuilder(connectionString) { Username = role, MaxPoolSize = connections }, role);

    private static string Named(NpgsqlConnectionStringBuilder builder, string role)
    {
        builder.ApplicationName = $"herdbook {role}";
        // The same few statements come again and again: planned once a connection, not once a call.
        builder.MaxAutoPrepare = 100;
        builder.AutoPrepareMinUsages = 3;
        // What Book sets is the transaction's own and ends with it, so there is nothing to reset; the reset would cost more than most reads.
        builder.NoResetOnClose = role == AppRole;
        return builder.ConnectionString;
    }
}
