using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>A reference of one table to another.</summary>
/// <param name="Column">The column that names the other's row.</param>
/// <param name="IsEnforced">A foreign key; otherwise a link to show.</param>
public sealed record MapLink(string From, string To, string Column, bool IsEnforced);

/// <summary>What refers to what among the tables, and those at the other ends.</summary>
public sealed class CatalogMap
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.Default };

    private readonly ILookup<string, MapLink> outward;
    private readonly ILookup<string, MapLink> inward;

    public CatalogMap(CatalogSet catalog)
    {
        MapLink[] links = [.. from table in catalog.Tables
                              from column in table.Columns
                              where column.Refers is not null
                              select new MapLink(table.FullName, column.Refers!.Table, column.Name, column.Refers.Enforced && table.Kind != TableKind.Ledger)];
        Links = links;
        outward = links.ToLookup(link => link.From, StringComparer.Ordinal);
        inward = links.ToLookup(link => link.To, StringComparer.Ordinal);
    }

    public IReadOnlyList<MapLink> Links { get; }

    public IEnumerable<MapLink> From(string table) => outward[table];

    public IEnumerable<MapLink> To(string table) => inward[table];

    /// <summary>The chosen tables and their direct neighbours, as the script draws them. The text holds no markup.</summary>
    public string Drawing(TablesView view)
    {
        var chosen = view.Tables.Select(table => table.FullName).ToHashSet(StringComparer.Ordinal);
        var drawn = Links.Where(link => chosen.Contains(link.From) || chosen.Contains(link.To)).ToList();
        var nodes = chosen.Concat(drawn.SelectMany(link => (string[])[link.From, link.To])).Distinct(StringComparer.Ordinal)
            .Select(view.Catalog.Find).OfType<TableDeclaration>().ToList();
        return JsonSerializer.Serialize(
            new
            {
                focus = nodes.Any(node => node.FullName == view.Focus) ? view.Focus : null,
                modules = TableModules.InOrder(view.Catalog).Where(module => nodes.Any(node => node.Module == module)).Select(module => new { id = module, word = TableModules.Word(module) }),
                tables = nodes.Select(node => new
                {
                    id = node.FullName,
                    name = node.Name,
                    module = node.Module,
                    about = node.About,
                    kind = node.Kind.ToString().ToLowerInvariant(),
                    address = view.Page.Links.Table(node.FullName),
                    weight = inward[node.FullName].Count(),
                }),
                links = drawn.Select(link => new { from = link.From, to = link.To, column = link.Column, enforced = link.IsEnforced }),
            },
            Json);
    }
}
