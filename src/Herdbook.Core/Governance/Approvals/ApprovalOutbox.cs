using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>Tells those who wait: rings for those who listen, and puts the outcome into the outbox, in the transaction that made it.</summary>
internal static class ApprovalOutbox
{
    private const string Put = """
        insert into governance.webhook_deliveries (id, request_id, event, url, body, created_at, next_attempt_at)
        values (@id, @request, @named, @url, @body, @now, @now)
        on conflict (tenant_id, request_id, event) do nothing
        """;

    /// <summary>Wakes those who watch or wait for this request, once the transaction is committed.</summary>
    public static Task RingAsync(NpgsqlConnection connection, Tenant tenant, Guid request, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(ApprovalSql.Ring, new { message = $"{tenant.Slug} {request}" }, cancellationToken: ct));

    /// <summary>Rings, and sends an outcome to the address that the asker gave. The same outcome of one request is sent once.</summary>
    public static async Task TellAsync(NpgsqlConnection connection, Tenant tenant, Approval request, DateTime now, CancellationToken ct)
    {
        if (request is { IsPending: false, CallbackUrl: { } url })
        {
            var id = Guid.CreateVersion7();
            var body = new JsonObject
            {
                ["type"] = $"approval.{request.Status}",
                ["timestamp"] = GovernanceStamp.Time(now),
                ["tenant"] = tenant.Slug,
                ["data"] = Told(request),
            };
            await connection.ExecuteAsync(new CommandDefinition(
                Put, new { id, request = request.Id, named = $"approval.{request.Status}", url, body = body.ToJsonString(), now }, cancellationToken: ct));
        }

        await RingAsync(connection, tenant, request.Id, ct);
    }

    private static JsonObject Told(Approval request)
    {
        var told = ApprovalJson.Line(request);
        told["modifications"] = request.Modifications is null ? null : JsonNode.Parse(request.Modifications);
        told["changes"] = request.Modifications is null ? null : ApprovalJson.Changes(PayloadDiff.Of(request.Payload, request.Modifications));
        return told;
    }
}
