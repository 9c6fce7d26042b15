using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>Deciding, one or several.</summary>
internal static class DecideEndpoint
{
    public static async Task<IResult> DecideAsync(HttpContext http, Guid id, ApprovalDeciding deciding, CancellationToken ct)
    {
        using var body = await ApprovalBody.ReadAsync(http, ct, "decision", "reason", "comments", "payload", "modifications", "payload_hash");
        var outcome = await deciding.DecideAsync(http.Caller(), id, Verdict(body.Root), ct);
        return ApprovalsEndpoint.Json(ApprovalJson.Whole(outcome.OrThrow()));
    }

    /// <summary>Each for itself: the answer is 200 and says of each what became of it.</summary>
    public static async Task<IResult> BatchAsync(HttpContext http, ApprovalDeciding deciding, CancellationToken ct)
    {
        using var body = await ApprovalBody.ReadAsync(http, ct, "decisions");
        if (!body.Root.TryGetProperty("decisions", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw ApprovalBody.Wrong("decisions is no list");
        }

        var batch = new List<(Guid, ApprovalVerdict)>();
        foreach (var item in list.EnumerateArray())
        {
            ApprovalBody.Require(item, "approval_id", "decision", "reason", "comments", "payload", "modifications", "payload_hash");
            batch.Add((ApprovalBody.Id(item, "approval_id") ?? throw ApprovalBody.Wrong("a decision has no approval_id"), Verdict(item)));
        }

        var outcomes = await deciding.DecideAsync(http.Caller(), batch, ct);
        return ApprovalsEndpoint.Json(new JsonObject { ["decisions"] = new JsonArray([.. outcomes.Select(Told)]) });
    }

    private static JsonNode Told((Guid Id, ApprovalOutcome Outcome) told) => told.Outcome switch
    {
        ApprovalOutcome.Done done => new JsonObject { ["approval_id"] = told.Id.ToString(), ["status"] = done.Approval.Status, ["approvals"] = done.Approval.Approvals, ["repeated"] = done.Repeated },
        ApprovalOutcome.Refused refused => new JsonObject { ["approval_id"] = told.Id.ToString(), ["code"] = refused.Code, ["detail"] = refused.Message, ["remedy"] = refused.Remedy, ["type"] = new Problem(409, refused.Code, "Refused", null).Type },
        _ => throw new InvalidOperationException(),
    };

    private static ApprovalVerdict Verdict(JsonElement of) => new(
        ApprovalVerdict.Word(ApprovalBody.Text(of, "decision") ?? throw ApprovalBody.Wrong("decision is missing")),
        ApprovalBody.Text(of, "reason") ?? ApprovalBody.Text(of, "comments"),
        ApprovalBody.Json(of, "payload") ?? ApprovalBody.Json(of, "modifications"),
        ApprovalBody.Text(of, "payload_hash"));
}
