using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Core.Herd.Work;

namespace Herdbook.Server.Api;

/// <summary>The operations that are not one table's: history, the catalog itself, search.</summary>
internal static partial class FixedPaths
{
    private const string Json = "application/json";

    /// <summary>The history of those of the tables that keep one.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> History(IReadOnlyList<TableDeclaration> tables)
    {
        var kept = tables.Where(table => table.History).Select(table => (JsonNode?)JsonValue.Create(table.FullName)).ToArray();
        if (kept.Length == 0)
        {
            yield break;
        }

        var table = new JsonObject { ["name"] = "table", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray(kept) } };
        var key = Query("key", "The key's text; of several columns, a JSON array of their texts.", required: true);
        yield return Path("/v1/history/{table}", ("get", Operation("history.versions", "history", "Every version of a row, newest first", [table, key, Query("limit", "At most this many versions.", required: false), Query("before", "Only versions with a smaller booking_id: the next page.", required: false)], Answer("Who changed what, and when."))));
        yield return Path("/v1/history/{table}/at", ("get", Operation("history.at", "history", "A row as it was at a moment",
            [table.DeepClone(), key.DeepClone(), Query("time", "The moment.", required: true, "date-time")], Answer("The row."))));
        yield return Path("/v1/history/{table}/compare", ("get", Operation("history.compare", "history", "Two versions of a row, column by column",
            [table.DeepClone(), key.DeepClone(), Query("from", "The earlier version's booking_id.", required: true), Query("to", "The later version's booking_id.", required: true)], Answer("The columns that differ."))));
        yield return Path("/v1/history/{table}/restore", ("post", Operation("history.restore", "history", "Make a row again what it was, by a new change", [table.DeepClone()], Answer("The row as it is now."),
            Body(new JsonObject { ["key"] = Text("The key's text."), ["version"] = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["description"] = "The version's booking_id." } }, ["key", "version"]))));
    }

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Catalog()
    {
        var name = new JsonObject { ["name"] = "name", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" }, ["example"] = "custom.asset" };
        var declare = Operation("catalog.declare", "catalog", "Plan or apply a table of one's own",
            [Query("plan", "With the declaration as YAML: the digest of the plan to apply.", required: false), Query("allow_destructive", "With the declaration as YAML: a table of which the plan may lose data.", required: false)], Answer("The plan, or what was applied."),
            Body(new JsonObject
            {
                ["declaration"] = Text("The table's YAML."),
                ["plan"] = Text("The digest of the plan, as it was answered. Without it nothing is changed: the answer is the plan."),
                ["allow_destructive"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" }, ["description"] = "The tables of which the plan may lose data." },
            }, ["declaration"]));
        ((JsonObject)declare["requestBody"]!["content"]!)["application/yaml"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } };
        var responses = (JsonObject)declare["responses"]!;
        responses["201"] = Answer("The table stands.");
        responses["409"] = Shared.Response("Conflict");

        yield return Path("/v1/catalog/tables",
            ("get", Operation("catalog.tables", "catalog", "Every table", [], Answer("The tables, as they are declared."))),
            ("post", declare));
        yield return Path("/v1/catalog/tables/{name}",
            ("get", Operation("catalog.table", "catalog", "One table", [name], Answer("The table, as it is declared."))),
            ("delete", Operation("catalog.drop", "catalog", "Drop a table of one's own",
                [name.DeepClone(), Query("plan", "The digest of the plan to apply, as it was answered.", required: false), Query("allow_destructive", "The table's name, for its rows are lost.", required: false)],
                Answer("The plan, or what was applied."))));
    }

    /// <summary>The herd's commands.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Herd()
    {
        foreach (var verb in HerdVerbs.All)
        {
            var body = new JsonObject { ["required"] = true, ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = HerdJson.RequestSchema(verb) } } };
            var answer = new JsonObject { ["description"] = "What was done, or is known.", ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = HerdJson.AnswerSchema(verb) } } };
            yield return Path($"/v1/herd/{verb.Name}", ("post", Operation($"herd.{verb.Name}", "herd", verb.About, [], answer, body)));
        }
    }

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Others()
    {
        yield return Path("/v1/search", ("get", Operation("search", "search", "Rows of all tables that hold the words, best first", [Query("q", "The words: all of them, the last one also by its beginning.", required: true), Query("tables", "Full names of tables, joined by commas; all of them without it."), Query("limit", "Rows of each table, from 1 to 50.")], Answer("What was found, by table."))));
        yield return Path("/v1/herd/live", ("get", Operation("herd.live", "herd", "The agents that run now, the most urgent first", [], Answer("What each is doing, what it spends and how it stands."))));
        yield return Path("/v1/herd/live/events", ("get", Operation("herd.live.events", "herd", "The same as server-sent events, one whenever something changed", [],
            EventStream("Events named fleet; the data is the list."))));
        yield return Path("/v1/herd/reconcile", ("get", Operation("herd.reconcile", "herd", "What sources told of the same calls, beside what is booked",
            [Query("by", "call, session or day."), Query("from", "The first day, UTC, as yyyy-MM-dd."), Query("to", "The last day, inclusive."), Query("source", "Only what provider, transcript or telemetry told."), Query("all", "true: also what agrees."), Query("page", "Which hundred rows, from 1.")], Answer("Sources, totals and rows."))));
        var events = Operation("intake.events", "intake", "Book steps of runs and calls of models, a JSON object a line",
            [], Answer("How many lines were taken and what they added; of each that was not, its number and the reason."));
        events["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/x-ndjson"] = new JsonObject { ["schema"] = Text("Lines as docs/sources.md describes them.") } } };
        yield return Path("/v1/intake/events", ("post", events));
        yield return Path("/v1/intake/push", ("post", Operation("intake.push", "intake", "Take parts of files of another machine, as `herdbook push` sends them", [], Answer("Where the server stands in each file."))));
        yield return Path("/v1/intake/push/marks", ("post", Operation("intake.marks", "intake", "Where the server stands in files of another machine", [], Answer("The marks, in the order of the paths."),
            Body(new JsonObject { ["source"] = Text("The format."), ["machine"] = Text("The machine's name."), ["paths"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } } }, ["source", "machine", "paths"]))));
        foreach (var (path, id, what) in new[] { ("/v1/traces", "traces", "spans"), ("/v1/logs", "logs", "log records"), ("/v1/metrics", "metrics", "data points"), ("/api/public/otel/v1/traces", "langfuse.traces", "spans") })
        {
            yield return Path(path, ("post", Operation($"otlp.{id}", "telemetry", $"Take {what} as OTLP/HTTP sends them, in JSON or protobuf, plain or gzip", [], Answer("What was kept; partialSuccess tells what was not."),
                Body([], []))));
        }

        yield return Path("/v1/traces/{id}", ("get", Operation("traces.get", "telemetry", "A trace as the tree of its spans",
            [new JsonObject { ["name"] = "id", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" }, ["description"] = "In hexadecimal." }], Answer("The spans, each after its parent."))));
        yield return Path("/mcp",
            ("post", Operation("mcp.message", "mcp", "A message of the Model Context Protocol over streamable HTTP, revisions 2025-11-25 and 2026-07-28; without a session", [],
                EventStream("The answer, as an event of its JSON; progress before it. 202 without a body where nothing is asked."), Body(new JsonObject { ["jsonrpc"] = new JsonObject { ["const"] = "2.0" }, ["method"] = Text("Such as tools/list and tools/call."), ["params"] = new JsonObject { ["type"] = "object" }, ["id"] = new JsonObject { ["type"] = new JsonArray("string", "integer") } }, ["jsonrpc"]))),
            ("get", Operation("mcp.changes", "mcp", "Changes of the lists of tools, resources and prompts, as server-sent events", [], EventStream("Notifications."))));
        yield return Path("/v1/intake/github", ("post", Operation("intake.github", "intake", "A delivery of a GitHub webhook, signed in X-Hub-Signature-256", [], Answer("What was booked of it."),
            new JsonObject { ["required"] = true, ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } } } })));
        yield return Path("/v1/openapi.json", ("get", Operation("openapi", "catalog", "This document",
            [Query("table", "Only this table, for example herd.ticket_def.", required: false)], Answer("OpenAPI 3.1."))));
    }

    private static KeyValuePair<string, JsonNode?> Path(string path, params IEnumerable<(string Method, JsonObject Operation)> operations) =>
        KeyValuePair.Create(path, (JsonNode?)new JsonObject(operations.Select(each => KeyValuePair.Create(each.Method, (JsonNode?)each.Operation))));

    private static JsonObject Operation(string id, string tag, string summary, JsonNode[] parameters, JsonObject ok, JsonObject? body = null)
    {
        var operation = new JsonObject { ["operationId"] = id, ["tags"] = new JsonArray(tag), ["summary"] = summary };
        if (parameters.Length > 0)
        {
            operation["parameters"] = new JsonArray(parameters);
        }

        if (body is not null)
        {
            operation["requestBody"] = body;
        }

        operation["responses"] = new JsonObject { ["200"] = ok, ["default"] = Shared.Response("Refused") };
        return operation;
    }

    private static JsonObject Query(string name, string about, bool required = false, string? format = null)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (format is not null)
        {
            schema["format"] = format;
        }

        var parameter = new JsonObject { ["name"] = name, ["in"] = "query", ["description"] = about, ["schema"] = schema };
        if (required)
        {
            parameter["required"] = true;
        }

        return parameter;
    }

    private static JsonObject Answer(string about) => new() { ["description"] = about, ["content"] = new JsonObject { [Json] = new JsonObject { ["schema"] = new JsonObject() } } };

    private static JsonObject EventStream(string about) => new() { ["description"] = about, ["content"] = new JsonObject { ["text/event-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } } } };

    private static JsonObject Text(string about) => new() { ["type"] = "string", ["description"] = about };

    private static JsonObject Body(JsonObject properties, string[] required) => new()
    {
        ["required"] = true,
        ["content"] = new JsonObject
        {
            [Json] = new JsonObject
            {
                ["schema"] = new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = new JsonArray([.. required.Select(word => (JsonNode?)JsonValue.Create(word))]) },
            },
        },
    };
}
