using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Postgres;
using Npgsql;

namespace Herdbook.Testing;

/// <summary>A database of its own for one test, on the process's private cluster; dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string Template = "herdbook_template";

    private static readonly Lazy<Task> MadeTemplate = new(MakeTemplateAsync);
    private static int _number;

    private readonly PgCluster _cluster;

    private TestDatabase(PgCluster cluster, string name)
    {
        _cluster = cluster;
        Name = name;
        ConnectionString = cluster.ConnectionString(name);
        Database = HerdbookDatabase.ConnectAsRoles(ConnectionString);
        Book = new Book(Database, Keys, TimeProvider.System);
    }

    public string Name { get; }

    /// <summary>Of the cluster's superuser.</summary>
    public string ConnectionString { get; }

    public HerdbookDatabase Database { get; }

    /// <summary>They are forgotten with the test.</summary>
    public AuditKeys Keys { get; } = AuditKeys.Ephemeral();

    public Book Book { get; }

    /// <summary>A database with the roles and the whole catalog applied.</summary>
    public static async Task<TestDatabase> CreateAsync(CancellationToken ct)
    {
        await MadeTemplate.Value.WaitAsync(ct);
        return await CloneAsync(Template, ct);
    }

    /// <summary>A database with the roles and nothing else.</summary>
    public static Task<TestDatabase> CreateEmptyAsync(CancellationToken ct) => CloneAsync("template1", ct);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await ExecuteAsync(_cluster.ConnectionString("postgres"), $"drop database if exists {Name} with (force)", CancellationToken.None);
    }

    private static async Task<TestDatabase> CloneAsync(string template, CancellationToken ct)
    {
        var cluster = await PostgresFixture.ClusterAsync();
        var name = $"test_{Interlocked.Increment(ref _number)}";
        await ExecuteAsync(cluster.ConnectionString("postgres"), $"create database {name} template {template} strategy file_copy", ct);
        var database = new TestDatabase(cluster, name);
        await Schema.EnsureRolesAsync(database.ConnectionString, ct);
        return database;
    }

    private static async Task MakeTemplateAsync()
    {
        var cluster = await PostgresFixture.ClusterAsync();
        await ExecuteAsync(cluster.ConnectionString("postgres"), $"create database {Template}", CancellationToken.None);
        await Schema.EnsureRolesAsync(cluster.ConnectionString(Template), CancellationToken.None);
        await using var database = HerdbookDatabase.ConnectAsRoles(cluster.ConnectionString(Template));
        await Schema.EnsureAsync(database, AuditKeys.Ephemeral(), CancellationToken.None);
    }

    private static async Task ExecuteAsync(string connectionString, string sql, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
