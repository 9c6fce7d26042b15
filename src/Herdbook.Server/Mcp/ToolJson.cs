using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Herdbook.Server.Mcp;

/// <summary>Answers in JSON, sized for a context window.</summary>
internal static class ToolJson
{
    /// <summary>Characters of one answer's rows, about: some eight thousand tokens.</summary>
    public const int MostLetters = 32_000;

    /// <summary>Characters of one text in a list; the rest is left out and said to be.</summary>
    public const int MostOfCell = 1_500;

    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value with every long text in it cut to this many characters.</summary>
    /// <param name="cut">Is told the name of each member of the top whose text is not whole, with its length.</param>
    public static JsonNode? Cut(JsonElement value, int most, Action<string, int>? cut = null)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var copy = new JsonObject();
                foreach (var member in value.EnumerateObject())
                {
                    copy[member.Name] = Cut(member.Value, most, cut is null ? null : (_, length) => cut(member.Name, length));
                }

                return copy;
            case JsonValueKind.Array:
                return new JsonArray([.. value.EnumerateArray().Select(item => Cut(item, most, cut))]);
            case JsonValueKind.String when value.GetString() is { } text && text.Length > most:
                cut?.Invoke("", text.Length);
                return text[..Whole(text, most)] + "…";
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            default:
                return JsonNode.Parse(value.GetRawText());
        }
    }

    /// <summary>The same bound, or one less where it would part a character.</summary>
    public static int Whole(string text, int end) => end < text.Length && end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
}
