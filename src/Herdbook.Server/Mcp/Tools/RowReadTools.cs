using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Rows of any table, in pages that a context window holds.</summary>
internal sealed class RowReadTools(LiveCatalog live, RowReader reader, ClassifiedReads classified) : IMcpTools
{
    private const int UsualRows = 20;
    private const int MostRows = 200;
    private const string Grammar = "Conditions on columns. A plain value means equals: {\"ticket_current_status\": \"todo\"}. Else operator.value: eq neq gt gte lt lte like ilike (with * as wildcard) in.(a,b) is.null not.is.null fts cs. Several conditions on a column: an array. Alternatives: {\"or\": \"(status.eq.todo,status.eq.blocked)\"}.";

    private static readonly string[] Operators = ["not", "eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "match", "imatch", "in", "is", "isdistinct", "fts", "plfts", "phfts", "wfts", "cs", "cd", "ov", "sl", "sr", "nxr", "nxl", "adj"];

    public IEnumerable<McpTool> Tools =>
    [
        new("rows_list", "List rows", "Lists rows of a table, newest or as ordered, filtered and in pages. Long texts are cut (rows_get shows them whole). Where the answer has `next`, call again with it as `after` and the same arguments for the rows that follow.")
        {
            Rows = Permission.Read,
            ReadOnly = true,
            Input = Schema.Arguments(
                ("table!", Schema.Text("The full name, for example herd.ticket_def; tables_list knows them.")),
                ("where", Schema.Map(Grammar)),
                ("select", Schema.Text("Columns to show, joined by commas; related rows as in ticket_code,project_def(project_title). Fewer columns leave room for more rows.")),
                ("order", Schema.Text("As in created_at.desc,ticket_code.")),
                ("limit", Schema.Whole("Rows of this page; 20 if not given.", 1, MostRows)),
                ("after", Schema.Text("The `next` of the page before.")),
                ("count", Schema.Flag("Whether to count all rows that fit.")),
                ("deleted", Schema.Flag("Whether rows that were deleted are shown too."))),
            Output = Schema.Answer(
                ("rows!", Schema.List("The rows.", Schema.Map("A row."))), ("next", Schema.Text("Give it as `after` for the next page; missing on the last.")), ("count", Schema.Whole("All rows that fit, where it was asked.")),
                ("cut", Schema.List("Columns of which a text was cut.", new JsonObject { ["type"] = "string" }))),
            Run = ListAsync,
        },
        new("rows_get", "Get a row", "Shows one row whole, by its key, with its version (etag). A text that is too long for one answer is cut; give `column` and `from` to read on in it.")
        {
            Rows = Permission.Read,
            ReadOnly = true,
            Input = Schema.Arguments(
                ("table!", Schema.Text("The full name, for example herd.ticket_def.")),
                ("key!", Schema.Text("The key's text; of a key of several columns a JSON array of their texts.")),
                ("column", Schema.Text("Only this column's text.")),
                ("from", Schema.Whole("The character of that text to begin with, from 0.", 0))),
            Output = Schema.Answer(
                ("row!", Schema.Map("The row.")), ("etag", Schema.Text("Its version; give it to rows_put so that nobody's change is overwritten unseen.")),
                ("cut", Schema.Map("Columns of which the text was cut, with its whole length in characters.")), ("next_from", Schema.Whole("Where the text goes on; missing at its end."))),
            Run = GetAsync,
        },
    ];

    private async Task<JsonObject> ListAsync(ToolCall call, CancellationToken ct)
    {
        var catalog = live.CurrentFor(call.Http);
        var table = RowQueryParser.Table(catalog, call.Text("table"));
        var limit = call.Whole("limit", UsualRows, 1, MostRows);
        var query = RowQueryParser.Parse(catalog, table, Parameters(call)) with { Limit = limit + 1 };
        if (call.FindFlag("deleted") is true)
        {
            query = query with { Deleted = RowDeleted.Include };
        }

        await NoteAsync(call, table, query, null, ct);
        var extras = query.Aggregates ? RowExtras.None : RowExtras.Cursor;
        await using var answer = await reader.OpenAsync(call.Tenant, query, RowFormat.Json, call.FindFlag("count") is true ? RowCount.Exact : RowCount.None, extras, ct);
        var rows = new JsonArray();
        var cut = new SortedSet<string>(StringComparer.Ordinal);
        var (letters, more) = (0, false);
        string?[]? place = null;
        while (await answer.NextAsync(ct))
        {
            var row = ToolJson.Cut(answer.Json(), ToolJson.MostOfCell, (column, _) => cut.Add(column))!;
            letters += row.ToJsonString(ToolJson.Plain).Length;
            if (rows.Count == limit || (rows.Count > 0 && letters > ToolJson.MostLetters))
            {
                more = true;
                break;
            }

            rows.Add(row);
            place = extras == RowExtras.None ? null : answer.Place;
        }

        var told = new JsonObject { ["rows"] = rows };
        if (more && place is not null)
        {
            told["next"] = RowCursor.Write(query, place);
        }

        if (answer.Count is { } count)
        {
            told["count"] = count;
        }

        if (cut.Count > 0)
        {
            told["cut"] = new JsonArray([.. cut.Select(column => (JsonNode?)column)]);
        }

        return told;
    }

    private async Task<JsonObject> GetAsync(ToolCall call, CancellationToken ct)
    {
        var table = RowQueryParser.Table(live.CurrentFor(call.Http), call.Text("table"));
        var key = RowKey.Parse(table, call.Text("key"));
        await NoteAsync(call, table, null, key, ct);
        var found = await reader.GetAsync(call.Tenant, table, key, asOf: null, ct) ?? throw Missing(table, key);
        if (call.FindText("column") is { } column)
        {
            return Part(found.Row, table, column, (int)Math.Clamp(call.FindWhole("from") ?? 0, 0, int.MaxValue));
        }

        var cut = new JsonObject();
        var most = ToolJson.MostLetters;
        var row = ToolJson.Cut(found.Row, most)!;
        while (row.ToJsonString(ToolJson.Plain).Length > ToolJson.MostLetters * 2 && most > 100)
        {
            most /= 2;
            cut.Clear();
            row = ToolJson.Cut(found.Row, most, (name, length) => cut[name] = length)!;
        }

        var told = new JsonObject { ["row"] = row };
        if (found.ETag.Length > 0)
        {
            told["etag"] = found.ETag;
        }

        if (cut.Count > 0)
        {
            told["cut"] = cut;
        }

        return told;
    }

    /// <summary>A part of one column's text.</summary>
    private static JsonObject Part(JsonElement row, TableDeclaration table, string column, int from)
    {
        if (!row.TryGetProperty(column, out var value))
        {
            throw ToolCall.Wrong("column", $"{table.FullName} has no column '{(column.Length > 60 ? column[..60] : column)}' that can be read");
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var begin = ToolJson.Whole(text, Math.Min(from, text.Length));
        var end = ToolJson.Whole(text, Math.Min(begin + ToolJson.MostLetters, text.Length));
        var told = new JsonObject { ["row"] = new JsonObject { [column] = text[begin..end] } };
        if (end < text.Length)
        {
            told["cut"] = new JsonObject { [column] = text.Length };
            told["next_from"] = end;
        }

        return told;
    }

    private static RowRefusalException Missing(TableDeclaration table, RowKey key) => new("row_missing", $"{table.FullName} has no row with the key '{(key.Text.Length > 200 ? key.Text[..200] + "…" : key.Text)}'.")
    {
        Status = 404,
        Remedy = "Find the row with rows_list or search, and give its key as it stands there.",
    };

    private async Task NoteAsync(ToolCall call, TableDeclaration table, RowQuery? query, RowKey? key, CancellationToken ct)
    {
        var asked = JsonSerializer.Serialize(call.Arguments, ToolJson.Plain);
        await classified.NoteAsync(call.Caller, table, key?.Text, "/mcp", asked, ct);
        foreach (var embedded in query is null ? [] : ClassifiedReads.Embedded(query).Distinct())
        {
            await classified.NoteAsync(call.Caller, embedded, null, "/mcp", asked, ct);
        }
    }

    /// <summary>The arguments in the words of the row API.</summary>
    private static List<KeyValuePair<string, string>> Parameters(ToolCall call)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var condition in call.Members("where"))
        {
            foreach (var value in condition.Value.ValueKind == JsonValueKind.Array ? [.. condition.Value.EnumerateArray()] : (JsonElement[])[condition.Value])
            {
                parameters.Add(new(condition.Name, Condition(condition.Name, value)));
            }
        }

        foreach (var name in (string[])["select", "order"])
        {
            if (call.FindText(name) is { } text)
            {
                parameters.Add(new(name, text));
            }
        }

        // Empty is the first page of those that are continued.
        parameters.Add(new("after", call.FindText("after") ?? ""));
        return parameters;
    }

    private static string Condition(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return "is.null";
            case JsonValueKind.String:
                var text = value.GetString()!;
                var end = text.AsSpan().IndexOfAny('.', '(');
                return name is "or" or "and" or "not.or" or "not.and" || (end > 0 && Operators.Contains(text[..end])) ? text : "eq." + text;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return "eq." + value.GetRawText();
            default:
                throw ToolCall.Wrong("where", $"the condition on {(name.Length > 60 ? name[..60] : name)} is neither a text nor a number");
        }
    }
}
