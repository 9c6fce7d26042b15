namespace Herdbook.Intake.Otlp.Wire;

/// <summary>Reads spans from protobuf: opentelemetry-proto 1.x, trace.</summary>
internal static class OtlpProtoSpans
{
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
            var resource = OtlpProto.Resource(group);
            var reader = new ProtoReader(group);
            while (reader.Next())
            {
                if (reader.Field == 2)
                {
                    var scoped = reader.Part();
                    ScopeSpans(scoped, resource, OtlpProto.Scope(scoped), spans);
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
                    span.Attributes.Add(OtlpProto.Attribute(reader.Part(), 0));
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
                    attributes.Add(OtlpProto.Attribute(reader.Part(), 0));
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
                    attributes.Add(OtlpProto.Attribute(reader.Part(), 0));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OtlpLink(trace, span, attributes);
    }
}
