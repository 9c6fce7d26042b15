namespace Herdbook.Intake.Otlp.Wire;

/// <summary>Reads data points from protobuf: opentelemetry-proto 1.x, metrics. Buckets, quantiles and exemplars are passed over.</summary>
internal static class OtlpProtoMetrics
{
    private static readonly string?[] Kinds = [null, null, null, null, null, "gauge", null, "sum", null, "histogram", "exponential_histogram", "summary"];

    /// <summary>Reads ExportMetricsServiceRequest.</summary>
    public static List<OtlpPoint> Points(ReadOnlySpan<byte> body)
    {
        var points = new List<OtlpPoint>();
        var request = new ProtoReader(body);
        while (request.Next())
        {
            if (request.Field == 1)
            {
                Resource(request.Part(), points);
            }
            else
            {
                request.Skip();
            }
        }

        return points;
    }

    private static void Resource(ReadOnlySpan<byte> group, List<OtlpPoint> points)
    {
        var resource = OtlpProto.Resource(group);
        var reader = new ProtoReader(group);
        while (reader.Next())
        {
            if (reader.Field != 2)
            {
                reader.Skip();
                continue;
            }

            var scoped = reader.Part();
            var scope = OtlpProto.Scope(scoped);
            var metrics = new ProtoReader(scoped);
            while (metrics.Next())
            {
                if (metrics.Field == 2)
                {
                    Metric(metrics.Part(), resource, scope, points);
                }
                else
                {
                    metrics.Skip();
                }
            }
        }
    }

    private static void Metric(ReadOnlySpan<byte> message, OtlpResource resource, OtlpScope scope, List<OtlpPoint> points)
    {
        var (name, unit) = ("", "");
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 3:
                    unit = reader.Text();
                    break;
                case < 12 when Kinds[reader.Field] is { } kind:
                    Data(reader.Part(), kind, () => new OtlpPoint(resource, scope, name, unit, kind), points);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void Data(ReadOnlySpan<byte> message, string kind, Func<OtlpPoint> make, List<OtlpPoint> points)
    {
        var first = points.Count;
        var temporality = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    points.Add(Point(reader.Part(), kind, make()));
                    break;
                case 2 when reader.Type == ProtoReader.Varint:
                    temporality = (int)reader.Number();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        for (var i = first; i < points.Count; i++)
        {
            points[i].Temporality = temporality;
        }
    }

    private static OtlpPoint Point(ReadOnlySpan<byte> message, string kind, OtlpPoint point)
    {
        // Where a point keeps its attributes differs: NumberDataPoint, HistogramDataPoint, ExponentialHistogramDataPoint, SummaryDataPoint.
        var attributes = kind switch
        {
            "histogram" => 9,
            "exponential_histogram" => 1,
            _ => 7,
        };
        var isNumber = kind is "gauge" or "sum";
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case var field when field == attributes:
                    point.Attributes.Add(OtlpProto.Attribute(reader.Part(), 0));
                    break;
                case 2:
                    point.Start = reader.Fixed();
                    break;
                case 3:
                    point.Time = reader.Fixed();
                    break;
                case 4 when isNumber:
                    point.Value = BitConverter.UInt64BitsToDouble(reader.Fixed());
                    break;
                case 6 when isNumber:
                    point.Value = (long)reader.Fixed();
                    break;
                case 4 when !isNumber:
                    point.Count = (long)reader.Fixed();
                    break;
                case 5 when !isNumber:
                    point.Value = BitConverter.UInt64BitsToDouble(reader.Fixed());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return point;
    }
}
