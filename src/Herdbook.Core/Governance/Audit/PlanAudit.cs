using System.Text.Json;
using Herdbook.Catalog;
using Npgsql;

namespace Herdbook.Core.Governance.Audit;

/// <summary>
/// Enters what the catalog's owner does to the tables, in the same transaction: a plan that was applied, and the seals of the rows that it
/// found standing in tables that were not sealed before. The making of a new book has nobody to be told of it and is not entered.
/// </summary>
internal sealed class PlanAudit
{
    private const string Began = "select to_regclass('governance.audit_logs') is not null, set_config('herdbook.entry', $1, true), set_config('herdbook.baseline', '', true)";
    private const string Sealed = "select current_setting('herdbook.baseline', true)";
    private const string Tenant = "select set_config('herdbook.tenant', $1, true)";

    private readonly Guid _entry;
    private readonly bool _isNew;

    private PlanAudit(Guid entry, bool isNew)
    {
        _entry = entry;
        _isNew = isNew;
    }

    /// <summary>To be called before the plan is applied.</summary>
    public static async Task<PlanAudit> BeginAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var entry = Guid.CreateVersion7();
        await using var command = new NpgsqlCommand(Began, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = entry.ToString() } } };
        return new PlanAudit(entry, await command.ExecuteScalarAsync(ct) is false);
    }

    /// <summary>To be called when it is applied.</summary>
    public async Task EndAsync(NpgsqlConnection connection, AuditWriting audit, CatalogPlan plan, Actor actor, AuditEvent what, CancellationToken ct)
    {
        if (plan.IsEmpty)
        {
            return;
        }

        foreach (var (tenant, entry) in await BaselinesAsync(connection, ct))
        {
            await EnterAsync(connection, audit, new Tenant(tenant), actor, entry, new AuditEvent("audit.baseline"), ct);
        }

        if (!_isNew)
        {
            what.With("steps", plan.Steps.Count).With("catalog", plan.Digest);
            await EnterAsync(connection, audit, Core.Tenant.Default, actor, _entry, what, ct);
        }
    }

    private static async Task<Dictionary<string, Guid>> BaselinesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sealed, connection);
        return await command.ExecuteScalarAsync(ct) is string { Length: > 0 } kept ? JsonSerializer.Deserialize<Dictionary<string, Guid>>(kept)! : [];
    }

    private static async Task EnterAsync(NpgsqlConnection connection, AuditWriting audit, Tenant tenant, Actor actor, Guid entry, AuditEvent what, CancellationToken ct)
    {
        await using (var enter = new NpgsqlCommand(Tenant, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = tenant.Slug } } })
        {
            await enter.ExecuteNonQueryAsync(ct);
        }

        var seals = await RowSeals.ReadAsync(connection, entry, ct);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { audit.Append(tenant, [audit.Entry(tenant, actor, entry, what, seals)]) } };
        await batch.ExecuteNonQueryAsync(ct);
    }
}
