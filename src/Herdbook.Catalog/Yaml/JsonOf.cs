using System.Globalization;
using System.Text.Json.Nodes;

namespace Herdbook.Catalog.Yaml;

/// <summary>A piece of YAML as the JSON it stands for: a bare true, false, null or number is one; everything quoted is text.</summary>
internal static class JsonOf
{
    public static JsonNode Node(Node node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, (JsonNode?)Value(entry.Value)))),
        _ => Value(node) ?? new JsonObject(),
    };

    private static JsonNode? Value(Node node) => node switch
    {
        MapNode map => Node(map),
        SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Value)]),
        ScalarNode { Quoted: false, Text: "true" } => JsonValue.Create(true),
        ScalarNode { Quoted: false, Text: "false" } => JsonValue.Create(false),
        ScalarNode { Quoted: false, Text: "" or "~" or "null" } => null,
        ScalarNode { Quoted: false } scalar when decimal.TryParse(scalar.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
