using System.Text;
using System.Text.RegularExpressions;

namespace Herdbook.Server.Pages.Tables;

/// <summary>PostgREST's ways of writing values inside patterns, lists and arrays, and back.</summary>
public static partial class FilterText
{
    /// <summary>An ILIKE pattern for texts that hold, or begin with, exactly <paramref name="text"/>.</summary>
    public static string Pattern(string text, bool anywhere) => (anywhere ? "*" : "") + Special().Replace(text, @"\$0") + "*";

    /// <summary>The text that <see cref="Pattern"/> was made of; null for a pattern of another shape.</summary>
    public static (string Text, bool Anywhere)? OfPattern(string pattern)
    {
        if (!pattern.EndsWith('*'))
        {
            return null;
        }

        var anywhere = pattern.Length > 1 && pattern[0] == '*';
        var inner = pattern[(anywhere ? 1 : 0)..^1];
        var text = new StringBuilder();
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] == '\\' && at + 1 < inner.Length)
            {
                text.Append(inner[++at]);
            }
            else if (inner[at] is '%' or '_' or '*' or '\\')
            {
                return null;
            }
            else
            {
                text.Append(inner[at]);
            }
        }

        return text.Length > 0 ? (text.ToString(), anywhere) : null;
    }

    /// <summary><c>(a,"b,c")</c></summary>
    public static string List(IEnumerable<string> values) => $"({string.Join(',', values.Select(Quoted))})";

    /// <summary>The values of <see cref="List"/>; null where the text is no list.</summary>
    public static IReadOnlyList<string>? OfList(string text)
    {
        if (text is not ['(', .., ')'])
        {
            return null;
        }

        var values = new List<string>();
        var value = new StringBuilder();
        var at = 1;
        while (at < text.Length - 1)
        {
            value.Clear();
            if (text[at] == '"')
            {
                for (at++; at < text.Length - 1 && text[at] != '"'; at++)
                {
                    at += text[at] == '\\' ? 1 : 0;
                    value.Append(text[at]);
                }

                if (at >= text.Length - 1)
                {
                    return null;
                }

                at++;
            }
            else
            {
                for (; at < text.Length - 1 && text[at] != ','; at++)
                {
                    if (text[at] is '(' or ')' or '"')
                    {
                        return null;
                    }

                    value.Append(text[at]);
                }
            }

            values.Add(value.ToString());
            if (at < text.Length - 1 && text[at] != ',')
            {
                return null;
            }

            at++;
        }

        return values;
    }

    /// <summary>A value as it stands in a list or a logic tree: in quotes where it must be.</summary>
    public static string Quoted(string value) =>
        value.Length == 0 || value.Any(letter => letter is ',' or '.' or ':' or '(' or ')' or '"' or '\\' or '{' or '}' or ' ')
            ? $"\"{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : value;

    /// <summary>An array of one value, as PostgreSQL reads it.</summary>
    public static string Array(string value) =>
        $"{{\"{value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}";

    /// <summary>The one value of <see cref="Array"/>, or null.</summary>
    public static string? OfArray(string text) =>
        text is ['{', '"', .., '"', '}'] && Escaped().IsMatch(text[2..^2]) ? Escape().Replace(text[2..^2], "$1") : null;

    [GeneratedRegex(@"[\\%_*]")]
    private static partial Regex Special();

    [GeneratedRegex(@"^([^\\""]|\\.)*$", RegexOptions.Singleline)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
