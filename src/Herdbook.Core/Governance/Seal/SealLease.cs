using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>The right to seal a tenant's log, for a while.</summary>
/// <param name="Fence">Greater than that of every holder before.</param>
internal sealed record SealLease(Tenant Tenant, string Holder, long Fence, DateTimeOffset Until)
{
    /// <summary>How long it holds without being renewed.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private const string Take = """
        insert into governance.audit_sealer as s (task, holder, fence, expires_at)
        values ('seal', $1, 1, $3)
            on conflict (tenant_id, task) do update
           set holder = excluded.holder, expires_at = excluded.expires_at, fence = s.fence + (s.holder <> excluded.holder)::integer
         where s.holder = $1 or s.expires_at <= $2
        returning fence
        """;

    private const string Check = "select s.fence, s.holder from governance.audit_sealer s where s.task = 'seal' for update";

    /// <summary>Takes or renews it; null while somebody else holds it.</summary>
    public static Task<SealLease?> TakeAsync(Book book, Tenant tenant, string holder, DateTimeOffset now, CancellationToken ct) => book.WriteAsync(
        tenant,
        Sealer.Actor,
        Audit.AuditEvent.Progress(),
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Take, connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = holder });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (now + Length).UtcDateTime });
            return await command.ExecuteScalarAsync(token) is long fence ? new SealLease(tenant, holder, fence, now + Length) : null;
        },
        ct);

    /// <summary>Whether it should be renewed before the next use.</summary>
    public bool Ages(DateTimeOffset now) => now > Until - (Length / 2);

    /// <summary>Holds off every other holder until the transaction ends.</summary>
    /// <exception cref="RefusedException">`lease_lost`: somebody else has taken it since.</exception>
    public async Task RequireAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Check, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || reader.GetInt64(0) != Fence || reader.GetString(1) != Holder)
        {
            throw new RefusedException("lease_lost", $"Another program seals the audit log of {Tenant} since. Nothing was written.");
        }
    }
}
