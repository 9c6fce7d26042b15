using System.Text;
using System.Text.RegularExpressions;
using Herdbook.Core;

namespace Herdbook.Cli.Connect;

/// <summary>A client's settings in TOML. One table is set; every other line stays as its owner wrote it.</summary>
internal static partial class TomlSettings
{
    /// <summary>The text with the table of this name holding these lines. A table of that name, and those below it, are replaced.</summary>
    /// <exception cref="RefusedException">`client_settings`: the table is written in a way that cannot be replaced line by line.</exception>
    public static string Set(string text, string table, IEnumerable<string> lines)
    {
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var parent = table[..table.LastIndexOf('.')];
        var kept = new StringBuilder();
        var (inside, quoted, current) = (false, (string?)null, "");
        var at = -1;
        foreach (var line in text.Length == 0 ? [] : text.Split('\n'))
        {
            var bare = line.TrimEnd('\r');
            if (quoted is null && Heading().Match(bare) is { Success: true } heading)
            {
                current = string.Join('.', heading.Groups[1].Value.Split('.').Select(part => part.Trim().Trim('"', '\'')));
                inside = current == table || current.StartsWith(table + ".", StringComparison.Ordinal);
                at = inside && at < 0 ? kept.Length : at;
            }
            else if (quoted is null && IsInline(bare, current, parent, table))
            {
                throw new RefusedException("client_settings", $"The settings already name {table}, in a way that is not replaced by itself. Nothing was written. Write the entry by hand, or remove the one that is there.");
            }

            if (!inside)
            {
                kept.Append(line).Append('\n');
            }

            quoted = Quoted(bare, quoted);
        }

        var body = text.Length == 0 ? "" : kept.ToString(0, kept.Length - (inside || text.Length == 0 ? 0 : 1));
        var section = string.Concat(lines.Prepend($"[{table}]").Select(line => line + newline));
        if (at < 0)
        {
            var gap = body.Length == 0 ? "" : body.EndsWith('\n') ? newline : newline + newline;
            return body + gap + section;
        }

        at = Math.Min(at, body.Length);
        return body[..at] + section + (at < body.Length ? newline : "") + body[at..];
    }

    /// <summary>As a basic string.</summary>
    public static string Text(string text) => $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool IsInline(string line, string current, string parent, string table)
    {
        var key = line.Split('=')[0].Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        return line.Contains('=', StringComparison.Ordinal) && !line.TrimStart().StartsWith('#')
            && ((current.Length == 0 && (key == parent || key == table || key.StartsWith(table + ".", StringComparison.Ordinal)))
                || (current == parent && (key == table[(parent.Length + 1)..] || key.StartsWith(table[(parent.Length + 1)..] + ".", StringComparison.Ordinal))));
    }

    /// <summary>The quotes that a text over several lines is open with behind this line; null for none.</summary>
    private static string? Quoted(string line, string? quoted)
    {
        for (var i = 0; i + 2 < line.Length; i++)
        {
            var three = line.Substring(i, 3);
            if (quoted is null ? three is "\"\"\"" or "'''" : three == quoted)
            {
                quoted = quoted is null ? three : null;
                i += 2;
            }
            else if (quoted is null && line[i] == '#')
            {
                break;
            }
        }

        return quoted;
    }

    [GeneratedRegex(@"^\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")]
    private static partial Regex Heading();
}
