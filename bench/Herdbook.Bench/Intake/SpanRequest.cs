using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Bench.Intake;

/// <summary>
/// An ExportTraceServiceRequest of 100 spans: ten runs of an agent with four calls of a model, four of tools and a request of HTTP each, with the
/// attributes that instrumentations send. It is made once; then only the ids change, so that the client takes little of what is measured.
/// </summary>
internal sealed class SpanRequest
{
    public const int Spans = 100;

    private const int Runs = 10;
    private const string Prompt = "You are a careful engineer. Read the failing test, find the smallest change that makes it pass, and say why.";

    private static readonly DateTimeOffset Day = new(2026, 11, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly byte[] _body;
    private readonly List<(int At, int Run)> _traces = [];
    private readonly List<int> _responses = [];

    public SpanRequest()
    {
        var spans = new MemoryStream();
        for (var run = 0; run < Runs; run++)
        {
            for (var span = 0; span < Spans / Runs; span++)
            {
                Part(spans, 2, Span(run, span));
            }
        }

        var resource = new MemoryStream();
        foreach (var (key, value) in new[] { ("service.name", "bench-agent"), ("service.version", "1.4.2"), ("telemetry.sdk.language", "python"), ("host.name", "worker-7") })
        {
            Part(resource, 1, Attribute(key, value));
        }

        var group = new MemoryStream();
        Part(group, 1, resource.ToArray());
        Part(group, 2, spans.ToArray());
        var request = new MemoryStream();
        Part(request, 1, group.ToArray());
        _body = request.ToArray();
        Find();
    }

    /// <summary>The request with new ids. It holds until the next call.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        Span<byte> ids = stackalloc byte[16 * Runs];
        RandomNumberGenerator.Fill(ids);
        foreach (var (at, run) in _traces)
        {
            ids.Slice(run * 16, 16).CopyTo(_body.AsSpan(at));
        }

        foreach (var at in _responses)
        {
            var text = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            Encoding.ASCII.GetBytes(text, _body.AsSpan(at));
        }

        return _body;
    }

    private static byte[] TraceMark(int run) => [0xfe, 0xed, 0xfa, 0xce, 0xca, 0xfe, 0xbe, 0xef, 0xfe, 0xed, 0xfa, 0xce, 0xca, 0xfe, 0xbe, (byte)run];

    /// <summary>Where the ids stand that change.</summary>
    private void Find()
    {
        for (var at = 0; at + 16 <= _body.Length; at++)
        {
            var here = _body.AsSpan(at);
            if (here.StartsWith(TraceMark(0).AsSpan(0, 15)) && here[15] < Runs)
            {
                _traces.Add((at, here[15]));
            }
            else if (here.StartsWith("feedfacecafebeef"u8))
            {
                _responses.Add(at);
            }
        }
    }

    private static byte[] Span(int run, int number)
    {
        var span = new MemoryStream();
        Part(span, 1, TraceMark(run));
        var id = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(id, number + 1);
        Part(span, 2, id);
        if (number > 0)
        {
            Part(span, 4, [0, 0, 0, 0, 0, 0, 0, 1]);
        }

        var start = (ulong)(Day.AddSeconds((run * 60) + number).ToUnixTimeMilliseconds() * 1_000_000);
        Part(span, 5, Encoding.UTF8.GetBytes(number switch { 0 => "invoke_agent coder", 9 => "POST", _ when number % 2 == 1 => "chat claude-sonnet-4-5", _ => "execute_tool bash" }));
        Fixed(span, 7, start);
        Fixed(span, 8, start + 730_000_000);
        foreach (var (key, value) in Attributes(run, number))
        {
            Part(span, 9, Attribute(key, value));
        }

        return span.ToArray();
    }

    private static IEnumerable<(string Key, object Value)> Attributes(int run, int number) => number switch
    {
        0 => [("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "coder"), ("gen_ai.conversation.id", $"bench-{run}")],
        9 => [("http.request.method", "POST"), ("http.response.status_code", 200L), ("server.address", "api.example.test"), ("url.full", "https://api.example.test/v1/messages")],
        _ when number % 2 == 1 =>
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "anthropic"), ("gen_ai.request.model", "claude-sonnet-4-5"), ("gen_ai.response.model", "claude-sonnet-4-5-20250929"),
            ("gen_ai.response.id", "msg_feedfacecafebeef"), ("gen_ai.conversation.id", $"bench-{run}"), ("gen_ai.usage.input_tokens", 2_400L), ("gen_ai.usage.output_tokens", 180L),
            ("gen_ai.usage.cache_read.input_tokens", 1_900L), ("gen_ai.request.max_tokens", 4_096L), ("gen_ai.response.finish_reasons", "tool_use"), ("gen_ai.system_instructions", Prompt),
        ],
        _ => [("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", "bash"), ("gen_ai.tool.call.id", "toolu_0123456789"), ("gen_ai.conversation.id", $"bench-{run}"), ("gen_ai.tool.type", "function")],
    };

    private static byte[] Attribute(string key, object value)
    {
        var held = new MemoryStream();
        if (value is long number)
        {
            Raw(held, 3 << 3);
            Raw(held, (ulong)number);
        }
        else
        {
            Part(held, 1, Encoding.UTF8.GetBytes((string)value));
        }

        var attribute = new MemoryStream();
        Part(attribute, 1, Encoding.UTF8.GetBytes(key));
        Part(attribute, 2, held.ToArray());
        return attribute.ToArray();
    }

    private static void Part(Stream to, int field, ReadOnlySpan<byte> part)
    {
        Raw(to, (ulong)(field << 3) | 2);
        Raw(to, (ulong)part.Length);
        to.Write(part);
    }

    private static void Fixed(Stream to, int field, ulong value)
    {
        Raw(to, (ulong)(field << 3) | 1);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        to.Write(bytes);
    }

    private static void Raw(Stream to, ulong value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            to.WriteByte((byte)(value | 0x80));
        }

        to.WriteByte((byte)value);
    }
}
