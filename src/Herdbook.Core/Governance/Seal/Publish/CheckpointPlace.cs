namespace Herdbook.Core.Governance.Seal;

/// <summary>Somewhere outside the database where checkpoints are kept.</summary>
public abstract class CheckpointPlace
{
    /// <summary>Names the place in governance.audit_publication; without secrets.</summary>
    public abstract string Name { get; }

    /// <summary>Brings the head there. It may come there more than once.</summary>
    /// <exception cref="Exception">It did not arrive; it is tried again.</exception>
    public abstract Task PublishAsync(Tenant tenant, SignedHead head, CancellationToken ct);
}
