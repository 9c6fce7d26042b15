namespace Herdbook.Intake.Otlp;

/// <summary>What sent the telemetry: a process, its host, its SDK.</summary>
internal sealed class OtlpResource
{
    public List<OtlpAttribute> Attributes { get; set; } = [];

    /// <summary>The SHA-256 of its JSON, in hexadecimal; set when its rows are made.</summary>
    public string? Key { get; set; }

    public byte[]? Json { get; set; }

    /// <summary>What the resource calls itself: service.name, unless it is the SDK's stopgap for none.</summary>
    public string? Service { get; set; }
}

/// <summary>The library that made the telemetry.</summary>
internal sealed class OtlpScope
{
    public string? Name { get; set; }

    public string? Version { get; set; }

    public List<OtlpAttribute> Attributes { get; set; } = [];
}

/// <summary>Something that happened within a span.</summary>
internal sealed record OtlpEvent(ulong Time, string Name, List<OtlpAttribute> Attributes);

/// <summary>Another span that a span names.</summary>
internal sealed record OtlpLink(byte[] TraceId, byte[] SpanId, List<OtlpAttribute> Attributes);

/// <summary>A span as it was sent: opentelemetry.proto.trace.v1.Span. Times are nanoseconds since 1970, 0 for none.</summary>
internal sealed class OtlpSpan(OtlpResource resource, OtlpScope scope)
{
    public OtlpResource Resource { get; } = resource;

    public OtlpScope Scope { get; } = scope;

    public byte[] TraceId { get; set; } = [];

    public byte[] SpanId { get; set; } = [];

    public byte[] ParentId { get; set; } = [];

    public string Name { get; set; } = "";

    public int Kind { get; set; }

    public ulong Start { get; set; }

    public ulong End { get; set; }

    public int Status { get; set; }

    public string? StatusMessage { get; set; }

    public List<OtlpAttribute> Attributes { get; } = [];

    public List<OtlpEvent> Events { get; } = [];

    public List<OtlpLink> Links { get; } = [];
}

/// <summary>A log record as it was sent: opentelemetry.proto.logs.v1.LogRecord.</summary>
internal sealed class OtlpLog(OtlpResource resource, OtlpScope scope)
{
    public OtlpResource Resource { get; } = resource;

    public OtlpScope Scope { get; } = scope;

    public ulong Time { get; set; }

    public ulong ObservedTime { get; set; }

    public int Severity { get; set; }

    public string? SeverityText { get; set; }

    public string? EventName { get; set; }

    public OtlpValue Body { get; set; }

    public byte[] TraceId { get; set; } = [];

    public byte[] SpanId { get; set; } = [];

    public List<OtlpAttribute> Attributes { get; } = [];
}

/// <summary>One data point of a metric; histograms and summaries keep count and sum.</summary>
internal sealed class OtlpPoint(OtlpResource resource, OtlpScope scope, string name, string unit, string kind)
{
    public OtlpResource Resource { get; } = resource;

    public OtlpScope Scope { get; } = scope;

    public string Name { get; } = name;

    public string Unit { get; } = unit;

    /// <summary>gauge, sum, histogram, exponential_histogram or summary.</summary>
    public string Kind { get; } = kind;

    /// <summary>1 delta, 2 cumulative, 0 where it has none.</summary>
    public int Temporality { get; set; }

    public ulong Start { get; set; }

    public ulong Time { get; set; }

    public double? Value { get; set; }

    public long? Count { get; set; }

    public List<OtlpAttribute> Attributes { get; } = [];
}
