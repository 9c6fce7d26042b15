using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Herd;
using Herdbook.Warehouse.Reading;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Figures: the token ledger's report, and the warehouse in SQL.</summary>
internal sealed class FigureTools(Reports reports, WarehouseStore store) : IMcpTools
{
    private const int UsualRows = 50;
    private const int MostRows = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public IEnumerable<McpTool> Tools =>
    [
        new("report", "Tokens and cost", "Sums up calls, tokens and cost in US dollars by model, day, agent, session or project. What has no price is said in unpriced_tokens; it is not zero. Days are UTC.")
        {
            Needs = Permission.WorkRead,
            ReadOnly = true,
            Input = Schema.Arguments(
                ("by!", Schema.OneOf("What a row stands for.", "model", "day", "agent", "session", "project")),
                ("from", Schema.Text("The first day, as 2026-01-31.")), ("to", Schema.Text("The last day, inclusive.")),
                ("limit", Schema.Whole("Rows of this page; 50 if not given.", 1, 200)), ("offset", Schema.Whole("Rows to pass over: the `next_offset` of the page before.", 0))),
            Output = Schema.Answer(("rows!", Schema.List("Days in order, all else dearest first.", Schema.Map("A group."))), ("total!", Schema.Map("Of all groups.")), ("groups!", Schema.Whole("How many there are.")), ("next_offset", Schema.Whole("For the next page; missing on the last."))),
            Run = ReportAsync,
        },
        new("warehouse_sql", "Ask the warehouse", "Runs one SELECT over the warehouse, in DuckDB's SQL; it can change nothing. Schemas: herd_dm (facts and dimensions), herd_dwh, bronze. Begin with: select table_schema, table_name from information_schema.tables. Ask for figures, not for all rows; an answer is bounded.")
        {
            Needs = Permission.WarehouseSql,
            ReadOnly = true,
            Input = Schema.Arguments(
                ("sql!", Schema.Text("One statement that reads.")), ("limit", Schema.Whole("Rows of this page; 50 if not given.", 1, MostRows)),
                ("offset", Schema.Whole("Rows to pass over: the `next_offset` of the page before. Give the statement an order.", 0, 100_000))),
            Output = Schema.Answer(
                ("columns!", Schema.List("Name and type of each column.", Schema.Answer(("name!", Schema.Text("Its name.")), ("type!", Schema.Text("As SQL writes it."))))),
                ("rows!", Schema.List("Values in the columns' order.", new JsonObject { ["type"] = "array" })), ("next_offset", Schema.Whole("For the next page; missing on the last.")), ("built_at", Schema.Text("The state of the book that the warehouse shows."))),
            Run = SqlAsync,
        },
    ];

    private async Task<JsonObject> ReportAsync(ToolCall call, CancellationToken ct)
    {
        var by = Enum.TryParse<ReportBy>(call.Text("by"), ignoreCase: true, out var found) && Enum.IsDefined(found) ? found : throw ToolCall.Wrong("by", "it is one of model, day, agent, session, project");
        var rows = await reports.ReadAsync(call.Tenant, by, new DayRange(Day(call, "from"), Day(call, "to")), ct);
        var limit = call.Whole("limit", UsualRows, 1, 200);
        var offset = call.Whole("offset", 0, 0, int.MaxValue);
        var answer = new JsonObject
        {
            ["rows"] = new JsonArray([.. rows.Skip(offset).Take(limit).Select(row => JsonSerializer.SerializeToNode(row, ToolJson.Names))]),
            ["total"] = JsonSerializer.SerializeToNode(Usage.Sum([.. rows]), ToolJson.Names),
            ["groups"] = rows.Count,
        };
        if (offset + limit < rows.Count)
        {
            answer["next_offset"] = offset + limit;
        }

        return answer;
    }

    private async Task<JsonObject> SqlAsync(ToolCall call, CancellationToken ct)
    {
        var limit = call.Whole("limit", UsualRows, 1, MostRows);
        var offset = call.Whole("offset", 0, 0, 100_000);
        using var reader = store.Open(call.Tenant);
        await call.Progress(0, 1, "the warehouse is asked", ct);
        var table = await GuardedSql.QueryAsync(reader, call.Text("sql"), new QueryLimits(Patience, offset + limit + 1, 8L << 20), ct);
        var rows = new JsonArray();
        var letters = 0;
        foreach (var row in table.Rows.Skip(offset).Take(limit))
        {
            var values = new JsonArray([.. row.Select(value => Cell(value))]);
            letters += values.ToJsonString(ToolJson.Plain).Length;
            if (rows.Count > 0 && letters > ToolJson.MostLetters)
            {
                break;
            }

            rows.Add(values);
        }

        var answer = new JsonObject
        {
            ["columns"] = new JsonArray([.. table.Columns.Select(column => (JsonNode?)new JsonObject { ["name"] = column.Name, ["type"] = column.Type })]),
            ["rows"] = rows,
            ["built_at"] = reader.PublishedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        };
        if (offset + rows.Count < table.Rows.Count || table.IsCut)
        {
            answer["next_offset"] = offset + rows.Count;
        }

        return answer;
    }

    private static JsonNode? Cell(object? value)
    {
        using var json = JsonDocument.Parse(RowJson.Text(value));
        return ToolJson.Cut(json.RootElement, ToolJson.MostOfCell);
    }

    private static DateOnly? Day(ToolCall call, string name) => call.FindText(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw ToolCall.Wrong(name, "it is no day such as 2026-01-31");
}
