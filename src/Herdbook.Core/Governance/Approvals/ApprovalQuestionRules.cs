using System.Text;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>What a question must be before it is asked.</summary>
internal static class ApprovalQuestionRules
{
    /// <exception cref="RefusedException">`approval_question`, `approval_payload`, `approval_callback`.</exception>
    public static void Check(ApprovalQuestion question, Caller caller)
    {
        Require(question.CheckpointType.Trim().Length is > 0 and <= 100, "checkpoint_type has 1 to 100 letters");
        Require(ApprovalPolicyYaml.Risks.Contains(question.Risk), $"risk is one of {string.Join(", ", ApprovalPolicyYaml.Risks)}");
        Require(question.Title is null or { Length: > 0 and <= 200 }, "title has 1 to 200 letters");
        Require(question.AgentId is null or { Length: > 0 and <= 100 }, "agent_id has 1 to 100 letters");
        Require(question.ExecutionId is null or { Length: > 0 and <= 100 }, "execution_id has 1 to 100 letters");
        Require(question.ConversationId is null or { Length: > 0 and <= 100 }, "conversation_id has 1 to 100 letters");
        Require(question.Key is null or { Length: > 0 and <= 200 }, "the idempotency key has 1 to 200 letters");
        Require(question.SubjectType is null == question.SubjectId is null, "subject_type and subject_id come together");
        Require(caller.AgentCode is null || question.AgentId is null || question.AgentId == caller.AgentCode, $"this token is bound to the agent {caller.AgentCode}; it does not ask for another");
        IsObject(question.Payload, "payload");
        IsObject(question.PayloadBefore ?? "{}", "payload_before");
        IsJson(question.StateSnapshot, "state_snapshot");
        if (question.CallbackUrl is { } url && (url.Length > 2_000 || !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0))
        {
            throw new RefusedException("approval_callback", "callback_url is no http or https address, or it holds a user name or password. Nothing was asked.");
        }
    }

    public static RefusedException Wrong(string why, Exception? inner = null) => new("approval_question", $"This cannot be asked: {why}. Nothing was kept.", inner);

    /// <summary>A payload, modified or not, is a JSON object of at most a MiB.</summary>
    public static void IsObject(string json, string name)
    {
        IsJson(json, name);
        Require(JsonNode.Parse(json) is JsonObject, $"{name} is a JSON object");
    }

    private static void IsJson(string json, string name)
    {
        Require(Encoding.UTF8.GetByteCount(json) <= ApprovalAsking.MaxPayload, $"{name} is larger than {ApprovalAsking.MaxPayload >> 10} KiB");
        CanonicalJson.Of(json);
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw Wrong(what);
        }
    }
}
