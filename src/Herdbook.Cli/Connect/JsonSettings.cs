using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core;

namespace Herdbook.Cli.Connect;

/// <summary>A client's settings in JSON, perhaps with comments. One member is set; every other byte stays as its owner wrote it.</summary>
internal static class JsonSettings
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text with the member at this path set. Objects on the way that are missing are made.</summary>
    /// <exception cref="RefusedException">`client_settings`: it is not JSON, or something on the way is no object.</exception>
    public static string Set(string text, IReadOnlyList<string> path, JsonNode value)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            text = "{}\n";
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var place = Find(bytes, path);
            var rest = path.Skip(place.Depth).ToList();
            var indent = new string(' ', 2 * (place.Depth + 1));
            if (rest.Count == 0)
            {
                return Splice(bytes, place.Begin, place.End, Written(value, new string(' ', 2 * path.Count)));
            }

            for (var i = rest.Count - 1; i > 0; i--)
            {
                value = new JsonObject { [rest[i]] = value };
            }

            var member = $"\n{indent}{JsonSerializer.Serialize(rest[0])}: {Written(value, indent)}";
            return Splice(bytes, place.Begin, place.Begin, member + (place.IsEmpty ? "\n" + indent[2..] : BeginsLine(bytes.AsSpan(place.Begin)) ? "," : ",\n" + indent[1..]));
        }
        catch (JsonException e)
        {
            throw new RefusedException("client_settings", $"The settings are not JSON: {e.Message} Nothing was written. Correct the file, or write the entry by hand.", e);
        }
    }

    /// <summary>
    /// Walks down the path as far as it goes. Where all of it is there, begin and end are the value's; else begin is behind the opening
    /// brace of the last object that is.
    /// </summary>
    private static Place Find(byte[] bytes, IReadOnlyList<string> path)
    {
        // A byte order mark is no JSON.
        var skip = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(bytes.AsSpan(skip), Lenient);
        reader.Read();
        Require(reader.TokenType == JsonTokenType.StartObject, "the whole");
        var found = new Place(0, (int)reader.BytesConsumed + skip, 0, IsEmpty: true);
        var depth = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            found = found with { IsEmpty = false };
            if (!reader.ValueTextEquals(path[depth]))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (++depth == path.Count)
            {
                var begin = (int)reader.TokenStartIndex + skip;
                reader.Skip();
                found = new Place(depth, begin, (int)reader.BytesConsumed + skip, IsEmpty: false);
                break;
            }

            Require(reader.TokenType == JsonTokenType.StartObject, path[depth - 1]);
            found = new Place(depth, (int)reader.BytesConsumed + skip, 0, IsEmpty: true);
        }

        RequireWhole(bytes.AsSpan(skip));
        return found;
    }

    /// <exception cref="JsonException">Something behind the place is no JSON.</exception>
    private static void RequireWhole(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, Lenient);
        while (reader.Read())
        {
        }
    }

    private static void Require(bool isObject, string what)
    {
        if (!isObject)
        {
            throw new RefusedException("client_settings", $"In the settings, {what} is no object. Nothing was written. Correct the file, or write the entry by hand.");
        }
    }

    /// <summary>Whether nothing more stands on this line.</summary>
    private static bool BeginsLine(ReadOnlySpan<byte> rest) => rest.TrimStart(" \t\r"u8) is [(byte)'\n', ..];

    private static string Written(JsonNode value, string indent) => value.ToJsonString(Indented).Replace("\n", "\n" + indent, StringComparison.Ordinal);

    private static string Splice(byte[] bytes, int begin, int end, string text) => Encoding.UTF8.GetString(bytes, 0, begin) + text + Encoding.UTF8.GetString(bytes, end, bytes.Length - end);

    private readonly record struct Place(int Depth, int Begin, int End, bool IsEmpty);
}
