namespace Herdbook.Core.Governance.Access;

/// <summary>Somebody who may sign in, with what they may do where.</summary>
/// <param name="Roles">In the default tenant. An administrator there administers the book, and every tenant with it.</param>
/// <param name="Memberships">Tenants other than the default one, with the roles there.</param>
public sealed record User(Guid Id, string Email, string? DisplayName, bool IsActive, IReadOnlyList<string> Roles, IReadOnlyDictionary<string, IReadOnlyList<string>> Memberships)
{
    public string Name => string.IsNullOrWhiteSpace(DisplayName) ? Email : DisplayName;

    /// <summary>As the audit log names them.</summary>
    public Actor Actor => new(Email, ActorKind.User);

    public bool AdministersTheBook => Roles.Contains(AccessRoles.Administrator);

    /// <summary>Whether a tenant is open to them at all.</summary>
    public bool MayEnter(Tenant tenant) => tenant == Tenant.Default || AdministersTheBook || Memberships.ContainsKey(tenant.Slug);

    /// <summary>What they hold in a tenant; nothing where they have no place. The default tenant always lets them see their own account.</summary>
    public IReadOnlyList<Permission> PermissionsIn(Tenant tenant) =>
        AdministersTheBook ? [Permission.All]
        : tenant == Tenant.Default ? [.. AccessRoles.Permissions(Roles), Permission.SignedIn]
        : Memberships.TryGetValue(tenant.Slug, out var roles) ? [.. AccessRoles.PermissionsInTenant(roles), Permission.SignedIn]
        : [];

    public IReadOnlyList<string> RolesIn(Tenant tenant) =>
        AdministersTheBook ? [AccessRoles.Administrator] : tenant == Tenant.Default ? Roles : Memberships.GetValueOrDefault(tenant.Slug) ?? [];
}
