using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Herd;
using Herdbook.Core.Tables;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Tables;

internal static class TablesEndpoint
{
    public static void MapTables(this IEndpointRouteBuilder routes) => routes.MapGet("/tables", ShowAsync);

    private static async Task<IResult> ShowAsync(
        HttpContext http, LiveCatalog live, TableSizes sizes, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var catalog = live.CurrentFor(http);
        var query = http.Request.Query;
        var module = catalog.Modules.FirstOrDefault(module => module == query["module"]);
        if (module is null && query["module"].ToString().Length > 0)
        {
            return Results.NotFound();
        }

        var view = new TablesView(page, catalog, module, query["q"].ToString().Trim(), query["table"].ToString());
        if (query["as"] == "map")
        {
            return new RazorComponentResult<MapPage>(new { View = view }) { PreventStreamingRendering = true };
        }

        view = view with { Sizes = await sizes.ReadAsync(page.Tenant, view.Tables, ct) };
        return new RazorComponentResult<TablesPage>(new { View = view }) { PreventStreamingRendering = true };
    }
}

/// <summary>The tables that the page lists or maps.</summary>
/// <param name="Module">Null for all.</param>
/// <param name="Text">A part of a table's name, its description or a column; "" for all.</param>
/// <param name="Focus">On the map: the table whose neighbours stand out; "" for none.</param>
public sealed record TablesView(PageContext Page, CatalogSet Catalog, string? Module, string Text, string Focus)
{
    public IReadOnlyDictionary<string, TableSize> Sizes { get; init; } = new Dictionary<string, TableSize>();

    public IEnumerable<TableDeclaration> Tables => Catalog.Tables.Where(table => (Module is null || table.Module == Module) && Fits(table));

    public IEnumerable<IGrouping<string, TableDeclaration>> ByModule
    {
        get
        {
            var groups = Tables.ToLookup(table => table.Module);
            return TableModules.InOrder(Catalog).Where(groups.Contains).Select(module => new Grouped(module, groups[module]));
        }
    }

    public string Address(bool asMap = false, string? module = null, string? table = null) =>
        Links.With(Page.Links.Tables, ("as", asMap ? "map" : null), ("module", module), ("table", table));

    private bool Fits(TableDeclaration table) =>
        Text.Length == 0 || Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
            table.FullName.Contains(word, StringComparison.OrdinalIgnoreCase) || table.About.Contains(word, StringComparison.OrdinalIgnoreCase)
            || table.Columns.Any(column => column.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private sealed record Grouped(string Key, IEnumerable<TableDeclaration> Tables) : IGrouping<string, TableDeclaration>
    {
        public IEnumerator<TableDeclaration> GetEnumerator() => Tables.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
