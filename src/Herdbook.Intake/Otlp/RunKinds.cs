namespace Herdbook.Intake.Otlp;

/// <summary>What a span is in a run of an agent.</summary>
internal static class RunKinds
{
    public const string Agent = "agent";
    public const string Workflow = "workflow";
    public const string Tool = "tool";
    public const string Retrieval = "retrieval";
    public const string Model = "model";
    public const string Embedding = "embedding";
    public const string Other = "other";

    /// <summary>gen_ai.operation.name.</summary>
    public static string? OfOperation(string? operation) => operation switch
    {
        "chat" or "text_completion" or "generate_content" or "completion" or "responses" => Model,
        "embeddings" or "embedding" => Embedding,
        "execute_tool" => Tool,
        "invoke_agent" or "create_agent" => Agent,
        "invoke_workflow" => Workflow,
        "retrieval" or "rerank" => Retrieval,
        _ => null,
    };

    /// <summary>openinference.span.kind.</summary>
    public static string? OfOpenInference(string? kind) => kind?.ToUpperInvariant() switch
    {
        null => null,
        "LLM" => Model,
        "EMBEDDING" => Embedding,
        "CHAIN" => Workflow,
        "RETRIEVER" or "RERANKER" => Retrieval,
        "TOOL" => Tool,
        "AGENT" => Agent,
        _ => Other,
    };

    /// <summary>langfuse.observation.type. A span may be anything: older SDKs say so of generations too.</summary>
    public static string? OfLangfuse(string? type) => type switch
    {
        "generation" => Model,
        "embedding" => Embedding,
        "chain" => Workflow,
        "retriever" => Retrieval,
        "tool" => Tool,
        "agent" => Agent,
        "evaluator" or "guardrail" or "event" => Other,
        _ => null,
    };

    /// <summary>traceloop.span.kind.</summary>
    public static string? OfTraceloop(string? kind) => kind switch
    {
        "workflow" or "task" => Workflow,
        "agent" => Agent,
        "tool" => Tool,
        _ => null,
    };

    /// <summary>ai.operationId or operation.name of the Vercel AI SDK. The outer spans repeat what the inner ones used.</summary>
    public static string? OfVercel(string? operation) => operation?.Split(' ')[0] switch
    {
        null => null,
        "ai.toolCall" => Tool,
        "ai.embed.doEmbed" or "ai.embedMany.doEmbed" => Embedding,
        var name when name.StartsWith("ai.", StringComparison.Ordinal) => name.Contains(".do", StringComparison.Ordinal) ? Model : Workflow,
        _ => null,
    };

    /// <summary>llm.request.type of OpenLLMetry.</summary>
    public static string? OfRequest(string? type) => type switch
    {
        "chat" or "completion" => Model,
        "embedding" => Embedding,
        "rerank" => Retrieval,
        _ => null,
    };
}
