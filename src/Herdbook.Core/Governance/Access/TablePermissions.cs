namespace Herdbook.Core.Governance.Access;

/// <summary>Which permission a table's rows ask for: `module:read` and `module:write`, and more where rows tell of people or of trust itself.</summary>
public static class TablePermissions
{
    /// <param name="table">The full name, module.table.</param>
    /// <param name="action"><see cref="Permission.Read"/> or <see cref="Permission.Write"/>.</param>
    public static Permission Of(string table, string action)
    {
        var dot = table.IndexOf('.', StringComparison.Ordinal);
        var (module, name) = dot < 0 ? ("", table) : (table[..dot], table[(dot + 1)..]);
        var reads = action == Permission.Read;
        return module switch
        {
            "governance" when Begins(name, "audit_") => new Permission("audit", action),
            "governance" when Begins(name, "user", "membership", "api_token", "sign_in") => reads ? Permission.UsersRead : Permission.UsersManage,
            "governance" when Begins(name, "approval_") => reads ? Permission.ApprovalsRead : Permission.PoliciesWrite,
            "governance" when Begins(name, "budget_") => reads ? Permission.BudgetsRead : Permission.PoliciesWrite,
            // Its rows name every tenant of the book.
            "catalog" when name is "tenant" or "tenant_import" => Permission.TenantsManage,
            // They repeat rows of every module.
            "catalog" when name is "history" or "row_seal" => new Permission("audit", action),
            _ => new Permission(module, action),
        };
    }

    private static bool Begins(string name, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (name.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
