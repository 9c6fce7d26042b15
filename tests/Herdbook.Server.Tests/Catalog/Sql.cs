using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Server.Tests.Catalog;

internal static class Sql
{
    /// <summary>Runs statements as the application, in the default tenant, and gives back the last one's first value.</summary>
    public static Task<object?> Book(this HerdbookDatabase database, string sql, CancellationToken ct) => new Book(database, AuditKeys.Ephemeral(), TimeProvider.System).WriteAsync(
        Tenant.Default,
        Actor.Owner,
        new AuditEvent("test"), async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync(token);
        },
        ct);
}
