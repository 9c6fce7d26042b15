using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Herdbook.Core;
using Herdbook.Intake.Otlp;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests.Otlp;

/// <summary>A book of its own that takes telemetry; each test has a tenant of its own in it.</summary>
public sealed class TelemetryFixture : IAsyncLifetime
{
    private int _tenants;

    public TestDatabase Database { get; private set; } = null!;

    public OtlpIntake Intake { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(CancellationToken.None);
        Intake = new OtlpIntake(Database.Book, _ => { });
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    public Tenant NextTenant() => new($"otlp-{Interlocked.Increment(ref _tenants)}");

    public Task<OtlpAnswer> TracesAsync(Tenant tenant, JsonNode resourceSpans, CancellationToken ct) =>
        Intake.TracesAsync(tenant, Actor.Intake, Body("resourceSpans", resourceSpans), json: true, ct);

    public Task<OtlpAnswer> LogsAsync(Tenant tenant, JsonNode resourceLogs, CancellationToken ct) =>
        Intake.LogsAsync(tenant, Actor.Intake, Body("resourceLogs", resourceLogs), json: true, ct);

    public Task<bool> SettleAsync(Tenant tenant, CancellationToken ct) => new TelemetrySettler(Database.Book).SettleAsync(tenant, ct);

    public Task<List<T>> QueryAsync<T>(Tenant tenant, string sql, CancellationToken ct) =>
        Database.Book.ReadAsync(tenant, async (connection, _) => (await connection.QueryAsync<T>(sql)).AsList(), ct);

    private static byte[] Body(string member, JsonNode list) => Encoding.UTF8.GetBytes(new JsonObject { [member] = list.DeepClone() }.ToJsonString());
}
