namespace Herdbook.Intake.Demo.Year;

/// <param name="Models">The models that it ran on, each from a part of the year on.</param>
/// <param name="Rework">Of 100 reviews of its work, those that ask for changes, at the begin and at the end.</param>
/// <param name="Basis">What a token costs it: a list price, or one that a subscription covers.</param>
/// <param name="Joins">The part of the year at which it came.</param>
/// <param name="Leaves">The part at which it was decommissioned, or 2.</param>
internal sealed record YearAgent(
    string Code, string Role, string Craft, string Personality, string Project, (double From, string Model)[] Models, (int First, int Last) Rework,
    string[] Skillsets, string Basis = "list", double Joins = 0, double Leaves = 2, bool Reviews = false);

/// <summary>A text that was rewritten over the year: a craft, a personality, a skillset or a skill.</summary>
/// <param name="Versions">From which part of the year, and what it said.</param>
internal sealed record YearText(string Code, string Description, params (double From, string Content)[] Versions);

/// <summary>Who works in the invented company, with what, and at what prices.</summary>
internal static class YearCast
{
    /// <summary>The company's own gateway: its prices fell twice within the year.</summary>
    public const string House = "meadow-large-2";

    public const string Planner = "alder";
    public const string Improver = "juniper";
    public const string Spender = "hazel";
    public const string Leaver = "larch";

    private static readonly (double, string)[] Opus = [(0, "claude-opus-4-1"), (0.35, "claude-opus-4-5"), (0.72, DemoWorld.Opus)];
    private static readonly (double, string)[] Sonnet = [(0, "claude-sonnet-4"), (0.3, "claude-sonnet-4-5"), (0.8, "claude-sonnet-4-6")];
    private static readonly (double, string)[] Haiku = [(0, "claude-3-5-haiku"), (0.4, "claude-haiku-4-5")];
    private static readonly (double, string)[] Gateway = [(0, House)];

    public static readonly IReadOnlyList<YearAgent> Agents =
    [
        new(Planner, "lead", "architecture", "terse", Folder("platform"), Opus, (34, 30), ["planning", "review"], Reviews: true),
        new("bramble", "backend", "backend", "plain", Folder("orchard-api"), Sonnet, (48, 44), ["go", "testing"]),
        new("cedar", "backend", "backend", "careful", Folder("ledger-core"), Opus, (32, 28), ["rust", "testing"]),
        new("dill", "frontend", "frontend", "warm", Folder("storefront-web"), Gateway, (46, 45), ["typescript", "accessibility"]),
        new("elm", "reviewer", "review", "careful", Folder("orchard-api"), Opus, (30, 28), ["review", "security"], Reviews: true),
        new("fern", "qa", "quality", "terse", Folder("storefront-web"), Sonnet, (38, 34), ["testing", "review"], "imputed", Reviews: true),
        new("ginger", "platform", "operations", "plain", Folder("platform"), Sonnet, (44, 40), ["terraform", "security"]),
        new(Spender, "data", "data", "careful", Folder("ingest-pipeline"), Sonnet, (42, 42), ["python", "testing"]),
        new("iris", "frontend", "frontend", "warm", Folder("storefront-web"), [(0, "claude-sonnet-4"), (0.3, "claude-sonnet-4-5"), (0.93, DemoWorld.Unlisted)], (44, 50), ["typescript", "accessibility"]),
        new(Improver, "backend", "backend", "plain", Folder("ingest-pipeline"), Sonnet, (80, 8), ["python", "testing"], Joins: 0.05),
        new("kelp", "docs", "writing", "warm", Folder("orchard-api"), Haiku, (24, 20), ["writing"], "imputed", Joins: 0.22),
        new(Leaver, "mobile", "mobile", "terse", Folder("field-app"), Gateway, (52, 66), ["kotlin"], "imputed", Leaves: 0.68),
    ];

    public static readonly IReadOnlyList<YearText> Crafts =
    [
        new("architecture", "Small parts with one reason each.", (0, "Cut work so that each part can be shipped alone. Name what each part promises."), (0.5, "Cut work so that each part can be shipped alone. Name what each part promises, and the test that would fail if it did not.")),
        new("backend", "Services that keep their word under load.", (0, "Write the test first. Bound every queue."), (0.28, "Write the test first. Bound every queue. Say in the message what was kept and what to do."), (0.61, "Write the failing test first and show that it fails. Bound every queue, every retry and every wait.")),
        new("frontend", "Pages that work before a script ran.", (0, "Markup first, then style, then script."), (0.44, "Markup first, then style, then script. Reach everything from the keyboard.")),
        new("review", "Findings that would hold up a merge.", (0, "Report what is wrong, most serious first."), (0.33, "Report only what would hold up a merge, most serious first, with the line.")),
        new("quality", "What nobody tried yet.", (0, "Try what the ticket does not mention.")),
        new("operations", "Changes that can be taken back.", (0, "Every change has a way back that was tried."), (0.7, "Every change has a way back that was tried, and an alert that somebody reads.")),
        new("data", "Each event once.", (0, "Make every job safe to run again."), (0.55, "Make every job safe to run again, and count in and out.")),
        new("writing", "Plain exact words.", (0, "One idea, one sentence."), (0.8, "One idea, one sentence. An example before a rule.")),
        new("mobile", "Work without a network.", (0, "Keep what the person typed, whatever happens.")),
    ];

    public static readonly IReadOnlyList<YearText> Personalities =
    [
        new("terse", "Says it once.", (0, "Answer in as few words as are exact.")),
        new("plain", "Says what it does.", (0, "Say what you do, then do it."), (0.5, "Say what you will do in a line, do it, and say what came of it.")),
        new("careful", "Looks twice.", (0, "Doubt the first explanation. Look for a second.")),
        new("warm", "Explains gladly.", (0, "Explain as to a colleague who is new here.")),
    ];

    public static readonly IReadOnlyList<YearText> Skillsets =
    [
        new("planning", "Cutting work.", (0, "epics, slices, estimates")),
        new("review", "Reading changes.", (0, "diff, findings"), (0.33, "diff, findings, severity")),
        new("security", "Finding holes.", (0, "injection, secrets"), (0.6, "injection, secrets, authorisation")),
        new("testing", "Proving behaviour.", (0, "unit"), (0.25, "unit, property"), (0.58, "unit, property, fault injection")),
        new("go", "Go services.", (0, "go 1.23"), (0.5, "go 1.24")),
        new("rust", "Rust services.", (0, "rust 2021"), (0.65, "rust 2024")),
        new("typescript", "Web pages.", (0, "typescript 5")),
        new("accessibility", "Pages for everybody.", (0, "wcag 2.1"), (0.45, "wcag 2.2")),
        new("terraform", "Machines from text.", (0, "modules, plans")),
        new("python", "Data jobs.", (0, "python 3.12"), (0.52, "python 3.13")),
        new("writing", "Guides and messages.", (0, "guides")),
        new("kotlin", "The field app.", (0, "kotlin 2")),
    ];

    public static readonly IReadOnlyList<YearText> Skills =
    [
        new("read-the-diff", "How to read a change from its tests.", (0, "Begin with the tests. What do they promise?"), (0.4, "Begin with the tests. What do they promise, and what did they promise before?")),
        new("write-a-property", "How to state a rule that holds for every input.", (0.25, "Say what stays true whatever comes in."), (0.58, "Say what stays true whatever comes in, and let the machine look for a case against it.")),
        new("break-it", "How to make a dependency fail on purpose.", (0.58, "Cut the connection in the middle of a write. What is left?")),
        new("find-a-secret", "Where secrets leak.", (0, "Look in logs, error messages and URLs.")),
        new("slice-work", "How to cut an epic.", (0, "Each slice can be shown to somebody.")),
        new("keyboard-first", "How to reach all of a page.", (0.45, "Put the mouse away and use the page.")),
    ];

    /// <summary>Which skill stands where in which skillset.</summary>
    public static readonly IReadOnlyList<(string Skill, string Skillset, int Order)> Places =
    [
        ("read-the-diff", "review", 1), ("find-a-secret", "security", 1), ("write-a-property", "testing", 1), ("break-it", "testing", 2),
        ("slice-work", "planning", 1), ("keyboard-first", "accessibility", 1),
    ];

    /// <summary>Of the gateway: from which part of the year, and USD per million of input, output, cache reads and cache writes.</summary>
    public static readonly IReadOnlyList<(double From, decimal Input, decimal Output, decimal Read, decimal Create)> HousePrices =
        [(0, 6m, 24m, 0.6m, 7.5m), (0.38, 4.5m, 18m, 0.45m, 5.625m), (0.74, 3m, 12m, 0.3m, 3.75m)];

    /// <summary>The model that an agent ran on at a part of the year.</summary>
    public static string ModelAt(YearAgent agent, double part) => agent.Models.Last(m => m.From <= Math.Max(part, 0)).Model;

    private static string Folder(string name) => DemoWorld.Projects.First(p => p.Folder.EndsWith('/' + name)).Folder;
}
