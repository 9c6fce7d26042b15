namespace Herdbook.Core.Governance.Access;

/// <summary>
/// What a caller may do: a module, or a part of one, and an action on it. Written `module:action`; `*` as module or action stands for all.
/// </summary>
public readonly record struct Permission(string Module, string Action)
{
    public const string Read = "read";
    public const string Write = "write";

    /// <summary>Everything in the tenant.</summary>
    public static readonly Permission All = new("*", "*");

    /// <summary>Whatever signed in may do: see the frame, the own account, sign out.</summary>
    public static readonly Permission SignedIn = new("account", Read);

    /// <summary>The fleet's ledgers: overview and conversations.</summary>
    public static readonly Permission WorkRead = new("herd", Read);

    /// <summary>The herd's commands: tickets, claims, reviews, instances.</summary>
    public static readonly Permission WorkWrite = new("herd", Write);

    public static readonly Permission Insight = new("warehouse", Read);
    public static readonly Permission WarehouseBuild = new("warehouse", Write);

    /// <summary>Ask the warehouse in SQL: it holds what is read from every module.</summary>
    public static readonly Permission WarehouseSql = new("warehouse", "sql");
    public static readonly Permission IntakeRead = new("intake", Read);
    public static readonly Permission IntakeWrite = new("intake", Write);

    /// <summary>Declare, change and remove users' tables.</summary>
    public static readonly Permission TablesDeclare = new("tables", "declare");

    public static readonly Permission AuditRead = new("audit", Read);
    public static readonly Permission ApprovalsRequest = new("approvals", "request");
    public static readonly Permission ApprovalsRead = new("approvals", Read);
    public static readonly Permission ApprovalsDecide = new("approvals", "decide");

    /// <summary>Write policies of approvals and limits of budgets.</summary>
    public static readonly Permission PoliciesWrite = new("policies", Write);

    public static readonly Permission BudgetsRead = new("budgets", Read);
    public static readonly Permission BudgetsCheck = new("budgets", "check");

    /// <summary>Keep and remove views of grids, which all readers of a table share.</summary>
    public static readonly Permission ViewsWrite = new("views", Write);

    /// <summary>See who may sign in, and which tokens there are.</summary>
    public static readonly Permission UsersRead = new("users", Read);

    /// <summary>Users, their roles, and tokens of others.</summary>
    public static readonly Permission UsersManage = new("users", "manage");

    /// <summary>The caller's own tokens.</summary>
    public static readonly Permission TokensOwn = new("tokens", "own");

    /// <summary>Every token of the tenant, and tokens that belong to no user.</summary>
    public static readonly Permission TokensManage = new("tokens", "manage");

    /// <summary>Create, suspend, export, import and erase tenants.</summary>
    public static readonly Permission TenantsManage = new("tenants", "manage");

    /// <summary>The rows of a module's tables.</summary>
    public static Permission Rows(string module, string action) => new(module, action);

    /// <summary>Whether holding this permission is enough for another.</summary>
    public bool Covers(Permission other) => (Module == "*" || Module == other.Module) && (Action == "*" || Action == other.Action);

    /// <summary>Of `module:action`; null where the text is no permission.</summary>
    public static Permission? Parse(string text) =>
        text.Split(':') is [var module, var action] && IsWord(module) && IsWord(action) ? new Permission(module, action) : null;

    private static bool IsWord(string word) =>
        word == "*" || (word.Length is > 0 and <= 50 && char.IsAsciiLetterLower(word[0]) && word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'));

    public override string ToString() => $"{Module}:{Action}";
}
