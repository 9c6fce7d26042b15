using System.Globalization;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>Asking, looking and waiting.</summary>
internal static class ApprovalsEndpoint
{
    public const int MostSeconds = 120;

    private static readonly string[] Statuses = ["pending", "approved", "rejected", "modified", "expired", "withdrawn"];

    public static async Task<IResult> AskAsync(HttpContext http, ApprovalAsking asking, WebhookAddresses addresses, CancellationToken ct)
    {
        using var body = await ApprovalBody.ReadAsync(
            http, ct, "checkpoint_type", "payload", "payload_before", "title", "risk", "agent_id", "execution_id", "conversation_id", "state_snapshot", "subject_type", "subject_id", "supersedes", "callback_url", "expires_at");
        var question = new ApprovalQuestion(body.Text("checkpoint_type") ?? throw ApprovalBody.Wrong("checkpoint_type is missing"), body.Json("payload") ?? throw ApprovalBody.Wrong("payload is missing"))
        {
            PayloadBefore = body.Json("payload_before"),
            Title = body.Text("title"),
            Risk = body.Text("risk") ?? "medium",
            AgentId = body.Text("agent_id"),
            ExecutionId = body.Text("execution_id"),
            ConversationId = body.Text("conversation_id"),
            StateSnapshot = body.Json("state_snapshot") ?? "{}",
            SubjectType = body.Text("subject_type"),
            SubjectId = body.Text("subject_id"),
            Supersedes = body.Id("supersedes"),
            CallbackUrl = body.Text("callback_url"),
            ExpiresAt = body.Time("expires_at"),
            Key = http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key ? key : null,
        };
        addresses.Check(question.CallbackUrl);
        var outcome = await asking.AskAsync(http.Caller(), question, ct);
        var asked = outcome.OrThrow();
        http.Response.Headers.Location = $"{http.Request.PathBase}/v1/governance/approvals/{asked.Id}";
        return Json(ApprovalJson.Line(asked), outcome is ApprovalOutcome.Done { Repeated: true } ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    public static async Task<IResult> ListAsync(HttpContext http, ApprovalReading reading, CancellationToken ct)
    {
        var query = http.Request.Query;
        var filter = new ApprovalFilter(
            Given("status"), Given("reviewer") ?? Given("reviewer_id"), Given("agent") ?? Given("agent_id"), Given("checkpoint_type"), (int)Number("limit", 20, 200), Number("offset", 0, long.MaxValue));
        if (filter.Status is { } status && !Statuses.Contains(status))
        {
            throw new RefusedException("approval_filter", $"'{status}' is no status; it is one of {string.Join(", ", Statuses)}.");
        }

        var page = await reading.ListAsync(http.Caller().Tenant, filter, ct);
        return Json(new JsonObject { ["approvals"] = new JsonArray([.. page.Approvals.Select(ApprovalJson.Line)]), ["total"] = page.Total, ["limit"] = filter.Limit, ["offset"] = filter.Offset });

        string? Given(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

        long Number(string name, long otherwise, long most) => Given(name) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most && (number > 0 || name == "offset") ? number
            : throw new RefusedException("approval_filter", $"{name}={text} is no number from {(name == "offset" ? 0 : 1)} to {most.ToString(CultureInfo.InvariantCulture)}.");
    }

    public static async Task<IResult> GetAsync(HttpContext http, Guid id, ApprovalReading reading, CancellationToken ct)
    {
        var story = await reading.StoryAsync(http.Caller().Tenant, id, ct) ?? throw Unknown(id);
        var whole = ApprovalJson.Whole(story.Approval);
        whole["decisions"] = new JsonArray([.. story.Decisions.Select(said => (JsonNode)new JsonObject
        {
            ["decision"] = said.Decision, ["decider"] = said.Decider, ["on_behalf_of"] = said.OnBehalfOf, ["reason"] = said.Reason, ["decided_at"] = ApprovalJson.Time(said.DecidedAt), ["outcome"] = said.Outcome,
        })]);
        whole["comments"] = new JsonArray([.. story.Comments.Select(Comment)]);
        whole["delegations"] = new JsonArray([.. story.Delegations.Select(DelegationsEndpoint.Line)]);
        whole["stamps"] = new JsonArray([.. story.Stamps.Select(stamped => (JsonNode)new JsonObject
        {
            ["decision_id"] = stamped.Decision.DecisionId, ["decision_type"] = stamped.Decision.DecisionType, ["decision_outcome"] = stamped.Decision.DecisionOutcome,
            ["audit_stamp"] = JsonNode.Parse(stamped.Decision.AuditStamp), ["verifies"] = stamped.Verdict.Verifies, ["why_not"] = stamped.Verdict.WhyNot,
        })]);
        whole["deliveries"] = new JsonArray([.. story.Deliveries.Select(sent => (JsonNode)new JsonObject
        {
            ["id"] = sent.Id.ToString(), ["event"] = sent.Event, ["attempts"] = sent.Attempts, ["delivered_at"] = ApprovalJson.Time(sent.DeliveredAt), ["given_up_at"] = ApprovalJson.Time(sent.GivenUpAt),
            ["last_status"] = sent.LastStatus, ["last_error"] = sent.LastError,
        })]);
        whole["superseded_by"] = new JsonArray([.. story.Later.Select(later => (JsonNode)later.ToString())]);
        return Json(whole);
    }

    /// <summary>Answers as soon as the request is no longer pending, or when the time is over, with what it is then.</summary>
    public static async Task<IResult> WaitAsync(HttpContext http, Guid id, ApprovalWaiting waiting, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        var text = http.Request.Query["seconds"].ToString();
        if (!int.TryParse(text.Length == 0 ? "30" : text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MostSeconds)
        {
            throw new RefusedException("approval_filter", $"seconds={text} is no number from 0 to {MostSeconds}.");
        }

        using var until = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        try
        {
            var request = await waiting.WaitAsync(http.Caller().Tenant, id, TimeSpan.FromSeconds(seconds), until.Token) ?? throw Unknown(id);
            http.Response.Headers.CacheControl = "no-store";
            return Json(ApprovalJson.Whole(request));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The server is ending: whoever waits comes again, and has lost nothing.
            http.Response.Headers.RetryAfter = "2";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    public static async Task<IResult> ConfirmAsync(HttpContext http, Guid id, RequireApproval gate, CancellationToken ct)
    {
        using var body = await ApprovalBody.ReadAsync(http, ct, "payload", "payload_hash");
        var hash = body.Json("payload") is { } payload ? CanonicalJson.Hash(payload) : body.Text("payload_hash") ?? throw ApprovalBody.Wrong("it holds neither payload nor payload_hash");
        return await gate.CheckAsync(http.Caller().Tenant, id, hash, ct) switch
        {
            ApprovalGate.Open open => Json(new JsonObject { ["approval_id"] = id.ToString(), ["approved"] = true, ["payload_hash"] = hash, ["decided_at"] = ApprovalJson.Time(open.Approval.DecidedAt) }),
            ApprovalGate.Changed => throw new RefusedException("approval_payload_changed", "This is not what was asked: its hash is another. It may not run.") { Remedy = "Ask anew with the changed payload." },
            ApprovalGate.Waits => throw new RefusedException("approval_not_approved", "Nobody has decided yet. It may not run.") { Remedy = "Wait: GET …/wait." },
            ApprovalGate.Closed closed => throw new RefusedException("approval_not_approved", $"The request is {closed.Approval.Status}. It may not run.") { Remedy = "Ask anew." },
            _ => throw Unknown(id),
        };
    }

    public static async Task<IResult> WithdrawAsync(HttpContext http, Guid id, ApprovalAsking asking, CancellationToken ct) =>
        Json(ApprovalJson.Line((await asking.WithdrawAsync(http.Caller(), id, ct)).OrThrow()));

    public static async Task<IResult> CommentAsync(HttpContext http, Guid id, ApprovalTalk talk, CancellationToken ct)
    {
        using var body = await ApprovalBody.ReadAsync(http, ct, "body");
        return Json(Comment(await talk.SayAsync(http.Caller(), id, body.Text("body") ?? throw ApprovalBody.Wrong("body is missing"), ct)), StatusCodes.Status201Created);
    }

    /// <summary>The secret with which this tenant's webhooks are signed.</summary>
    public static IResult Secret(HttpContext http, WebhookSecret secret)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Json(new JsonObject { ["secret"] = secret.Shown(http.Caller().Tenant) });
    }

    public static RefusedException Unknown(Guid id) => new("approval_unknown", $"There is no request {id} here.") { Remedy = "GET /v1/governance/approvals lists those that there are." };

    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) => Results.Text(body.ToJsonString(), "application/json", statusCode: status);

    private static JsonObject Comment(ApprovalComment said) => new() { ["id"] = said.Id.ToString(), ["author"] = said.Author, ["body"] = said.Body, ["created_at"] = ApprovalJson.Time(said.CreatedAt) };
}
