using System.Text;
using System.Text.Json.Nodes;

namespace Herdbook.Cli.Commands;

/// <summary>An answer for people: one line for each value, parts set in, nothing for what is empty. A prompt stands as it is.</summary>
internal static class HerdText
{
    public static string Of(JsonNode? answer)
    {
        if (answer is JsonObject whole && whole["prompt"] is JsonValue prompt)
        {
            return prompt.ToString();
        }

        var text = new StringBuilder();
        Write(text, answer, 0);
        return text.ToString().TrimEnd();
    }

    private static void Write(StringBuilder text, JsonNode? node, int depth)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                WriteMember(text, name, value, depth);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                if (item is JsonObject row)
                {
                    text.Append(' ', depth * 2).Append("- ").AppendJoin("  ", row.Where(cell => cell.Value is JsonValue).Select(cell => $"{cell.Key}={cell.Value}")).AppendLine();
                    Write(text, new JsonObject(row.Where(cell => cell.Value is JsonArray or JsonObject).Select(cell => KeyValuePair.Create(cell.Key, cell.Value?.DeepClone()))), depth + 1);
                }
                else
                {
                    text.Append(' ', depth * 2).Append("- ").AppendLine(item?.ToString());
                }
            }
        }
    }

    private static void WriteMember(StringBuilder text, string name, JsonNode? value, int depth)
    {
        switch (value)
        {
            case null or JsonArray { Count: 0 } or JsonObject { Count: 0 }:
                return;
            case JsonValue:
                text.Append(' ', depth * 2).Append(name.Replace('_', ' ')).Append(": ").AppendLine(value.ToString());
                return;
            default:
                text.Append(' ', depth * 2).Append(name.Replace('_', ' ')).AppendLine(":");
                Write(text, value, depth + 1);
                return;
        }
    }
}
