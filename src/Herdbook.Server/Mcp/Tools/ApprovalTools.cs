using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Governance.Approvals;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Asking a person before going on.</summary>
internal sealed class ApprovalTools(ApprovalAsking asking, ApprovalWaiting waiting, RequireApproval gate, WebhookAddresses addresses, TimeProvider time) : IMcpTools
{
    private const int MostSeconds = 120;

    /// <summary>Between two words on how the wait goes: clients end a call that is silent for long.</summary>
    private static readonly TimeSpan Word = TimeSpan.FromSeconds(5);

    public IEnumerable<McpTool> Tools =>
    [
        new("approvals_request", "Ask for approval", "Asks people to approve something before you do it: deploy, delete, spend, publish. Say exactly what you will run in payload; what is approved is that and nothing else. Then wait with approvals_wait. The same key asks once, however often it is sent.")
        {
            Needs = Permission.ApprovalsRequest,
            Input = Schema.Arguments(
                ("checkpoint_type!", Schema.Text("The point at which you ask, as the team's policies name it: deploy, budget, delete_data …")),
                ("payload!", Schema.Map("Exactly what will run when it is approved.")),
                ("title", Schema.Text("What it is, in a line, for the person who decides.")), ("risk", Schema.OneOf("How much is at stake.", "low", "medium", "high", "critical")),
                ("payload_before", Schema.Map("What stands now in its place.")), ("agent_id", Schema.Text("The agent that asks, where the token is not bound to one.")),
                ("execution_id", Schema.Text("The run that waits.")), ("conversation_id", Schema.Text("The conversation it belongs to.")),
                ("subject_type", Schema.Text("The table of what it is about.")), ("subject_id", Schema.Text("Its key.")),
                ("supersedes", Schema.Text("The id of an earlier request that this one asks anew.")), ("callback_url", Schema.Text("Where the outcome is sent as well.")),
                ("key", Schema.Text("Your own key for this question, so that it is asked once."))),
            Output = Schema.Answer(("approval_id!", Schema.Text("For approvals_wait.")), ("status!", Schema.Text("pending, or what became of the former request with the same key."))),
            Idempotent = true,
            Run = AskAsync,
        },
        new("approvals_wait", "Wait for a decision", "Waits until a request for approval is decided, for 30 seconds if not told otherwise, and answers how it stands. Where it is still pending, call again or do other work meanwhile. Go on only when status is approved; where it is modified, `modifications` is what may run after you ask anew.")
        {
            Needs = Permission.ApprovalsRead,
            ReadOnly = true,
            Input = Schema.Arguments(("approval_id!", Schema.Text("The request.")), ("seconds", Schema.Whole("How long to wait; 0 only looks.", 0, MostSeconds))),
            Output = Schema.Answer(("approval_id!", Schema.Text("The request.")), ("status!", Schema.Text("pending, approved, rejected, modified, expired or withdrawn.")), ("what_to_do!", Schema.Text("How to go on."))),
            Run = WaitAsync,
        },
        new("approvals_confirm", "Check before running", "Says whether exactly this payload may run under the request. Call it right before you run what was approved.")
        {
            Needs = Permission.ApprovalsRead,
            ReadOnly = true,
            Input = Schema.Arguments(("approval_id!", Schema.Text("The request.")), ("payload!", Schema.Map("What is about to run."))),
            Output = Schema.Answer(("may_run!", Schema.Flag("Whether it may run.")), ("what_to_do!", Schema.Text("How to go on."))),
            Run = ConfirmAsync,
        },
    ];

    private async Task<JsonObject> AskAsync(ToolCall call, CancellationToken ct)
    {
        var question = new ApprovalQuestion(call.Text("checkpoint_type"), call.Find("payload")!.Value.GetRawText())
        {
            Title = call.FindText("title"),
            Risk = call.FindText("risk") ?? "medium",
            PayloadBefore = call.Find("payload_before")?.GetRawText(),
            AgentId = call.FindText("agent_id"),
            ExecutionId = call.FindText("execution_id"),
            ConversationId = call.FindText("conversation_id"),
            SubjectType = call.FindText("subject_type"),
            SubjectId = call.FindText("subject_id"),
            Supersedes = call.FindText("supersedes") is null ? null : call.Id("supersedes"),
            CallbackUrl = call.FindText("callback_url"),
            Key = call.FindText("key"),
        };
        addresses.Check(question.CallbackUrl);
        var outcome = await asking.AskAsync(call.Caller, question, ct);
        var told = ApprovalJson.Line(outcome.OrThrow());
        told["what_to_do"] = "Call approvals_wait with this approval_id.";
        return told;
    }

    private async Task<JsonObject> WaitAsync(ToolCall call, CancellationToken ct)
    {
        var id = call.Id("approval_id");
        var limit = TimeSpan.FromSeconds(call.Whole("seconds", 30, 0, MostSeconds));
        var began = time.GetTimestamp();
        await call.Progress(0, limit.TotalSeconds, "waiting for a decision", ct);
        while (true)
        {
            var left = limit - time.GetElapsedTime(began);
            var request = await waiting.WaitAsync(call.Tenant, id, left < Word ? TimeSpan.FromTicks(Math.Max(left.Ticks, 0)) : Word, ct) ?? throw ApprovalsEndpoint.Unknown(id);
            if (!request.IsPending || time.GetElapsedTime(began) >= limit)
            {
                return Told(request);
            }

            await call.Progress(time.GetElapsedTime(began).TotalSeconds, limit.TotalSeconds, "nobody has decided yet", ct);
        }
    }

    private static JsonObject Told(Approval request)
    {
        var told = ApprovalJson.Line(request);
        if (request.Modifications is { } modified)
        {
            using var json = JsonDocument.Parse(modified);
            told["modifications"] = ToolJson.Cut(json.RootElement, ToolJson.MostLetters);
        }

        told["what_to_do"] = request.Status switch
        {
            "pending" => "Nobody has decided yet. Do other work and ask again, or call approvals_wait again.",
            "approved" => "Run exactly the payload that was approved; approvals_confirm checks it.",
            "modified" => "Do not run it as it was asked. Ask anew with the payload in modifications, and supersedes with this id.",
            "rejected" => "Do not run it. reviewer_comments may say why.",
            _ => "Do not run it. Ask anew if it is still wanted.",
        };
        return told;
    }

    private async Task<JsonObject> ConfirmAsync(ToolCall call, CancellationToken ct)
    {
        var id = call.Id("approval_id");
        var (may, next) = await gate.CheckAsync(call.Tenant, id, CanonicalJson.Hash(call.Find("payload")!.Value.GetRawText()), ct) switch
        {
            ApprovalGate.Open => (true, "It was approved exactly so: run it now."),
            ApprovalGate.Changed => (false, "This is not what was asked. Ask anew with this payload."),
            ApprovalGate.Waits => (false, "Nobody has decided yet. Wait with approvals_wait."),
            ApprovalGate.Closed closed => (false, $"The request is {closed.Approval.Status}. Ask anew if it is still wanted."),
            _ => throw ApprovalsEndpoint.Unknown(id),
        };
        return new JsonObject { ["may_run"] = may, ["what_to_do"] = next };
    }
}
