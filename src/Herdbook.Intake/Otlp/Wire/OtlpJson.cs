using System.Globalization;
using System.Text.Json;

namespace Herdbook.Intake.Otlp.Wire;

/// <summary>
/// Reads what every signal shares, and spans, from OTLP's JSON: protobuf's JSON mapping with ids in hexadecimal and 64-bit numbers as text
/// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). Unknown members are passed over, null is the default, a wrong type is malformed.
/// </summary>
internal static class OtlpJson
{
    // A value deeper than this is not what an exporter sends.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The request as a document; whoever takes it disposes it.</summary>
    /// <exception cref="OtlpMalformedException"/>
    public static JsonDocument Document(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(JsonText.Storable(body), Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new OtlpMalformedException("The body is no JSON object of OTLP.");
        }
        catch (JsonException e)
        {
            throw new OtlpMalformedException($"The body is no JSON: {e.Message}", e);
        }
    }

    /// <summary>Reads ExportTraceServiceRequest.</summary>
    public static List<OtlpSpan> Spans(JsonElement request)
    {
        var spans = new List<OtlpSpan>();
        foreach (var group in List(request, "resourceSpans"))
        {
            var resource = Resource(group);
            foreach (var scoped in List(group, "scopeSpans"))
            {
                var scope = Scope(scoped);
                foreach (var span in List(scoped, "spans"))
                {
                    spans.Add(Span(span, new OtlpSpan(resource, scope)));
                }
            }
        }

        return spans;
    }

    private static OtlpSpan Span(JsonElement json, OtlpSpan span)
    {
        span.TraceId = Id(json, "traceId");
        span.SpanId = Id(json, "spanId");
        span.ParentId = Id(json, "parentSpanId");
        span.Name = Text(json, "name") ?? "";
        span.Kind = Word(json, "kind", "SPAN_KIND_UNSPECIFIED", "SPAN_KIND_INTERNAL", "SPAN_KIND_SERVER", "SPAN_KIND_CLIENT", "SPAN_KIND_PRODUCER", "SPAN_KIND_CONSUMER");
        span.Start = Time(json, "startTimeUnixNano");
        span.End = Time(json, "endTimeUnixNano");
        Attributes(json, span.Attributes);
        foreach (var item in List(json, "events"))
        {
            var attributes = new List<OtlpAttribute>();
            Attributes(item, attributes);
            span.Events.Add(new OtlpEvent(Time(item, "timeUnixNano"), Text(item, "name") ?? "", attributes));
        }

        foreach (var item in List(json, "links"))
        {
            var attributes = new List<OtlpAttribute>();
            Attributes(item, attributes);
            span.Links.Add(new OtlpLink(Id(item, "traceId"), Id(item, "spanId"), attributes));
        }

        if (Member(json, "status", JsonValueKind.Object) is { } status)
        {
            span.Status = Word(status, "code", "STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");
            span.StatusMessage = Text(status, "message");
        }

        return span;
    }

    public static OtlpResource Resource(JsonElement group)
    {
        var resource = new OtlpResource();
        if (Member(group, "resource", JsonValueKind.Object) is { } json)
        {
            Attributes(json, resource.Attributes);
        }

        return resource;
    }

    public static OtlpScope Scope(JsonElement group)
    {
        var scope = new OtlpScope();
        if (Member(group, "scope", JsonValueKind.Object) is { } json)
        {
            (scope.Name, scope.Version) = (Text(json, "name"), Text(json, "version"));
            Attributes(json, scope.Attributes);
        }

        return scope;
    }

    public static void Attributes(JsonElement json, List<OtlpAttribute> into)
    {
        foreach (var item in List(json, "attributes"))
        {
            into.Add(Attribute(item));
        }
    }

    private static OtlpAttribute Attribute(JsonElement json) =>
        new(Text(json, "key") ?? "", Member(json, "value", JsonValueKind.Object) is { } value ? Value(value) : default);

    /// <summary>AnyValue.</summary>
    public static OtlpValue Value(JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            switch (member.Name)
            {
                case "stringValue":
                    return OtlpValue.Of(Str(member.Value, member.Name));
                case "boolValue" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    return OtlpValue.Of(member.Value.GetBoolean());
                case "intValue":
                    return OtlpValue.Of(Integer(member.Value, member.Name));
                case "doubleValue":
                    return OtlpValue.Of(Double(member.Value, member.Name));
                case "bytesValue":
                    return Bytes(member.Value);
                case "arrayValue":
                    return OtlpValue.Of(List(member.Value, "values").Select(Value).ToList());
                case "kvlistValue":
                    return OtlpValue.Of(List(member.Value, "values").Select(Attribute).ToList());
                case "boolValue":
                    throw Wrong(member.Name, "true or false");
            }
        }

        return default;
    }

    public static IEnumerable<JsonElement> List(JsonElement json, string name)
    {
        if (Member(json, name, JsonValueKind.Array) is not { } list)
        {
            return [];
        }

        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(name, "a list of objects");
            }
        }

        return list.EnumerateArray();
    }

    /// <summary>The member; null where it is missing or null.</summary>
    public static JsonElement? Member(JsonElement json, string name, JsonValueKind kind)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(name, "in an object");
        }

        return !json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? null
            : member.ValueKind == kind ? member
            : throw Wrong(name, kind.ToString().ToLowerInvariant());
    }

    public static string? Text(JsonElement json, string name) =>
        Member(json, name, JsonValueKind.String) is { } member ? Str(member, name) : null;

    public static ulong Time(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null ? 0
            : member.ValueKind == JsonValueKind.Number && member.TryGetUInt64(out var number) ? number
            : member.ValueKind == JsonValueKind.String && ulong.TryParse(member.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number) ? number
            : throw Wrong(name, "nanoseconds since 1970");

    public static long Integer(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number
            : json.ValueKind == JsonValueKind.String && long.TryParse(json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? number
            // Some JavaScript exporters write a negative number as the unsigned one of the same bits.
            : json.ValueKind == JsonValueKind.String && ulong.TryParse(json.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? (long)bits
            : throw Wrong(name, "an integer of 64 bits");

    public static double Double(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) ? number
            : json.ValueKind == JsonValueKind.String && double.TryParse(json.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number
            : throw Wrong(name, "a number");

    /// <summary>An id in hexadecimal; empty where it is missing.</summary>
    public static byte[] Id(JsonElement json, string name)
    {
        if (Text(json, name) is not { Length: > 0 } text)
        {
            return [];
        }

        var id = new byte[text.Length / 2];
        return text.Length <= 64 && Convert.FromHexString(text, id, out _, out var written) == System.Buffers.OperationStatus.Done && written == id.Length
            ? id
            : throw Wrong(name, "in hexadecimal");
    }

    /// <summary>A value of an enumeration, by number or name.</summary>
    public static int Word(JsonElement json, string name, params ReadOnlySpan<string> words)
    {
        if (!json.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return 0;
        }

        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var number))
        {
            return number;
        }

        var place = member.ValueKind == JsonValueKind.String ? words.IndexOf(member.GetString()) : -1;
        return place >= 0 ? place : throw Wrong(name, "a number or a name of the enumeration");
    }

    private static OtlpValue Bytes(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.TryGetBytesFromBase64(out var bytes) ? OtlpValue.Of(bytes) : throw Wrong("bytesValue", "in base64");

    private static string Str(JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString()! : throw Wrong(name, "text");
        }
        catch (InvalidOperationException e)
        {
            throw new OtlpMalformedException($"{name} is no UTF-8.", e);
        }
    }

    private static OtlpMalformedException Wrong(string name, string wanted) => new($"{name} is not {wanted}.");
}
