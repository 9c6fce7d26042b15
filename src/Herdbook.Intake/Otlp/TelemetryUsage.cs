namespace Herdbook.Intake.Otlp;

/// <summary>What telemetry tells of one call's use. Tokens; null where nothing is told. The numbers are as the conventions have them once they are one:
/// <see cref="Input"/> without what the cache gave and took, <see cref="Output"/> with the reasoning.</summary>
internal sealed record TelemetryUsage
{
    public long? Input { get; init; }

    public long? Output { get; init; }

    /// <summary>The part of the output that was reasoning.</summary>
    public long? Reasoning { get; init; }

    public long? CacheRead { get; init; }

    /// <summary>Written to the cache, whatever the time that it is kept.</summary>
    public long? CacheCreate { get; init; }

    /// <summary>The part of it that is kept for one hour.</summary>
    public long? CacheCreate1h { get; init; }

    /// <summary>In US dollars, as whoever sent it reckoned.</summary>
    public decimal? Cost { get; init; }

    public bool IsEmpty => (Input ?? 0) + (Output ?? 0) + (CacheRead ?? 0) + (CacheCreate ?? 0) == 0;
}
