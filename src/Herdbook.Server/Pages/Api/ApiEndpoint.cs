using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Api;

/// <summary>`/api` lists the tables; `/api/module.table` tells of one and tries a request on it.</summary>
internal static class ApiEndpoint
{
    public static void MapApiPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api", ShowAllAsync);
        routes.MapGet("/api/{table}", ShowAsync);
    }

    private static async Task<IResult> ShowAllAsync(HttpContext http, LiveCatalog live, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        return Page<ApiPage>(new { View = new ApiView(page, live.CurrentFor(http), Origin(http)) });
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, string table, LiveCatalog live, TriedRequest tried, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var catalog = live.CurrentFor(http);
        if (catalog.Find(table) is not { } found)
        {
            return Results.NotFound();
        }

        var asked = TryRequest.From(http.Request.Query);
        var answer = asked.Asked ? await tried.SendAsync(http, http.Request.PathBase + asked.Address(found), ct) : null;
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        return Page<TableApiPage>(new { View = new TableApiView(page, catalog, found, asked, answer, Origin(http)) });
    }

    private static RazorComponentResult<T> Page<T>(object parameters)
        where T : Microsoft.AspNetCore.Components.IComponent => new(parameters) { PreventStreamingRendering = true };

    private static string Origin(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";
}

/// <summary>Everything the list shows.</summary>
public sealed record ApiView(PageContext Page, CatalogSet Catalog, string Origin)
{
    public IEnumerable<IGrouping<string, TableDeclaration>> Modules => Catalog.Tables.GroupBy(table => table.Module);
}

/// <summary>Everything one table's page shows.</summary>
/// <param name="Answer">Null until something was asked.</param>
public sealed record TableApiView(PageContext Page, CatalogSet Catalog, TableDeclaration Table, TryRequest Asked, TryAnswer? Answer, string Origin)
{
    internal IEnumerable<(string Method, string About)> Operations
    {
        get
        {
            var verbs = TableVerbs.Of(Table);
            foreach (var method in verbs.Methods())
            {
                yield return (method, method switch
                {
                    "GET" => "rows that meet conditions, with what they refer to",
                    "POST" => verbs.Update ? "a row or many; with Prefer: resolution=merge-duplicates, insert or change" : "a row or many",
                    "PATCH" => "change the rows that meet conditions",
                    "PUT" => "one row under its key: made or changed",
                    _ => "mark the rows that meet conditions as deleted",
                });
            }
        }
    }

    /// <summary>Why rows cannot be written, where they cannot.</summary>
    public string? ReadOnly => Table switch
    {
        { Kind: TableKind.View } => "A view: computed from other tables.",
        { Kind: TableKind.Cache } => $"Kept by the system, rebuilt from {Table.RebuildFrom}.",
        { Writer: TableWriter.System } => "Written by Herdbook's own code only.",
        { Writer: TableWriter.Database } or { Isolated: false } => "Written by the database itself.",
        _ => null,
    };

    /// <summary>A column's rules in a few words.</summary>
    internal IEnumerable<string> Rules(ColumnDeclaration column)
    {
        if (Table.Key.Contains(column.Name))
        {
            yield return "key";
        }

        if (column.Secret)
        {
            yield return "secret";
        }
        else if (TableVerbs.IsKept(Table, column))
        {
            yield return "kept by the database";
        }
        else if (TableVerbs.MustBeGiven(Table, column) && TableVerbs.Of(Table).Insert)
        {
            yield return "required";
        }

        if (column.OneOf is { } allowed)
        {
            yield return "one of " + string.Join(", ", allowed);
        }

        if ((column.Min, column.Max) is not (null, null))
        {
            yield return (column.Min, column.Max) switch
            {
                ({ } min, { } max) => FormattableString.Invariant($"{min} to {max}"),
                ({ } min, null) => FormattableString.Invariant($"at least {min}"),
                var (_, max) => FormattableString.Invariant($"at most {max}"),
            };
        }

        if (column.Pattern is { } pattern)
        {
            yield return "matches " + pattern;
        }

        if (column.Default is { IsSql: false } known)
        {
            yield return "default " + known.Text;
        }

        if (column.Unit is { } unit)
        {
            yield return "in " + unit;
        }

        if (column.Deprecated is { } why)
        {
            yield return "deprecated: " + why;
        }
    }
}
