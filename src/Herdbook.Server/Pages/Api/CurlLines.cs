using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Server.Api;

namespace Herdbook.Server.Pages.Api;

/// <summary>Requests of one table as lines for a shell, made from its own columns and examples.</summary>
/// <param name="origin">Scheme, host and the tenant's sub-path.</param>
internal sealed class CurlLines(CatalogSet catalog, TableDeclaration table, string origin)
{
    private const string Json = "-H 'Content-Type: application/json'";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _rows = origin + RowPaths.Path(table);
    private readonly TableVerbs _verbs = TableVerbs.Of(table);

    public static string Get(string address) => $"curl {Quoted(address)}";

    public IEnumerable<(string About, string Line)> All()
    {
        var readable = TableVerbs.Columns(table).Where(column => !column.Secret).ToList();
        var key = readable.Where(column => table.Key.Contains(column.Name)).ToList();
        yield return ("The first rows", Get($"{_rows}?limit=5"));
        var shown = table.Display?.Columns ?? [];
        var candidates = readable.Where(column => !key.Contains(column) && column.Refers is null && Plausible.Of(catalog, column) is JsonValue);
        if (candidates.OrderBy(column => column.OneOf is not null || column.Default is { IsSql: false } ? 0 : shown.Contains(column.Name) ? 1 : 2).FirstOrDefault() is { } filtered)
        {
            var columns = string.Join(',', key.Append(filtered).Select(column => column.Name));
            yield return ("Some columns of the rows that meet a condition, in an order",
                Get($"{_rows}?select={columns}&{filtered.Name}={Uri.EscapeDataString("eq." + Plausible.Of(catalog, filtered))}&order={(key.FirstOrDefault() ?? filtered).Name}.desc"));
        }

        if (readable.FirstOrDefault(column => column.Refers is not null && catalog.Find(column.Refers.Table) is not null) is { Refers: { } refers } referring)
        {
            // Where two tables are related in several ways, the column says which is meant.
            var target = catalog[refers.Table];
            var embed = RowLinks.Of(catalog).From(table).Count(link => link.To.Name == target.Name) == 1 ? target.Name : $"{target.Name}_of_{referring.Name}:{referring.Name}";
            yield return ("Each row with the one it refers to", Get($"{_rows}?select=*,{embed}(*)&limit=5"));
        }

        yield return ("How many there are", $"curl -I -H 'Prefer: count=exact' {Quoted(_rows)}");
        yield return ("All of them as CSV", $"curl -H 'Accept: text/csv' {Quoted(_rows)}");
        foreach (var line in Writes(key))
        {
            yield return line;
        }
    }

    private IEnumerable<(string About, string Line)> Writes(List<ColumnDeclaration> key)
    {
        var example = TableComponents.Example(catalog, table);
        if (_verbs.Insert)
        {
            yield return ("Insert a row and show it", $"curl -X POST {Json} -H 'Prefer: return=representation' {Quoted(_rows)} -d {Quoted(example.ToJsonString(Plain))}");
        }

        var named = string.Join('&', key.Select(column => Plausible.Of(catalog, column) is JsonValue value ? $"{column.Name}={Uri.EscapeDataString("eq." + value)}" : $"{column.Name}=eq.…"));
        if (_verbs.Update && example.LastOrDefault(pair => !table.Key.Contains(pair.Key)) is { Key: { } changed } pair)
        {
            var change = new JsonObject { [changed] = pair.Value?.DeepClone() };
            yield return ("Change it", $"curl -X PATCH {Json} {Quoted($"{_rows}?{named}")} -d {Quoted(change.ToJsonString(Plain))}");
        }

        if (_verbs.Delete)
        {
            yield return ("Delete it", $"curl -X DELETE {Quoted($"{_rows}?{named}")}");
        }

        if (table.History && key is [var only])
        {
            yield return ("Who changed it, and when", Get($"{origin}/v1/history/{table.FullName}?key={Uri.EscapeDataString(Plausible.Of(catalog, only)?.ToString() ?? "…")}"));
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
