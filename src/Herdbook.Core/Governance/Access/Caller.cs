namespace Herdbook.Core.Governance.Access;

/// <summary>Who sends a request, as which tenant, and what they may do there.</summary>
/// <param name="Actor">As the audit log names them.</param>
/// <param name="UserId">The user who signed in, or to whom the token belongs; null for others.</param>
/// <param name="AgentCode">The agent to which the token is bound; null for others.</param>
public sealed record Caller(Tenant Tenant, Actor Actor, Guid? UserId, string? AgentCode, IReadOnlyList<string> Roles, IReadOnlyList<Permission> Permissions)
{
    /// <summary>Whoever can read the home's own token: all of it is theirs.</summary>
    public static Caller Owner(Tenant tenant) => new(tenant, Actor.Owner, null, null, ["administrator"], [new Permission("*", "*")]);

    public bool May(Permission permission) => Permissions.Any(held => held.Covers(permission));
}
