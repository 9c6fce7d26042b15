namespace Herdbook.Catalog.Yaml;

/// <summary>The part of JSON Schema that PostgreSQL keeps. A keyword outside it would promise what nobody checks, so it is refused.</summary>
internal static class ShapeRules
{
    internal static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    internal static readonly string[] Keywords =
    [
        "type", "properties", "required", "additionalProperties", "items", "enum", "const", "minimum", "maximum",
        "minLength", "maxLength", "minItems", "maxItems", "pattern", "anyOf",
    ];

    public static void Check(MapNode shape, List<CatalogError> errors)
    {
        foreach (var (key, value) in shape.Entries)
        {
            switch (key.Text)
            {
                case "type":
                    CheckTypes(value, errors);
                    break;
                case "properties" when value is MapNode properties:
                    foreach (var (_, property) in properties.Entries)
                    {
                        Below(property, key.Text, errors);
                    }

                    break;
                case "items":
                    Below(value, key.Text, errors);
                    break;
                case "additionalProperties" when value is not ScalarNode { Quoted: false, Text: "true" or "false" }:
                    Below(value, key.Text, errors);
                    break;
                case "anyOf" when value is SequenceNode { Items.Count: > 0 } shapes:
                    foreach (var one in shapes.Items)
                    {
                        Below(one, key.Text, errors);
                    }

                    break;
                case "required" when value is SequenceNode names && names.Items.All(name => name is ScalarNode):
                case "enum" when value is SequenceNode { Items.Count: > 0 }:
                case "minimum" or "maximum" when IsNumber(value):
                case "minLength" or "maxLength" or "minItems" or "maxItems" when IsCount(value):
                case "pattern" when value is ScalarNode { Text.Length: > 0 }:
                case "const" or "additionalProperties":
                    break;
                default:
                    var known = Keywords.Contains(key.Text);
                    Error(known ? value : key, known ? $"'{key.Text}' of a shape has not the value that it needs." : $"'{Shown.Of(key.Text)}' is no keyword of a shape.",
                        known ? Remedy(key.Text) : Nearest.Remedy(key.Text, Keywords, "keyword"), errors);
                    break;
            }
        }
    }

    private static void Below(Node node, string keyword, List<CatalogError> errors)
    {
        if (node is MapNode shape)
        {
            Check(shape, errors);
        }
        else
        {
            Error(node, $"'{keyword}' of a shape holds no shape here.", "Write one: {type: string}.", errors);
        }
    }

    private static void CheckTypes(Node node, List<CatalogError> errors)
    {
        var words = node is SequenceNode sequence ? sequence.Items : [node];
        foreach (var word in words.Where(word => word is not ScalarNode scalar || !Types.Contains(scalar.Text)))
        {
            var text = word is ScalarNode scalar ? scalar.Text : "";
            Error(word, $"'{Shown.Of(text)}' is no type of JSON.", Nearest.Remedy(text, Types, "type"), errors);
        }
    }

    private static bool IsNumber(Node node) =>
        node is ScalarNode { Quoted: false } scalar && decimal.TryParse(scalar.Text, System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out _);

    private static bool IsCount(Node node) =>
        node is ScalarNode { Quoted: false } scalar && int.TryParse(scalar.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _);

    private static string Remedy(string keyword) => keyword switch
    {
        "properties" => "Write a map of names with a shape each.",
        "required" => "Write a list of names.",
        "enum" or "anyOf" => "Write a list with at least one.",
        "pattern" => "Write a regular expression.",
        _ => "Write a number.",
    };

    private static void Error(Node node, string message, string remedy, List<CatalogError> errors) =>
        errors.Add(new CatalogError(node.At.File, node.At.Line, node.At.Column, message, remedy));
}
