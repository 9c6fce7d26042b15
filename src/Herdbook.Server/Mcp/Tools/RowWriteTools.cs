using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Writing a row of any table that takes rows.</summary>
internal sealed class RowWriteTools(LiveCatalog live, RowWriter writer) : IMcpTools
{
    public IEnumerable<McpTool> Tools =>
    [
        new("rows_put", "Write a row", "Writes one row. With a key that stands, the columns you give are changed and the others stay; else the row is made. Ledgers and versions only take new rows. tables_get shows which columns must be given. Give the etag of rows_get to be refused where somebody changed the row meanwhile.")
        {
            Rows = Permission.Write,
            Destructive = true,
            Input = Schema.Arguments(
                ("table!", Schema.Text("The full name, for example herd.ticket_def.")),
                ("row!", Schema.Map("Column: value. Every column of the key, unless the database gives it.")),
                ("etag", Schema.Text("Change the row only if this is still its version.")),
                ("only_new", Schema.Flag("Refuse where a row with this key stands.")),
                ("dry_run", Schema.Flag("Check everything, and change nothing."))),
            Output = Schema.Answer(("key", Schema.Text("The row's key.")), ("etag", Schema.Text("Its version now.")), ("made!", Schema.Flag("Whether the row is new.")), ("written!", Schema.Flag("False where nothing was written, as in a dry run."))),
            Run = PutAsync,
        },
    ];

    private async Task<JsonObject> PutAsync(ToolCall call, CancellationToken ct)
    {
        var table = RowQueryParser.Table(live.CurrentFor(call.Http), call.Text("table"));
        if (!call.Caller.MayRows(table.FullName, Permission.Write))
        {
            throw Decision.Forbidden(TablePermissions.Of(table.FullName, Permission.Write));
        }

        var row = call.Find("row")!.Value;
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw ToolCall.Wrong("row", "it is no object of columns and values");
        }

        var dry = call.FindFlag("dry_run") is true;
        var write = new RowWriteOptions { DryRun = dry, IfMatch = call.FindText("etag"), IfNew = call.FindFlag("only_new") is true };
        var body = RowBody.Json(Encoding.UTF8.GetBytes(row.GetRawText()));
        var written = KeyOf(table, row) is { } key && RowPermission.Allows(table, RowVerb.Update)
            ? await writer.PutAsync(call.Tenant, call.Caller.Actor, table, key, body, null, write, ct)
            : write.IfMatch is null
                ? await writer.InsertAsync(call.Tenant, call.Caller.Actor, table, body, RowInsertOptions.Plain, write with { IfNew = false }, ct)
                : throw ToolCall.Wrong("etag", $"it is for a row that stands, and {(table.Kind is TableKind.Ledger or TableKind.Version ? $"{table.FullName} only takes new rows" : "the key is not whole")}");
        var one = written.Rows is [var only] ? only : null;
        var told = new JsonObject { ["made"] = written.Inserted > 0, ["written"] = written.Affected > 0 && !dry };
        if (one?.Key is { } made)
        {
            told["key"] = made.Text;
        }

        if (one is not null && !dry)
        {
            told["etag"] = one.ETag;
        }

        return told;
    }

    /// <summary>The key that the row brings whole; null where a part is missing.</summary>
    private static RowKey? KeyOf(TableDeclaration table, JsonElement row)
    {
        var texts = table.Key.Select(name => row.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null).ToList();
        return texts.Count > 0 && texts.TrueForAll(text => text is not null) ? RowKey.Of(table, texts) : null;
    }
}
