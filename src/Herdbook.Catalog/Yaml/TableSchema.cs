using System.Text.Json;
using System.Text.Json.Nodes;

namespace Herdbook.Catalog.Yaml;

/// <summary>The JSON Schema of a declaration, for editors. Keywords and words are the readers' own; here stands only what each holds.</summary>
internal static class TableSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As the file is written, with a line feed at its end.</summary>
    public static string Written() => Table().ToJsonString(Indented) + "\n";

    private static JsonObject Table()
    {
        var root = Map(TableReader.Keywords, ["table", "kind", "about", "columns"], keyword => keyword switch
        {
            "table" => Said("Module and table, as the file lies: module/table.yaml.", new() { ["type"] = "string", ["pattern"] = @"^[a-z][a-z0-9_]{0,49}\.[a-z][a-z0-9_]{0,49}$" }),
            "kind" => Said("What may happen to the rows.", Words(TableReader.Kinds.Keys)),
            "about" => Text("What a row is, in a sentence."),
            "key" => Said("The column, or the columns, that identify a row.", new() { ["anyOf"] = new JsonArray(Name(), Names()) }),
            "columns" => Said("The columns, in their order.", new() { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = Column() }),
            "unique" => Said("What no two rows share.", Indexes(TableReader.UniqueKeywords)),
            "indexes" => Said("Indexes; a B-tree begins with the tenant by itself.", Indexes(TableReader.IndexKeywords)),
            "checks" => Said("Named rules over a row, in SQL.", new() { ["type"] = "object", ["additionalProperties"] = Text() }),
            "subject" => Said("The columns with the type and the id of the row that a row is about.", new() { ["type"] = "array", ["items"] = Name(), ["minItems"] = 2, ["maxItems"] = 2 }),
            "search" => Said("The columns that a search reads.", Names()),
            "display" => Said("How pages show it.", Map(TableReader.DisplayKeywords, [], option => option == "columns" ? Names() : Text())),
            "rebuildFrom" => Text("On a cache: from what it is rebuilt."),
            "isolation" => Said("For the catalog's own tables alone.", Words(["none"])),
            "contentAddress" => Said("On a version: the column whose SHA-256 is the key.", Name()),
            "select" => Text("On a view: its query."),
            "writer" => Said("Who may write the rows.", Words(TableReader.Writers)),
            "sealed" => Said("Whether the audit log seals every row; true of ledgers and versions that do not say otherwise.", Flag()),
            "classification" => Said("How carefully the rows are to be read; each read is entered in the audit log.", Words(TableDeclaration.Classifications)),
            "history" => Said("Whether every change is kept; true of entities and junctions that do not say otherwise.", Flag()),
            "was" => Said("What the table was called before; the latest first.", new() { ["anyOf"] = new JsonArray(Text(), new JsonObject { ["type"] = "array", ["items"] = Text() }) }),
            "deprecated" => Text("Why not to use it any more, and what to use instead."),
            "functions" => Said("SQL functions beside the table, in its schema.", new()
            {
                ["type"] = "object",
                ["additionalProperties"] = Map(TableReader.FunctionKeywords, ["returns", "body"], option => option switch
                {
                    "language" => Words(ObjectRules.Languages),
                    "volatility" => Words(ObjectRules.Volatilities),
                    "about" or "arguments" or "returns" or "body" => Text(),
                    _ => throw Unknown(option),
                }),
            }),
            "triggers" => Said("Triggers of the table's own.", new()
            {
                ["type"] = "object",
                ["additionalProperties"] = Map(TableReader.TriggerKeywords, ["on", "body"], option => option switch
                {
                    "of" => Names(),
                    "each" => Words(["row", "statement"]),
                    "about" or "on" or "when" or "body" => Text(),
                    _ => throw Unknown(option),
                }),
            }),
            _ => throw Unknown(keyword),
        });
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "A table of Herdbook's catalog");
        return root;
    }

    private static JsonObject Column() => Map(ColumnReader.Keywords, ["type"], keyword => keyword switch
    {
        "type" => new() { ["type"] = "string", ["pattern"] = ColumnType.Grammar },
        "about" => Text("What it holds."),
        "required" => Said("Never empty.", Flag()),
        "identity" => Said("Numbered by PostgreSQL.", Flag()),
        "secret" => Said("Never shown.", Flag()),
        "classification" => Said("How carefully the values are to be read; each read of the table is entered in the audit log.", Words(TableDeclaration.Classifications)),
        "default" => new() { ["anyOf"] = new JsonArray(Scalar(), Map(["sql"], ["sql"], _ => Text())) },
        "oneOf" => Said("The allowed values.", new() { ["type"] = "array", ["items"] = Scalar(), ["minItems"] = 1 }),
        "refers" => Said("The row of another table that it names.", new()
        {
            ["anyOf"] = new JsonArray(Text(), Map(ColumnReader.ReferenceKeywords, ["table"], option => option switch
            {
                "table" or "column" => Text(),
                "enforced" or "register" => Flag(),
                "onDelete" => Words(ColumnReader.OnDeletes),
                _ => throw Unknown(option),
            })),
        }),
        "min" or "max" => new() { ["type"] = "number" },
        "pattern" => Text("A regular expression of PostgreSQL that the text matches."),
        "shape" => Said("The JSON Schema of the value.", Map(ShapeRules.Keywords, [], option => option switch
        {
            "type" => new() { ["anyOf"] = new JsonArray(Words(ShapeRules.Types), new JsonObject { ["type"] = "array", ["items"] = Words(ShapeRules.Types) }) },
            _ => [],
        })),
        "generated" => Text("SQL over other columns; PostgreSQL computes and stores it."),
        "format" => Said("How pages show it.", Words(ColumnReader.Formats)),
        "was" => Text("What the column was called before."),
        "convert" => Text("SQL that makes the new type's value of the old one."),
        "deprecated" => Text("Why not to use it any more, and what to use instead."),
        "unit" => Text("Of a number."),
        "example" => Scalar(),
        _ => throw Unknown(keyword),
    });

    private static JsonObject Indexes(string[] keywords) => new()
    {
        ["type"] = "array",
        ["items"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(Names(), Map(keywords, [], option => option switch
            {
                "columns" => Names(),
                "expressions" => new() { ["type"] = "array", ["items"] = Text() },
                "using" => Words(TableReader.Methods),
                "where" => Text("SQL."),
                "ops" => Text("The operator class."),
                "with" => new() { ["type"] = "object", ["additionalProperties"] = Scalar() },
                _ => throw Unknown(option),
            })),
        },
    };

    private static JsonObject Map(IEnumerable<string> keywords, IEnumerable<string> required, Func<string, JsonObject> of)
    {
        var map = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(keywords.Select(keyword => KeyValuePair.Create(keyword, (JsonNode?)of(keyword)))),
            ["additionalProperties"] = false,
        };
        if (required.Any())
        {
            map["required"] = Array(required);
        }

        return map;
    }

    private static JsonObject Said(string about, JsonObject schema)
    {
        schema.Insert(0, "description", about);
        return schema;
    }

    private static JsonObject Text(string? about = null) => about is null ? new() { ["type"] = "string" } : new() { ["description"] = about, ["type"] = "string" };

    private static JsonObject Flag() => new() { ["type"] = "boolean" };

    private static JsonObject Scalar() => new() { ["type"] = Array(["string", "number", "boolean"]) };

    private static JsonObject Words(IEnumerable<string> words) => new() { ["enum"] = Array(words) };

    private static JsonObject Name() => new() { ["type"] = "string", ["pattern"] = "^[a-z][a-z0-9_]{0,49}$" };

    private static JsonObject Names() => new() { ["type"] = "array", ["items"] = Name(), ["minItems"] = 1 };

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(word => JsonValue.Create(word))]);

    private static InvalidOperationException Unknown(string keyword) => new($"'{keyword}' is a keyword of the readers, and the schema for editors does not know what it holds.");
}
