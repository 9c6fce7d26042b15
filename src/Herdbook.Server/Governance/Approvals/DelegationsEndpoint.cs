using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>Passing on: one request, or all for a while.</summary>
internal static class DelegationsEndpoint
{
    public static async Task<IResult> DelegateAsync(HttpContext http, Guid id, ApprovalDelegating delegating, CancellationToken ct)
    {
        using var body = await ApprovalBody.ReadAsync(http, ct, "to", "reason");
        var outcome = await delegating.DelegateAsync(http.Caller(), id, body.Text("to") ?? throw ApprovalBody.Wrong("to is missing"), body.Text("reason"), ct);
        return ApprovalsEndpoint.Json(ApprovalJson.Line(outcome.OrThrow()));
    }

    public static async Task<IResult> ListAsync(HttpContext http, ApprovalDelegating delegating, CancellationToken ct) =>
        ApprovalsEndpoint.Json(new JsonObject { ["delegations"] = new JsonArray([.. (await delegating.StandingAsync(http.Caller(), ct)).Select(Line)]) });

    public static async Task<IResult> AddAsync(HttpContext http, ApprovalDelegating delegating, TimeProvider time, CancellationToken ct)
    {
        using var body = await ApprovalBody.ReadAsync(http, ct, "to", "from", "until", "reason");
        var made = await delegating.DelegateAllAsync(
            http.Caller(), body.Text("to") ?? throw ApprovalBody.Wrong("to is missing"), body.Time("from") ?? time.GetUtcNow().UtcDateTime,
            body.Time("until") ?? throw ApprovalBody.Wrong("until is missing"), body.Text("reason"), ct);
        return ApprovalsEndpoint.Json(Line(made), StatusCodes.Status201Created);
    }

    public static async Task<IResult> RevokeAsync(HttpContext http, Guid id, ApprovalDelegating delegating, CancellationToken ct) =>
        await delegating.RevokeAsync(http.Caller(), id, ct) ? Results.NoContent() : Results.NotFound();

    public static JsonNode Line(ApprovalDelegation passed) => new JsonObject
    {
        ["id"] = passed.Id.ToString(),
        ["delegator"] = passed.Delegator,
        ["delegate"] = passed.Delegate,
        ["approval_id"] = passed.RequestId?.ToString(),
        ["from"] = ApprovalJson.Time(passed.FromAt),
        ["until"] = ApprovalJson.Time(passed.UntilAt),
        ["reason"] = passed.Reason,
        ["revoked_at"] = ApprovalJson.Time(passed.RevokedAt),
    };
}
