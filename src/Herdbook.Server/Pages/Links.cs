using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;

namespace Herdbook.Server.Pages;

/// <summary>Addresses of pages for one tenant. A page's whole state is in its address.</summary>
/// <param name="Root">The tenant's sub-path, "" for the default tenant.</param>
public sealed record Links(string Root)
{
    public string Overview => $"{Root}/";

    public string Sessions => $"{Root}/sessions";

    /// <summary>The agents that run now.</summary>
    public string Live => $"{Root}/live";

    /// <summary>Tickets by status.</summary>
    public string Board => $"{Root}/board";

    /// <summary>What sources tell differently of the same calls.</summary>
    public string Reconcile => $"{Root}/reconcile";

    /// <summary>What pull requests, tickets and findings cost, and how work belongs together.</summary>
    public string Work => $"{Root}/work";

    /// <summary>What exporters of OpenTelemetry sent, newest first.</summary>
    public string Traces => $"{Root}/traces";

    public string Intake => $"{Root}/intake";

    /// <summary>The steps of a trace, as a tree.</summary>
    public string Trace(string id) => $"{Root}/traces/{id}";

    public string Api => $"{Root}/api";

    /// <summary>The warehouse: its health, and the way to build it.</summary>
    public string Warehouse => $"{Root}/warehouse";

    public string WarehouseSql => $"{Root}/warehouse/sql";

    /// <summary>The pages of figures, in the navigation's order: word, address, symbol.</summary>
    public IReadOnlyList<(string Word, string Address, string Icon)> Insight =>
    [
        ("Cost", $"{Root}/cost", "cost"),
        ("Delivery", $"{Root}/delivery", "delivery"),
        ("Quality", $"{Root}/quality", "quality"),
        ("Sprint", $"{Root}/sprint", "sprint"),
        ("Agents", $"{Root}/agents", "agents"),
        ("Warehouse", Warehouse, "warehouse"),
        ("SQL", WarehouseSql, "sql"),
    ];

    /// <summary>Where people sign in; of no tenant.</summary>
    public const string SignIn = "/sign-in";

    public const string SignOut = "/sign-out";

    /// <summary>The reader's own account; of no tenant.</summary>
    public const string Account = "/account";

    /// <summary>The users of the book; of no tenant.</summary>
    public const string Users = "/users";

    public string Tokens => $"{Root}/tokens";

    /// <summary>The pages of trust, in the navigation's order: word, address, symbol, and what they ask for.</summary>
    public IReadOnlyList<(string Word, string Address, string Icon, Permission Needs)> Trust =>
    [
        ("Approvals", Approvals, "approvals", Permission.ApprovalsRead),
        ("Budgets", Budgets, "cost", Permission.BudgetsRead),
        ("Audit", Audit, "quality", Permission.AuditRead),
        ("Users", Users, "users", Permission.UsersManage),
        ("Tokens", Tokens, "tokens", Permission.TokensOwn),
        ("Tenants", TenantsPage, "tenants", Permission.TenantsManage),
    ];

    /// <summary>What waits for a person's decision.</summary>
    public string Approvals => $"{Root}/approvals";

    /// <summary>A request for approval.</summary>
    public string Approval(Guid id) => $"{Approvals}/{id}";

    public string Budgets => $"{Root}/budgets";

    /// <summary>Who did what.</summary>
    public string Audit => $"{Root}/audit";

    /// <summary>An entry of the audit log.</summary>
    public string Entry(Guid id) => $"{Audit}/entries/{id}";

    /// <summary>The whole history of a row, with the entries about it.</summary>
    public string RowStory(string table, string key) => With($"{Audit}/row", ("table", table), ("key", key));

    /// <summary>The state of the audit log's seal, and its verification.</summary>
    public string Seal => $"{Audit}/seal";

    public string Finder => $"{Root}/find";

    /// <summary>The search over all tables.</summary>
    public string Search => $"{Root}/search";

    public string Tables => $"{Root}/tables";

    /// <summary>The tenants of the book; the default tenant alone has the page.</summary>
    public static string TenantsPage => "/tenants";

    /// <summary>The tables of one module.</summary>
    public string Module(string module) => With(Tables, ("module", module));

    /// <summary>A table's grid, by its full name.</summary>
    public string Table(string table) => $"{Root}/tables/{Path(table)}";

    /// <summary>A row's own page. The key is the text that names the row; of several columns a JSON array.</summary>
    public string Row(string table, string key) => With($"{Table(table)}/row", ("key", key));

    /// <summary>The form for a new row.</summary>
    public string NewRow(string table) => $"{Table(table)}/new";

    public string Session(string code) => $"{Root}/sessions/{Path(code)}";

    public string ApiOf(string table) => $"{Api}/{Path(table)}";

    public string Event(long id) => $"{Root}/events/{id.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A page with its state: pairs without a value are left out.</summary>
    public static string With(string page, params ReadOnlySpan<(string Name, string? Value)> state)
    {
        var text = new System.Text.StringBuilder(page);
        var mark = page.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in state)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                mark = '&';
            }
        }

        return text.ToString();
    }

    public static string Theme(string choice, string back) => With($"/theme/{choice}", ("back", back));

    public static string TenantRoot(string tenant) => tenant == Tenant.Default.Slug ? "/" : $"/t/{tenant}/";

    /// <summary>A link to a pull request on its forge, where the code is `owner/repo#7`; otherwise null.</summary>
    public static string? PullRequest(string code)
    {
        var parts = code.Split('#');
        return parts is [var repository, var number] && repository.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
            && number.Length > 0 && number.All(char.IsAsciiDigit)
            ? $"https://github.com/{Path(repository)}/pull/{number}"
            : null;
    }

    private static string Path(string code) => string.Join('/', code.Split('/').Select(Uri.EscapeDataString));
}
