using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Herdbook.Core.Governance.Audit;

/// <summary>
/// JSON as PostgreSQL writes a jsonb value back: keys by length in bytes and then by bytes, a space after comma and colon. What is signed
/// is the text that the database will give. Numbers are whole or decimal; a binary fraction has no one text and is refused.
/// </summary>
internal static class JsonbText
{
    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder to)
    {
        switch (node)
        {
            case null:
                to.Append("null");
                break;
            case JsonObject map:
                Write(map, to);
                break;
            case JsonArray list:
                Write(list, to);
                break;
            default:
                Write(node.AsValue(), to);
                break;
        }
    }

    private static void Write(JsonObject map, StringBuilder to)
    {
        var members = map.Select(member => (Name: Clean(member.Key), member.Value)).ToList();
        members.Sort((a, b) => Compare(a.Name, b.Name));
        to.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            to.Append(i == 0 ? "" : ", ");
            Quote(members[i].Name, to);
            to.Append(": ");
            Write(members[i].Value, to);
        }

        to.Append('}');
    }

    private static void Write(JsonArray list, StringBuilder to)
    {
        to.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            to.Append(i == 0 ? "" : ", ");
            Write(list[i], to);
        }

        to.Append(']');
    }

    private static void Write(JsonValue value, StringBuilder to)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True:
                to.Append("true");
                break;
            case JsonValueKind.False:
                to.Append("false");
                break;
            case JsonValueKind.String:
                Quote(Clean(value.ToString()), to);
                break;
            default:
                Number(value, to);
                break;
        }
    }

    private static void Number(JsonValue value, StringBuilder to)
    {
        var text = value.ToJsonString();
        if (text.AsSpan().IndexOfAny("eE") >= 0 || !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new ArgumentException($"'{text}' is no number that an audit entry can hold: give a long or a decimal, or its text.");
        }

        // PostgreSQL knows no negative zero.
        to.Append(number == 0 && text.StartsWith('-') ? text[1..] : text);
    }

    /// <summary>PostgreSQL holds neither U+0000 nor half of a pair of surrogates.</summary>
    private static string Clean(string text)
    {
        var needs = false;
        for (var i = 0; i < text.Length && !needs; i++)
        {
            needs = text[i] == '\0' || char.IsSurrogate(text[i]);
        }

        return needs ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD') : text;
    }

    private static void Quote(string text, StringBuilder to)
    {
        to.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\b' => to.Append("\\b"),
                '\f' => to.Append("\\f"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                < ' ' => to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => to.Append(c),
            };
        }

        to.Append('"');
    }

    private static int Compare(string a, string b)
    {
        var (x, y) = (Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.AsSpan().SequenceCompareTo(y);
    }
}
