using Herdbook.Core.Herd;

namespace Herdbook.Server.Pages.Work;

/// <summary>What the page of work shows: the cost of pull requests, tickets or findings, or the links between pieces of work.</summary>
/// <param name="By">pr, ticket, finding or links.</param>
/// <param name="All">Also what has no cost.</param>
/// <param name="Of">Of the links: those of this piece alone.</param>
/// <param name="At">Of the links: the page, from 1.</param>
public sealed record WorkView(
    PageContext Page, string By, bool All, (string Type, string Code)? Of, int At, IReadOnlyList<WorkCost> Costs, IReadOnlyList<WorkLinkEntry> Found)
{
    public const int MostCosts = 100;

    public static readonly IReadOnlyList<(string By, string Word)> Kinds = [("pr", "Pull requests"), ("ticket", "Tickets"), ("finding", "Findings"), ("links", "Links")];

    public long OfAll => Found is [{ OfAll: var all }, ..] ? all : 0;

    public bool HasMore => OfAll > (long)At * WorkLinkList.PageSize;

    public string Address(string by, bool all = false) => Links.With(Page.Links.Work, ("by", by == "pr" ? null : by), ("all", all ? "1" : null));

    public string Place(int page) => Links.With(Page.Links.Work, ("by", "links"), ("of", Of is { } of ? $"{of.Type}:{of.Code}" : null), ("page", page > 1 ? $"{page}" : null));

    /// <summary>Where the links of a piece of work stand.</summary>
    public string LinksOf(string type, string code) => Links.With(Page.Links.Work, ("by", "links"), ("of", $"{type}:{code}"));

    /// <summary>The page of a piece of work; null where it has none.</summary>
    public string? PlaceOf(string type, string code) => type switch
    {
        "session" when code.StartsWith("git/", StringComparison.Ordinal) => Page.Links.Row("herd.agent_instance", code),
        "session" => Page.Links.Session(code),
        "commit" => Page.Links.Row("herd.commit_def", code),
        "pr" => Page.Links.Row("herd.pr_def", code),
        "ticket" => Page.Links.Row("herd.ticket_def", code),
        _ => null,
    };

    public static string Short(string type, string code) => type is "commit" && code.Length > 10 ? code[..10] : code;

    public static string Word(string type) => type switch { "pr" => "pull request", "session" => "conversation", _ => type };

    /// <summary>Why two pieces belong together, where nothing closer is told.</summary>
    public static string Why(string reason) => reason switch
    {
        "trailer" => "the commit names the record",
        "checkpoint" => "a record of the conversation names the commit",
        "authorship" => "the commit names its agent as an author",
        "listed" => "the pull request lists the commit",
        "commit" => "through a commit",
        "branch" => "by the branch",
        "title" => "the title names it",
        "message" => "the message names it",
        "closes" => "its description closes it",
        "pr_link" => "the transcript names it",
        "ticket" => "it worked on the ticket",
        "overlap" => "the same files at the same time",
        "review" => "it reviewed it",
        _ => reason,
    };

    public static (string Word, string Colour) Sure(decimal confidence) => confidence switch
    {
        >= 1 => ("certain", "ok"),
        >= 0.9m => ("nearly certain", "ok"),
        >= 0.7m => ("likely", "live"),
        >= 0.5m => ("perhaps", "warn"),
        _ => ("a guess", "warn"),
    };
}
