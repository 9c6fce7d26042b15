namespace Herdbook.Intake.Otlp;

/// <summary>
/// What the attributes of a span or a log record tell, under all the names that are in use: the GenAI conventions old and new, OpenInference,
/// the Vercel AI SDK, OpenLLMetry (Traceloop), Langfuse. Where two are told, the more exact stands.
/// </summary>
internal sealed class SpanReading
{
    private readonly UsageReading _usage = new();
    private (string? Text, int Rank) _model, _session, _provider, _message, _agent, _tool, _name;
    private string? _operation, _openInference, _langfuse, _traceloop, _vercel, _request, _entity, _sessionLoose;

    public string? ToolCallId { get; private set; }

    public string? RequestId { get; private set; }

    public string? User { get; private set; }

    public string? Model => _model.Text;

    public string? Provider => _provider.Text;

    public string? Session => _session.Text ?? _sessionLoose;

    /// <summary>The id of the answer.</summary>
    public string? MessageId => _message.Text;

    public string? Tool => _tool.Text ?? (Kind == RunKinds.Tool ? _entity : null);

    public string? Agent => _agent.Text ?? (Kind == RunKinds.Agent ? _entity : null);

    /// <summary>A better name than the span's own.</summary>
    public string? Name => _name.Text;

    public string Kind { get; private set; } = RunKinds.Other;

    public TelemetryUsage Usage { get; private set; } = new();

    public static SpanReading Of(List<OtlpAttribute> attributes)
    {
        var reading = new SpanReading();
        foreach (var (key, value) in attributes)
        {
            if (!reading._usage.Take(key, value))
            {
                reading.Take(key, value);
            }
        }

        reading.Usage = reading._usage.Settle();
        reading.Kind = reading.KindOf();
        return reading;
    }

    private string KindOf() =>
        RunKinds.OfLangfuse(_langfuse) ?? RunKinds.OfOpenInference(_openInference) ?? RunKinds.OfOperation(_operation) ?? RunKinds.OfTraceloop(_traceloop)
        ?? RunKinds.OfVercel(_vercel) ?? RunKinds.OfRequest(_request)
        ?? (_tool.Text is not null || ToolCallId is not null ? RunKinds.Tool : !Usage.IsEmpty || (_model.Text is not null && _langfuse is not null) ? RunKinds.Model : RunKinds.Other);

    private void Take(string key, OtlpValue value)
    {
        switch (key)
        {
            case "gen_ai.operation.name":
                _operation = value.Text;
                break;
            case "openinference.span.kind":
                _openInference = value.Text;
                break;
            case "langfuse.observation.type":
                _langfuse = value.Text;
                break;
            case "traceloop.span.kind":
                _traceloop = value.Text;
                break;
            case "ai.operationId":
                _vercel = value.Text;
                break;
            case "operation.name":
                _vercel ??= value.Text;
                break;
            case "llm.request.type":
                _request = value.Text;
                break;
            case "traceloop.entity.name":
                _entity = value.Text;
                break;
            case "logfire.msg":
                Set(ref _name, value, 1);
                break;
            case "user.id" or "langfuse.user.id" or "enduser.id" or "ai.telemetry.metadata.userId":
                User = value.Text ?? User;
                break;
            case "gen_ai.tool.call.id" or "ai.toolCall.id" or "tool_call.id" or "tool_use_id":
                ToolCallId = value.Text ?? ToolCallId;
                break;
            case "request_id" or "gen_ai.request.id" or "llm.request.id" or "http.response.header.request-id" or "anthropic.request_id":
                RequestId = value.Text ?? RequestId;
                break;
            default:
                TakeRanked(key, value);
                break;
        }
    }

    private void TakeRanked(string key, OtlpValue value)
    {
        switch (key)
        {
            case "gen_ai.response.model" or "ai.response.model":
                Set(ref _model, value, 1);
                break;
            case "langfuse.observation.model.name":
                Set(ref _model, value, 2);
                break;
            case "gen_ai.request.model" or "llm.model_name" or "ai.model.id" or "embedding.model_name" or "model":
                Set(ref _model, value, 3);
                break;
            case "gen_ai.provider.name":
                Set(ref _provider, value, 1);
                break;
            case "gen_ai.system" or "llm.provider":
                Set(ref _provider, value, 2);
                break;
            case "llm.system" or "ai.model.provider":
                Set(ref _provider, value, 3);
                break;
            case "langfuse.session.id":
                Set(ref _session, value, 1);
                break;
            case "session.id":
                Set(ref _session, value, 2);
                break;
            case "gen_ai.conversation.id" or "conversation.id":
                Set(ref _session, value, 3);
                break;
            case "traceloop.association.properties.session_id" or "ai.telemetry.metadata.sessionId" or "langfuse.observation.metadata.langfuse_session_id":
                _sessionLoose = value.Text ?? _sessionLoose;
                break;
            case "gen_ai.response.id" or "ai.response.id":
                Set(ref _message, value, 1);
                break;
            case "llm.response.id":
                Set(ref _message, value, 2);
                break;
            case "gen_ai.agent.name":
                Set(ref _agent, value, 1);
                break;
            case "agent.name" or "agent_name":
                Set(ref _agent, value, 2);
                break;
            case "ai.telemetry.functionId":
                Set(ref _agent, value, 3);
                break;
            case "gen_ai.tool.name" or "tool.name" or "ai.toolCall.name" or "tool_name":
                Set(ref _tool, value, 1);
                break;
        }
    }

    private static void Set(ref (string? Text, int Rank) held, OtlpValue value, int rank)
    {
        if (value.Text is { } text && (held.Text is null || rank < held.Rank))
        {
            held = (text, rank);
        }
    }
}
