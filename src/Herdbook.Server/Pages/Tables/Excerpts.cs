using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Herdbook.Server.Pages.Tables;

/// <summary>Long values on one line. What they return is plain text, to be encoded.</summary>
public static partial class Excerpts
{
    /// <summary>The beginning of a text with its white space drawn together; never half of a character.</summary>
    public static string Line(string text, int most)
    {
        // Only as much is looked at as can be shown, however long the text is.
        var head = text.Length > most * 4 ? text[..(most * 4)] : text;
        var line = White().Replace(head, " ").Trim();
        if (line.Length <= most)
        {
            return head.Length < text.Length ? line + "…" : line;
        }

        var cut = char.IsHighSurrogate(line[most - 1]) ? most - 1 : most;
        return line[..cut] + "…";
    }

    /// <summary>Markdown without its marks: headings, emphasis, code fences, links by their text.</summary>
    public static string Markdown(string text, int most)
    {
        var head = text.Length > most * 8 ? text[..(most * 8)] : text;
        var bare = Link().Replace(head, "$1");
        bare = Marks().Replace(bare, "");
        var line = Line(bare, most);
        return head.Length < text.Length && !line.EndsWith('…') ? line + "…" : line;
    }

    /// <summary>A JSON value as one short line.</summary>
    public static string Json(JsonElement value, int most)
    {
        var text = new StringBuilder();
        Write(value, text, most);
        return text.Length > most ? Line(text.ToString(), most) : text.ToString();
    }

    private static void Write(JsonElement value, StringBuilder text, int most)
    {
        if (text.Length > most)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var names = 0;
                foreach (var property in value.EnumerateObject())
                {
                    text.Append(names++ > 0 ? ", " : "").Append(property.Name).Append(": ");
                    Write(property.Value, text, most);
                    if (text.Length > most)
                    {
                        return;
                    }
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var items = 0;
                foreach (var item in value.EnumerateArray())
                {
                    text.Append(items++ > 0 ? ", " : "");
                    Write(item, text, most);
                    if (text.Length > most)
                    {
                        return;
                    }
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append(CultureInfo.InvariantCulture, $"“{Line(value.GetString()!, most)}”");
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s{0,3}(#{1,6}\s+|>\s?|```.*$|[-*+]\s+|\d+\.\s+)|\*\*|__|`|~~|(?<=\s|^)[*_](?=\S)|(?<=\S)[*_](?=\s|$)", RegexOptions.Multiline)]
    private static partial Regex Marks();
}
