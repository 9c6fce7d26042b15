namespace Herdbook.Core.Tests.Governance.Budgets;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SetTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Move(TimeSpan by) => _now += by;
}
