using System.Globalization;

namespace Herdbook.Intake;

/// <summary>Where a figure of a call is known from, the best first: of several sources of one call the first counts, the others are kept and compared.</summary>
internal enum UsageSource
{
    /// <summary>Who made the call and bills it.</summary>
    Provider = 1,

    /// <summary>The record that the agent itself keeps.</summary>
    Transcript = 2,

    /// <summary>What an exporter sent beside it.</summary>
    Telemetry = 3,
}

/// <summary>The names that the database knows the sources by.</summary>
internal static class UsageSources
{
    extension(UsageSource source)
    {
        public string Name => source switch
        {
            UsageSource.Provider => "provider",
            UsageSource.Transcript => "transcript",
            UsageSource.Telemetry => "telemetry",
            _ => throw new ArgumentOutOfRangeException(nameof(source)),
        };
    }

    public static UsageSource Named(string name) => name switch
    {
        "provider" => UsageSource.Provider,
        "transcript" => UsageSource.Transcript,
        "telemetry" => UsageSource.Telemetry,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}

/// <summary>
/// What one source tells of one call of a model. Of one source, equal message and request ids are the same call, told again.
/// Of two sources, a telling that knows only one of the ids, or only how the call looks, is the call of the other that has it
/// (<see cref="Booking.CallTruth"/>).
/// </summary>
/// <param name="MessageId">The message that the call returned; empty if not known.</param>
/// <param name="RequestId">The request that was made; empty if not known. One of the two must be there.</param>
internal sealed record UsageRow(
    string MessageId, string RequestId, string Instance, string Model, DateTimeOffset At,
    int Input, int Output, int CacheRead, int CacheCreate, int CacheCreate1h)
{
    /// <summary>Stands before the key of a log record that names no answer.</summary>
    public const string LogPrefix = "log:";

    public UsageSource Source { get; init; } = UsageSource.Transcript;

    /// <summary>What the source says that it cost, in USD. Booked if the source is the provider, else compared.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>list, imputed or none: how a cost by the price list is to be read. Null: as the batch says that tells it.</summary>
    public string? CostBasis { get; init; }

    /// <summary>Who tells it, such as claude-code. Null: as the batch says that tells it.</summary>
    public string? ToldBy { get; init; }

    public (UsageSource Source, string Message, string Request) Key => (Source, MessageId, RequestId);

    public long Total => (long)Input + Output + CacheRead + CacheCreate;

    /// <summary>Whether both ids are known.</summary>
    public bool IsFull => MessageId.Length > 0 && RequestId.Length > 0 && !IsLikeness;

    /// <summary>
    /// Whether its request is only a likeness (<see cref="LikenessOf"/>), and its message a name that the book gave it: it may be any call of
    /// another source with that likeness.
    /// </summary>
    public bool IsLikeness => RequestId.Length > 0 && MessageId.StartsWith(LogPrefix, StringComparison.Ordinal);

    /// <summary>
    /// The largest telling of a call wins, whatever the order they come in; its time is the earliest told, its owner the first in ordinal order.
    /// </summary>
    public UsageRow MergedWith(UsageRow other)
    {
        var larger = Compare(other, this) > 0 ? other : this;
        return larger with
        {
            At = At <= other.At ? At : other.At,
            Instance = string.CompareOrdinal(Instance, other.Instance) <= 0 ? Instance : other.Instance,
            CostUsd = CostUsd is { } cost && other.CostUsd is { } otherCost ? Math.Max(cost, otherCost) : CostUsd ?? other.CostUsd,
            CostBasis = CostBasis ?? other.CostBasis,
            ToldBy = ToldBy ?? other.ToldBy,
        };
    }

    /// <summary>
    /// What two sources know in common of a call that neither has an id of: its session and its tokens. It stands for the request.
    /// Calls of one session may be alike.
    /// </summary>
    /// <param name="input">Without what the cache gave.</param>
    public static string LikenessOf(string session, int input, int cacheRead, int output) =>
        string.Create(CultureInfo.InvariantCulture, $"like:{session}:{input}.{cacheRead}.{output}");

    /// <summary>Orders tellings by what they say was used; of equal ones the first model in ordinal order is the larger.</summary>
    public static int Compare(UsageRow one, UsageRow other)
    {
        var bySize = (one.Total, one.Output, one.Input, one.CacheRead, one.CacheCreate1h)
            .CompareTo((other.Total, other.Output, other.Input, other.CacheRead, other.CacheCreate1h));
        return bySize != 0 ? bySize : string.CompareOrdinal(other.Model, one.Model);
    }
}
