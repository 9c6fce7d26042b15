using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Herdbook.Intake.Otlp;

/// <summary>Writes what was sent as PostgreSQL keeps it: JSON, codes, times, ids in hexadecimal.</summary>
internal static class OtlpText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // In the year 2262: what signed 64 bits hold.
    private const ulong Latest = long.MaxValue;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>An object of the attributes; of two under one name PostgreSQL keeps the last.</summary>
    public static byte[] Json(List<OtlpAttribute> attributes) => Json(attributes, static (json, list) => OtlpValue.WriteMap(json, list));

    public static byte[] Json<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        var json = _writer ??= new Utf8JsonWriter(buffer, Options);
        json.Reset(buffer);
        write(json, value);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[]? Events(List<OtlpEvent> events) => events.Count == 0 ? null : Json(events, static (json, list) =>
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            json.WriteStartObject();
            json.WriteNumber("time_unix_nano", item.Time);
            json.WriteString("name", item.Name);
            json.WritePropertyName("attributes");
            OtlpValue.WriteMap(json, item.Attributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static byte[]? Links(List<OtlpLink> links) => links.Count == 0 ? null : Json(links, static (json, list) =>
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            json.WriteStartObject();
            json.WriteString("trace_id", Convert.ToHexStringLower(item.TraceId));
            json.WriteString("span_id", Convert.ToHexStringLower(item.SpanId));
            json.WritePropertyName("attributes");
            OtlpValue.WriteMap(json, item.Attributes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The key of what sent it: fills in the resource's JSON and its service once.</summary>
    public static string Key(OtlpResource resource)
    {
        if (resource.Key is { } key)
        {
            return key;
        }

        resource.Json = Json(resource.Attributes);
        foreach (var (name, value) in resource.Attributes)
        {
            if (name == "service.name" && value.Text is { } service && !service.StartsWith("unknown_service", StringComparison.Ordinal))
            {
                resource.Service = Code(service);
            }
        }

        return resource.Key = Convert.ToHexStringLower(SHA256.HashData(resource.Json));
    }

    /// <summary>The key of what has none of its own: of all that is told, and of how often the same was told before in its request.</summary>
    public static Guid Key<T>(Dictionary<Guid, int> seen, T told, Action<Utf8JsonWriter, T> write)
    {
        var key = JsonText.KeyOf(Json((told, write), static (json, item) =>
        {
            json.WriteStartObject();
            item.write(json, item.told);
            json.WriteEndObject();
        }));
        ref var times = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(seen, key, out _);
        return times++ == 0 ? key : JsonText.KeyOf(key, times);
    }

    /// <summary>A code or name of at most 300 characters on one line; null for none.</summary>
    public static string? Code(string? text) => JsonText.Excerpt(text) is { Length: > 0 } code ? code : null;

    /// <summary>An id of OTLP; null for one that is none: empty, or all zero.</summary>
    public static string? Id(byte[] id, int length) =>
        id.Length == length && id.AsSpan().ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(id) : null;

    /// <summary>False for a time after the year 2262. Nothing was told where it is 0.</summary>
    public static bool IsTime(ulong nanoseconds) => nanoseconds <= Latest;

    public static DateTimeOffset? Time(ulong nanoseconds) =>
        nanoseconds == 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));

    /// <summary>As intake.usage counts; more than that is no count.</summary>
    public static int Tokens(long? count) => (int)Math.Min(count ?? 0, int.MaxValue / 8);
}
