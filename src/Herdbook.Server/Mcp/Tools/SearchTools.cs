using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Search;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Words in all tables at once.</summary>
internal sealed class SearchTools(LiveCatalog live, RowSearch search, ClassifiedReads classified) : IMcpTools
{
    private const int UsualRows = 3;
    private const int MostRows = 20;
    private const int MostTables = 30;

    public IEnumerable<McpTool> Tools =>
    [
        new("search", "Search the book", "Finds rows of all tables that hold the words, best first: tickets, decisions, facts, memories, prompts, conversations. Each hit names its table and key for rows_get. All words must occur; the last one may be a beginning.")
        {
            Rows = Permission.Read,
            ReadOnly = true,
            Input = Schema.Arguments(
                ("words!", Schema.Text("What to look for, or a row's key.")),
                ("tables", Schema.Text("Only in these tables: full names, joined by commas.")),
                ("limit", Schema.Whole("Rows of each table; 3 if not given.", 1, MostRows))),
            Output = Schema.Answer(
                ("found!", Schema.List("By table, the best first.", Schema.Answer(
                    ("table!", Schema.Text("Its full name.")), ("count!", Schema.Whole("Rows that were found in it.")),
                    ("rows!", Schema.List("The best of them.", Schema.Answer(("key!", Schema.Text("For rows_get.")), ("title", Schema.Text("What it is called.")), ("excerpt", Schema.Text("Around the words, which stand between ** and **."))))))))),
            Run = FindAsync,
        },
    ];

    private async Task<JsonObject> FindAsync(ToolCall call, CancellationToken ct)
    {
        var words = SearchWords.Of(call.Text("words")) ?? throw ToolCall.Wrong("words", "there is no word with a letter or a digit in it");
        var catalog = live.CurrentFor(call.Http);
        var all = RowSearch.Tables(catalog);
        IReadOnlyList<TableDeclaration> tables = call.FindText("tables") is { } names
            ? [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(100).Select(name => RowQueryParser.Table(catalog, name)).Distinct()]
            : all;
        if (tables.FirstOrDefault(table => !all.Contains(table)) is { } bare)
        {
            throw ToolCall.Wrong("tables", $"{bare.FullName} declares nothing to search; filter its rows with rows_list");
        }

        var found = await search.FindAsync(call.Tenant, tables, words, call.Whole("limit", UsualRows, 1, MostRows), ct);
        foreach (var table in found.Where(table => table.Rows.Count > 0))
        {
            await classified.NoteAsync(call.Caller, table.Table, null, "/mcp", "search " + words.Text, ct);
        }

        return new JsonObject { ["found"] = new JsonArray([.. Shown(found)]) };
    }

    private static IEnumerable<JsonNode?> Shown(IReadOnlyList<FoundTable> found)
    {
        var letters = 0;
        foreach (var table in found.Take(MostTables))
        {
            var rows = new JsonArray([.. table.Rows.Select(row => (JsonNode?)Shown(row))]);
            letters += rows.ToJsonString(ToolJson.Plain).Length;
            if (letters > ToolJson.MostLetters)
            {
                yield break;
            }

            yield return new JsonObject { ["table"] = table.Table.FullName, ["count"] = table.Count, ["rows"] = rows };
        }
    }

    private static JsonObject Shown(FoundRow row)
    {
        var shown = new JsonObject { ["key"] = row.Key.Text };
        if (row.Title is { } title)
        {
            shown["title"] = Cut(title);
        }

        if (row.Excerpt is { } excerpt)
        {
            shown["excerpt"] = Cut(excerpt.Replace(SearchSql.Begin.ToString(), "**", StringComparison.Ordinal).Replace(SearchSql.End.ToString(), "**", StringComparison.Ordinal));
        }

        return shown;
    }

    private static string Cut(string text) => text.Length > ToolJson.MostOfCell ? text[..ToolJson.Whole(text, ToolJson.MostOfCell)] + "…" : text;
}
