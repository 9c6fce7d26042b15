namespace Herdbook.Core.Tests.Governance.Seal;

/// <summary>A clock that stands where it is set, or goes faster than time does.</summary>
internal sealed class SetClock : TimeProvider
{
    private readonly DateTimeOffset _made = DateTimeOffset.UtcNow;

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>Seconds of this clock for one of the world's; 0 stands still.</summary>
    public int Rate { get; init; }

    public override DateTimeOffset GetUtcNow() => Rate == 0 ? Now : Now + ((DateTimeOffset.UtcNow - _made) * Rate);
}
