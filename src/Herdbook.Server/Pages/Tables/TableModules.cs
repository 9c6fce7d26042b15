using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>The modules that tables stand in, each by one word.</summary>
public static class TableModules
{
    /// <summary>The schema of the tables that users made.</summary>
    public const string Users = "custom";

    /// <summary>Users' tables first, Herdbook's own books last, the rest by name.</summary>
    public static IEnumerable<string> InOrder(CatalogSet catalog) =>
        catalog.Modules.OrderBy(module => module switch { Users => 0, "catalog" => 2, _ => 1 }).ThenBy(module => module, StringComparer.Ordinal);

    /// <summary>herd is shown as Herd, erp as ERP.</summary>
    public static string Word(string module) => module switch
    {
        "erp" => "ERP",
        Users => "Custom",
        _ => char.ToUpperInvariant(module[0]) + module[1..],
    };

    /// <summary>What stands in a module.</summary>
    public static string? About(string module) => module switch
    {
        Users => "Tables that were added to this book.",
        "herd" => "The fleet, its deliveries and its ledgers.",
        "agent" => "What agents do, know and produce.",
        "erp" => "People, organizations, engagements and their work.",
        "memory" => "What agents remember, and how far it is trusted.",
        "governance" => "Who may do what, who approved it, within which budget.",
        "skills" => "Skills, definitions and personas of agents.",
        "prompts" => "Prompts and their versions.",
        "compliance" => "Checklists, rules and what shows that they are met.",
        "entities" => "Entity types, entities and their relationships.",
        "control" => "Teams, leases, schedules and workspaces.",
        "intake" => "What was read from transcripts, and from where.",
        "catalog" => "Herdbook's own books.",
        _ => null,
    };
}
