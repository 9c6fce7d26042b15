using System.Text.Json;

namespace Herdbook.Intake.Demo;

/// <summary>Puts a message where it belongs: a line of its own, a subagent's progress line, or a subagent's own file.</summary>
internal delegate void Say(string type, string? requestId, Action<Utf8JsonWriter> message, Action<Utf8JsonWriter>? extra);

/// <summary>One part of an answer.</summary>
internal abstract record DemoBlock
{
    public sealed record Thinking(string Text) : DemoBlock;

    public sealed record Prose(string Text) : DemoBlock;

    public sealed record ToolUse(string Id, string Name, Action<Utf8JsonWriter> Input) : DemoBlock;
}

/// <summary>
/// An agent's calls to its model. The context grows with every answer and tool result: what was there is read from the cache,
/// what is new is written to it. Each part of an answer is a line that repeats the call's usage; its output grows until the last.
/// </summary>
internal sealed class DemoModel(string modelCode, bool cachesForAnHour, int context, DemoDice dice, DemoClock clock, Say say)
{
    private int cached;
    private int context = context;

    public string ModelCode => modelCode;

    /// <summary>Tokens that the next call sends.</summary>
    public int Context => context;

    /// <summary>Text that the next call will have to read.</summary>
    public void Hear(int characters) => context += (characters / 2) + 120;

    /// <summary>The conversation was replaced by its summary.</summary>
    public void Compact()
    {
        context = 24_000;
        cached = 0;
    }

    public void Answer(IReadOnlyList<DemoBlock> blocks)
    {
        var (message, request) = (dice.Id("msg_"), dice.Id("req_"));
        var input = dice.Between(1, 12);
        var (read, written) = (cached, context - cached);
        var output = 0;
        for (var i = 0; i < blocks.Count; i++)
        {
            clock.Pass(dice.Between(700, 5200));
            var isLast = i == blocks.Count - 1;
            var block = blocks[i];
            output = isLast ? output + dice.Between(60, 900) : Math.Max(output, dice.Between(1, 12));
            var counted = output;
            say(
                "assistant",
                request,
                json =>
                {
                    json.WriteString("model", modelCode);
                    json.WriteString("id", message);
                    json.WriteString("type", "message");
                    json.WriteString("role", "assistant");
                    json.WriteStartArray("content");
                    Write(json, block);
                    json.WriteEndArray();
                    json.WriteNull("stop_reason");
                    json.WriteNull("stop_sequence");
                    Usage(json, input, written, read, counted);
                },
                null);
        }

        cached = context;
        context += output;
    }

    /// <summary>A message that no model wrote: the service did not answer.</summary>
    public void Fail(string error)
    {
        clock.Pass(dice.Between(20_000, 90_000));
        say(
            "assistant",
            null,
            json =>
            {
                json.WriteString("id", dice.Uuid());
                json.WriteString("model", "<synthetic>");
                json.WriteString("role", "assistant");
                json.WriteString("stop_reason", "stop_sequence");
                json.WriteString("stop_sequence", "");
                json.WriteString("type", "message");
                json.WriteStartArray("content");
                Write(json, new DemoBlock.Prose(error));
                json.WriteEndArray();
                Usage(json, 0, 0, 0, 0);
            },
            json => json.WriteBoolean("isApiErrorMessage", true));
    }

    private void Usage(Utf8JsonWriter json, int input, int written, int read, int output)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", input);
        json.WriteNumber("cache_creation_input_tokens", written);
        json.WriteNumber("cache_read_input_tokens", read);
        json.WriteStartObject("cache_creation");
        json.WriteNumber("ephemeral_5m_input_tokens", cachesForAnHour ? 0 : written);
        json.WriteNumber("ephemeral_1h_input_tokens", cachesForAnHour ? written : 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteString("service_tier", "standard");
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, DemoBlock block)
    {
        json.WriteStartObject();
        switch (block)
        {
            case DemoBlock.Thinking thinking:
                json.WriteString("type", "thinking");
                json.WriteString("thinking", thinking.Text);
                json.WriteString("signature", dice.Hex(64));
                break;
            case DemoBlock.Prose prose:
                json.WriteString("type", "text");
                json.WriteString("text", prose.Text);
                break;
            case DemoBlock.ToolUse tool:
                json.WriteString("type", "tool_use");
                json.WriteString("id", tool.Id);
                json.WriteString("name", tool.Name);
                json.WriteStartObject("input");
                tool.Input(json);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }
}
