using Xunit;

namespace Herdbook.Server.Tests.Host;

/// <summary>One server for the tests of a class, which run one after the other.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal RunningServer Running { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Running = await RunningServer.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync() => await Running.DisposeAsync();

    /// <summary>A tenant more.</summary>
    internal async Task AddTenantAsync(string slug, CancellationToken ct)
    {
        await using var command = Running.Database.Owner.CreateCommand("insert into catalog.tenant (tenant_id, title) values ($1, $1)");
        command.Parameters.AddWithValue(slug);
        await command.ExecuteNonQueryAsync(ct);
    }
}
