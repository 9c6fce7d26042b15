using System.Text.Json.Nodes;

namespace Herdbook.Server.Mcp;

/// <summary>JSON Schema, as tools write theirs.</summary>
internal static class Schema
{
    /// <summary>An object with these members and, of arguments, no others.</summary>
    /// <param name="members">A name that ends with `!` is required.</param>
    public static JsonObject Arguments(params (string Name, JsonObject Of)[] members)
    {
        var schema = Answer(members);
        schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>An object with these members and perhaps more.</summary>
    /// <inheritdoc cref="Arguments"/>
    public static JsonObject Answer(params (string Name, JsonObject Of)[] members)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name.TrimEnd('!'), (JsonNode?)member.Of))),
        };
        var required = members.Where(member => member.Name.EndsWith('!')).Select(member => (JsonNode?)member.Name.TrimEnd('!')).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    public static JsonObject Text(string about) => new() { ["type"] = "string", ["description"] = about };

    public static JsonObject OneOf(string about, params IEnumerable<string> words) =>
        new() { ["type"] = "string", ["description"] = about, ["enum"] = new JsonArray([.. words.Select(word => (JsonNode?)word)]) };

    public static JsonObject Flag(string about) => new() { ["type"] = "boolean", ["description"] = about };

    public static JsonObject Number(string about) => new() { ["type"] = "number", ["description"] = about };

    public static JsonObject Whole(string about, long? least = null, long? most = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["description"] = about };
        if (least is { } min)
        {
            schema["minimum"] = min;
        }

        if (most is { } max)
        {
            schema["maximum"] = max;
        }

        return schema;
    }

    /// <summary>Any members.</summary>
    public static JsonObject Map(string about) => new() { ["type"] = "object", ["description"] = about, ["additionalProperties"] = true };

    public static JsonObject List(string about, JsonObject of) => new() { ["type"] = "array", ["description"] = about, ["items"] = of };

    /// <summary>The same, or null.</summary>
    public static JsonObject OrNull(JsonObject schema)
    {
        schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
        return schema;
    }
}
