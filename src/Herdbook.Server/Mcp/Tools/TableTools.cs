using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Api;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Which tables there are, and what stands in them.</summary>
internal sealed class TableTools(LiveCatalog live) : IMcpTools
{
    private const int PageOf = 60;

    public IEnumerable<McpTool> Tools =>
    [
        new("tables_list", "List tables", "Lists the tables of the book that you may read, with a line about each. Give words to find the table for a matter (for example: ticket, budget, decision), or a module (herd, agent, memory, erp, governance, skills, prompts, compliance, entities, control, custom).")
        {
            Rows = Permission.Read,
            ReadOnly = true,
            Input = Schema.Arguments(("words", Schema.Text("Only tables whose name or description holds all of these words.")), ("module", Schema.Text("Only tables of this module.")), ("after", Schema.Text("The `next` of the page before."))),
            Output = Schema.Answer(
                ("tables!", Schema.List("The tables.", Schema.Answer(("table!", Schema.Text("Its full name.")), ("about!", Schema.Text("What stands in it.")), ("kind!", Schema.Text("entity, ledger, version, junction, cache or view."))))),
                ("next", Schema.Text("Give it as `after` for the next page; missing on the last."))),
            Run = (call, _) => Task.FromResult(List(call)),
        },
        new("tables_get", "Describe a table", "Describes a table: what it is for, its key, every column with its type and rules, what may be written, and an example of a row. Call it before you write to a table that you do not know.")
        {
            Rows = Permission.Read,
            ReadOnly = true,
            Input = Schema.Arguments(("table!", Schema.Text("The full name, for example herd.ticket_def."))),
            Output = Schema.Answer(("table!", Schema.Text("The full name.")), ("about!", Schema.Text("What stands in it.")), ("key!", Schema.List("The key's columns.", new JsonObject { ["type"] = "string" })), ("columns!", Schema.Map("JSON Schema of each column.")), ("may!", Schema.Map("What may be done with its rows."))),
            Run = (call, _) => Task.FromResult(Describe(live.Current, RowQueryParser.Table(live.CurrentFor(call.Http), call.Text("table")), call.Caller)),
        },
    ];

    /// <summary>All there is to know to read and write a table's rows.</summary>
    public static JsonObject Describe(CatalogSet catalog, TableDeclaration table, Caller caller)
    {
        var verbs = TableVerbs.Of(table);
        var writes = caller.MayRows(table.FullName, Permission.Write);
        var answer = new JsonObject
        {
            ["table"] = table.FullName,
            ["about"] = table.About,
            ["kind"] = table.Kind.ToString().ToLowerInvariant(),
            ["key"] = new JsonArray([.. table.Key.Select(name => (JsonNode?)name)]),
            ["must_be_given"] = new JsonArray([.. TableVerbs.Columns(table).Where(column => TableVerbs.MustBeGiven(table, column)).Select(column => (JsonNode?)column.Name)]),
            ["columns"] = new JsonObject(TableVerbs.Columns(table).Select(column => KeyValuePair.Create(column.Name, (JsonNode?)ColumnSchema.Of(catalog, table, column)))),
            ["searched"] = new JsonArray([.. table.Search.Select(name => (JsonNode?)name)]),
            ["may"] = new JsonObject { ["insert"] = writes && verbs.Insert, ["change"] = writes && verbs.Put },
        };
        if (verbs.Insert)
        {
            answer["example"] = TableComponents.Example(catalog, table);
        }

        if (table.Deprecated is { } why)
        {
            answer["deprecated"] = why;
        }

        return answer;
    }

    private JsonObject List(ToolCall call)
    {
        var words = (call.FindText("words") ?? "").Split((char[])[' ', ',', '_', '.'], StringSplitOptions.RemoveEmptyEntries);
        var after = call.FindText("after") ?? "";
        var module = call.FindText("module");
        var found = live.CurrentFor(call.Http).Tables
            .Where(table => (module is null || table.Module == module) && string.CompareOrdinal(table.FullName, after) > 0 && words.All(word => Holds(table, word)))
            .OrderBy(table => table.FullName, StringComparer.Ordinal).Take(PageOf + 1).ToList();
        var answer = new JsonObject
        {
            ["tables"] = new JsonArray([.. found.Take(PageOf).Select(table => (JsonNode?)new JsonObject { ["table"] = table.FullName, ["about"] = table.About, ["kind"] = table.Kind.ToString().ToLowerInvariant() })]),
        };
        if (found.Count > PageOf)
        {
            answer["next"] = found[PageOf - 1].FullName;
        }

        return answer;
    }

    private static bool Holds(TableDeclaration table, string word) =>
        table.FullName.Contains(word, StringComparison.OrdinalIgnoreCase) || table.About.Contains(word, StringComparison.OrdinalIgnoreCase);
}
