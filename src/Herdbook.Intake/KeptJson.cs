using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Herdbook.Intake;

/// <summary>What is kept of a part of a line, as JSON.</summary>
internal static partial class KeptJson
{
    /// <summary>The block without the bytes of pictures and documents, of which only the size is kept.</summary>
    public static string WithoutData(JsonElement block) =>
        block.Raw() is var raw && raw.Contains("\"base64\"", StringComparison.Ordinal) ? Rewritten(block, [], dropData: true) : raw;

    public static string Without(JsonElement block, string[] names) => Rewritten(block, names, dropData: false);

    /// <summary>The part without pictures that stand in it as data: addresses, of which only the start is kept.</summary>
    public static string WithoutPictures(JsonElement block) =>
        block.Raw() is var raw && raw.Contains("data:image", StringComparison.Ordinal) ? Picture().Replace(raw, "$1[omitted]") : raw;

    /// <summary>The parts without the bytes that Gemini keeps in them.</summary>
    public static string WithoutInlineData(JsonElement parts) =>
        parts.Raw() is var raw && raw.Contains("inlineData", StringComparison.Ordinal) ? InlineData().Replace(raw, "$1[omitted]") : raw;

    [GeneratedRegex("(\"data\"\\s*:\\s*\")[A-Za-z0-9+/=_-]{64,}", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex InlineData();

    [GeneratedRegex("(data:image/[a-z+.-]{1,20};base64,)[A-Za-z0-9+/=]+", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Picture();

    private static string Rewritten(JsonElement value, string[] without, bool dropData)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(value, writer, without, dropData);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer, string[] without, bool dropData)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                Write(item, writer, [], dropData);
            }

            writer.WriteEndArray();
            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            value.WriteTo(writer);
            return;
        }

        var encoded = dropData && Fields.Present(value, "type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("base64");
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            if (encoded && property.NameEquals("data"))
            {
                writer.WriteNumber("omitted_bytes", property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()!.Length : 0);
            }
            else if (!without.Contains(property.Name))
            {
                writer.WritePropertyName(property.Name);
                Write(property.Value, writer, [], dropData);
            }
        }

        writer.WriteEndObject();
    }
}
