namespace Herdbook.Intake.Otlp.Wire;

/// <summary>Reads the messages that every signal shares, and spans, from protobuf: opentelemetry-proto 1.x, common, resource and trace.</summary>
internal static class OtlpProto
{
    // Deeper values are not what an exporter sends; the reader would run out of stack.
    private const int MostDepth = 32;

    /// <summary>Reads ExportTraceServiceRequest.</summary>
    public static List<OtlpSpan> Spans(ReadOnlySpan<byte> body)
    {
        var spans = new List<OtlpSpan>();
        var request = new ProtoReader(body);
        while (request.Next())
        {
            if (request.Field != 1)
            {
                request.Skip();
                continue;
            }

            var group = request.Part();
            var resource = Resource(group);
            var reader = new ProtoReader(group);
            while (reader.Next())
            {
                if (reader.Field == 2)
                {
                    var scoped = reader.Part();
                    ScopeSpans(scoped, resource, Scope(scoped), spans);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return spans;
    }

    private static void ScopeSpans(ReadOnlySpan<byte> group, OtlpResource resource, OtlpScope scope, List<OtlpSpan> spans)
    {
        var reader = new ProtoReader(group);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                spans.Add(Span(reader.Part(), new OtlpSpan(resource, scope)));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static OtlpSpan Span(ReadOnlySpan<byte> message, OtlpSpan span)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    span.TraceId = reader.Part().ToArray();
                    break;
                case 2:
                    span.SpanId = reader.Part().ToArray();
                    break;
                case 4:
                    span.ParentId = reader.Part().ToArray();
                    break;
                case 5:
                    span.Name = reader.Text();
                    break;
                case 6:
                    span.Kind = (int)reader.Number();
                    break;
                case 7:
                    span.Start = reader.Fixed();
                    break;
                case 8:
                    span.End = reader.Fixed();
                    break;
                case 9:
                    span.Attributes.Add(Attribute(reader.Part(), 0));
                    break;
                case 11:
                    span.Events.Add(Event(reader.Part()));
                    break;
                case 13:
                    span.Links.Add(Link(reader.Part()));
                    break;
                case 15:
                    Status(reader.Part(), span);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return span;
    }

    private static void Status(ReadOnlySpan<byte> message, OtlpSpan span)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    span.StatusMessage = reader.Text();
                    break;
                case 3:
                    span.Status = (int)reader.Number();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static OtlpEvent Event(ReadOnlySpan<byte> message)
    {
        var (time, name, attributes) = (0UL, "", new List<OtlpAttribute>());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    time = reader.Fixed();
                    break;
                case 2:
                    name = reader.Text();
                    break;
                case 3:
                    attributes.Add(Attribute(reader.Part(), 0));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OtlpEvent(time, name, attributes);
    }

    private static OtlpLink Link(ReadOnlySpan<byte> message)
    {
        byte[] trace = [], span = [];
        var attributes = new List<OtlpAttribute>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    trace = reader.Part().ToArray();
                    break;
                case 2:
                    span = reader.Part().ToArray();
                    break;
                case 4:
                    attributes.Add(Attribute(reader.Part(), 0));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OtlpLink(trace, span, attributes);
    }

    /// <summary>The resource of ResourceSpans, ResourceLogs, ResourceMetrics: field 1 of each.</summary>
    public static OtlpResource Resource(ReadOnlySpan<byte> group)
    {
        var resource = new OtlpResource();
        var reader = new ProtoReader(group);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            var held = new ProtoReader(reader.Part());
            while (held.Next())
            {
                if (held.Field == 1)
                {
                    resource.Attributes.Add(Attribute(held.Part(), 0));
                }
                else
                {
                    held.Skip();
                }
            }
        }

        return resource;
    }

    /// <summary>The scope of ScopeSpans, ScopeLogs, ScopeMetrics: field 1 of each.</summary>
    public static OtlpScope Scope(ReadOnlySpan<byte> group)
    {
        var scope = new OtlpScope();
        var reader = new ProtoReader(group);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            var held = new ProtoReader(reader.Part());
            while (held.Next())
            {
                switch (held.Field)
                {
                    case 1:
                        scope.Name = held.Text();
                        break;
                    case 2:
                        scope.Version = held.Text();
                        break;
                    case 3:
                        scope.Attributes.Add(Attribute(held.Part(), 0));
                        break;
                    default:
                        held.Skip();
                        break;
                }
            }
        }

        return scope;
    }

    /// <summary>KeyValue.</summary>
    public static OtlpAttribute Attribute(ReadOnlySpan<byte> message, int depth)
    {
        var (key, value) = ("", default(OtlpValue));
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    key = reader.Text();
                    break;
                case 2:
                    value = Value(reader.Part(), depth);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OtlpAttribute(key, value);
    }

    /// <summary>AnyValue.</summary>
    public static OtlpValue Value(ReadOnlySpan<byte> message, int depth)
    {
        if (depth > MostDepth)
        {
            throw new OtlpMalformedException($"A value is nested deeper than {MostDepth} levels.");
        }

        var value = default(OtlpValue);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    value = OtlpValue.Of(reader.Text());
                    break;
                case 2:
                    value = OtlpValue.Of(reader.Number() != 0);
                    break;
                case 3:
                    value = OtlpValue.Of((long)reader.Number());
                    break;
                case 4:
                    value = OtlpValue.Of(BitConverter.UInt64BitsToDouble(reader.Fixed()));
                    break;
                case 5:
                    value = OtlpValue.Of(List(reader.Part(), depth + 1));
                    break;
                case 6:
                    value = OtlpValue.Of(Map(reader.Part(), depth + 1));
                    break;
                case 7:
                    value = OtlpValue.Of(reader.Part().ToArray());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private static List<OtlpValue> List(ReadOnlySpan<byte> message, int depth)
    {
        var list = new List<OtlpValue>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                list.Add(Value(reader.Part(), depth));
            }
            else
            {
                reader.Skip();
            }
        }

        return list;
    }

    private static List<OtlpAttribute> Map(ReadOnlySpan<byte> message, int depth)
    {
        var map = new List<OtlpAttribute>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                map.Add(Attribute(reader.Part(), depth));
            }
            else
            {
                reader.Skip();
            }
        }

        return map;
    }
}
