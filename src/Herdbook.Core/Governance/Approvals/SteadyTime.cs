namespace Herdbook.Core.Governance.Approvals;

/// <summary>
/// Whether the clock of the wall can be believed: it goes as the clock that only counts, or has done so for two minutes since it last jumped.
/// A wrong time that is set right again within them has changed nothing.
/// </summary>
internal sealed class SteadyTime(TimeProvider time)
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Probation = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private DateTimeOffset _wall = time.GetUtcNow();
    private long _counted = time.GetTimestamp();
    private long? _jumped;

    public bool IsSteady()
    {
        lock (_lock)
        {
            var (wall, counted) = (time.GetUtcNow(), time.GetTimestamp());
            var drift = wall - _wall - time.GetElapsedTime(_counted, counted);
            (_wall, _counted) = (wall, counted);
            if (drift.Duration() > Tolerance)
            {
                // A second jump that sets the first right is as little believed as the first.
                _jumped = counted;
            }

            if (_jumped is { } at && time.GetElapsedTime(at, counted) >= Probation)
            {
                _jumped = null;
            }

            return _jumped is null;
        }
    }
}
