namespace Herdbook.Intake.Otlp.Wire;

/// <summary>Reads the messages that every signal shares from protobuf: opentelemetry-proto 1.x, common and resource.</summary>
internal static class OtlpProto
{
    // Deeper values are not what an exporter sends; the reader would run out of stack.
    private const int MostDepth = 32;

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
