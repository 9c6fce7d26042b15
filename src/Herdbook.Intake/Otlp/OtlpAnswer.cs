namespace Herdbook.Intake.Otlp;

/// <summary>What became of a request that could be read.</summary>
/// <param name="Rejected">Items that cannot be kept, now or later; the others are durable.</param>
/// <param name="Why">Of the first of them.</param>
/// <param name="Busy">Too much waits to be written: nothing of the request was kept, and it should come again.</param>
public sealed record OtlpAnswer(long Rejected, string? Why, bool Busy)
{
    internal static readonly OtlpAnswer Later = new(0, null, Busy: true);
}
