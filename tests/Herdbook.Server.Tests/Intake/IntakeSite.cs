using Dapper;
using Herdbook.Core;
using Herdbook.Server.Tests.Host;
using Xunit;

namespace Herdbook.Server.Tests.Intake;

/// <summary>One server for all that comes in over HTTP.</summary>
public sealed class IntakeSite : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await RunningServer.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync() => await Server.DisposeAsync();

    public Task<T?> ScalarAsync<T>(string sql, CancellationToken ct) =>
        Server.Book.ReadAsync(Tenant.Default, async (connection, _) => await connection.ExecuteScalarAsync<T>(sql), ct);
}
