using System.Text.Json.Nodes;

namespace Herdbook.Server.Api;

/// <summary>What every table's operations have in common: parameters, headers and refusals, each described once.</summary>
internal static class Shared
{
    private const string Problem = Host.Problem.ContentType;

    private static readonly (string Name, string In, string Type, string Example, string About)[] Known =
    [
        ("select", "query", "string", "*", "Columns, comma-separated: `a,b`, renamed `name:a`, cast `a::text`, into JSON `a->b->>c`, related tables `project_def(*)`, `!inner`, aggregates `count()`."),
        ("order", "query", "string", "created_at.desc.nullslast", "Columns to sort by: `a.desc.nullslast,b`."),
        ("limit", "query", "integer", "20", "At most this many rows."),
        ("offset", "query", "integer", "0", "Leave out this many rows first."),
        ("after", "query", "string", "", "The place to go on from, from the Link header of the page before; empty for the first page. As quick at the end as at the beginning."),
        ("and", "query", "string", "(a.gte.1,a.lt.9)", "Conditions that must all hold, nested at will: `(a.eq.1,or(b.is.null,c.gt.2))`; `not.and` for the contrary."),
        ("or", "query", "string", "(a.eq.1,b.eq.2)", "Conditions of which one must hold; `not.or` for the contrary."),
        ("deleted", "query", "string", "include", "`include` shows deleted rows too, `only` nothing else. Without it they are hidden."),
        ("as_of", "query", "string", "2026-01-31T09:30:00Z", "The rows as they were at this moment."),
        ("columns", "query", "string", "a,b", "The columns to take from the body; the others of it are ignored."),
        ("on_conflict", "query", "string", "a,b", "For an upsert: the unique columns that decide whether a row is there. The key, if left out."),
        ("Prefer", "header", "string", "return=representation", "Comma-separated: `return=minimal|headers-only|representation`, `count=exact|planned|estimated`, `resolution=merge-duplicates|ignore-duplicates`, `missing=default|null`, `handling=strict|lenient`, `max-affected=N`, `tx=commit|rollback`, `deleted=include|only`."),
        ("Range", "header", "string", "0-24", "The first and the last row, counted from 0; with `Range-Unit: items`."),
        ("If-Match", "header", "string", "\"742\"", "The ETag of the row as it was read: if it has changed since, nothing is done and the answer is 412."),
        ("If-None-Match", "header", "string", "\"742\"", "The ETag of the row as it was read: if it has not changed since, the answer is 304."),
    ];

    public static IEnumerable<JsonNode> Parameters(params IEnumerable<string> names) =>
        names.Select(name => new JsonObject { ["$ref"] = "#/components/parameters/" + name });

    public static JsonObject Response(string name) => new() { ["$ref"] = "#/components/responses/" + name };

    public static JsonObject RowHeaders() => new()
    {
        ["Content-Range"] = new JsonObject { ["$ref"] = "#/components/headers/Content-Range" },
        ["ETag"] = new JsonObject { ["$ref"] = "#/components/headers/ETag" },
    };

    public static JsonObject ComponentParameters() => new(Known.Select(known => KeyValuePair.Create(known.Name, (JsonNode?)new JsonObject
    {
        ["name"] = known.Name,
        ["in"] = known.In,
        ["description"] = known.About,
        ["schema"] = known.Type == "integer" ? new JsonObject { ["type"] = "integer", ["minimum"] = 0 } : new JsonObject { ["type"] = known.Type },
        ["example"] = known.Type == "integer" ? JsonNode.Parse(known.Example) : JsonValue.Create(known.Example),
    })));

    public static JsonObject ComponentHeaders() => new()
    {
        ["Content-Range"] = Header("The first and the last row, counted from 0, and how many there are: `0-24/3573`; `*` where it was not asked for.", "0-24/*"),
        ["ETag"] = Header("The version of the one row that the answer holds.", "\"742\""),
    };

    public static JsonObject ComponentResponses() => new()
    {
        ["Refused"] = Refusal("Refused, and nothing was changed: code, column, rule and remedy say why and what to do."),
        ["Conflict"] = Refusal("A rule of the table or another row stands against it; nothing was changed."),
        ["NotOneRow"] = Refusal("One row was asked for, and there are none or several; or the answer cannot have this form."),
        ["RowChanged"] = Refusal("The row is no longer the one of If-Match; nothing was changed. `current` is what it is now, `yours` what was sent."),
        ["NotModified"] = new JsonObject { ["description"] = "The row is still the one of If-None-Match." },
        ["Done"] = new JsonObject { ["description"] = "Done; nothing to tell." },
    };

    public static JsonObject ComponentSchemas() => new()
    {
        ["Filter"] = new JsonObject
        {
            ["type"] = "string",
            ["description"] = "An operator, a dot and a value: `eq.7`, `in.(a,b)`, `like.*word*`, `is.null`, `gte.2026-01-01`, `cs.{a,b}`, `fts(english).word`; `not.` before it for the contrary. docs/rows.md lists all.",
        },
        ["Problem"] = new JsonObject
        {
            ["type"] = "object",
            ["title"] = "Problem",
            ["description"] = "RFC 9457, and the members by which PostgREST's clients know an error. docs/errors.md lists the codes.",
            ["required"] = new JsonArray("type", "title", "status", "code"),
            ["properties"] = new JsonObject
            {
                ["type"] = Text("urn:herdbook:error: and the code."),
                ["title"] = Text("In a few words."),
                ["status"] = new JsonObject { ["type"] = "integer", ["format"] = "int32" },
                ["detail"] = Text("What happened, and what was kept."),
                ["code"] = Text("Stays the same for ever."),
                ["column"] = Text("The column that is to blame."),
                ["rule"] = Text("The rule that was broken."),
                ["remedy"] = Text("What to do."),
                ["message"] = Text("The same as detail, for PostgREST's clients."),
                ["details"] = Text("For PostgREST's clients."),
                ["hint"] = Text("The same as remedy, for PostgREST's clients."),
            },
        },
    };

    private static JsonObject Text(string about) => new() { ["type"] = new JsonArray("string", "null"), ["description"] = about };

    private static JsonObject Header(string about, string example) =>
        new() { ["description"] = about, ["schema"] = new JsonObject { ["type"] = "string" }, ["example"] = example };

    private static JsonObject Refusal(string about) => new()
    {
        ["description"] = about,
        ["content"] = new JsonObject { [Problem] = new JsonObject { ["schema"] = TableComponents.Reference("Problem") } },
    };
}
