namespace Herdbook.Core.Governance.Access;

/// <summary>Who sends a request, as which tenant, and what they may do there.</summary>
/// <param name="Actor">As the audit log names them.</param>
/// <param name="UserId">The user who signed in, or to whom the token belongs; null for others.</param>
/// <param name="AgentCode">The agent to which the token is bound; null for others.</param>
public sealed record Caller(Tenant Tenant, Actor Actor, Guid? UserId, string? AgentCode, IReadOnlyList<string> Roles, IReadOnlyList<Permission> Permissions)
{
    /// <summary>A bound on <see cref="Permissions"/>: a token may no more than the user to whom it belongs. Null for none.</summary>
    public IReadOnlyList<Permission>? Within { get; init; }

    /// <summary>Whether it came by a session's cookie: a browser sends that without being asked, so its writes need a form's token.</summary>
    public bool IsSession { get; init; }

    /// <summary>Whoever can read the home's own token: all of it is theirs.</summary>
    public static Caller Owner(Tenant tenant) => new(tenant, Actor.Owner, null, null, [AccessRoles.Administrator], [Permission.All]);

    public bool May(Permission permission) => Covered(Permissions, permission) && (Within is null || Covered(Within, permission));

    /// <summary>Whether they may read, or write, the rows of a table.</summary>
    /// <param name="table">Its full name.</param>
    /// <param name="action"><see cref="Permission.Read"/> or <see cref="Permission.Write"/>.</param>
    public bool MayRows(string table, string action) => May(TablePermissions.Of(table, action));

    /// <summary>A token may be given no more than the giver has: who makes one does not rise by it.</summary>
    /// <exception cref="RefusedException">`token_scope`.</exception>
    public void RequireToGive(WantedToken wanted)
    {
        var asked = AccessRoles.Permissions(wanted.Roles).Concat(wanted.Permissions.Select(Permission.Parse).OfType<Permission>());
        if (asked.Where(permission => !May(permission)).Select(permission => (Permission?)permission).FirstOrDefault() is { } more)
        {
            throw new RefusedException("token_scope", $"You do not have the permission {more}, so you cannot give it to a token. No token was made.");
        }
    }

    private static bool Covered(IReadOnlyList<Permission> held, Permission permission)
    {
        for (var i = 0; i < held.Count; i++)
        {
            if (held[i].Covers(permission))
            {
                return true;
            }
        }

        return false;
    }
}
