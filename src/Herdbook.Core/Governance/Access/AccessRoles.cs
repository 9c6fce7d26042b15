using System.Collections.Frozen;

namespace Herdbook.Core.Governance.Access;

/// <summary>The roles, and what each may do in the tenant that it is held in. One table, and the only one.</summary>
public static class AccessRoles
{
    public const string Administrator = "administrator";
    public const string Operator = "operator";
    public const string Approver = "approver";
    public const string Author = "author";
    public const string Viewer = "viewer";
    public const string Agent = "agent";
    public const string Auditor = "auditor";

    /// <summary>What stands in the modules of daily work.</summary>
    private static readonly string[] Work =
        ["agent", "compliance", "control", "custom", "entities", "erp", "herd", "intake", "memory", "prompts", "skills", "warehouse"];

    private static readonly Permission[] Views = [.. Reads(Work), Permission.BudgetsRead, Permission.SignedIn, Permission.TokensOwn];

    private static readonly FrozenDictionary<string, Permission[]> Table = new Dictionary<string, Permission[]>(StringComparer.Ordinal)
    {
        [Administrator] = [Permission.All],
        [Operator] =
        [
            new("*", Permission.Read), .. Writes(Work), Permission.WarehouseSql, Permission.TablesDeclare, Permission.ViewsWrite, Permission.ApprovalsRequest,
            Permission.BudgetsCheck, Permission.TokensOwn,
        ],
        [Approver] = [.. Views, Permission.ViewsWrite, Permission.ApprovalsRead, Permission.ApprovalsRequest, Permission.ApprovalsDecide],
        [Author] = [.. Views, .. Writes("prompts", "skills", "memory", "entities", "custom"), Permission.ViewsWrite, Permission.ApprovalsRead, Permission.ApprovalsRequest],
        [Viewer] = Views,
        [Agent] =
        [
            .. Reads(Work), .. Writes("agent", "control", "custom", "herd", "memory"), Permission.SignedIn, Permission.ApprovalsRead, Permission.ApprovalsRequest,
            Permission.BudgetsRead, Permission.BudgetsCheck,
        ],
        [Auditor] = [new("*", Permission.Read), Permission.WarehouseSql, Permission.TokensOwn],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What an administrator of the book alone may do: accounts and tenants belong to no tenant but the default one.</summary>
    private static readonly Permission[] OfTheBook = [Permission.UsersManage, Permission.TenantsManage];

    /// <summary>Each role's word, the mightiest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Administrator, Operator, Approver, Author, Viewer, Agent, Auditor];

    /// <summary>What a role is for, in a sentence.</summary>
    public static string About(string role) => role switch
    {
        Administrator => "Everything; in the default tenant also accounts, tenants and every other tenant.",
        Operator => "Reads everything, runs imports and builds, writes rows, declares tables.",
        Approver => "Reads the work and decides what waits for approval.",
        Author => "Reads the work and writes prompts, skills, knowledge and own tables.",
        Viewer => "Reads the work.",
        Agent => "For tokens of agents: reads the work, writes what agents produce, asks for approval and budget.",
        Auditor => "Reads everything, the audit log with it, and writes nothing.",
        _ => "",
    };

    public static bool Exists(string role) => Table.ContainsKey(role);

    /// <summary>What somebody with these roles may do. A word that is no role gives nothing.</summary>
    public static IReadOnlyList<Permission> Permissions(IEnumerable<string> roles) =>
        [.. roles.SelectMany(role => Table.GetValueOrDefault(role) ?? []).Distinct()];

    /// <summary>The same in a tenant other than the default one, where nobody administers the book.</summary>
    public static IReadOnlyList<Permission> PermissionsInTenant(IEnumerable<string> roles) =>
        [.. Permissions(roles).SelectMany(held => held == Permission.All ? WithoutTheBook : [held]).Distinct()];

    private static Permission[] WithoutTheBook { get; } =
    [
        new("*", Permission.Read), new("*", Permission.Write), new("audit", "*"), new("approvals", "*"), new("budgets", "*"), new("tables", "*"), new("tokens", "*"), new("warehouse", "*"),
    ];

    /// <summary>Whether only an administrator of the book may have it.</summary>
    public static bool IsOfTheBook(Permission permission) => OfTheBook.Any(one => permission.Covers(one));

    private static IEnumerable<Permission> Reads(params IEnumerable<string> modules) => modules.Select(module => new Permission(module, Permission.Read));

    private static IEnumerable<Permission> Writes(params IEnumerable<string> modules) => modules.Select(module => new Permission(module, Permission.Write));
}
