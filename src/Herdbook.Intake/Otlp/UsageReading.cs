using System.Text.Json;

namespace Herdbook.Intake.Otlp;

/// <summary>
/// Puts together what a call used from the attributes that tell it. The conventions count what the cache gave and took inside the input, and the
/// reasoning inside the output; Anthropic's own figures, in the Vercel SDK's metadata and in Langfuse's details, count it beside.
/// </summary>
internal sealed class UsageReading
{
    private long? _input, _output, _reasoning, _read, _create, _exclusive, _create1h, _create5m;
    private decimal? _cost;

    /// <returns>Whether the attribute told of use.</returns>
    public bool Take(string key, OtlpValue value)
    {
        switch (key)
        {
            case "gen_ai.usage.input_tokens" or "gen_ai.usage.prompt_tokens" or "llm.token_count.prompt" or "llm.usage.prompt_tokens" or "ai.usage.inputTokens" or "ai.usage.promptTokens":
                return Largest(ref _input, value);
            case "gen_ai.usage.output_tokens" or "gen_ai.usage.completion_tokens" or "llm.token_count.completion" or "llm.usage.completion_tokens" or "ai.usage.outputTokens" or "ai.usage.completionTokens":
                return Largest(ref _output, value);
            case "gen_ai.usage.reasoning.output_tokens" or "gen_ai.usage.reasoning_tokens" or "gen_ai.usage.details.reasoning_tokens" or "gen_ai.usage.output_reasoning_tokens"
                or "llm.token_count.completion_details.reasoning" or "ai.usage.reasoningTokens" or "ai.usage.outputTokenDetails.reasoningTokens":
                return Largest(ref _reasoning, value);
            case "gen_ai.usage.cache_read.input_tokens" or "gen_ai.usage.cache_read_input_tokens" or "gen_ai.usage.input_cached_tokens" or "gen_ai.usage.cached_tokens"
                or "gen_ai.usage.details.cache_read_tokens" or "gen_ai.usage.details.cached_tokens" or "gen_ai.usage.details.cache_read_input_tokens"
                or "llm.token_count.prompt_details.cache_read" or "ai.usage.cachedInputTokens" or "ai.usage.inputTokenDetails.cacheReadTokens":
                return Largest(ref _read, value);
            case "gen_ai.usage.cache_creation.input_tokens" or "gen_ai.usage.cache_creation_input_tokens" or "gen_ai.usage.input_cache_creation" or "gen_ai.usage.details.cache_write_tokens"
                or "gen_ai.usage.details.cache_creation_input_tokens" or "llm.token_count.prompt_details.cache_write" or "ai.usage.inputTokenDetails.cacheWriteTokens":
                return Largest(ref _create, value);
            case "gen_ai.usage.cost" or "llm.cost.total" or "operation.cost" or "cost_usd":
                _cost = Money(value) ?? _cost;
                return true;
            case "langfuse.observation.usage_details":
                Read(value, Langfuse);
                return true;
            case "langfuse.observation.cost_details":
                Read(value, Costs);
                return true;
            case "ai.response.providerMetadata":
                Read(value, Provider);
                return true;
            default:
                return false;
        }
    }

    /// <summary>US dollars; null of what is no amount, and of one that nobody pays.</summary>
    public static decimal? Money(OtlpValue value) => value.Amount is { } amount and >= 0 and < 1_000_000_000 ? amount : null;

    public TelemetryUsage Settle()
    {
        var create = _create1h + _create5m > (_create ?? 0) ? _create1h + _create5m : _create;
        return new TelemetryUsage
        {
            Input = _exclusive ?? (_input is { } input ? Math.Max(0, input - (_read ?? 0) - (create ?? 0)) : null),
            Output = _output is { } output ? Math.Max(output, _reasoning ?? 0) : _reasoning,
            Reasoning = _reasoning,
            CacheRead = _read,
            CacheCreate = create,
            CacheCreate1h = _create1h,
            Cost = _cost is >= 0 and < 1_000_000_000 ? _cost : null,
        };
    }

    /// <summary>Spellings of one figure that arrive together tell it once.</summary>
    private static bool Largest(ref long? held, OtlpValue value)
    {
        if (value.Count is { } count && count >= (held ?? 0))
        {
            held = count;
        }

        return true;
    }

    private static void Read(OtlpValue value, Action<JsonElement> take)
    {
        if (value.Text is not ['{', ..] text)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            take(document.RootElement);
        }
        catch (JsonException)
        {
            // The attribute stays among the span's attributes as it is; it tells no use.
        }
    }

    private void Langfuse(JsonElement details)
    {
        var inclusive = Number(details, "prompt_tokens");
        var exclusive = Number(details, "input") ?? Number(details, "input_tokens");
        _output = Number(details, "output") ?? Number(details, "output_tokens") ?? Number(details, "completion_tokens") ?? _output;
        _read = Number(details, "input_cached_tokens") ?? Number(details, "input_cache_read") ?? Number(details, "cache_read_input_tokens") ?? Nested(details, "prompt_tokens_details", "cached_tokens") ?? _read;
        _create = Number(details, "input_cache_creation") ?? Number(details, "cache_creation_input_tokens") ?? _create;
        _create5m = Number(details, "input_cache_creation_5m") ?? _create5m;
        _create1h = Number(details, "input_cache_creation_1h") ?? _create1h;
        if (Number(details, "output_reasoning_tokens") is { } beside && _output is { } without)
        {
            (_output, _reasoning) = (without + beside, beside);
        }
        else
        {
            _reasoning = Nested(details, "completion_tokens_details", "reasoning_tokens") ?? _reasoning;
        }

        (_input, _exclusive) = (inclusive ?? _input, inclusive is null ? exclusive ?? _exclusive : _exclusive);
    }

    private void Costs(JsonElement details)
    {
        if (details.TryGetProperty("total", out var total) && total.ValueKind == JsonValueKind.Number && total.TryGetDecimal(out var whole))
        {
            _cost = whole;
            return;
        }

        var sum = 0m;
        foreach (var part in details.EnumerateObject())
        {
            sum += part.Value.ValueKind == JsonValueKind.Number && part.Value.TryGetDecimal(out var amount) ? amount : 0;
        }

        _cost = sum;
    }

    private void Provider(JsonElement metadata)
    {
        if (Object(metadata, "anthropic") is { } anthropic)
        {
            var usage = Object(anthropic, "usage") ?? anthropic;
            _exclusive = Number(usage, "input_tokens") ?? _exclusive;
            _read = Number(usage, "cache_read_input_tokens") ?? _read;
            _create = Number(usage, "cache_creation_input_tokens") ?? Number(anthropic, "cacheCreationInputTokens") ?? _create;
            _create5m = Nested(usage, "cache_creation", "ephemeral_5m_input_tokens") ?? _create5m;
            _create1h = Nested(usage, "cache_creation", "ephemeral_1h_input_tokens") ?? _create1h;
        }

        if (Object(metadata, "bedrock") is { } bedrock && Object(bedrock, "usage") is { } used)
        {
            _read = Number(used, "cacheReadInputTokens") ?? _read;
            _create = Number(used, "cacheWriteInputTokens") ?? _create;
        }

        if (Object(metadata, "openai") is { } openai)
        {
            _read = Number(openai, "cachedPromptTokens") ?? _read;
            _reasoning = Number(openai, "reasoningTokens") ?? _reasoning;
        }
    }

    private static JsonElement? Object(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;

    private static long? Nested(JsonElement json, string name, string part) => Object(json, name) is { } member ? Number(member, part) : null;

    private static long? Number(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number
        && member.TryGetInt64(out var number) && number >= 0 ? number : null;
}
