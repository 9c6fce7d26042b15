namespace Herdbook.Core.Tests.Governance.Approvals;

/// <summary>A clock that goes when it is told to: on, as time goes by; or it jumps, as a clock that somebody sets.</summary>
internal sealed class TurnedClock : TimeProvider
{
    private DateTimeOffset _wall = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private long _counted;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTime Now => _wall.UtcDateTime;

    public override DateTimeOffset GetUtcNow() => _wall;

    public override long GetTimestamp() => _counted;

    /// <summary>Time goes by.</summary>
    public void Pass(TimeSpan time)
    {
        _wall += time;
        _counted += time.Ticks;
    }

    /// <summary>The clock of the wall is set; no time goes by.</summary>
    public void Jump(TimeSpan by) => _wall += by;
}
