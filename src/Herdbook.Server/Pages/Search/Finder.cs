using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Tables;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Search;

/// <summary>What the command palette offers: pages, tables by name, rows by key, and conversations by their latest event.</summary>
internal static class Finder
{
    private const int Most = 8;

    private const int MostTables = 6;

    public static async Task<IResult> FindAsync(HttpContext http, LiveCatalog live, RowSearch search, ClassifiedReads classified, HerdDirectory directory, TimeProvider time, string? q, CancellationToken ct)
    {
        var tenant = http.Features.Get<Tenant>() ?? Tenant.Default;
        var links = new Links(http.Request.PathBase.Value ?? "");
        var text = q?.Replace('\0', ' ').Trim() ?? "";
        var catalog = live.CurrentFor(http);
        Destination[] pages =
        [
            new("Overview", "page", links.Overview),
            new("Sessions", "page", links.Sessions),
            new("Live", "page", links.Live),
            new("Board", "page", links.Board),
            new("Work", "page", links.Work),
            new("Traces", "page", links.Traces),
            new("Reconcile", "page", links.Reconcile),
            new("Intake", "page", links.Intake),
            new("Tables", "page", links.Tables),
            new("API", "page", links.Api),
            .. links.Insight.Select(page => new Destination(page.Word, "page", page.Address)),
            .. links.Trust.Where(page => http.Caller().May(page.Needs)).Select(page => new Destination(page.Word, "page", page.Address)),
            new("Account", "page", Links.Account),
            new("Rejected lines", "page", links.Intake + "#rejects"),
            new("Sessions with errors", "page", Links.With(links.Sessions, ("errors", "1"))),
            new("Most expensive sessions", "page", Links.With(links.Sessions, ("sort", "cost"))),
        ];
        var rows = text.Length == 0 ? [] : await search.ByKeyAsync(tenant, catalog, text, ct);
        await classified.NoteAsync(http, rows.Take(Most).Select(row => row.Table), ct);
        var recent = http.Caller().May(Permission.WorkRead) ? await directory.RecentAsync(tenant, text, Most, ct) : [];
        var now = time.GetUtcNow();
        return Results.Json(rows.Take(Most).Select(row => new Destination(Excerpts.Line(row.Row.Title ?? row.Row.Key.Text, 80), $"{row.Table.FullName} {Excerpts.Line(row.Row.Key.Text, 40)}", links.Row(row.Table.FullName, row.Row.Key.Text)))
            .Concat(pages.Where(page => page.Name.Contains(text, StringComparison.OrdinalIgnoreCase)))
            .Concat(Tables(catalog, text).Select(table => new Destination(table.FullName, "table", links.Table(table.FullName))))
            .Concat(recent.Select(conversation => new Destination(conversation.Title ?? conversation.Code, conversation.StartedAt is { } at ? Figures.Ago(at, now) : "conversation", links.Session(conversation.Code))))
            .Append(text.Length == 0 ? null : new Destination($"Search all tables for “{Excerpts.Line(text, 60)}”", "search", Links.With(links.Search, ("q", text))))
            .OfType<Destination>());
    }

    /// <summary>Tables whose name has the text, those first that begin with it.</summary>
    private static IEnumerable<TableDeclaration> Tables(CatalogSet catalog, string text)
    {
        var word = text.Replace(' ', '_');
        return word.Length == 0
            ? []
            : catalog.Tables.Where(table => table.FullName.Contains(word, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(table => table.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || table.FullName.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .ThenBy(table => table.Name.Length)
                .Take(MostTables);
    }

    private sealed record Destination(string Name, string About, string Address);
}
