using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Host;

/// <summary>One server for the tests of a class, which run one after the other.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal RunningServer Running { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Running = await RunningServer.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync() => await Running.DisposeAsync();

    /// <summary>Takes a table's rows away, in the default tenant. Their history stays.</summary>
    internal async Task EmptyAsync(string table, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(Running.Superuser + ";Pooling=false");
        await using var command = source.CreateCommand($"delete from {table} where tenant_id = 'default'");
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A tenant more.</summary>
    internal async Task AddTenantAsync(string slug, CancellationToken ct)
    {
        await using var command = Running.Database.Owner.CreateCommand("insert into catalog.tenant (tenant_id, title) values ($1, $1)");
        command.Parameters.AddWithValue(slug);
        await command.ExecuteNonQueryAsync(ct);
    }
}
