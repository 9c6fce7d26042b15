using Herdbook.Core;
using Herdbook.Core.Governance.Access;

namespace Herdbook.Server.Access;

/// <summary>Whoever a credential belongs to, before it is known for which tenant they ask.</summary>
internal abstract record Identity
{
    /// <summary>The only tenant that the credential is good for; null where the path decides.</summary>
    public virtual Tenant? Only => null;

    /// <summary>What they are in a tenant; null where they have no place in it.</summary>
    public abstract Caller? In(Tenant tenant);
}

/// <summary>Whoever can read the home's own token.</summary>
internal sealed record OwnerIdentity : Identity
{
    public override Caller In(Tenant tenant) => Caller.Owner(tenant);
}

/// <summary>An agent or a program with a token.</summary>
/// <param name="User">To whom the token belongs; null where it is the tenant's own.</param>
internal sealed record TokenIdentity(Tenant Home, ApiToken Token, User? User) : Identity
{
    public override Tenant Only => Home;

    public override Caller? In(Tenant tenant)
    {
        if (tenant != Home)
        {
            return null;
        }

        var ofRoles = tenant == Tenant.Default ? AccessRoles.Permissions(Token.Roles) : AccessRoles.PermissionsInTenant(Token.Roles);
        var permissions = ofRoles.Concat(Token.Permissions.Select(Permission.Parse).OfType<Permission>().Where(held => tenant == Tenant.Default || !AccessRoles.IsOfTheBook(held)));
        var actor = Token.AgentCode is { Length: > 0 } agent ? new Actor(agent, ActorKind.Agent) : new Actor(Token.Name);
        return new Caller(tenant, actor, Token.UserId, Token.AgentCode, Token.Roles, [.. permissions.Distinct()]) { Within = User?.PermissionsIn(tenant) };
    }
}

/// <summary>Somebody who signed in with a browser.</summary>
/// <param name="Session">The session's id, which is no secret.</param>
internal sealed record UserIdentity(Guid Session, User User) : Identity
{
    public override Caller? In(Tenant tenant) => User.MayEnter(tenant)
        ? new Caller(tenant, User.Actor, User.Id, null, User.RolesIn(tenant), User.PermissionsIn(tenant)) { IsSession = true }
        : null;
}
