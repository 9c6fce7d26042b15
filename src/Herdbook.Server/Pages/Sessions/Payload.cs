using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Herdbook.Server.Pages.Sessions;

/// <summary>A part of a payload as it is shown.</summary>
/// <param name="Kind">text, command, code, diff, fields or note.</param>
/// <param name="Omitted">Characters that were left out; 0 when it is whole.</param>
public sealed record PayloadBlock(string Kind, string? Label, string Text, long Omitted = 0)
{
    public IReadOnlyList<DiffLine> Diff { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Fields { get; init; } = [];
}

/// <summary>Makes a content block readable: an edit as a difference, a command as a command, all else as text or JSON. What it returns is plain text, to be encoded.</summary>
public static partial class Payload
{
    /// <summary>Characters of one text that are shown unasked.</summary>
    public const int Bound = 6_000;

    /// <summary>Characters of one text that are shown when all is asked for.</summary>
    public const int GreatBound = 1_000_000;

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<PayloadBlock> Read(string? json, bool all)
    {
        if (json is null)
        {
            return [new PayloadBlock("note", null, "No content was kept of this step.")];
        }

        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        var root = document.RootElement;
        var blocks = root.ValueKind == JsonValueKind.Object ? Block(root) : [Code(null, root)];
        return [.. blocks.Select(block => Bounded(block, all ? GreatBound : Bound))];
    }

    private static List<PayloadBlock> Block(JsonElement block) => Text(block, "type") switch
    {
        "text" => [new PayloadBlock("text", null, Text(block, "text") ?? "")],
        "thinking" => [new PayloadBlock("text", null, Text(block, "thinking") ?? "")],
        "tool_use" when block.TryGetProperty("input", out var input) => Call(Text(block, "name") ?? "", input),
        "tool_result" when block.TryGetProperty("content", out var content) => Content(content),
        "image" => [new PayloadBlock("note", null, $"An image ({Media(block)}), not shown.")],
        _ => [Code(null, block)],
    };

    private static List<PayloadBlock> Content(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => [new PayloadBlock("code", null, content.GetString()!)],
        JsonValueKind.Array => [.. content.EnumerateArray().SelectMany(part => part.ValueKind == JsonValueKind.Object ? Block(part) : [Code(null, part)])],
        JsonValueKind.Null => [],
        _ => [Code(null, content)],
    };

    private static List<PayloadBlock> Call(string tool, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return [Code("input", input)];
        }

        if (Text(input, "command") is { } command)
        {
            return [new PayloadBlock("command", Text(input, "description"), command), .. Rest(input, "command", "description")];
        }

        if (Text(input, "old_string") is { } before && Text(input, "new_string") is { } after)
        {
            return [Difference(Text(input, "file_path"), before, after), .. Rest(input, "file_path", "old_string", "new_string")];
        }

        if (tool == "MultiEdit" && input.TryGetProperty("edits", out var edits) && edits.ValueKind == JsonValueKind.Array)
        {
            return
            [
                .. edits.EnumerateArray().Where(edit => edit.ValueKind == JsonValueKind.Object)
                    .Select(edit => Difference(Text(input, "file_path"), Text(edit, "old_string") ?? "", Text(edit, "new_string") ?? "")),
                .. Rest(input, "file_path", "edits"),
            ];
        }

        if (Text(input, "content") is { } written && Text(input, "file_path") is { } file)
        {
            return [new PayloadBlock("code", file, written), .. Rest(input, "content", "file_path")];
        }

        if (Text(input, "prompt") is { } prompt)
        {
            return [.. Rest(input, "prompt"), new PayloadBlock("text", "prompt", prompt)];
        }

        return [.. Rest(input)];
    }

    /// <summary>The plain arguments as a list, the nested ones as JSON.</summary>
    private static List<PayloadBlock> Rest(JsonElement input, params ReadOnlySpan<string> shown)
    {
        var fields = new List<(string, string)>();
        var nested = new List<PayloadBlock>();
        foreach (var property in input.EnumerateObject())
        {
            if (shown.Contains(property.Name))
            {
                continue;
            }

            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                nested.Add(Code(property.Name, property.Value));
            }
            else if (property.Value.ToString() is { } value && (value.Length > 300 || value.Contains('\n', StringComparison.Ordinal)))
            {
                nested.Add(new PayloadBlock("code", property.Name, value));
            }
            else
            {
                fields.Add((property.Name, property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText()));
            }
        }

        return fields.Count > 0 ? [new PayloadBlock("fields", null, "") { Fields = fields }, .. nested] : nested;
    }

    private static PayloadBlock Difference(string? file, string before, string after) =>
        new("diff", file, "") { Diff = LineDiff.Between(before, after) };

    private static PayloadBlock Code(string? label, JsonElement value) => new("code", label, JsonSerializer.Serialize(value, Pretty));

    private static PayloadBlock Bounded(PayloadBlock block, int bound)
    {
        if (block.Kind == "diff")
        {
            var budget = bound;
            var kept = block.Diff.TakeWhile(line => (budget -= line.Text.Length + 1) >= 0).ToList();
            return kept.Count < block.Diff.Count
                ? block with { Diff = kept, Omitted = block.Diff.Skip(kept.Count).Sum(line => (long)line.Text.Length + 1) }
                : block;
        }

        var text = Escapes().Replace(block.Text, "");
        if (text.Length <= bound)
        {
            return block with { Text = text };
        }

        var cut = char.IsHighSurrogate(text[bound - 1]) ? bound - 1 : bound;
        return block with { Text = text[..cut], Omitted = text.Length - cut };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Media(JsonElement image) =>
        image.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object
            ? string.Create(CultureInfo.InvariantCulture, $"{Text(source, "media_type") ?? "unknown type"}, {Figures.Bytes((Text(source, "data")?.Length ?? 0) * 3L / 4)}")
            : "elsewhere";

    /// <summary>A terminal's colours and cursor moves.</summary>
    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
