using System.Text.Json.Nodes;
using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>What one round of the clock did.</summary>
public sealed record ApprovalRound(int Expired, int Escalated, int Reminded)
{
    public int Count => Expired + Escalated + Reminded;
}

/// <summary>
/// Does what falls due when nobody decides: expires, passes on, reminds; each once, also with several servers and a clock that jumps.
/// A row that another holds is left to it. After the clock has jumped nothing is done until it has stood for two minutes.
/// </summary>
public sealed class ApprovalClock(Book book, AuditKeys keys, TimeProvider time)
{
    private static readonly Actor Clock = new("approvals");

    private const string Due = $"""
        select {ApprovalSql.Columns}
          from governance.approval_requests r
         where r.status = 'pending' and r.deleted_at is null
           and (r.expires_at <= @now or (r.escalate_at <= @now and r.escalated_at is null) or (r.remind_at <= @now and r.reminded_at is null))
         order by r.created_at
         limit 1
           for update of r skip locked
        """;

    private const string Expire = "update governance.approval_requests set status = 'expired', closed_at = @now where id = @id";

    private const string Escalate = """
        update governance.approval_requests
           set escalated_at = @now, escalated_from = @from, reviewers = @reviewers, required_roles = @roles, reviewer_id = @reviewer, reviewer_strategy = @strategy, reminded_at = coalesce(reminded_at, @now)
         where id = @id
        """;

    private const string Remind = "update governance.approval_requests set reminded_at = @now where id = @id";

    static ApprovalClock() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    private readonly SteadyTime _steady = new(time);

    /// <summary>Does all that is due in one tenant, a request at a time, each in its own transaction.</summary>
    public async Task<ApprovalRound> RunAsync(Tenant tenant, CancellationToken ct)
    {
        var round = new ApprovalRound(0, 0, 0);
        while (_steady.IsSteady())
        {
            var what = new AuditEvent("approvals.fall_due");
            var done = await book.WriteAsync(tenant, Clock, what, (connection, token) => StepAsync(connection, tenant, what, token), ct);
            switch (done)
            {
                case "expired": round = round with { Expired = round.Expired + 1 }; break;
                case "escalated": round = round with { Escalated = round.Escalated + 1 }; break;
                case "reminded": round = round with { Reminded = round.Reminded + 1 }; break;
                default: return round;
            }
        }

        return round;
    }

    /// <summary>Closes a request whose time is over; its row is held.</summary>
    private static async Task ExpireAsync(NpgsqlConnection connection, Tenant tenant, Approval request, DateTime now, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(Expire, new { id = request.Id, now }, cancellationToken: ct));
        var expired = request with { Status = "expired", ClosedAt = now };
        await ApprovalOutbox.TellAsync(connection, tenant, expired, now, ct);
    }

    private async Task<string?> StepAsync(NpgsqlConnection connection, Tenant tenant, AuditEvent what, CancellationToken ct)
    {
        var now = ApprovalTime.Now(time);
        if (await connection.QueryFirstOrDefaultAsync<Approval?>(new CommandDefinition(Due, new { now }, cancellationToken: ct)) is not { } request)
        {
            what.Nothing();
            return null;
        }

        var done = await StepAsync(connection, tenant, request, now, ct);
        what.About("governance.approval_requests", request.Id.ToString()).With("done", done);
        return done;
    }

    private async Task<string> StepAsync(NpgsqlConnection connection, Tenant tenant, Approval request, DateTime now, CancellationToken ct)
    {
        if (request.ExpiresAt <= now)
        {
            await ExpireAsync(connection, tenant, request, now, ct);
            return "expired";
        }

        if (request.EscalatedAt is null && request.EscalateAt <= now)
        {
            await EscalateAsync(connection, request, now, ct);
            await ApprovalOutbox.RingAsync(connection, tenant, request.Id, ct);
            return "escalated";
        }

        await connection.ExecuteAsync(new CommandDefinition(Remind, new { id = request.Id, now }, cancellationToken: ct));
        await ApprovalOutbox.RingAsync(connection, tenant, request.Id, ct);
        return "reminded";
    }

    /// <summary>Those who were asked before may still decide; the others are asked too, and the first of them stands as the reviewer.</summary>
    private async Task EscalateAsync(NpgsqlConnection connection, Approval request, DateTime now, CancellationToken ct)
    {
        var from = ApprovalRight.Whom(request);
        string[] reviewers = [.. request.Reviewers.Union(request.EscalateReviewers, StringComparer.OrdinalIgnoreCase)];
        string[] roles = request.EscalateRole is { } role ? [.. request.RequiredRoles.Union([role])] : request.RequiredRoles;
        var named = request.EscalateReviewers is [var first, ..] ? first : null;
        await connection.ExecuteAsync(new CommandDefinition(
            Escalate,
            new { id = request.Id, now, from = from.Length > 100 ? from[..99] + "…" : from, reviewers, roles, reviewer = named, strategy = named is null ? "role_based" : "named_individual" },
            cancellationToken: ct));
        var to = new JsonArray([.. request.EscalateReviewers.Select(name => (JsonNode)name), .. request.EscalateRole is { } asked ? [(JsonNode)$"role {asked}"] : Array.Empty<JsonNode>()]);
        await GovernanceDecisions.BookAsync(connection, keys, request, "escalation", "escalated", Clock.Name, Clock.Kind.Word(), $"Nobody had decided by {ApprovalJson.Time(request.EscalateAt)}.", now, new JsonObject { ["from"] = from, ["to"] = to }, ct);
    }
}
