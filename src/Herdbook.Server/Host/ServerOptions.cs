using Herdbook.Intake;
using Herdbook.Server.Governance.Approvals;

namespace Herdbook.Server.Host;

/// <summary>How a server was asked for.</summary>
/// <param name="Port">On loopback; 0 takes a free one.</param>
/// <param name="Demo">Open on the generated fleet, whether or not there are transcripts.</param>
/// <param name="Import">Read the transcripts of this machine, and follow them.</param>
public sealed record ServerOptions(int Port, bool Demo, bool Import)
{
    /// <summary>How they are read.</summary>
    public ImportOptions Reading { get; init; } = new();

    /// <summary>The provider by which users may sign in; null for none.</summary>
    public Access.OpenId.OpenIdSettings? OpenId { get; init; }

    /// <summary>How often the warehouse is built when something new is booked; reviews and done tickets have it built at once. Null builds only what is asked for.</summary>
    public TimeSpan? WarehouseEvery { get; init; }

    /// <summary>Where webhooks may go; null asks the environment.</summary>
    public WebhookAddresses? Webhooks { get; init; }
}
