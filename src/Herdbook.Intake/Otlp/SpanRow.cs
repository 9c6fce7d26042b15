namespace Herdbook.Intake.Otlp;

/// <summary>A span as intake.span keeps it.</summary>
internal sealed record SpanRow
{
    private const int MostBytes = 1 << 20;

    private static readonly string[] Kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];
    private static readonly string[] Statuses = ["unset", "ok", "error"];

    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    public required OtlpResource Resource { get; init; }

    public string? ParentId { get; init; }

    public required string Name { get; init; }

    public required string Kind { get; init; }

    public required string Status { get; init; }

    public string? StatusMessage { get; init; }

    public string? Scope { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public long? DurationNs { get; init; }

    public required SpanReading Reading { get; init; }

    /// <summary>JSON, in UTF-8.</summary>
    public required byte[] Attributes { get; init; }

    public byte[]? Events { get; init; }

    public byte[]? Links { get; init; }

    /// <summary>About what it takes in memory.</summary>
    public int Size => 600 + Attributes.Length + (Events?.Length ?? 0) + (Links?.Length ?? 0);

    /// <summary>The row of a span, or null and why the span cannot be kept.</summary>
    public static SpanRow? Of(OtlpSpan span, out string? why)
    {
        why = null;
        if (OtlpText.Id(span.TraceId, 16) is not { } trace || OtlpText.Id(span.SpanId, 8) is not { } id)
        {
            why = "a span has no valid trace id of 16 bytes or span id of 8";
            return null;
        }

        if (!OtlpText.IsTime(span.Start) || !OtlpText.IsTime(span.End))
        {
            why = "a span's time is after the year 2262";
            return null;
        }

        OtlpText.Key(span.Resource);
        var reading = SpanReading.Of(span.Attributes);
        var row = new SpanRow
        {
            TraceId = trace,
            SpanId = id,
            ParentId = OtlpText.Id(span.ParentId, 8),
            Resource = span.Resource,
            Name = OtlpText.Code(reading.Name) ?? OtlpText.Code(span.Name) ?? "unnamed",
            Kind = Word(Kinds, span.Kind),
            Status = Word(Statuses, span.Status),
            StatusMessage = OtlpText.Code(span.StatusMessage),
            Scope = OtlpText.Code(span.Scope.Name),
            StartedAt = OtlpText.Time(span.Start),
            DurationNs = span.Start > 0 && span.End >= span.Start ? (long)(span.End - span.Start) : null,
            Reading = reading,
            Attributes = OtlpText.Json(span.Attributes),
            Events = OtlpText.Events(span.Events),
            Links = OtlpText.Links(span.Links),
        };
        if (row.Size > MostBytes)
        {
            why = "a span is larger than 1 MiB";
            return null;
        }

        return row;
    }

    private static string Word(string[] words, int number) => words[number >= 0 && number < words.Length ? number : 0];
}
