using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Search;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using System.Globalization;

namespace Herdbook.Server.Pages.Search;

/// <summary>Search over every table: a page for people, JSON for programs, and the command palette's list.</summary>
internal static class SearchEndpoint
{
    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/search", ShowAsync);
        routes.MapGet("/v1/search", AnswerAsync);
        routes.MapGet("/find", Finder.FindAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, LiveCatalog live, RowSearch search, ClassifiedReads classified, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var query = http.Request.Query;
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var tables = RowSearch.Tables(live.CurrentFor(http));
        var module = query["module"].ToString() is { Length: > 0 } asked && tables.Any(table => table.Module == asked) ? asked : null;
        var view = new SearchView(page, live.CurrentFor(http), query["q"].ToString().Trim(), module);
        if (SearchWords.Of(view.Text) is not { } words)
        {
            return Shown(view, StatusCodes.Status200OK);
        }

        view = view with { Words = words };
        try
        {
            var asOne = module is null ? tables : [.. tables.Where(table => table.Module == module)];
            var most = module is null ? SearchView.MostOfEach : SearchView.MostOfModule;
            var found = await search.FindAsync(page.Tenant, asOne, words, most, ct);
            await classified.NoteAsync(http, found.Where(table => table.Rows.Count > 0).Select(table => table.Table), ct);
            var conversations = module is null && http.Caller().May(Permission.WorkRead) ? await directory.RecentAsync(page.Tenant, view.Text, SearchView.MostOfEach + 1, ct) : [];
            return Shown(view with { Found = found, Conversations = conversations, Searched = asOne.Count }, StatusCodes.Status200OK);
        }
        catch (RowRefusalException e)
        {
            return Shown(view with { Fault = e }, e.Status);
        }
    }

    /// <summary>`q`, and where asked `tables` (full names, joined by commas) and `limit` (rows of each table, 1 to 50).</summary>
    private static async Task<IResult> AnswerAsync(HttpContext http, LiveCatalog live, RowSearch search, ClassifiedReads classified, CancellationToken ct)
    {
        var query = http.Request.Query;
        var catalog = live.CurrentFor(http);
        var links = new Links(http.Request.PathBase.Value ?? "");
        var limit = Limit(query["limit"]);
        var tables = Tables(catalog, query["tables"]);
        var words = SearchWords.Of(query["q"]) ?? throw new RowRefusalException("search_empty", "There is no word to look for.") { Rule = "q", Remedy = "Give a word with a letter or a digit: /v1/search?q=…" };
        var found = await search.FindAsync(http.Features.Get<Tenant>() ?? Tenant.Default, tables, words, limit, ct);
        await classified.NoteAsync(http, found.Where(table => table.Rows.Count > 0).Select(table => table.Table), ct);
        return Results.Json(new SearchAnswer(words.Text, [.. words.Words], [.. found.Select(table => SearchAnswer.Of(links, table))]));
    }

    private static int Limit(string? text) => string.IsNullOrEmpty(text)
        ? SearchView.MostOfEach
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= SearchView.MostOfModule
            ? limit
            : throw new RowRefusalException("limit_invalid", "The limit is the number of rows of each table.") { Rule = $"1 to {SearchView.MostOfModule}", Remedy = $"Give a number from 1 to {SearchView.MostOfModule}." };

    private static IReadOnlyList<TableDeclaration> Tables(CatalogSet catalog, string? names)
    {
        var all = RowSearch.Tables(catalog);
        if (string.IsNullOrWhiteSpace(names))
        {
            return all;
        }

        var asked = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(500).Select(name => RowQueryParser.Table(catalog, name)).Distinct().ToList();
        return asked.FirstOrDefault(table => !all.Contains(table)) is { } bare
            ? throw new RowRefusalException("search_unsupported", $"{bare.FullName} declares no search columns.") { Rule = "search", Remedy = "Leave it out, or filter its rows: /v1/rows/" + bare.FullName }
            : asked;
    }

    private static RazorComponentResult<SearchPage> Shown(SearchView view, int status) => new(new { View = view }) { PreventStreamingRendering = true, StatusCode = status };
}
