using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Herdbook.Catalog;

/// <summary>A declaration as JSON: in the manifest, and for whoever asks over HTTP.</summary>
public static class DeclarationJson
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The declaration with every column, those that its kind brings along too.</summary>
    public static JsonObject Of(TableDeclaration table)
    {
        var json = JsonSerializer.SerializeToNode(table, Options)!.AsObject();
        json["allColumns"] = JsonSerializer.SerializeToNode(table.AllColumns, Options);
        return json;
    }
}
