namespace Herdbook.Intake.Otlp.Wire;

/// <summary>Reads log records from protobuf: opentelemetry-proto 1.x, logs.</summary>
internal static class OtlpProtoLogs
{
    /// <summary>Reads ExportLogsServiceRequest.</summary>
    public static List<OtlpLog> Logs(ReadOnlySpan<byte> body)
    {
        var logs = new List<OtlpLog>();
        var request = new ProtoReader(body);
        while (request.Next())
        {
            if (request.Field == 1)
            {
                Resource(request.Part(), logs);
            }
            else
            {
                request.Skip();
            }
        }

        return logs;
    }

    private static void Resource(ReadOnlySpan<byte> group, List<OtlpLog> logs)
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
            var records = new ProtoReader(scoped);
            while (records.Next())
            {
                if (records.Field == 2)
                {
                    logs.Add(Log(records.Part(), new OtlpLog(resource, scope)));
                }
                else
                {
                    records.Skip();
                }
            }
        }
    }

    private static OtlpLog Log(ReadOnlySpan<byte> message, OtlpLog log)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    log.Time = reader.Fixed();
                    break;
                case 2:
                    log.Severity = (int)reader.Number();
                    break;
                case 3:
                    log.SeverityText = reader.Text();
                    break;
                case 5:
                    log.Body = OtlpProto.Value(reader.Part(), 0);
                    break;
                case 6:
                    log.Attributes.Add(OtlpProto.Attribute(reader.Part(), 0));
                    break;
                case 9:
                    log.TraceId = reader.Part().ToArray();
                    break;
                case 10:
                    log.SpanId = reader.Part().ToArray();
                    break;
                case 11:
                    log.ObservedTime = reader.Fixed();
                    break;
                case 12:
                    log.EventName = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return log;
    }
}
