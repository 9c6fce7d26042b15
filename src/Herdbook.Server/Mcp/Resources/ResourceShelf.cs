using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Herdbook.Server.Mcp.Tools;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Herdbook.Server.Mcp.Resources;

/// <summary>
/// What can be read by its address: the tables with their schemas, and a ticket, a session, a decision or any row. Only of tables that the
/// caller may read; any other is as unknown as one that is not there.
/// </summary>
internal sealed class ResourceShelf(LiveCatalog live, RowReader reader, ClassifiedReads classified)
{
    private const string Scheme = "herdbook://";
    private const string Json = "application/json";
    private const int PageOf = 100;
    private const int EventsOfSession = 30;

    /// <summary>Words for the tables that agents ask for most.</summary>
    private static readonly Dictionary<string, (string Table, string About)> Words = new(StringComparer.Ordinal)
    {
        ["tickets"] = ("herd.ticket_def", "A ticket, by its code."),
        ["decisions"] = ("herd.decision_record", "A decision with its reasons, by its code."),
        ["agents"] = ("herd.agent_def", "An agent, by its code."),
    };

    public ListResourcesResult List(HttpContext http, string? cursor)
    {
        var tables = live.CurrentFor(http).Tables.Where(table => string.CompareOrdinal(table.FullName, cursor) > 0).OrderBy(table => table.FullName, StringComparer.Ordinal).Take(PageOf + 1).ToList();
        var resources = tables.Take(PageOf).Select(table => new Resource { Uri = Scheme + "tables/" + table.FullName, Name = table.FullName, Description = table.About, MimeType = Json }).ToList();
        if (string.IsNullOrEmpty(cursor))
        {
            resources.Insert(0, new Resource { Uri = Scheme + "tables", Name = "tables", Title = "The tables", Description = "Every table that you may read, with a line about each.", MimeType = Json });
        }

        return new ListResourcesResult { Resources = resources, NextCursor = tables.Count > PageOf ? tables[PageOf - 1].FullName : null };
    }

    public static ListResourceTemplatesResult Templates() => new()
    {
        ResourceTemplates =
        [
            new ResourceTemplate { UriTemplate = Scheme + "tables/{table}", Name = "table", Title = "A table", Description = "A table's key, columns and rules, and an example of a row.", MimeType = Json },
            new ResourceTemplate { UriTemplate = Scheme + "rows/{table}/{key}", Name = "row", Title = "A row", Description = "A row of any table, by its key; of a key of several columns a JSON array of their texts.", MimeType = Json },
            new ResourceTemplate { UriTemplate = Scheme + "sessions/{code}", Name = "session", Title = "A session", Description = "A conversation or subagent run with its last events, by its code or number.", MimeType = Json },
            .. Words.Select(word => new ResourceTemplate { UriTemplate = $"{Scheme}{word.Key}/{{code}}", Name = word.Key.TrimEnd('s'), Title = word.Value.About, Description = word.Value.About, MimeType = Json }),
        ],
    };

    /// <exception cref="McpProtocolException">There is none at this address.</exception>
    public async ValueTask<ReadResourceResult> ReadAsync(HttpContext http, string? uri, CancellationToken ct)
    {
        try
        {
            var content = uri is { Length: <= 2_000 } && uri.StartsWith(Scheme, StringComparison.Ordinal)
                ? await ReadAsync(http, uri[Scheme.Length..].Split('/', 3).Select(Uri.UnescapeDataString).ToArray(), ct)
                : null;
            return new ReadResourceResult { Contents = [new TextResourceContents { Uri = uri!, MimeType = Json, Text = (content ?? throw Unknown(uri)).ToJsonString(ToolJson.Plain) }] };
        }
        catch (RowRefusalException refused) when (refused.Status < StatusCodes.Status500InternalServerError)
        {
            throw new McpProtocolException($"{refused.Message} {refused.Remedy}".Trim(), refused, McpErrorCode.InvalidParams);
        }
    }

    /// <summary>Values for a template's parameter that begin with what is typed.</summary>
    public async ValueTask<CompleteResult> CompleteAsync(HttpContext http, CompleteRequestParams? asked, CancellationToken ct)
    {
        var typed = asked?.Argument.Value ?? "";
        var catalog = live.CurrentFor(http);
        var found = asked switch
        {
            { Argument.Name: "table" } => [.. catalog.Tables.Select(table => table.FullName).Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || name.Contains('.' + typed, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)],
            { Argument.Name: "code", Ref: ResourceTemplateReference { Uri: { } template } } when Words.FirstOrDefault(word => template == $"{Scheme}{word.Key}/{{code}}").Value.Table is { } table => await KeysAsync(http, catalog, table, typed, ct),
            { Argument.Name: "agent", Ref: PromptReference } => await KeysAsync(http, catalog, "herd.agent_def", typed, ct),
            _ => (IReadOnlyList<string>)[],
        };
        return new CompleteResult { Completion = new Completion { Values = [.. found.Take(PageOf)], Total = found.Count, HasMore = found.Count > PageOf } };
    }

    private async Task<JsonObject?> ReadAsync(HttpContext http, string[] path, CancellationToken ct)
    {
        var catalog = live.CurrentFor(http);
        return path switch
        {
            ["tables"] => new JsonObject { ["tables"] = new JsonArray([.. catalog.Tables.OrderBy(table => table.FullName, StringComparer.Ordinal).Select(table => (JsonNode?)new JsonObject { ["table"] = table.FullName, ["about"] = table.About })]) },
            ["tables", var name] => TableTools.Describe(live.Current, RowQueryParser.Table(catalog, name), http.Caller()),
            ["rows", var name, var key] => await RowAsync(http, RowQueryParser.Table(catalog, name), key, ct),
            ["sessions", var code] => await SessionAsync(http, catalog, code, ct),
            [var word, var code] when Words.TryGetValue(word, out var known) => await RowAsync(http, RowQueryParser.Table(catalog, known.Table), code, ct),
            _ => null,
        };
    }

    private async Task<JsonObject?> RowAsync(HttpContext http, TableDeclaration table, string key, CancellationToken ct)
    {
        await classified.NoteAsync(http.Caller(), table, key, "/mcp", "resources/read", ct);
        return await reader.GetAsync(http.Caller().Tenant, table, RowKey.Parse(table, key), asOf: null, ct) is { } found ? (JsonObject?)ToolJson.Cut(found.Row, ToolJson.MostLetters) : null;
    }

    private async Task<JsonObject?> SessionAsync(HttpContext http, CatalogSet catalog, string code, CancellationToken ct)
    {
        var tenant = http.Caller().Tenant;
        var sessions = RowQueryParser.Table(catalog, "agent.sessions");
        await classified.NoteAsync(http.Caller(), sessions, code, "/mcp", "resources/read", ct);
        var column = long.TryParse(code, out _) ? "id" : "agent_instance_code";
        var found = await reader.PageAsync(tenant, RowQueryParser.Parse(catalog, sessions, [new(column, "eq." + code)]) with { Limit = 1 }, RowCount.None, ct);
        if (found.Rows is not [var session])
        {
            return null;
        }

        var events = RowQueryParser.Parse(catalog, RowQueryParser.Table(catalog, "agent.events"), [new("session_id", "eq." + session.GetProperty("id").GetRawText()), new("order", "id.desc")]);
        var page = await reader.PageAsync(tenant, events with { Limit = EventsOfSession }, RowCount.None, ct);
        return new JsonObject
        {
            ["session"] = ToolJson.Cut(session, ToolJson.MostOfCell),
            ["last_events"] = new JsonArray([.. page.Rows.Select(row => ToolJson.Cut(row, ToolJson.MostOfCell / 3))]),
        };
    }

    private async Task<IReadOnlyList<string>> KeysAsync(HttpContext http, CatalogSet catalog, string name, string typed, CancellationToken ct)
    {
        if (catalog.Find(name) is not { } table)
        {
            return [];
        }

        var key = table.Key[0];
        var query = RowQueryParser.Parse(catalog, table, [new("select", key), new("order", key), new(key, "ilike." + typed.Replace("*", "", StringComparison.Ordinal) + "*")]) with { Limit = PageOf };
        return [.. (await reader.PageAsync(http.Caller().Tenant, query, RowCount.None, ct)).Rows.Select(row => row.GetProperty(key).GetString()!)];
    }

    private static McpProtocolException Unknown(string? uri) =>
        new($"There is no resource {(uri is { Length: > 200 } ? uri[..200] + "…" : uri)} here, or you may not read it. resources/list and resources/templates/list show the addresses.", McpErrorCode.InvalidParams);
}
