using System.Globalization;
using Herdbook.Core.Herd;
using Herdbook.Server.Pages.Overview;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Sessions;

/// <summary>The grid's state as its address carries it.</summary>
public sealed record SessionsRequest(SessionFilter Filter, string? RangeName)
{
    /// <summary>The same word in the address, the column's head and the option of a form.</summary>
    private static readonly Dictionary<string, SessionSort> Sorts =
        Enum.GetValues<SessionSort>().ToDictionary(sort => sort.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static SessionsRequest From(IQueryCollection query, DateTimeOffset now)
    {
        var range = query["range"].ToString() is { Length: > 0 } and not "all" || query["from"].Count > 0 || query["to"].Count > 0
            ? NamedRange.From(query, new BookedSpan(), now)
            : new NamedRange("all", DayRange.All);
        var sort = Sorts.TryGetValue(query["sort"].ToString(), out var known) ? known : SessionSort.Started;
        return new SessionsRequest(
            new SessionFilter
            {
                Text = Text(query, "q"),
                Model = Text(query, "model"),
                Agent = Text(query, "agent"),
                Project = Text(query, "project"),
                Branch = Text(query, "branch"),
                Ticket = Text(query, "ticket"),
                Days = range.Days,
                WithErrors = query["errors"] == "1",
                Unpriced = query["unpriced"] == "1",
                Sort = sort,
                Descending = query["dir"].ToString() switch { "asc" => false, "desc" => true, _ => !IsText(sort) },
                Page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 1_000_000) : 1,
            },
            range.Name == "all" ? null : range.Name);
    }

    /// <summary>The first page in another order: the column's natural one, or turned round if it is the present one.</summary>
    public string Sorted(Links links, SessionSort sort) =>
        Address(links, Filter with { Sort = sort, Descending = sort == Filter.Sort ? !Filter.Descending : !IsText(sort), Page = 1 });

    public string AtPage(Links links, int page) => Address(links, Filter with { Page = page });

    /// <summary>The same grid with a changed filter, from its first page.</summary>
    public string With(Links links, Func<SessionFilter, SessionFilter> change) => Address(links, change(Filter) with { Page = 1 });

    public static bool IsText(SessionSort sort) => sort is SessionSort.Title or SessionSort.Project or SessionSort.Agent or SessionSort.Branch;

    private string Address(Links links, SessionFilter filter)
    {
        var isSameRange = RangeName is not null && filter.Days == Filter.Days;
        return Links.With(
            links.Sessions,
            ("q", filter.Text),
            ("model", filter.Model),
            ("agent", filter.Agent),
            ("project", filter.Project),
            ("branch", filter.Branch),
            ("ticket", filter.Ticket),
            ("range", isSameRange ? RangeName : null),
            ("from", !isSameRange && filter.Days.From is { } from ? Figures.Day(from) : null),
            ("to", !isSameRange && filter.Days.To is { } to ? Figures.Day(to) : null),
            ("errors", filter.WithErrors ? "1" : null),
            ("unpriced", filter.Unpriced ? "1" : null),
            ("sort", filter.Sort == SessionSort.Started ? null : filter.Sort.ToString().ToLowerInvariant()),
            ("dir", filter.Descending == !IsText(filter.Sort) ? null : filter.Descending ? "desc" : "asc"),
            ("page", filter.Page > 1 ? filter.Page.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static string? Text(IQueryCollection query, string name) =>
        query[name].ToString().Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, 500)] : null;
}
