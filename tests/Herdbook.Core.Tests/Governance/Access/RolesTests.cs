using Herdbook.Core.Governance.Access;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Access;

public sealed class RolesTests
{
    private static readonly Tenant Farm = new("farm");

    private static User Of(IReadOnlyList<string> roles, params (string Tenant, string Role)[] others) =>
        new(Guid.NewGuid(), "ada@example.org", null, true, roles, others.ToDictionary(other => other.Tenant, other => (IReadOnlyList<string>)[other.Role]));

    private static Caller In(User user, Tenant tenant) => new(tenant, user.Actor, user.Id, null, user.RolesIn(tenant), user.PermissionsIn(tenant));

    [Theory]
    [InlineData("viewer", "herd.ticket_def", true, false)]
    [InlineData("viewer", "governance.users", false, false)]
    [InlineData("viewer", "governance.audit_logs", false, false)]
    [InlineData("viewer", "catalog.history", false, false)]
    [InlineData("viewer", "catalog.tenant", false, false)]
    [InlineData("operator", "herd.ticket_def", true, true)]
    [InlineData("operator", "governance.users", true, false)]
    [InlineData("operator", "governance.api_tokens", true, false)]
    [InlineData("operator", "catalog.tenant", false, false)]
    [InlineData("auditor", "governance.audit_logs", true, false)]
    [InlineData("auditor", "herd.ticket_def", true, false)]
    [InlineData("author", "prompts.prompt_templates", true, true)]
    [InlineData("author", "herd.ticket_def", true, false)]
    [InlineData("agent", "memory.working_memory", true, true)]
    [InlineData("agent", "governance.approval_requests", true, false)]
    [InlineData("administrator", "catalog.tenant", true, true)]
    public void A_role_reads_and_writes_what_the_table_says(string role, string table, bool reads, bool writes)
    {
        var caller = In(Of([role]), Tenant.Default);
        Assert.Equal((reads, writes), (caller.MayRows(table, Permission.Read), caller.MayRows(table, Permission.Write)));
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("approver")]
    [InlineData("author")]
    [InlineData("viewer")]
    [InlineData("agent")]
    [InlineData("auditor")]
    public void Accounts_and_tenants_are_the_administrators_alone(string role)
    {
        var caller = In(Of([role]), Tenant.Default);
        Assert.False(caller.May(Permission.UsersManage));
        Assert.False(caller.May(Permission.TenantsManage));
        Assert.False(caller.May(Permission.TokensManage));
    }

    [Fact]
    public void An_administrator_of_another_tenant_does_not_administer_the_book()
    {
        var user = Of([], ("farm", "administrator"));
        Assert.True(In(user, Farm).May(Permission.AuditRead));
        Assert.True(In(user, Farm).May(Permission.TokensManage));
        Assert.False(In(user, Farm).May(Permission.UsersManage));
        Assert.False(In(user, Farm).May(Permission.TenantsManage));
        Assert.False(user.MayEnter(new Tenant("elsewhere")));
        Assert.False(In(user, Tenant.Default).MayRows("herd.ticket_def", Permission.Read));
        Assert.True(In(user, Tenant.Default).May(Permission.SignedIn));
    }

    [Fact]
    public void An_administrator_of_the_default_tenant_may_everything_everywhere() =>
        Assert.True(In(Of(["administrator"]), Farm).May(Permission.TenantsManage));

    [Fact]
    public void A_token_may_no_more_than_its_user()
    {
        var caller = new Caller(Tenant.Default, new Actor("t"), null, null, [], [Permission.All]) { Within = AccessRoles.Permissions(["viewer"]) };
        Assert.True(caller.MayRows("herd.ticket_def", Permission.Read));
        Assert.False(caller.MayRows("herd.ticket_def", Permission.Write));
        Assert.False(caller.May(Permission.UsersManage));
    }

    [Theory]
    [InlineData("herd:read", true)]
    [InlineData("*:*", true)]
    [InlineData("herd", false)]
    [InlineData("herd:read:more", false)]
    [InlineData("Herd:read", false)]
    [InlineData("herd: read", false)]
    [InlineData(":", false)]
    public void A_permission_is_a_module_and_an_action(string text, bool good) => Assert.Equal(good ? text : null, Permission.Parse(text)?.ToString());

    [Fact]
    public void Every_role_is_told_of_and_exists()
    {
        Assert.Equal(7, AccessRoles.All.Count);
        Assert.All(AccessRoles.All, role => Assert.True(AccessRoles.Exists(role) && AccessRoles.About(role).Length > 0));
    }
}
